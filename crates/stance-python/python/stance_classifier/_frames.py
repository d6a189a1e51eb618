"""Series and data frames of pandas and Polars: what texts they hold, and answers in their shape."""

from __future__ import annotations

from typing import Any


def texts_of(given: Any, column: str) -> tuple[Any, Any]:
    """The texts that `given` holds, and what the answers are to be shaped like: None for a list.

    No library is imported that `given` is not of.
    """
    library = type(given).__module__.partition(".")[0]
    kind = type(given).__name__
    if library == "pandas" and kind == "DataFrame":
        _has(given, column)
        given, kind = given[column], "Series"
    if library == "pandas" and kind in ("Series", "Index"):
        return _pandas_texts(given), given
    if library == "polars" and kind == "DataFrame":
        _has(given, column)
        given, kind = given.get_column(column), "Series"
    if library == "polars" and kind == "LazyFrame":
        raise TypeError("texts is a LazyFrame: collect it first")
    if library == "polars" and kind == "Series":
        return given, given
    speaks_arrow = hasattr(given, "__arrow_c_stream__") or hasattr(given, "__arrow_c_array__")
    return given, (given if speaks_arrow else None)


def shaped_like(table: Any, like: Any) -> Any:
    """The predictions as a data frame of the library of `like`, or as they are."""
    library = type(like).__module__.partition(".")[0]
    if library == "pandas":
        import pandas

        columns = {name: table.column(name) for name in table.column_names}
        index = like if isinstance(like, pandas.Index) else like.index
        frame = pandas.DataFrame(columns, index=index)
        return frame.astype({"label": "str"}) if len(frame) == 0 else frame
    if library == "polars":
        import polars

        return polars.DataFrame(table)
    return table


def _has(frame: Any, column: str) -> None:
    if column not in frame.columns:
        names = ", ".join(map(str, frame.columns))
        raise KeyError(f"no column {column!r}; there are: {names}")


def _pandas_texts(series: Any) -> Any:
    """Arrow's strings are taken where they lie; other values are looked at one by one."""
    import pandas

    if isinstance(series.dtype, pandas.ArrowDtype) or getattr(series.dtype, "storage", "") == "pyarrow":
        return series.array.__arrow_array__()
    return series.tolist()
