"""Sentences a second: from a list and from Arrow, on one thread and on all, and by Spark.

    python crates/stance-python/speed.py [--rows N] [--model fast] [--spark]

The statements of `datasets/statements` are repeated to N rows; each figure is the best of three runs.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow
import pyarrow.parquet

import stance_classifier as stance

STATEMENTS = Path(__file__).resolve().parents[2] / "datasets" / "statements"


def best_of(runs: int, work: Callable[[], object]) -> tuple[float, float]:
    """The least wall time, and the processor's time of this process in that run."""
    times = []
    for _ in range(runs):
        wall, processor = time.perf_counter(), time.process_time()
        work()
        times.append((time.perf_counter() - wall, time.process_time() - processor))
    return min(times)


def by_spark(rows: int, texts: list[str], model: str, runs: int) -> None:
    import tempfile

    # The executors would run the first `python3` of the path.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    from stance_classifier.spark import with_stance

    builder = SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "many.parquet")
        pyarrow.parquet.write_table(pyarrow.table({"text": texts}), path, row_group_size=max(1, rows // 16))
        frame = spark.read.parquet(path).repartition(16).cache()
        frame.count()

        def unchanged(batches):
            yield from batches

        moved = frame.mapInArrow(unchanged, frame.schema)
        for name, work in [
            ("through Python, not labelled", lambda: moved.write.format("noop").mode("overwrite").save()),
            ("labelled", lambda: with_stance(frame, model=model).write.format("noop").mode("overwrite").save()),
        ]:
            wall, _ = best_of(runs, work)
            print(
                f"Spark, 2 executors of 1 core, {name:30} {rows / wall:12,.0f} sentences/s"
                f"  ({wall:.2f} s; {rows / wall / 2:,.0f} a core)",
                flush=True,
            )
    spark.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--model", default="fast")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--spark", action="store_true")
    options = parser.parse_args()
    statements = []
    for path in sorted(STATEMENTS.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            statements += [row["text"] for row in csv.DictReader(file)]
    texts = [statements[row % len(statements)] for row in range(options.rows)]
    array = pyarrow.array(texts)
    mean = sum(len(text.encode()) for text in texts) / len(texts)
    load = os.getloadavg()[0]
    print(f"{options.rows:,} sentences of {mean:.0f} bytes on average, model {options.model}, load before {load:.1f}")
    for threads in [1, os.cpu_count() or 1]:
        classifier = stance.Classifier.pretrained(options.model, threads=threads)
        for kind, given in [("list of str", texts), ("Arrow array", array)]:
            wall, processor = best_of(options.runs, lambda: classifier.classify(given))
            print(
                f"{kind}, {threads} threads  {options.rows / wall:12,.0f} sentences/s"
                f"  ({wall:.2f} s; {options.rows / processor:,.0f} a second of processor)",
                flush=True,
            )
    if options.spark:
        by_spark(options.rows, texts, options.model, options.runs)


if __name__ == "__main__":
    main()
