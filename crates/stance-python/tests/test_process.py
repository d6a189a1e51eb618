"""Threads, forks and interruptions."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

import stance_classifier as stance


def run(program: str) -> str:
    ran = subprocess.run([sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def test_the_interpreter_is_free_while_texts_are_labelled():
    classifier = stance.Classifier.pretrained()
    texts = ["We will stand by our allies."] * 2000
    interval = sys.getswitchinterval()
    ran = []
    # Nothing takes the interpreter from this thread, so that another runs only where it is let go.
    sys.setswitchinterval(1000)
    try:
        gate = threading.Lock()
        gate.acquire()
        waiting = threading.Thread(target=lambda: (gate.acquire(), ran.append(True)))
        waiting.start()
        gate.release()
        for _ in range(200):
            classifier.classify(texts)
            if ran:
                break
        assert ran
    finally:
        sys.setswitchinterval(interval)
    waiting.join()


def test_many_threads_share_a_classifier():
    classifier = stance.Classifier.pretrained()
    texts = [f"We will stand by our allies, said minister {n}." for n in range(500)]
    alone = classifier.classify(texts)
    found: list[list[stance.Prediction]] = []
    threads = [threading.Thread(target=lambda: found.append(classifier.classify(texts))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [alone] * 8


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="this system has no fork")
def test_a_forked_process_labels_as_its_parent_does():
    program = """
import multiprocessing
import stance_classifier as stance
classifier = stance.Classifier.pretrained("auto")
texts = ["We will stand by our allies.", "They met on Monday."] * 300
def labels(_):
    return [prediction.label for prediction in classifier.classify(texts)]
mine = labels(None)
with multiprocessing.get_context("fork").Pool(2) as pool:
    print(pool.map(labels, range(4)) == [mine] * 4)
"""
    assert run(program) == "True"


def test_a_spawned_process_gets_the_classifier_by_pickle():
    program = """
from concurrent.futures import ProcessPoolExecutor
import multiprocessing
import stance_classifier as stance
if __name__ == "__main__":
    classifier = stance.Classifier.pretrained()
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        print(pool.submit(classifier.probabilities, ["They met."]).result().shape)
"""
    assert run(program) == "(1, 4)"


def test_an_interruption_ends_the_work():
    program = """
import signal, threading
import stance_classifier as stance
classifier = stance.Classifier.pretrained("accurate", threads=1)
class Texts:
    # The signal comes when all texts are there and the work has begun.
    def __iter__(self):
        for _ in range(100_000):
            yield "We will stand by our allies."
        signal.raise_signal(signal.SIGALRM)
class Stopped(Exception): pass
calls = []
def stop(*_):
    calls.append(None)
    signal.signal(signal.SIGALRM, stop_now)
    signal.setitimer(signal.ITIMER_REAL, 0.01)
def stop_now(*_):
    raise Stopped
signal.signal(signal.SIGALRM, stop)
try:
    classifier.classify(Texts())
    print("to the end")
except Stopped:
    print("stopped", classifier.classify("They met.").label)
"""
    assert run(program) == "stopped none"


def test_nothing_but_python_is_needed():
    program = """
import sys
class Refused:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("numpy", "pandas", "polars", "pyarrow", "sklearn", "pyspark"):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Refused())
import stance_classifier as stance
classifier = stance.Classifier.pretrained()
print([p.label for p in classifier.classify(["They met on Monday."])], classifier.explain("They met.").label)
"""
    assert run(program) == "['none'] none"
