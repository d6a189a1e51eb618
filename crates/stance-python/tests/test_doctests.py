"""The examples of the documentation run."""

from __future__ import annotations

import doctest
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import stance_classifier as stance

README = Path(__file__).resolve().parents[1] / "README.md"


def documented() -> Iterator[tuple[str, str]]:
    """All that has a docstring, also what is compiled, which doctest does not look for."""
    yield "stance_classifier", stance.__doc__ or ""
    for name in stance.__all__:
        thing = getattr(stance, name)
        yield name, getattr(thing, "__doc__", None) or ""
        for part in vars(thing) if isinstance(thing, type) else []:
            if not part.startswith("__"):
                yield f"{name}.{part}", getattr(thing, part).__doc__ or ""


@pytest.mark.parametrize(("name", "words"), list(documented()))
def test_everything_is_documented_and_its_examples_hold(name, words):
    if name.startswith("PredictionTable"):
        pytest.importorskip("pyarrow")
    assert words.strip(), "it has no docstring"
    test = doctest.DocTestParser().get_doctest(words, {}, name, None, None)
    assert doctest.DocTestRunner().run(test).failed == 0


def test_the_examples_of_the_estimator_hold():
    pytest.importorskip("sklearn")
    module = importlib.import_module("stance_classifier.sklearn")
    assert doctest.testmod(module).failed == 0


def test_the_examples_of_the_package_s_page_hold():
    pytest.importorskip("pandas")
    ran = doctest.testfile(str(README), module_relative=False)
    assert ran.attempted > 5 and ran.failed == 0
