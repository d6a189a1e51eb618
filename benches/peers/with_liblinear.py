"""liblinear on features hashed by scikit-learn: `with_liblinear.py train|predict DATA.csv MODEL REPEATS SOLVER`.

liblinear reads no text. SOLVER is its `-s`: 0 for the primal, 7 for the dual of L2-regularised logistic
regression, one class against the rest.
"""

import json
import sys

import numpy
from liblinear.liblinearutil import load_model, parameter, predict as classify, problem, save_model
from liblinear.liblinearutil import train as learn

import measure

HASHED = measure.hashed()


def train(data, model, _repeats, solver):
    texts, labels = measure.read(data)
    names = sorted(set(labels))
    truth = numpy.array([names.index(label) for label in labels], dtype=float)
    options = parameter(f"-s {solver} -c 4 -q")
    learned, wall, cpu = measure.timed(lambda: learn(problem(truth, HASHED.transform(texts)), options))
    measure.trained(f"liblinear -s {solver}", wall, cpu)
    save_model(model, learned)
    with open(model + ".labels", "w", encoding="utf-8") as file:
        json.dump(names, file)


def predict(data, model, repeats, solver):
    texts, labels = measure.read(data)
    with open(model + ".labels", encoding="utf-8") as file:
        names = json.load(file)
    learned = load_model(model)
    work = lambda: classify([], HASHED.transform(texts), learned, "-b 1 -q")
    (found, _, _), wall, cpu = measure.best_of(repeats, work)
    right = measure.accuracy([names[int(found)] for found in found], labels)
    measure.predicted(f"liblinear -s {solver}", len(texts), wall, cpu, right)


{"train": train, "predict": predict}[sys.argv[1]](sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5])
