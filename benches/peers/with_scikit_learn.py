"""scikit-learn: `with_scikit_learn.py train|predict DATA.csv MODEL REPEATS lbfgs|sgd`."""

import pickle
import sys
import warnings

from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.pipeline import make_pipeline

import measure

LEARNERS = {
    "lbfgs": ("scikit-learn, L-BFGS, at most 100 iterations", LogisticRegression(max_iter=100)),
    "sgd": (
        "scikit-learn, SGD, 5 epochs",
        SGDClassifier(loss="log_loss", alpha=3e-6, max_iter=5, tol=None, random_state=1),
    ),
}


def train(data, model, _repeats, system, learner):
    texts, labels = measure.read(data)
    pipeline = make_pipeline(measure.hashed(), learner)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        _, wall, cpu = measure.timed(lambda: pipeline.fit(texts, labels))
    if any(issubclass(warning.category, ConvergenceWarning) for warning in caught):
        system += " (not converged)"
    measure.trained(system, wall, cpu)
    with open(model, "wb") as file:
        pickle.dump((system, pipeline), file)


def predict(data, model, repeats, _system, _learner):
    texts, truth = measure.read(data)
    with open(model, "rb") as file:
        system, pipeline = pickle.load(file)  # written by `train` a moment ago
    probabilities, wall, cpu = measure.best_of(repeats, lambda: pipeline.predict_proba(texts))
    top = pipeline.classes_[probabilities.argmax(axis=1)]
    measure.predicted(system, len(texts), wall, cpu, measure.accuracy(top, truth))


{"train": train, "predict": predict}[sys.argv[1]](
    sys.argv[2], sys.argv[3], int(sys.argv[4]), *LEARNERS[sys.argv[5]]
)
