"""A visited page beside what is held of its article: judged without its noise, and where that is news, as it came.

Pure. Two pairs come in: the page and its article as they are, and both less what is no news (`judge.noise`).
"""

from dataclasses import dataclass

from archive.judge.change import Holding
from archive.judge.visit import Finding, Verdict, judge_page
from archive.model import Article, Capture, Rejected


@dataclass(frozen=True, slots=True)
class PagePair:
    """A page and what is held of its article; `held` is None only where the page is Rejected."""

    page: Article | Rejected
    held: Holding | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The facts about the site and the article that a page is judged by, as `judge_page` takes them."""

    walled: bool
    alike: int
    taken: bool


def judge_visited(capture: Capture, whole: PagePair, quiet: PagePair, around: Surroundings) -> Verdict:
    """Judge a page without its noise; where it says something new, judge it as it came too.

    For what is no news can hide what is not to be believed.
    """
    verdict = _judge(capture, quiet, around)
    if verdict.change is None:
        return verdict
    as_it_came = _judge(capture, whole, around)
    return as_it_came if as_it_came.found is Finding.SUSPECT else verdict


def other_text(whole: PagePair, quiet: PagePair) -> str | None:
    """Give the digest of the text that the page shows, if it is another than the one held, noise aside."""
    said, known = quiet.page, quiet.held
    other = isinstance(said, Article) and known is not None and said.digest != known.digest
    return whole.page.digest if other and isinstance(whole.page, Article) else None


def _judge(capture: Capture, pair: PagePair, around: Surroundings) -> Verdict:
    return judge_page(capture, pair.page, pair.held, walled=around.walled, alike=around.alike, taken=around.taken)
