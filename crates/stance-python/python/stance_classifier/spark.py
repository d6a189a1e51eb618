"""Stance on Spark's data frames: `pip install stance-classifier[spark]` where the executors run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from . import Classifier

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

__all__ = ["with_stance"]

# A Python process of an executor serves one task after another, so that what is loaded for one is there for the next.
_loaded: dict[str | bytes, Classifier] = {}


def with_stance(
    df: DataFrame,
    text: str = "text",
    model: str | Classifier = "fast",
    *,
    explain: bool = False,
    abstain: float = 0.0,
) -> DataFrame:
    """The data frame with columns for the stance of its column `text`.

    The columns are those that `stance classify` writes to Parquet: `label` (null where abstained), `abstained`,
    `p_<label>` for each label and, with `explain`, `evidence`; all but `abstained` are null where the text is. Rows
    are labelled where they are: nothing is collected and nothing is shuffled.

    `model` is "fast", "accurate", "auto", or a `Classifier` of your own, whose file goes to the executors by broadcast.
    Each Python process loads it once and works on one thread, since Spark has a task for each core.

    Raises ValueError where `df` has no column `text`, or has one of those that are made; TypeError where it is not of
    strings.
    """
    from pyspark.sql import types as T

    classifier = Classifier.pretrained(model) if isinstance(model, str) else model
    _check(df, text)
    made = [T.StructField("label", T.StringType()), T.StructField("abstained", T.BooleanType())]
    made += [T.StructField(f"p_{label}", T.DoubleType()) for label in classifier.labels]
    if explain:
        parts = {"start": T.LongType(), "end": T.LongType(), "weight": T.DoubleType()}
        span = T.StructType([T.StructField(name, kind, False) for name, kind in parts.items()])
        made.append(T.StructField("evidence", T.ArrayType(span, False)))
    # Names that differ in their capitals alone are one name to Spark.
    there = {name.lower() for name in df.columns}
    taken = [field.name for field in made if field.name.lower() in there]
    if taken:
        raise ValueError(f"the data frame has {', '.join(taken)} already: rename or drop what is there")
    schema = T.StructType([*df.schema.fields, *made])
    name = model if isinstance(model, str) else None
    file = None if name else df.sparkSession.sparkContext.broadcast(classifier.to_bytes())

    def label(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        import pyarrow

        found = _load(name if file is None else file.value)
        for batch in batches:
            # The capsule has the same buffers: nothing is copied.
            answers = found.classify(batch.column(text), explain=explain, abstain=abstain, nulls="keep")
            columns = pyarrow.table(answers).combine_chunks().columns
            yield pyarrow.RecordBatch.from_arrays(
                [*batch.columns, *(_one(column) for column in columns)],
                names=schema.names,
            )

    return df.mapInArrow(label, schema)


def _load(model: str | bytes | None) -> Classifier:
    assert model is not None
    if model not in _loaded:
        # The model of the last job makes room.
        _loaded.clear()
        opened = Classifier.pretrained if isinstance(model, str) else Classifier.from_bytes
        _loaded[model] = opened(model, threads=1)  # type: ignore[arg-type]
    return _loaded[model]


def _one(column: Any) -> Any:
    """The only chunk of a column; an empty one where there is none."""
    import pyarrow

    return column.chunk(0) if column.num_chunks else pyarrow.array([], column.type)


def _check(df: DataFrame, text: str) -> None:
    from pyspark.sql import types as T

    if text not in df.columns:
        raise ValueError(f"no column {text!r}; there are: {', '.join(df.columns)}")
    kind = df.schema[text].dataType
    if not isinstance(kind, T.StringType):
        raise TypeError(f"column {text!r} is of {kind.simpleString()}, not of strings")
