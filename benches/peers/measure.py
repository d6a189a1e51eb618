"""What the Python peers share: reading the data, taking time, saying what was measured.

Each system runs in a process of its own and prints one JSON object a line, which `run` reads.
"""

import csv
import json
import re
import sys
import time


def read(path):
    """The texts and labels of a CSV file with the columns `text` and `label`."""
    csv.field_size_limit(sys.maxsize)
    with open(path, newline="", encoding="utf-8") as file:
        rows = [(row["text"], row["label"]) for row in csv.DictReader(file)]
    return [text for text, _ in rows], [label for _, label in rows]


def hashed():
    """scikit-learn's features: word 1–3-grams in 2^18 columns.

    Marks and single letters are tokens, as they are for stance; without them accuracy is 0.013 lower.
    """
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(ngram_range=(1, 3), n_features=1 << 18, token_pattern=r"\w+|[^\w\s]")


def timed(work):
    """What `work` returns, its wall seconds, and its seconds of processor time."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return result, time.perf_counter() - wall, time.process_time() - cpu


def best_of(times, work):
    """What `work` returns, and the fewest wall and processor seconds of so many times."""
    runs = [timed(work) for _ in range(times)]
    return runs[-1][0], min(run[1] for run in runs), min(run[2] for run in runs)


def peak_megabytes():
    """Most memory that this process has held, in MB (10^6 bytes)."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return int(re.search(r"VmHWM:\s*(\d+) kB", status.read())[1]) * 1024 / 1e6
    except (OSError, TypeError):
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def trained(system, wall, cpu):
    """Says how long text → model took."""
    print(json.dumps({"system": system, "wall": wall, "cpu": cpu, "peak": peak_megabytes()}), flush=True)


def predicted(system, sentences, wall, cpu, accuracy):
    """Says how long text → probabilities took."""
    report = {"system": system, "predict_wall": wall, "predict_cpu": cpu}
    print(json.dumps(report | {"sentences": sentences, "accuracy": accuracy}), flush=True)


def accuracy(predicted, truth):
    """Share of labels that are right."""
    return sum(a == b for a, b in zip(predicted, truth, strict=True)) / len(truth)
