from dataclasses import replace

from archive.fingerprint import text_digest
from archive.judge.change import Change, Holding
from archive.judge.visit import Finding, Verdict
from archive.judge.visited_page import PagePair, Surroundings, judge_visited, other_text
from archive.model import Capture
from tests.build import FERRY, ORCHARD, URL, article

AT = "2026-11-21T10:00:00Z"
PAGE = article(title="Late", body=FERRY, authors=(), byline=None)
HELD = Holding(1, URL, PAGE.site, PAGE.title, None, FERRY, None, text_digest(FERRY), 1, AT, "0" * 64)
NEW = article(title="Late", body=f"{FERRY}\n\n{ORCHARD[:90]}", authors=(), byline=None)
CAPTURE = Capture(URL, b"", AT, url=URL)
PLAIN = Surroundings(walled=False, alike=0, taken=False)


def test_what_differs_in_noise_alone_is_the_same() -> None:
    """The page as it came is not asked about then."""
    whole, quiet = PagePair(NEW, HELD), PagePair(PAGE, HELD)
    assert judge_visited(CAPTURE, whole, quiet, PLAIN) == Verdict(Finding.SAME)
    assert (other_text(whole, quiet), other_text(whole, whole)) == (None, NEW.digest)


def test_noise_hides_no_page_that_is_not_believed() -> None:
    """A change without its noise may be a fragment with it."""
    pair = PagePair(NEW, HELD)
    cut = replace(NEW, body="Cut.", digest=text_digest("Cut."))
    assert judge_visited(CAPTURE, pair, pair, PLAIN).change is Change.EDIT
    assert judge_visited(CAPTURE, PagePair(cut, HELD), pair, PLAIN).found is Finding.SUSPECT
