"""fastText through its Python module: `with_fasttext.py train|predict DATA.csv MODEL REPEATS`."""

import os
import sys

import fasttext

import measure

SYSTEM = "fastText"


def plain(text):
    """fastText ends a text at a line break."""
    return " ".join(text.splitlines())


def train(data, model, _repeats):
    # fastText learns from a file of its own form. Writing it is not counted; it is done by a process that
    # ends, so that its memory is not counted either.
    prepared = model + ".txt"
    if (child := os.fork()) == 0:
        texts, labels = measure.read(data)
        with open(prepared, "w", encoding="utf-8") as file:
            for text, label in zip(texts, labels):
                print(f"__label__{label.replace(' ', '_')} {plain(text)}", file=file)
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        sys.exit(f"{prepared}: could not be written")
    settings = dict(wordNgrams=3, bucket=1 << 18, dim=10, epoch=5, thread=1, verbose=0)
    learned, wall, cpu = measure.timed(lambda: fasttext.train_supervised(prepared, **settings))
    measure.trained(SYSTEM, wall, cpu)
    learned.save_model(model)


def predict(data, model, repeats):
    texts, truth = measure.read(data)
    texts = [plain(text) for text in texts]
    learned = fasttext.load_model(model)
    classes = len(learned.get_labels())
    (labels, _), wall, cpu = measure.best_of(repeats, lambda: learned.predict(texts, k=classes))
    top = [label[0].removeprefix("__label__") for label in labels]
    right = measure.accuracy(top, [label.replace(" ", "_") for label in truth])
    measure.predicted(SYSTEM, len(texts), wall, cpu, right)


{"train": train, "predict": predict}[sys.argv[1]](sys.argv[2], sys.argv[3], int(sys.argv[4]))
