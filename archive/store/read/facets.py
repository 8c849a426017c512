"""How the articles that a search finds divide: by site, source, provenance, author, language, year and flag."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archive.store.database import Database
from archive.store.full_text import index_of
from archive.store.plain import Asked, PlainSelect
from archive.store.read.filters import IS_ARTICLE, Filter, wanted_values
from archive.store.read.matches import find_matches, listed_numbers
from archive.store.search_words import parse_search
from archive.store.storable import storable_text

SHOWN: Final = 8
"""Values of each that are told, the most frequent."""
YEARS: Final = 30

COUNTED: Final = 300
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
"""What is told of words that articles are read for."""


def count_facets(database: Database, typed: str, wanted: Filter) -> Facets:
    """Count the articles with these words, or all if there are none. Raises QueryError for words that are none."""
    words = parse_search(storable_text(typed)) if typed.strip() else None
    with database.asked() as asked:
        if words is None:
            kept = [*wanted.plain_conditions(), *([] if wanted.flag else [IS_ARTICLE])]
            newest = PlainSelect(_NEWEST.format(f" WHERE {' AND '.join(kept)}" if kept else ""))
            numbers = listed_numbers(newest.value(asked, **wanted_values(wanted), limit=COUNTED + 1))
        elif (index := index_of(asked, words)) is None:
            return NOT_COUNTED
        else:
            numbers = find_matches(index, words, wanted, 0).numbers
        return counted_facets(asked, numbers)


def counted_facets(asked: Asked, numbers: Sequence[int]) -> Facets:
    """Count the articles of these numbers, of which the newest come first."""
    newest = numbers[:COUNTED]
    found: dict[str, list[tuple[str, int]]] = {name: [] for name in FACETS}
    for name, value, count in _GROUPED.rows(asked, ids=json.dumps(newest)):
        found[name].append((value, count))
    for values in found.values():
        values.sort(key=lambda pair: (-pair[1], pair[0]))
    found["year"].sort(reverse=True)
    counts = {name: tuple(values) for name, values in found.items()}
    return Facets(len(newest), len(newest) == len(numbers), **counts)


def _most(name: str, limit: int = SHOWN) -> str:
    """Write what selects the most frequent values of a column, each with its count."""
    return (
        f"SELECT * FROM (SELECT '{name}' AS name, few.{name} AS value, count(*) AS found FROM few"
        f" WHERE few.{name} IS NOT NULL GROUP BY few.{name} ORDER BY found DESC, value LIMIT {limit}) AS of_{name}"
    )


_GROUPED: Final = PlainSelect(
    "WITH few AS MATERIALIZED (SELECT id, site, source, provenance, language, substr(published_at, 1, 4) AS year, flags"
    " FROM articles WHERE id IN {ids}) "
    + " UNION ALL ".join([*map(_most, ("site", "source", "provenance", "language")), _most("year", YEARS)])
    + " UNION ALL SELECT 'flag', flag.value, count(*) FROM few CROSS JOIN {flag_rows} WHERE few.flags IS NOT NULL"
    " GROUP BY flag.value UNION ALL SELECT * FROM (SELECT 'author' AS name, authors.name AS value, signed.found FROM"
    " (SELECT author_id, count(*) AS found FROM article_authors WHERE article_id IN (SELECT few.id FROM few)"
    " GROUP BY author_id) AS signed JOIN authors ON authors.id = signed.author_id"
    f" ORDER BY signed.found DESC, authors.name LIMIT {SHOWN}) AS of_author"
)
_NEWEST: Final = (
    "SELECT CAST({{list}}(found.id) AS TEXT) FROM (SELECT id FROM articles{} ORDER BY id DESC LIMIT :limit) AS found"
)
