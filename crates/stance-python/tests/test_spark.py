"""Spark labels what one process labels, in separate executors, and loses nothing with one of them."""

from __future__ import annotations

import csv
import os
import shutil
import signal
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from conftest import REPOSITORY, is_as_the_command_says

import stance_classifier as stance

pyspark = pytest.importorskip("pyspark")
pytest.importorskip("pyarrow")
if shutil.which("java") is None:
    pytest.skip("Java is not installed: Spark needs 17 or newer", allow_module_level=True)

# Spark's own code warns of its own code.
pytestmark = pytest.mark.filterwarnings("ignore")

from stance_classifier.spark import with_stance  # noqa: E402

# `STANCE_SPARK_ROWS=1000000` is the run that docs/scale.md reports.
ROWS = int(os.environ.get("STANCE_SPARK_ROWS", "100000"))


@pytest.fixture(scope="module")
def spark():
    """Two executors, each a process of its own with one core."""
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .appName("stance")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def statements() -> list[str]:
    found = []
    for path in sorted((REPOSITORY / "datasets" / "statements").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [row["text"] for row in csv.DictReader(file)]
    return found


@pytest.fixture(scope="module")
def many(spark, statements, tmp_path_factory) -> str:
    """A file of `ROWS` sentences, each with a number."""
    import pyarrow
    import pyarrow.parquet

    folder = tmp_path_factory.mktemp("spark")
    path = folder / "many.parquet"
    table = pyarrow.table({"id": range(ROWS), "text": [statements[row % len(statements)] for row in range(ROWS)]})
    pyarrow.parquet.write_table(table, path, row_group_size=max(1, ROWS // 16))
    return str(path)


def wanted(statements: list[str]) -> Counter[tuple[str, int]]:
    """How often each label is to come, with the probabilities' sum in millionths of each."""
    rows = stance.Classifier.pretrained().classify(statements)
    labelled = [(p.label, round(p.confidence * 1e6)) for p in rows]
    return Counter(labelled[row % len(labelled)] for row in range(ROWS))


def got(frame) -> Counter[tuple[str, int]]:
    from pyspark.sql import functions as F

    confidence = F.greatest(*[name for name in frame.columns if name.startswith("p_")])
    counted = frame.groupBy("label", F.round(confidence * 1e6).cast("long").alias("p")).count()
    return Counter({(row["label"], row["p"]): row["count"] for row in counted.collect()})


@pytest.mark.parametrize("model", ["fast", "accurate", "auto"])
def test_the_cases_get_the_answers_of_the_command(spark, texts, model):
    frame = spark.createDataFrame(list(enumerate(texts)), "id long, text string").repartition(3)
    rows = with_stance(frame, model=model).orderBy("id").collect()
    assert [row["text"] for row in rows] == texts
    names = ["critical", "hedging", "none", "reaffirming"]
    found = [(row["label"], {name: row[f"p_{name}"] for name in names}) for row in rows]
    is_as_the_command_says(found, model)


def test_evidence_nulls_and_abstentions_go_through(spark):
    texts = ["We will stand by our allies.", None, "They met."]
    frame = spark.createDataFrame(list(enumerate(texts)), "id long, body string")
    rows = with_stance(frame, "body", explain=True, abstain=0.99).orderBy("id").collect()
    assert rows[1]["label"] is rows[1]["p_none"] is rows[1]["evidence"] is None
    expected = stance.Classifier.pretrained().classify([texts[0], texts[2]], explain=True, abstain=0.99)
    for row, prediction in zip([rows[0], rows[2]], expected):
        assert (row["label"], row["abstained"]) == (prediction.label, prediction.abstained)
        assert [span.asDict() for span in row["evidence"]] == [span.to_dict() for span in prediction.evidence]


def test_a_model_of_one_s_own_goes_to_the_executors(spark):
    mine = stance.train(["a fine day", "a bad day"] * 10, ["good", "poor"] * 10)
    frame = spark.createDataFrame([("a bad night",), ("a fine noon",)], "text string")
    assert [row["label"] for row in with_stance(frame, model=mine).collect()] == ["poor", "good"]


def test_what_cannot_be_labelled_is_refused_before_anything_runs(spark):
    frame = spark.createDataFrame([("a", 1)], "text string, label long")
    with pytest.raises(ValueError, match="has label already"):
        with_stance(frame)
    with pytest.raises(ValueError, match="no column 'body'; there are: text, label"):
        with_stance(frame, "body")
    with pytest.raises(TypeError, match="'label' is of bigint"):
        with_stance(frame, "label")


def test_many_sentences_get_what_one_process_says(spark, many, statements):
    frame = with_stance(spark.read.parquet(many).repartition(16))
    assert got(frame) == wanted(statements)


def executors() -> list[int]:
    """The executors' processes: children of this process's Java."""
    listed = subprocess.run(["ps", "-ewwo", "pid,args"], capture_output=True, text=True, check=True).stdout
    mine = f"--app-id {pyspark.SparkContext._active_spark_context.applicationId}"
    return [int(line.split()[0]) for line in listed.splitlines() if "CoarseGrainedExecutorBackend" in line and mine in line]


@pytest.mark.skipif(shutil.which("ps") is None, reason="there is no ps to find the executors by")
def test_an_executor_that_is_killed_loses_nothing(spark, many, statements, tmp_path):
    there = executors()
    assert len(there) == 2, "the executors are processes of their own"
    marks = tmp_path / "marks"
    marks.mkdir()
    victim = there[0]

    def kill_once(batches):
        """In the middle of the work the first task to have labelled a batch kills an executor."""
        for batch in batches:
            yield batch
            try:
                (marks / "killed").mkdir()
            except FileExistsError:
                continue
            os.kill(victim, signal.SIGKILL)

    labelled = with_stance(spark.read.parquet(many).repartition(16))
    frame = labelled.mapInArrow(kill_once, labelled.schema)
    assert got(frame) == wanted(statements)
    assert (Path(marks) / "killed").is_dir()
    assert victim not in executors()
