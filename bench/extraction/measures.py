"""The measures: each takes what was extracted and what is true, and gives counts that add up.

Body: multisets of 4-gram shingles, as in scrapinghub/article-extraction-benchmark. Sources: as the labels' own scorer.
Definitions: the README of the labelled pages.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ffff"
WORD = re.compile(r"[^\W_]+")
TOKEN = re.compile(rf"[{CJK}]|[^\W{CJK}]+")
SHINGLE = 4


def tokens(text: str) -> list[str]:
    """The words of a text in order, case kept; each CJK character is a word of its own."""
    return TOKEN.findall(text)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The multiset of 4-grams over the words; a text of fewer words is one shorter gram, an empty text none."""
    words = tokens(text)
    if not words:
        return Counter()
    return Counter(tuple(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1)))


@dataclass(frozen=True, slots=True)
class PageScore:
    """Precision and recall of one page; `precision` is None where nothing was extracted."""

    precision: float | None
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of the two, 0 where nothing was extracted."""
        return harmonic(self.precision or 0.0, self.recall)


def body_score(extracted: str, truth: str, lead: str = "") -> PageScore:
    """How much of the extracted text is in the truth, and how much of the truth was extracted, in 4-grams.

    `lead`: text above the true one that is right in it and may be missing.
    """
    found, true = shingles(extracted), shingles(truth)
    hits = (found & true).total()
    right = (found & shingles(f"{lead}\n{truth}")).total() if lead else hits
    precision = right / found.total() if found else None
    return PageScore(precision, hits / true.total() if true else 1.0)


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean over `pages` pages."""

    precision: float
    recall: float
    pages: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return harmonic(self.precision, self.recall)


def mean(scores: Sequence[PageScore]) -> Score:
    """Macro average over pages; pages without output count in recall only."""
    given = [score.precision for score in scores if score.precision is not None]
    recalls = [score.recall for score in scores]
    return Score(ratio(sum(given), len(given)), ratio(sum(recalls), len(recalls)), len(scores))


def snippet_counts(extracted: str, wanted: Iterable[str], unwanted: Iterable[str]) -> Counter[str]:
    """`tp` and `fn` over the wanted snippets, `fp` over the unwanted ones, each sought as it stands."""
    kept = [snippet in extracted for snippet in wanted]
    return Counter(tp=sum(kept), fn=len(kept) - sum(kept), fp=sum(snippet in extracted for snippet in unwanted))


def micro(counts: Mapping[str, int], pages: int = 0) -> Score:
    """Precision and recall of summed `tp`, `fp` and `fn`."""
    hits = counts.get("tp", 0)
    precision = ratio(hits, hits + counts.get("fp", 0))
    return Score(precision, ratio(hits, hits + counts.get("fn", 0)), pages)


def fold(text: str | None) -> str:
    """Case and accents folded, every run of punctuation and white space one space."""
    plain = unicodedata.normalize("NFKD", text or "").casefold()
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(WORD.findall(letters))


def same_authors(extracted: Iterable[str], truth: Iterable[str]) -> bool:
    """Whether the two name exactly the same people, case and accents folded."""
    return {fold(name) for name in extracted} == {fold(name) for name in truth}


def same_title(extracted: str | None, truth: str) -> bool:
    """Whether the titles are equal after folding."""
    return fold(extracted) == fold(truth)


def same_day(extracted: str | None, truth: str) -> bool:
    """Whether two ISO 8601 times fall on the same day as written."""
    return (extracted or "")[:10] == truth[:10]


def credit_counts(found: Mapping[str, str], true: Mapping[str, str], accepted: Iterable[str] = ()) -> Counter[str]:
    """Counts of organisations (canonical name to role): `tp`, `fp`, `fn`, and `role`: hits whose role is right.

    `accepted`: names that are neither right nor wrong (agencies the page credits without naming them).
    """
    hits = found.keys() & true.keys()
    wrong = found.keys() - true.keys() - set(accepted)
    right_role = sum(found[name] == true[name] for name in hits)
    return Counter(tp=len(hits), fp=len(wrong), fn=len(true) - len(hits), role=right_role)


def name_table(names: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """From each folded alias to the canonical name; the first to claim an alias has it."""
    table: dict[str, str] = {}
    for name, aliases in names.items():
        for alias in (name, *aliases):
            table.setdefault(fold_name(alias), name)
    return table


def fold_name(name: str) -> str:
    """A name without case, leading article, white space and punctuation, as the labels' own scorer has it."""
    return re.sub(r"[\s.\-–—_,'’\"®™]+", "", re.sub(r"^(the|die|der|das|le|la|el|il)\s+", "", name.strip().lower()))


def harmonic(first: float, second: float) -> float:
    """Harmonic mean of two shares, 0 where both are 0."""
    return ratio(2 * first * second, first + second)


def ratio(part: float, whole: float) -> float:
    """`part / whole`, 0 where there is no whole."""
    return part / whole if whole else 0.0
