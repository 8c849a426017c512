"""What was measured on one page by one extractor, and the sums over many."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.model import Flag
from bench.extraction.extractors import Extraction
from bench.extraction.measures import PageScore, Score, mean, micro, ratio

_GIVEN = {"persons": "authors", "houses": "sources"}


@dataclass(frozen=True, slots=True)
class Result:
    """One extractor on one page: CPU seconds, what it found, and the measures the labels allow (None: not labelled).

    `persons`, `houses`: whether exactly the persons, and the organisations, among the labelled authors were found.
    `credits`, `wire`: counts of organisations in any role, and of agencies and contributors. `joined`: the body score
    with the standfirst put before the body; ours only. `half`: that of the page's host. `kind`: what the page
    is, where it is no article.
    """

    set: str
    page: str
    url: str | None
    extractor: str
    seconds: float
    found: Extraction
    half: str = ""
    kind: str | None = None
    language: str | None = None
    body: PageScore | None = None
    joined: PageScore | None = None
    snippets: Mapping[str, int] | None = None
    authors: bool | None = None
    persons: bool | None = None
    houses: bool | None = None
    title: bool | None = None
    date: bool | None = None
    credits: Mapping[str, int] | None = None
    wire: Mapping[str, int] | None = None
    hard_negative: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """Results of one run, in page order."""

    rows: Sequence[Result]

    def of(self, set_name: str, extractor: str) -> "Results":
        """Those of one extractor on one set."""
        return Results([row for row in self.rows if row.set == set_name and row.extractor == extractor])

    def languages(self) -> list[str]:
        """The languages of a set in several, in the order they came."""
        return list(dict.fromkeys(row.language for row in self.rows if row.language))

    def by(self, extractor: str) -> "Results":
        """Those of one extractor."""
        return Results([row for row in self.rows if row.extractor == extractor])

    @property
    def sets(self) -> list[str]:
        """The sets measured, in the order they came."""
        return list(dict.fromkeys(row.set for row in self.rows))

    @property
    def extractors(self) -> list[str]:
        """The extractors measured, in the order they came."""
        return list(dict.fromkeys(row.extractor for row in self.rows))

    def body(self) -> Score | None:
        """Macro body score."""
        return _mean(row.body for row in self.rows)

    def joined(self) -> Score | None:
        """Macro body score with the standfirst joined to the body."""
        return _mean(row.joined for row in self.rows)

    def snippets(self) -> Score | None:
        """Micro score of the snippets."""
        return _micro(row.snippets for row in self.rows)

    def credits(self) -> Score | None:
        """Micro score of the credited organisations."""
        return _micro(row.credits for row in self.rows)

    def wire(self) -> Score | None:
        """The same for agencies and contributors alone."""
        return _micro(row.wire for row in self.rows)

    def roles(self) -> float:
        """Of the organisations found, the share with the right role."""
        total = _sum(row.credits for row in self.rows)
        return ratio(total["role"], total["tp"])

    def negatives_hit(self) -> tuple[int, int]:
        """Hard negatives that got a credit, and how many hard negatives there are."""
        negatives = [row for row in self.rows if row.hard_negative and row.credits is not None]
        return sum(bool((row.credits or {}).get("fp")) for row in negatives), len(negatives)

    def share(self, field: str) -> float | None:
        """The share of labelled pages on which a field is right; None for an extractor that never gives one.

        `field`: `authors`, `persons`, `houses`, `title` or `date`.
        """
        judged = [getattr(row, field) for row in self.rows if getattr(row, field) is not None]
        given = any(getattr(row.found, _GIVEN.get(field, field)) for row in self.rows)
        return sum(judged) / len(judged) if judged and given else None

    def refused(self) -> float:
        """The share of the pages taken for no article."""
        return ratio(sum(row.found.refused is not None for row in self.rows), len(self.rows))

    def flagged(self) -> float:
        """The share of the pages kept with the flag that they are no articles."""
        return ratio(sum(Flag.NOT_AN_ARTICLE.value in row.found.flags for row in self.rows), len(self.rows))

    def milliseconds(self) -> float:
        """CPU milliseconds a page."""
        return 1000 * ratio(sum(row.seconds for row in self.rows), len(self.rows))


def _mean(scores: Iterable[PageScore | None]) -> Score | None:
    given = [score for score in scores if score is not None]
    return mean(given) if given else None


def _micro(counts: Iterable[Mapping[str, int] | None]) -> Score | None:
    given = [count for count in counts if count is not None]
    return micro(_sum(given), len(given)) if given else None


def _sum(counts: Iterable[Mapping[str, int] | None]) -> Counter[str]:
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count or {})
    return total
