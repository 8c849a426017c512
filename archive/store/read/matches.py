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

from archive.store import full_text
from archive.store.plain import Asked, PlainSelect
from archive.store.read.filters import NO_ARTICLES, Filter, wanted_values
from archive.store.search_words import SearchWords, Term

FEW: Final = 1_000
"""Matches that are all ranked."""
NEWEST: Final = 500
"""Of more than `FEW`: so many of the newest are ranked whatever their headline says."""
HEADLINED: Final = 1_000
"""Those that have a word in the headline or the standfirst: the newest so many."""
SAMPLE: Final = 1_000
"""Articles up to the newest match; a word that more than half of them have tells nothing of what an article is about,
and has no weight in BM25 either, which would yet count it in all articles."""

_BETWEEN: Final = "articles_fts.rowid BETWEEN :least AND :greatest"
_BEST: Final = PlainSelect(
    "SELECT articles_fts.rowid, {rank} AS score FROM {index}"
    f" WHERE {{found}} AND {{number}} IN {{ids}} AND {_BETWEEN}"
    " ORDER BY score DESC, articles_fts.rowid DESC LIMIT :limit"
)
_COUNTED: Final = PlainSelect(f"SELECT count(*) FROM {{index}} WHERE {{matches}} AND {_BETWEEN}")


def _select_newest(conditions: str, index: str = "{newest}") -> PlainSelect:
    """Select the numbers of the newest that meet these, in one row: each row costs a turn at the interpreter."""
    newest = f"SELECT articles_fts.rowid AS id FROM {index} WHERE {conditions} {{newest_end}}"
    return PlainSelect(f"SELECT CAST({{list}}(found.id) AS TEXT) FROM ({newest}) AS found")


_HEADLINED: Final = _select_newest(f"{{matches}} AND {_BETWEEN}")


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


def find_matches(asked: Asked, words: SearchWords, wanted: Filter, limit: int, *, everything: bool = False) -> Matches:
    """Find what matches, and the `limit` best of it; 0: none are ranked.

    `everything`: pages that are no articles too.
    """
    expression = full_text.expression_of(asked, words)
    most = full_text.most_found(asked)
    numbers = newest_matches(asked, expression, wanted, most, everything=everything)
    ranks = _rank_best(asked, words, expression, numbers, limit) if limit and numbers else {}
    return Matches(expression, numbers, ranks, len(numbers) < most)


def newest_matches(asked: Asked, expression: str, wanted: Filter, most: int, *, everything: bool) -> list[int]:
    """Give the numbers of the newest articles that match, so many at most."""
    values = wanted_values(wanted) | {"expression": expression, "most": most}
    return listed_numbers(_select_matches(wanted, everything=everything).value(asked, **values))


def newest_paired(asked: Asked, wanted: Filter, most: int, *, everything: bool) -> list[int]:
    """Give the numbers of the newest articles of which the index of pairs has any, whatever they say."""
    conditions = " AND ".join(_conditions(wanted, everything=everything)) or "0 = 0"
    select = _select_newest(conditions, "{paired}")
    return listed_numbers(select.value(asked, **wanted_values(wanted), most=most))


@lru_cache(maxsize=32)
def _select_matches(wanted: Filter, *, everything: bool) -> PlainSelect:
    return _select_newest(" AND ".join(("{matches}", *_conditions(wanted, everything=everything))))


def _conditions(wanted: Filter, *, everything: bool) -> list[str]:
    """Write which articles are wanted; `everything`, or a flag: pages that are none, too."""
    conditions = []
    if not everything and wanted.flag is None:
        conditions.append(f"articles_fts.rowid NOT IN ({NO_ARTICLES})")
    if found := wanted.plain_conditions():
        conditions.append(f"{{number}} IN (SELECT articles.id FROM articles WHERE {' AND '.join(found)})")
    return conditions


def listed_numbers(numbers: str | None) -> list[int]:
    """Give numbers that come as a JSON array, the greatest first."""
    return sorted(json.loads(numbers or "[]"), reverse=True)


def _rank_best(
    asked: Asked, words: SearchWords, expression: str, numbers: Sequence[int], limit: int
) -> dict[int, float]:
    """Rank all where they are few, else those most likely to be best; give the `limit` best, then the newest others."""
    chosen = numbers
    if len(numbers) > FEW:
        telling = _telling_words(asked, words, numbers[0])
        chosen = _likely_best(asked, telling or words, numbers)
        if telling is None:
            return dict.fromkeys(islice(dict.fromkeys(chain(chosen, numbers)), limit), 0.0)
        if telling != words:
            expression = full_text.expression_of(asked, telling)
        chosen = list({*chosen, *numbers[:NEWEST]})
    among = {"ids": json.dumps(chosen), "least": min(chosen), "greatest": max(chosen)}
    ranks = dict(_BEST.rows(asked, expression=expression, limit=limit, **among))
    if len(ranks) < limit:
        others = (number for number in numbers if number not in ranks)
        ranks |= dict.fromkeys(islice(others, limit - len(ranks)), 0.0)
    return ranks


def _telling_words(asked: Asked, words: SearchWords, newest: int) -> SearchWords | None:
    """Leave out the words that most articles have; None where a group has no others."""
    common = {term for group in words.groups for term in group if _is_common(asked, term, newest)}
    groups = tuple(tuple(term for term in group if term not in common) for group in words.groups)
    return replace(words, groups=groups) if all(groups) else None


def _is_common(asked: Asked, term: Term, newest: int) -> bool:
    expression = full_text.expression_of(asked, SearchWords(((term,),), ()))
    between = {"least": newest - SAMPLE + 1, "greatest": newest}
    return bool(_COUNTED.value(asked, expression=expression, **between) > SAMPLE / 2)


def _likely_best(asked: Asked, words: SearchWords, numbers: Sequence[int]) -> list[int]:
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
    expression = full_text.expression_of(asked, SearchWords(headlined, ()))
    among = {"least": numbers[-1], "greatest": numbers[0], "most": full_text.most_found(asked)}
    found = set(numbers)
    have = (
        number for number in listed_numbers(_HEADLINED.value(asked, expression=expression, **among)) if number in found
    )
    return list(islice(have, HEADLINED))
