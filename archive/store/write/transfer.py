"""A whole archive copied from one database into another, of whichever kind, and compared at the end.

Rows go over in the order of their keys, in batches, each in one transaction. What was cut off goes on behind the last
key that is there: a table beside the others says that, and from where, and is dropped once both sides are the same.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Column, Connection, MetaData, Select, Table, Text, func, insert, inspect, select, tuple_

from archive.errors import StoreError
from archive.store.database import Database
from archive.store.statements import insert_bare, note_numbers
from archive.store.tables import Base

ROWS: Final = 2_000
"""Rows that go over in one transaction at most."""
BYTES: Final = 8_000_000
"""Bytes of text and pages, about, that do."""
FEW: Final = frozenset({"payloads", "articles", "stored_revisions"})
"""Tables whose rows are long, so that few of them are held at a time."""

UNFINISHED: Final = Table("unfinished_copy", MetaData(), Column("source", Text, nullable=False))
"""Stands in a database that is not wholly copied yet."""


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """A table that is the same on both sides. `digest`: SHA-256 of its rows, in the order of their keys."""

    name: str
    rows: int
    digest: str


def copy_archive(
    source: Database, target: Database, each: Callable[[str, int], object] = lambda table, rows: None
) -> list[CopiedTable]:
    """Copy all tables, and compare them; `each` is told of each batch that is stored.

    The target is empty, or was cut off copying the same source. Raises StoreError.
    """
    _begin(source, target)
    with source.reader() as reading:
        for table in Base.metadata.sorted_tables:
            for batch in _batches(reading, _rest(table, _last_key(target, table)), table.name):
                with target.writer() as writing:
                    insert_bare(writing, _class_of(table), batch)
                each(table.name, len(batch))
        copied = [_compared(reading, target, table) for table in Base.metadata.sorted_tables]
    with target.writer() as writing:
        numbered = [table for table in Base.metadata.sorted_tables if "id" in table.c]
        highest = {_class_of(table): writing.scalar(select(func.max(table.c.id))) or 0 for table in numbered}
        note_numbers(writing, highest)
        UNFINISHED.drop(writing)
    return copied


def _begin(source: Database, target: Database) -> None:
    """Say in the target that it is a copy which is not whole. Raises StoreError where it holds something else."""
    with target.writer() as writing:
        if inspect(writing).has_table(UNFINISHED.name):
            begun = writing.scalar(select(UNFINISHED.c.source))
            if begun != source.name:
                raise StoreError(f"is a copy of {begun} that was cut off; name another", where=target.name)
            return
        for table in Base.metadata.sorted_tables:
            if writing.execute(select(*table.primary_key).limit(1)).first() is not None:
                raise StoreError("holds something already; name an empty database or a new file", where=target.name)
        UNFINISHED.create(writing)
        writing.execute(insert(UNFINISHED).values(source=source.name))


def _last_key(target: Database, table: Table) -> tuple[Any, ...] | None:
    keys = list(table.primary_key)
    with target.reader() as reading:
        row = reading.execute(select(*keys).order_by(*(key.desc() for key in keys)).limit(1)).first()
    return tuple(row) if row is not None else None


def _rest(table: Table, last: tuple[Any, ...] | None) -> Select[Any]:
    """Select the rows behind a key, in the order of their keys."""
    keys = list(table.primary_key)
    rows = select(table).order_by(*keys)
    if last is None:
        return rows
    return rows.where(keys[0] > last[0] if len(keys) == 1 else tuple_(*keys) > tuple_(*last))


def _batches(reading: Connection, rows: Select[Any], table: str) -> Iterator[list[tuple[Any, ...]]]:
    """Give rows in batches that a transaction takes."""
    batch: list[tuple[Any, ...]] = []
    size = 0
    for row in _stream(reading, rows, table):
        batch.append(row)
        size += sum(len(cell) for cell in row if isinstance(cell, str | bytes))
        if len(batch) == ROWS or size > BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _stream(reading: Connection, rows: Select[Any], table: str) -> Iterator[tuple[Any, ...]]:
    few = rows.execution_options(yield_per=10 if table in FEW else 500)
    return (tuple(row) for row in reading.execute(few))


def _compared(reading: Connection, target: Database, table: Table) -> CopiedTable:
    """Give the digest of a table on both sides. Raises StoreError where they differ."""
    mine = _digest(reading, table)
    with target.reader() as theirs:
        copied = _digest(theirs, table)
    if mine != copied:
        told = f"{table.name} has {copied[0]:,} rows there and {mine[0]:,} here"
        told = told if mine[0] != copied[0] else f"a row of {table.name} differs"
        raise StoreError(
            f"the copy is not the same ({told}): something was changed meanwhile; copy again to a new one",
            where=target.name,
        )
    return CopiedTable(table.name, *mine)


def _digest(reading: Connection, table: Table) -> tuple[int, str]:
    digest, count = sha256(), 0
    for row in _stream(reading, _rest(table, None), table.name):
        digest.update(repr(row).encode("utf-8", "surrogatepass"))
        count += 1
    return count, digest.hexdigest()


def _class_of(table: Table) -> type[Base]:
    return next(mapper.class_ for mapper in Base.registry.mappers if mapper.local_table is table)
