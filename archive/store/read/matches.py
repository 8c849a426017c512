"""What matches a search: the newest of it, and the best, of which as many are ranked as a person waits for.

To rank a match costs ten times as much as to find it. Where there are many, those are ranked that have a word of the
search in the headline or the standfirst, where it counts most, and the newest of all.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, islice
from typing import Final

from sqlalchemy import ColumnElement, Connection, Integer, Text, bindparam, func, literal, select

from archive.store import full_text
from archive.store.compiled import CompiledSelect
from archive.store.read.filters import Filter, no_articles
from archive.store.search_words import SearchWords, Term
from archive.store.statements import json_list, numbers_in
from archive.store.tables import Articles

FEW: Final = 1_000
"""Matches that are all ranked."""
NEWEST: Final = 500
"""Of more than `FEW`: so many of the newest are ranked whatever their headline says."""
HEADLINED: Final = 1_000
"""Those that have a word in the headline or the standfirst: the newest so many."""
SAMPLE: Final = 1_000
"""Articles up to the newest match; a word that more than half of them have tells nothing of what an article is about,
and has no weight in BM25 either, which would yet count it in all articles."""

_NUMBER: Final = full_text.INDEX.c.rowid
_EXPRESSION: Final = bindparam("expression", type_=Text())
_BETWEEN: Final = _NUMBER.between(bindparam("least"), bindparam("greatest"))
_RANK: Final = full_text.rank(_EXPRESSION).label("rank")
_BEST: Final = CompiledSelect(
    select(_NUMBER, _RANK)
    .where(full_text.found(_EXPRESSION), full_text.among(numbers_in(bindparam("ids"))), _BETWEEN)
    .order_by(_RANK.desc(), _NUMBER.desc())
    .limit(bindparam("limit", type_=Integer()))
)
_COUNTED: Final = CompiledSelect(
    select(func.count()).select_from(full_text.INDEX).where(full_text.matching(_EXPRESSION), _BETWEEN)
)


@dataclass(frozen=True, slots=True)
class Matches:
    """What matches. `expression`: as the index was asked.

    `numbers`: of the articles, the newest first, at most so many as are looked for; `ranks`: the best with their rank,
    best first, then the newest that were not ranked, with 0; `complete`: there are no other matches.
    """

    expression: str
    numbers: list[int]
    ranks: dict[int, float]
    complete: bool


def find_matches(
    connection: Connection, words: SearchWords, wanted: Filter, limit: int, *, everything: bool = False
) -> Matches:
    """Find what matches, and the `limit` best of it; 0: none are ranked.

    `everything`: pages that are no articles too.
    """
    expression = full_text.expression_of(connection, words)
    asked = _select_numbers(connection.dialect.name, wanted, everything=everything)
    most = full_text.most_found(connection)
    numbers = _listed(asked, connection, expression=expression, most=most)
    ranks = _rank_best(connection, words, expression, numbers, limit) if limit and numbers else {}
    return Matches(expression, numbers, ranks, len(numbers) < most)


@lru_cache(maxsize=32)
def _select_numbers(dialect: str, wanted: Filter | None, *, everything: bool = False) -> CompiledSelect:
    """Select the numbers of the newest matches in one row, for each row costs a turn at the interpreter; without a
    filter only those between two numbers."""
    among = [_BETWEEN] if wanted is None else _conditions(wanted, everything=everything)
    conditions = [full_text.matching(_EXPRESSION), *among]
    most = bindparam("most", type_=Integer())
    newest = full_text.select_newest(dialect, conditions, literal(0.0), most).subquery()
    return CompiledSelect(select(json_list(newest.c.id)))


def _conditions(wanted: Filter, *, everything: bool) -> list[ColumnElement[bool]]:
    """Give the conditions on the index for the articles wanted; `everything`, or a flag: pages that are none, too."""
    among: list[ColumnElement[bool]] = []
    if not everything and wanted.flag is None:
        among.append(_NUMBER.not_in(no_articles()))
    if conditions := wanted.conditions():
        among.append(full_text.among(select(Articles.id).where(*conditions)))
    return among


def _listed(asked: CompiledSelect, connection: Connection, **values: object) -> list[int]:
    ((listed,),) = asked.rows(connection, **values)
    return sorted(json.loads(listed), reverse=True)


def _rank_best(
    connection: Connection, words: SearchWords, expression: str, numbers: Sequence[int], limit: int
) -> dict[int, float]:
    """Rank all where they are few, else those most likely to be best; give the `limit` best, then the newest others."""
    chosen = numbers
    if len(numbers) > FEW:
        telling = _telling_words(connection, words, numbers[0])
        chosen = _likely_best(connection, telling or words, numbers)
        if telling is None:
            return dict.fromkeys(islice(dict.fromkeys(chain(chosen, numbers)), limit), 0.0)
        if telling != words:
            expression = full_text.expression_of(connection, telling)
        chosen = list({*chosen, *numbers[:NEWEST]})
    among = {"ids": json.dumps(chosen), "least": min(chosen), "greatest": max(chosen)}
    ranks = dict(_BEST.rows(connection, expression=expression, limit=limit, **among))
    if len(ranks) < limit:
        others = (number for number in numbers if number not in ranks)
        ranks |= dict.fromkeys(islice(others, limit - len(ranks)), 0.0)
    return ranks


def _telling_words(connection: Connection, words: SearchWords, newest: int) -> SearchWords | None:
    """Leave out the words that most articles have; None where a group has no others."""
    common = {term for group in words.groups for term in group if _is_common(connection, term, newest)}
    groups = tuple(tuple(term for term in group if term not in common) for group in words.groups)
    return replace(words, groups=groups) if all(groups) else None


def _is_common(connection: Connection, term: Term, newest: int) -> bool:
    expression = full_text.expression_of(connection, SearchWords(((term,),), ()))
    between = {"least": newest - SAMPLE + 1, "greatest": newest}
    ((count,),) = _COUNTED.rows(connection, expression=expression, **between)
    return bool(count > SAMPLE / 2)


def _likely_best(connection: Connection, words: SearchWords, numbers: Sequence[int]) -> list[int]:
    """Give the newest that have a word where it counts most."""
    terms = {term for group in words.groups for term in group}
    headlined = tuple(
        (replace(term, column=column),)
        for term in terms
        for column in ("title", "standfirst")
        if term.column in (None, column)
    )
    if not headlined:
        return []
    expression = full_text.expression_of(connection, SearchWords(headlined, ()))
    among = {"least": numbers[-1], "greatest": numbers[0], "most": full_text.most_found(connection)}
    asked = _select_numbers(connection.dialect.name, None)
    found = set(numbers)
    have = (number for number in _listed(asked, connection, expression=expression, **among) if number in found)
    return list(islice(have, HEADLINED))
