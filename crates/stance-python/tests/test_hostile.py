"""Bad input gets Python's usual errors, which name the place, and the process lives on."""

from __future__ import annotations

import errno

import pytest

import stance_classifier as stance

FINE = "We will stand by our allies."


@pytest.fixture(scope="module")
def classifier() -> stance.Classifier:
    return stance.Classifier.pretrained()


@pytest.fixture(autouse=True)
def lives_on(classifier):
    yield
    assert classifier.classify(FINE).label == "reaffirming"


@pytest.mark.parametrize(
    ("item", "error", "words"),
    [
        (None, TypeError, r"texts\[2\] must be a str, not None"),
        (float("nan"), TypeError, r"texts\[2\] must be a str, not float \(NaN\)"),
        (b"bytes", TypeError, r"texts\[2\] must be a str, not bytes: decode it first"),
        (bytearray(b"bytes"), TypeError, r"texts\[2\] .* bytearray: decode it first"),
        (7, TypeError, r"texts\[2\] must be a str, not int"),
        ([FINE], TypeError, r"texts\[2\] must be a str, not list"),
        ("half a pair \ud83d", ValueError, r"texts\[2\] is not valid Unicode"),
    ],
)
def test_an_item_that_is_no_text_is_named(classifier, item, error, words):
    for texts in [[FINE, FINE, item], (FINE, FINE, item), iter([FINE, FINE, item])]:
        with pytest.raises(error, match=words):
            classifier.classify(texts)
    with pytest.raises(error, match=words):
        classifier.evaluate([FINE, FINE, item], ["none"] * 3)
    with pytest.raises(error, match=words):
        stance.train([FINE, FINE, item], ["a", "b", "a"])


@pytest.mark.parametrize("given", [None, 7, b"bytes", memoryview(b"bytes"), {"text": FINE}, {FINE}, object(), float])
def test_what_holds_no_texts_is_a_type_error(classifier, given):
    with pytest.raises(TypeError, match="texts must be a"):
        classifier.classify(given)


def test_one_text_is_looked_at_as_many_are(classifier):
    with pytest.raises(ValueError, match="not valid Unicode"):
        classifier.classify("\udfff")
    with pytest.raises(ValueError, match="not valid Unicode"):
        classifier.explain("\udfff")
    for given in [None, b"bytes", [FINE]]:
        with pytest.raises(TypeError, match="text must be a str"):
            classifier.explain(given)


def test_an_error_of_the_iterator_is_handed_on(classifier):
    def texts():
        yield FINE
        raise LookupError("no more")

    with pytest.raises(LookupError, match="no more"):
        classifier.classify(texts())


def test_an_object_that_lies_about_its_length_is_not_believed(classifier):
    class Liar(list):
        def __len__(self) -> int:
            return 2**62

    assert [p.label for p in classifier.classify(Liar([FINE]))] == ["reaffirming"]


def test_nothing_gets_nothing(classifier):
    assert classifier.classify([]) == []
    pandas = pytest.importorskip("pandas")
    assert len(classifier.classify(pandas.Series([], dtype=object))) == 0
    pyarrow = pytest.importorskip("pyarrow")
    assert len(pyarrow.table(classifier.classify(pyarrow.array([], pyarrow.string())))) == 0
    assert len(pyarrow.table(classifier.classify(pyarrow.chunked_array([], pyarrow.string())))) == 0


def test_a_text_of_megabytes_gets_an_answer(classifier):
    for text in [FINE * 100_000, "x" * 5_000_000, "\u0301" * 1_000_000, "a\n" * 1_000_000]:
        assert sum(classifier.classify(text).probabilities.values()) == pytest.approx(1)


def test_series_with_gaps_name_the_row(classifier):
    pandas = pytest.importorskip("pandas")
    with pytest.raises((TypeError, ValueError), match=r"texts\[1\]"):
        classifier.classify(pandas.Series([FINE, None]))
    with pytest.raises(TypeError, match=r"texts\[1\] must be a str, not None"):
        classifier.classify(pandas.Series([FINE, None], dtype=object))
    with pytest.raises(TypeError, match=r"texts\[0\] must be a str, not int"):
        classifier.classify(pandas.Series([1, 2]))


def test_arrays_of_other_types_are_type_errors(classifier):
    pyarrow = pytest.importorskip("pyarrow")
    for array in [pyarrow.array([1]), pyarrow.array([b"bytes"]), pyarrow.array([["list"]])]:
        with pytest.raises(TypeError, match="texts is an Arrow array of .*, not of strings"):
            classifier.classify(array)
    with pytest.raises(KeyError, match="no column .*text.*; there are: body"):
        classifier.classify(pyarrow.table({"body": [FINE]}))
    with pytest.raises(ValueError, match=r"texts\[0\] is null"):
        classifier.classify(pyarrow.nulls(2))


def test_an_array_that_is_not_utf8_is_refused(classifier):
    pyarrow = pytest.importorskip("pyarrow")
    sound = pyarrow.array([b"sound", b"\xff\xfe", b"sound"])
    for kind, of in [(pyarrow.string(), sound), (pyarrow.large_string(), sound.cast(pyarrow.large_binary()))]:
        broken = pyarrow.Array.from_buffers(kind, 3, of.buffers())
        with pytest.raises(ValueError, match="(?i)utf-?8"):
            classifier.classify(broken)


def test_a_capsule_that_is_none_is_an_error(classifier):
    class Stranger:
        def __arrow_c_stream__(self, requested_schema=None):
            return 7

    class Failing:
        def __arrow_c_array__(self, requested_schema=None):
            raise LookupError("no array")

    with pytest.raises((TypeError, ValueError)):
        classifier.classify(Stranger())
    with pytest.raises(LookupError, match="no array"):
        classifier.classify(Failing())


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"abstain": 1.5}, "abstain is 1.5"),
        ({"abstain": float("nan")}, "abstain is NaN"),
        ({"nulls": "drop"}, "nulls is"),
    ],
)
def test_options_out_of_range_are_value_errors(classifier, options, words):
    with pytest.raises(ValueError, match=words):
        classifier.classify(FINE, **options)


def test_models_that_are_not_there_are_named(tmp_path):
    with pytest.raises(ValueError, match='no model is called "fats"'):
        stance.Classifier.pretrained("fats")
    with pytest.raises(FileNotFoundError) as caught:
        stance.Classifier.load(tmp_path / "none.stance")
    assert caught.value.errno == errno.ENOENT
    assert caught.value.filename == str(tmp_path / "none.stance")
    with pytest.raises(IsADirectoryError):
        stance.Classifier.load(tmp_path)
    for threads in [0, -1, 10_000]:
        with pytest.raises((ValueError, OverflowError)):
            stance.Classifier.pretrained(threads=threads)


def test_a_damaged_model_is_a_value_error_that_names_the_file(classifier, tmp_path):
    whole = classifier.to_bytes()
    path = tmp_path / "damaged.stance"
    for data in [b"", b"x" * 100, whole[:-1], whole[:1000], whole + b"x", whole[:500] + b"\0" + whole[501:]]:
        path.write_bytes(data)
        with pytest.raises(ValueError, match="damaged.stance: "):
            stance.Classifier.load(path)
        with pytest.raises(ValueError):
            stance.Classifier.from_bytes(data)


def test_evaluation_refuses_labels_that_the_model_does_not_have(classifier):
    with pytest.raises(ValueError, match=r'labels\[1\] is "hostile".* critical, hedging, none'):
        classifier.evaluate([FINE, FINE], ["none", "hostile"])
    with pytest.raises(ValueError, match="2 texts and 1 labels"):
        classifier.evaluate([FINE, FINE], ["none"])
    with pytest.raises(ValueError):
        classifier.evaluate([], [])
    with pytest.raises(ValueError, match="resamples"):
        classifier.evaluate([FINE], ["none"], resamples=2**40)


def test_a_page_that_is_none_gets_the_usual_errors():
    for page in [None, 7, ["a page"]]:
        with pytest.raises(TypeError, match="page must be a str"):
            stance.statements(page)
    with pytest.raises(ValueError, match="not valid Unicode"):
        stance.statements("\ud83d")
    with pytest.raises(ValueError, match='format is "pdf"'):
        stance.statements("a page", format="pdf")
    with pytest.raises(ValueError):
        stance.statements(b"\x7fELF\x02\x01\x01" + bytes(1000))
    assert stance.statements("") == []
