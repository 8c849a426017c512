"""What matches a search: the newest of it, and the best, of which as many are ranked as a person waits for.

To rank a match costs ten times as much as to find it. Where there are many, those are ranked that have a word of the
search in the headline or the standfirst, where it counts most, and the newest of all.
"""

import json
from collections.abc import Collection, Sequence
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

APART: Final = 1_500
"""Numbers for each article from the first to the last: to look one up takes as long as to go through some hundreds."""
COMMON: Final = 500
"""Matches that are looked for among some articles, if more than half of the newest match."""
SPARSE: Final = 20
"""Numbers for each match, beyond which what matches is gone through for the sake of a few: not for a word that tells
nothing."""
LOOKED_UP: Final = 300
"""Matches that are gone through in the time in which one article is looked up."""
SPREAD: Final = 500
"""Articles from all times that are asked whether they are wanted, where an index would be read as a whole."""
MANY: Final = 10
"""Of so many articles one: more are not listed, but looked up by the matches."""

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


_WAYS: Final = {
    "all": "{{number}} IN (SELECT articles.id FROM articles WHERE {})",
    "each": "articles_fts.rowid IN (SELECT articles.id FROM articles WHERE {})",
    "rows": "EXISTS (SELECT 1 FROM articles WHERE articles.id = articles_fts.rowid AND {})",
    "times": "EXISTS (SELECT 1 FROM articles {{by_times}} WHERE articles.id = articles_fts.rowid AND {})",
}
_LAST: Final = PlainSelect("SELECT max(id) FROM articles")
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
    numbers, complete = newest_matches(asked, expression, wanted, most, everything=everything)
    ranks = _rank_best(asked, words, expression, numbers, limit) if limit and numbers else {}
    return Matches(expression, numbers, ranks, complete)


def newest_matches(
    asked: Asked, expression: str, wanted: Filter, most: int, *, everything: bool
) -> tuple[list[int], bool]:
    """Give the numbers of the newest articles that match, so many at most, and whether there are no others."""
    way = "all"
    if full_text.is_walked(asked) and _filtered(wanted):
        last = _LAST.value(asked) or 0
        share = _share_of_newest(asked, expression, last)
        most = min(most, COMMON) if share > 1 / 2 else most
        way = _choose_way(asked, wanted, last, share)
    select = _select_matches(wanted, way, everything=everything)
    numbers = listed_numbers(select.value(asked, **wanted_values(wanted), expression=expression, most=most))
    return numbers[:most], len(numbers) < most


def newest_paired(asked: Asked, wanted: Filter, most: int, *, everything: bool) -> list[int]:
    """Give the numbers of the newest articles of which the index of pairs has any, whatever they say."""
    conditions = " AND ".join(_conditions(wanted, everything=everything)) or "0 = 0"
    select = _select_newest(conditions, "{paired}")
    return listed_numbers(select.value(asked, **wanted_values(wanted), most=most))


def are_apart(numbers: Collection[int]) -> bool:
    """Tell whether so few articles are so far from one another that each is looked up alone."""
    return bool(numbers) and max(numbers) - min(numbers) > APART * len(numbers)


def _choose_way(asked: Asked, wanted: Filter, last: int, share: float) -> str:
    """Choose how the index is asked for matches among the articles wanted: "all" is gone through with their numbers at
    hand; where they are few beside the matches, "each" is looked up in it; where many, each match among the "times", or
    among the "rows" for what no index tells.

    `last`: the greatest number; `share`: of the newest articles, those that match.
    """
    if not (wanted.site or wanted.source or wanted.author or wanted.since or wanted.until):
        some = json.dumps(list(range(1, last + 1, last // SPREAD + 1)))
        held = PlainSelect(f"SELECT count(*) FROM articles WHERE articles.id IN {{ids}} AND {_filtered(wanted)}")
        return "rows" if held.value(asked, **wanted_values(wanted), ids=some) > SPREAD / 6 else "all"
    few, many = int(last * share) // LOOKED_UP, last // MANY
    count = PlainSelect(f"SELECT count(*) FROM (SELECT 1 FROM articles WHERE {_filtered(wanted)} LIMIT :most) AS some")
    values = wanted_values(wanted)
    if few and count.value(asked, **values, most=few + 1) <= few:
        return "each"
    timed = replace(wanted, since=None, until=None) == Filter()
    return "times" if timed and count.value(asked, **values, most=many) == many else "all"


@lru_cache(maxsize=32)
def _select_matches(wanted: Filter, way: str, *, everything: bool) -> PlainSelect:
    conditions = " AND ".join(("{matches}", *_conditions(wanted, way, everything=everything)))
    if way == "each":  # in no order: from the newest on each look takes three times as long
        return PlainSelect(f"SELECT CAST({{list}}(articles_fts.rowid) AS TEXT) FROM {{index}} WHERE {conditions}")
    return _select_newest(conditions)


def _conditions(wanted: Filter, way: str = "all", *, everything: bool) -> list[str]:
    """Write which articles are wanted; `everything`, or a flag: pages that are none, too."""
    found = _filtered(wanted)
    others = "" if everything or wanted.flag is not None else f"NOT IN ({NO_ARTICLES})"
    if found and way in ("all", "each"):  # they are fewer than the matches
        return [_WAYS[way].format(f"{found} AND articles.id {others}" if others else found)]
    conditions = [f"articles_fts.rowid {others}"] if others else []
    return [*conditions, _WAYS[way].format(found)] if found else conditions


def _filtered(wanted: Filter) -> str:
    return " AND ".join(wanted.plain_conditions())


def listed_numbers(numbers: str | None) -> list[int]:
    """Give numbers that come as a JSON array, the greatest first."""
    return sorted(json.loads(numbers or "[]"), reverse=True)


def _rank_best(
    asked: Asked, words: SearchWords, expression: str, numbers: Sequence[int], limit: int
) -> dict[int, float]:
    """Rank all where they are few, else those most likely to be best; give the `limit` best, then the newest others."""
    chosen = numbers
    if len(numbers) > FEW or numbers[0] - numbers[-1] > SPARSE * len(numbers):
        telling = _telling_words(asked, words, numbers[0])
        if telling is None:
            chosen = _likely_best(asked, words, numbers)
            return dict.fromkeys(islice(dict.fromkeys(chain(chosen, numbers)), limit), 0.0)
        if telling != words:
            expression = full_text.expression_of(asked, telling)
        if len(numbers) > FEW:
            chosen = list({*_likely_best(asked, telling, numbers), *numbers[:NEWEST]})
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
    return _share_of_newest(asked, full_text.expression_of(asked, SearchWords(((term,),), ())), newest) > 1 / 2


def _share_of_newest(asked: Asked, expression: str, last: int) -> float:
    """Give which share matches of the newest articles up to that number."""
    counted: int = _COUNTED.value(asked, expression=expression, least=last - SAMPLE + 1, greatest=last)
    return counted / SAMPLE


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
    headlines = listed_numbers(_HEADLINED.value(asked, expression=expression, **among))
    return list(islice((number for number in headlines if number in found), HEADLINED))
