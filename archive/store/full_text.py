"""The full-text index as rooms that read ask it: what matches, how well, and where the words stand.

Each database says it in its own room (`file/full_text.py`, `postgres/full_text.py`).
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Float,
    Integer,
    Select,
    SQLColumnExpression,
    Text,
    column,
    select,
    table,
)
from sqlalchemy.sql.functions import GenericFunction

from archive.store.search_words import SearchWords

INDEX = table("articles_fts", column("rowid", Integer))
"""Its `rowid` is `articles.id`."""

EXPRESSIONS: Final[dict[str, Callable[[Connection, SearchWords], str]]] = {}
"""How the index of each dialect is told what is looked for."""
NARROWED: Final[dict[str, Callable[[Connection, SearchWords], str | None]]] = {}
"""How the index of a dialect that knows characters is told which of them must stand there; None: it cannot tell."""
MOST_FOUND: Final[dict[str, int]] = {}
"""Matches that each dialect looks for, the newest, in the time that a person waits."""
NEWEST: Final[
    dict[str, Callable[[Sequence[ColumnElement[bool]], ColumnElement[float], BindParameter[int]], Select[Any]]]
] = {}
"""How each dialect selects so many of the newest matches, each with its rank, and ranks no others."""


class fts_matches(GenericFunction[bool]):  # named as in SQL
    """Whether a row of the index matches an expression. Without a type: SQLAlchemy would write `= 1` behind it."""

    inherit_cache = True


class fts_found(fts_matches):
    """The same of a row that is known to match: SQLite makes a snippet only of what it is asked for."""

    inherit_cache = True


class fts_rank(GenericFunction[float]):
    """How well a row of the index matches an expression: the higher, the better."""

    type = Float()
    inherit_cache = True


class fts_snippet(GenericFunction[str]):
    """Where the words of an expression stand in the body: the mark before a word, the one behind it, the expression."""

    type = Text()
    inherit_cache = True


class fts_number(GenericFunction[int]):
    """The number of a match, as it is compared with those of some articles."""

    type = Integer()
    inherit_cache = True


def expression_of(connection: Connection, words: SearchWords) -> str:
    """Write what is looked for as the index of this database reads it."""
    return EXPRESSIONS[connection.dialect.name](connection, words)


def may_hold(
    connection: Connection, words: SearchWords, articles: SQLColumnExpression[int]
) -> list[ColumnElement[bool]]:
    """Give the condition on which articles may hold words without spaces around them; none where no index tells."""
    narrowed = NARROWED.get(connection.dialect.name)
    expression = narrowed(connection, words) if narrowed else None
    if expression is None:
        return []
    return [articles.in_(select(INDEX.c.rowid).where(matching(expression)))]


def most_found(connection: Connection) -> int:
    """Give how many matches are looked for, the newest."""
    return MOST_FOUND[connection.dialect.name]


def select_newest(
    dialect: str, conditions: Sequence[ColumnElement[bool]], rank: ColumnElement[float], most: BindParameter[int]
) -> Select[Any]:
    """Give the statement that selects the `id` and `rank` of so many of the newest matches."""
    return NEWEST[dialect](conditions, rank, most)


def matching(expression: BindParameter[str] | str) -> ColumnElement[bool]:
    """Give the condition that an article matches."""
    return fts_matches(expression)


def found(expression: BindParameter[str] | str) -> ColumnElement[bool]:
    """Give the condition that an article matches which is known to."""
    return fts_found(expression)


def rank(expression: BindParameter[str] | str) -> ColumnElement[float]:
    """Give how well an article matches; a word counts ten times in the title, four times in the standfirst."""
    return fts_rank(expression)


def among(articles: Select[Any]) -> ColumnElement[bool]:
    """Give the condition that a match is one of these articles."""
    return fts_number().in_(articles)


def snippet(
    before: BindParameter[str], after: BindParameter[str], expression: BindParameter[str]
) -> ColumnElement[str]:
    """Give the place in the body where the words stand, with marks before and after them."""
    return fts_snippet(before, after, expression)
