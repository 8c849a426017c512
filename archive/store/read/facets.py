"""How the articles that a search finds divide: by site, source, provenance, author, language, year and flag."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, literal, select, true, union_all

from archive.store.compiled import CompiledSelect
from archive.store.database import Database
from archive.store.read.filters import Filter, is_article
from archive.store.read.matches import find_matches
from archive.store.search_words import parse_search
from archive.store.statements import numbers_in, value_rows
from archive.store.storable import storable_text
from archive.store.tables import ArticleAuthors, Articles, Authors

SHOWN: Final = 8
"""Values of each that are told, the most frequent."""

COUNTED: Final = 500
"""Articles that are counted, the newest: to look up as many takes as long as to find ten times as many."""

FACETS: Final = ("site", "source", "provenance", "author", "language", "year", "flag")

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Facets:
    """Values with how many articles have them, the most frequent first.

    `counted`: how many articles these are; `complete`: whether they are all that meet the conditions, or the newest.
    """

    counted: int
    complete: bool
    site: Counts
    source: Counts
    provenance: Counts
    author: Counts
    language: Counts
    year: Counts
    flag: Counts


NOT_COUNTED: Final = Facets(0, False, *((),) * len(FACETS))
"""What is told of words without spaces around them, which no index finds."""


def count_facets(database: Database, typed: str, wanted: Filter) -> Facets:
    """Count the articles with these words, or all if there are none. Raises QueryError for words that are none."""
    words = parse_search(storable_text(typed)) if typed.strip() else None
    with database.reader() as connection:
        if words is None:
            kept = [*wanted.conditions(), *([] if wanted.flag else [is_article()])]
            newest = select(Articles.id).where(*kept).order_by(Articles.id.desc()).limit(COUNTED + 1)
            return counted_facets(connection, list(connection.scalars(newest)))
        if words.unspaced:
            return NOT_COUNTED
        return counted_facets(connection, find_matches(connection, words, wanted, 0).numbers)


def counted_facets(connection: Connection, numbers: Sequence[int]) -> Facets:
    """Count the articles of these numbers, of which the newest come first."""
    newest = numbers[:COUNTED]
    found: dict[str, list[tuple[str, int]]] = {name: [] for name in FACETS}
    for name, value, count in _GROUPED.rows(connection, ids=json.dumps(newest)):
        found[name].append((value, count))
    for values in found.values():
        values.sort(key=lambda pair: (-pair[1], pair[0]))
    found["year"].sort(reverse=True)
    counts = {name: tuple(values) for name, values in found.items()}
    return Facets(len(newest), len(newest) == len(numbers), **counts)


def _grouped() -> Any:
    """Give the statement that counts the articles numbered in the JSON array `ids` by all that is told of them."""
    among = numbers_in(bindparam("ids"))
    year = func.substr(Articles.published_at, 1, 4).label("year")
    columns = Articles.site, Articles.source, Articles.provenance, Articles.language, year, Articles.flags
    few = select(*columns).where(Articles.id.in_(among)).cte("few").prefix_with("MATERIALIZED", dialect="sqlite")
    counted = [_most(name, few.c[name]) for name in ("site", "source", "provenance", "language", "year")]
    flag = value_rows(few.c.flags)
    flags = select(literal("flag"), flag.c.value, func.count()).select_from(few.join(flag, true()))
    counted.append(flags.where(few.c.flags.is_not(None)).group_by(flag.c.value))
    signed = (
        select(literal("author"), Authors.name, func.count().label("count"))
        .join(ArticleAuthors, ArticleAuthors.author_id == Authors.id)
        .where(ArticleAuthors.article_id.in_(among))
        .group_by(Authors.id)
        .order_by(func.count().desc(), Authors.name)
        .limit(SHOWN)
    )
    return union_all(*(select(part.subquery()) for part in (*counted, signed)))


def _most(name: str, column: Any) -> Any:
    """Give the most frequent values of a column, each with its count."""
    counted = select(literal(name), column, func.count().label("count")).where(column.is_not(None)).group_by(column)
    return counted.order_by(func.count().desc(), column).limit(30 if name == "year" else SHOWN)


_GROUPED: Final = CompiledSelect(_grouped())
