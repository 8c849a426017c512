"""Parquet files, by pyarrow: an extra, imported when a file is asked for. The only room that knows it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import islice
from pathlib import Path
from typing import Any, Final

from archive.errors import UsageError
from archive.model import Credit, InferredCredit, Signature

BATCH: Final = 1_000
"""Articles a row group."""

_LISTS: Final = ("authors", "tags", "flags")
_NUMBERS: Final = {
    "id": "int64",
    "word_count": "int64",
    "story_id": "int64",
    "share_changed": "float64",
    "origin_offset": "int64",
}
_STRUCTS: Final = {"credits": Credit, "signatures": Signature, "inferred_credits": InferredCredit}
_INTEGERS: Final = ("position", "from_article_id")


def write_objects(path: Path, columns: Sequence[str], objects: Iterable[dict[str, Any]]) -> None:
    """Write articles, as `article_object` gives them: lists are lists, credits are lists of structs."""
    arrow, parquet = _library()
    schema = arrow.schema([(name, _type(arrow, name)) for name in columns])
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in _batches(objects):
            writer.write_table(arrow.Table.from_pylist(batch, schema=schema))


def write_columns(path: Path, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write the rows of a question. A column has the type that fits all its values: numbers, bytes, else text."""
    arrow, parquet = _library()
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in names]
    arrays = [_array(arrow, column) for column in columns]
    parquet.write_table(arrow.Table.from_arrays(arrays, names=list(names)), path, compression="zstd")


def _library() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise UsageError("needs pyarrow: pip install 'news-archive[parquet]'", where="parquet") from error
    return pyarrow, pyarrow.parquet


def _type(arrow: Any, name: str) -> Any:
    if name in _LISTS:
        return arrow.list_(arrow.string())
    if name == "rights":
        return arrow.list_(arrow.struct([("place", arrow.string()), ("words", arrow.string())]))
    if name in _STRUCTS:
        parts = [(one.name, "int64" if one.name in _INTEGERS else "string") for one in fields(_STRUCTS[name])]
        return arrow.list_(arrow.struct([(part, arrow.type_for_alias(kind)) for part, kind in parts]))
    return arrow.type_for_alias(_NUMBERS.get(name, "string"))


def _array(arrow: Any, values: Sequence[Any]) -> Any:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int}:
        return arrow.array(values, "int64")
    if kinds and kinds <= {int, float}:
        return arrow.array([None if value is None else float(value) for value in values], "float64")
    if kinds == {bytes}:
        return arrow.array(values, "binary")
    return arrow.array([None if value is None else _text(value) for value in values], "string")


def _text(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def _batches(objects: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    taken = iter(objects)
    while batch := list(islice(taken, BATCH)):
        yield batch
