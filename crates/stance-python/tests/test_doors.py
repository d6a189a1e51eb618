"""The same text and model get the same answer at every door."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import answers_of_command, is_as_the_command_says

import stance_classifier as stance

MODELS = ["fast", "accurate", "auto"]


@pytest.fixture(scope="module", params=MODELS)
def model(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def classifier(model: str) -> stance.Classifier:
    return stance.Classifier.pretrained(model)


def rows(table: Any) -> list[tuple[str | None, dict[str, float]]]:
    """The rows of anything with columns by name."""
    names = ["critical", "hedging", "none", "reaffirming"]
    columns = [list(table[f"p_{name}"]) for name in names]
    probabilities = [{name: float(p) for name, p in zip(names, row)} for row in zip(*columns)]
    labels = [label if isinstance(label, str) else None for label in table["label"]]
    return list(zip(labels, probabilities))


def predicted(predictions: list[stance.Prediction]) -> list[tuple[str | None, dict[str, float]]]:
    return [(prediction.label, prediction.probabilities) for prediction in predictions]


def test_texts_one_by_one_get_the_answers_of_the_command(model, classifier, texts):
    is_as_the_command_says(predicted([classifier.classify(text) for text in texts]), model)


def test_a_list_gets_the_answers_of_the_command(model, classifier, texts):
    is_as_the_command_says(predicted(classifier.classify(texts)), model)
    assert classifier.classify(tuple(texts)) == classifier.classify(iter(texts))


def test_one_thread_and_many_give_the_same(model, classifier, texts):
    alone = stance.Classifier.pretrained(model, threads=1)
    assert alone.threads == 1
    assert alone.classify(texts) == classifier.classify(texts)


def test_an_array_of_numpy_gets_the_answers_of_the_command(model, classifier, texts):
    numpy = pytest.importorskip("numpy")
    is_as_the_command_says(predicted(classifier.classify(numpy.array(texts))), model)
    matrix = classifier.probabilities(texts)
    assert matrix.shape == (len(texts), 4)
    by_label = [dict(zip(classifier.labels, row)) for row in matrix]
    assert by_label == [prediction.probabilities for prediction in classifier.classify(texts)]


@pytest.mark.parametrize("dtype", [object, "str", "category"])
def test_a_series_of_pandas_gets_a_frame_with_its_index(model, classifier, texts, dtype):
    pandas = pytest.importorskip("pandas")
    index = [f"row {row}" for row in range(len(texts))]
    series = pandas.Series(texts, index=index, dtype=dtype)
    frame = classifier.classify(series)
    assert list(frame.index) == index
    assert frame["abstained"].tolist() == [not text.strip() for text in texts]
    is_as_the_command_says(rows(frame), model)


def test_a_frame_of_pandas_gets_answers_for_the_column_named(model, classifier, texts):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"id": range(len(texts)), "body": texts})
    is_as_the_command_says(rows(classifier.classify(frame, column="body")), model)
    with pytest.raises(KeyError, match="no column 'text'; there are: id, body"):
        classifier.classify(frame)


def test_polars_gets_a_frame(model, classifier, texts):
    polars = pytest.importorskip("polars")
    series = polars.Series("body", texts)
    for given in [series, series.cast(polars.Categorical), series.to_frame("text")]:
        answer = classifier.classify(given)
        assert isinstance(answer, polars.DataFrame)
        is_as_the_command_says(rows(answer), model)
    with pytest.raises(TypeError, match="collect it first"):
        classifier.classify(series.to_frame("text").lazy())


@pytest.mark.parametrize("kind", ["string", "large_string", "string_view", "dictionary"])
def test_arrow_gets_a_table_that_speaks_arrow(model, classifier, texts, kind):
    pyarrow = pytest.importorskip("pyarrow")
    array = pyarrow.array(texts, pyarrow.string())
    array = array.dictionary_encode() if kind == "dictionary" else array.cast(getattr(pyarrow, kind)())
    chunked = pyarrow.chunked_array([array[:7], array[7:7], array[7:]])
    table = pyarrow.table({"id": list(range(len(texts))), "text": chunked})
    for given in [array, chunked, table, table.to_reader(), pyarrow.record_batch({"text": array})]:
        answer = classifier.classify(given)
        assert len(answer) == len(texts)
        is_as_the_command_says(rows(pyarrow.table(answer).to_pydict()), model)
        assert pyarrow.schema(answer) == pyarrow.table(answer).schema


def test_duckdb_reads_and_is_read(model, classifier, texts):
    duckdb = pytest.importorskip("duckdb")
    polars = pytest.importorskip("polars")
    numbered = polars.DataFrame({"n": range(len(texts)), "body": texts})  # noqa: F841
    relation = duckdb.sql("select n, body as text from numbered order by n")
    answer = classifier.classify(relation)
    counted = duckdb.sql("select count(*), count(label) from answer").fetchall()
    assert counted == [(len(texts), sum(bool(text.strip()) for text in texts))]
    is_as_the_command_says(rows(polars.DataFrame(answer)), model)


def test_evidence_is_that_of_the_command(model, classifier, texts):
    expected = answers_of_command(model, "--explain")
    found = classifier.classify(texts, explain=True)
    for text, prediction, answer in zip(texts, found, expected):
        spans = [span.to_dict() for span in prediction.evidence]
        assert [(span["start"], span["end"]) for span in spans] == [
            (span["start"], span["end"]) for span in answer["evidence"]
        ]
        assert [span["weight"] for span in spans] == pytest.approx(
            [span["weight"] for span in answer["evidence"]], abs=1e-6, rel=0
        )
        for span in prediction.evidence:
            assert text[span.slice] == span.text
            assert text.encode()[span.start : span.end].decode() == span.text
        assert prediction.to_dict().keys() == answer.keys() - {"text"}


def test_evidence_adds_up_to_the_margin(classifier, texts):
    for text in texts:
        explanation = classifier.explain(text)
        assert explanation.text == text
        assert explanation.prediction == classifier.classify(text)
        weights = sum(span.weight for span in explanation.evidence)
        assert weights + explanation.intercept_margin == pytest.approx(explanation.margin, abs=1e-6)


def test_evidence_goes_into_columns(classifier, texts):
    pyarrow = pytest.importorskip("pyarrow")
    answer = classifier.classify(pyarrow.array(texts), explain=True)
    by_text = [[span.to_dict() for span in p.evidence] for p in classifier.classify(texts, explain=True)]
    assert pyarrow.table(answer)["evidence"].to_pylist() == by_text == answer.column("evidence")


def test_what_is_improbable_gets_no_label(model, classifier, texts):
    expected = answers_of_command(model, "--abstain", "0.6")
    found = classifier.classify(texts, abstain=0.6)
    assert {prediction.abstained for prediction in found} == {True, False}
    for prediction, answer in zip(found, expected):
        assert prediction.label == answer["label"]
        assert prediction.abstained == answer.get("abstained", False)
        assert (prediction.to_dict().get("abstained")) == answer.get("abstained")


def test_nulls_of_arrow_are_refused_or_kept(classifier):
    pyarrow = pytest.importorskip("pyarrow")
    texts = pyarrow.chunked_array([["They met."], [None, "They met."]])
    with pytest.raises(ValueError, match=r"texts\[1\] is null"):
        classifier.classify(texts)
    kept = pyarrow.table(classifier.classify(texts, nulls="keep", explain=True)).to_pydict()
    assert kept["label"][1] is kept["p_none"][1] is kept["evidence"][1] is None
    assert kept["abstained"] == [False] * 3
    assert kept["label"][0] == kept["label"][2] == classifier.classify("They met.").label
