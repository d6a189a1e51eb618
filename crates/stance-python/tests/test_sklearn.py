"""The estimator keeps scikit-learn's rules, where they hold for texts."""

from __future__ import annotations

import pickle

import pytest

sklearn = pytest.importorskip("sklearn")

import numpy as np  # noqa: E402
from sklearn.base import clone  # noqa: E402
from sklearn.exceptions import NotFittedError  # noqa: E402
from sklearn.model_selection import GridSearchCV, cross_val_score  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.preprocessing import FunctionTransformer  # noqa: E402
from sklearn.utils import estimator_checks as checks  # noqa: E402

import stance_classifier as stance  # noqa: E402
from stance_classifier.sklearn import StanceClassifier  # noqa: E402

TEXTS = ["a fine day", "a fine evening", "a bad day", "a bad evening", "a dull day", "a dull noon"] * 5
LABELS = ["good", "good", "poor", "poor", "so-so", "so-so"] * 5

# Those that need no matrix of numbers. `check_estimator` leaves out all others by itself where an estimator says that
# it takes texts, and these with them: it is a matrix that each of the others fits on.
APPLY = [
    "check_estimator_cloneable",
    "check_estimator_repr",
    "check_estimator_tags_renamed",
    "check_valid_tag_types",
    "check_no_attributes_set_in_init",
    "check_parameters_default_constructible",
    "check_get_params_invariance",
    "check_set_params",
    "check_mixin_order",
    "check_do_not_raise_errors_in_init_or_set_param",
]


@pytest.mark.parametrize("name", [name for name in APPLY if hasattr(checks, name)])
def test_the_checks_of_scikit_learn_that_need_no_numbers_pass(name):
    getattr(checks, name)("StanceClassifier", StanceClassifier())


@pytest.mark.filterwarnings("ignore:Can't test estimator")
def test_check_estimator_passes():
    ran = checks.check_estimator(StanceClassifier(), on_skip=None)
    assert not [check for check in ran or [] if check["status"] == "failed"]


@pytest.fixture(scope="module")
def fitted() -> StanceClassifier:
    return StanceClassifier().fit(TEXTS, LABELS)


def test_it_learns_what_the_package_learns(fitted):
    assert fitted.classifier_.to_bytes() == stance.train(TEXTS, LABELS).to_bytes()
    assert fitted.classes_.tolist() == ["good", "poor", "so-so"]
    assert fitted.score(TEXTS, LABELS) == 1.0
    probabilities = fitted.predict_proba(TEXTS)
    assert probabilities.shape == (30, 3)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    assert (fitted.classes_[probabilities.argmax(axis=1)] == fitted.predict(TEXTS)).all()


def test_all_shapes_of_texts_are_the_same(fitted):
    pandas = pytest.importorskip("pandas")
    expected = fitted.predict_proba(TEXTS)
    column = np.array(TEXTS, dtype=object)
    for given in [tuple(TEXTS), column, column[:, None], np.array(TEXTS), pandas.Series(TEXTS), pandas.DataFrame({"t": TEXTS})]:
        assert (StanceClassifier().fit(given, LABELS).predict_proba(given) == expected).all()


@pytest.mark.parametrize("kind", [int, float, bool])
def test_labels_of_any_type_come_back_as_they_were(kind):
    labels = np.array([int(label == "good") for label in LABELS]).astype(kind)
    model = StanceClassifier().fit(TEXTS, labels)
    assert model.classes_.dtype == labels.dtype
    assert (model.predict(TEXTS) == labels).all()


def test_it_works_in_pipelines_grids_and_cross_validation():
    lower = FunctionTransformer(lambda texts: [text.lower() for text in texts])
    pipeline = make_pipeline(lower, StanceClassifier())
    shouted = [text.upper() for text in TEXTS]
    assert pipeline.fit(shouted, LABELS).score(shouted, LABELS) == 1.0
    assert cross_val_score(StanceClassifier(), TEXTS, LABELS, cv=3).tolist() == [1.0] * 3
    grid = GridSearchCV(StanceClassifier(), {"alpha": [1.0, 4.0]}, cv=3).fit(TEXTS, LABELS)
    assert grid.best_params_["alpha"] in (1.0, 4.0)


def test_it_is_cloned_and_pickled(fitted):
    other = clone(StanceClassifier(alpha=3.0, words=(1, 2)))
    assert (other.alpha, other.words) == (3.0, (1, 2))
    assert not hasattr(clone(fitted), "classifier_")
    again = pickle.loads(pickle.dumps(fitted))
    assert (again.predict_proba(TEXTS) == fitted.predict_proba(TEXTS)).all()


def test_weights_of_rows_have_a_part(fitted):
    ones = StanceClassifier().fit(TEXTS, LABELS, sample_weight=np.ones(len(TEXTS)))
    assert (ones.predict_proba(TEXTS) == fitted.predict_proba(TEXTS)).all()
    weighted = StanceClassifier().fit(TEXTS, LABELS, sample_weight=np.arange(1, len(TEXTS) + 1))
    assert (weighted.predict_proba(TEXTS) != fitted.predict_proba(TEXTS)).any()


def test_bad_input_gets_the_usual_errors(fitted):
    with pytest.raises(NotFittedError):
        StanceClassifier().predict(TEXTS)
    with pytest.raises(ValueError, match="inconsistent numbers of samples"):
        StanceClassifier().fit(TEXTS, LABELS[1:])
    with pytest.raises(ValueError, match="Unknown label type"):
        StanceClassifier().fit(TEXTS, np.linspace(0, 1, len(TEXTS)))
    with pytest.raises(ValueError, match="only one"):
        StanceClassifier().fit(TEXTS, ["good"] * len(TEXTS))
    with pytest.raises(ValueError, match="X is one str"):
        fitted.predict("one text")
    with pytest.raises(ValueError, match="2 dimensions"):
        fitted.predict(np.array([["a", "b"]]))
    with pytest.raises(TypeError, match=r"texts\[1\] must be a str, not float \(NaN\)"):
        fitted.predict(["a", float("nan")])
