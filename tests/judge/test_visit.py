from dataclasses import replace

import pytest

from archive.fingerprint import text_digest
from archive.judge.change import Change, Holding
from archive.judge.visit import Finding, Verdict, judge_failure, judge_page, next_visit
from archive.model import Article, Block, Capture, Cause, Label, Reason, Rejected, Unreadable
from tests.build import bare_article

URL = "https://harbour.example/ships/1"
AT = "2026-03-04T02:00:00Z"
OLD = "The coaster reached the harbour on Tuesday with a hundred tonnes of slate. " * 12
NEW = OLD + "Two tugs were sent out."


def article(body: str, *, url: str = URL, title: str = "In", flags: tuple[str, ...] = ()) -> Article:
    return bare_article(body, url=url, site="harbour.example", title=title, flags=flags)


HELD = Holding(1, URL, "harbour.example", "In", None, OLD, None, text_digest(OLD), 1, AT, "0" * 64)


def judge(page: Article | Rejected, *, url: str = URL, walled: bool = False, alike: int = 0, **facts: str) -> Verdict:
    return judge_page(Capture(URL, b"", AT, url=url, **facts), page, HELD, walled=walled, alike=alike)  # type: ignore[arg-type]


def test_what_a_page_says() -> None:
    """The same text is the same; another is a change of its kind."""
    assert judge(article(OLD)) == Verdict(Finding.SAME)
    assert judge(article(NEW)) == Verdict(Finding.CHANGED, "edit", change=Change.EDIT)
    assert judge(article(OLD, title="Out")).reason == "headline"


@pytest.mark.parametrize(
    ("reason", "page", "facts"),
    [
        ("front page", article(NEW), {"url": "https://harbour.example/"}),
        ("consent wall", Rejected(Reason.CONSENT_WALL, "a consent page"), {}),
        ("captcha", Rejected(Reason.ERROR_PAGE, "an error page: 'Just a moment…'"), {}),
        ("error page", Rejected(Reason.ERROR_PAGE, "an error page: 'Not found'"), {}),
        ("paywall", article(OLD[:600], flags=("paywalled",)), {}),
        ("captcha", article("Please verify you are human to go on to the page. " * 5), {}),
        ("shrunk", article(OLD[:100]), {}),
        ("shrunk", article(OLD[:400], flags=("truncated",)), {}),
        ("shrunk", article(OLD[:200] + " ...\n\nRead the news on paper."), {}),
        ("shrunk", article(OLD[:500]), {}),
        ("shrunk", article(OLD[:800] + "…", flags=("truncated",)), {}),
        ("shrunk", article(f"{OLD[:800]}\n\nRead on"), {}),
        ("shrunk", article(f"{OLD[:800]}\n\nWeiterlesen …"), {}),
        ("repeated", article(NEW), {"alike": 3}),
        ("another page", article("Apples are dear this year, and pears are dearer. " * 15, url=URL + "0"), {}),
        ("another page", article("Apples are dear this year, and pears are dearer. " * 15), {"url": URL + "0"}),
        (
            "another page",
            article("Correction: not plums.\n\n" + "Apples are dear this year. " * 20),
            {"url": URL + "0"},
        ),
    ],
)
def test_what_is_not_believed(reason: str, page: Article | Rejected, facts: dict[str, object]) -> None:
    """Whatever hides the text is suspect, and says why."""
    verdict = judge(page, **facts)  # type: ignore[arg-type]
    assert (verdict.found, verdict.reason, verdict.change) == (Finding.SUSPECT, reason, None)


@pytest.mark.parametrize(
    "line", ["Read on", "Continue reading »", "Lire la suite…", "Czytaj dalej", "続きを読む", "阅读全文"]
)
def test_a_part_that_leads_on_is_not_believed(line: str) -> None:
    """The line may stand among what was stripped; without it an editor took the end away, at the end of a paragraph."""
    texts = OLD.replace("slate. ", "slate.\n\n").strip()
    held = replace(HELD, body=texts, digest=text_digest(texts))
    part = article("\n\n".join(texts.split("\n\n")[:9]))
    for shown, found in (
        (part, Finding.CHANGED),
        (replace(part, body=part.body[:-20]), Finding.SUSPECT),
        (replace(part, blocks=_lines((part.body, Label.BODY), (line, Label.RELATED))), Finding.SUSPECT),
        (replace(part, blocks=_lines((part.body, Label.BODY), ("Ships", Label.RELATED))), Finding.CHANGED),
        (replace(part, blocks=_lines((line, Label.RELATED), (part.body, Label.BODY))), Finding.CHANGED),
    ):
        shown = replace(shown, digest=text_digest(shown.body))
        verdict = judge_page(Capture(URL, b"", AT, url=URL), shown, held, walled=False, alike=0)
        assert verdict.found is found, shown


def _lines(*lines: tuple[str, Label]) -> tuple[Block, ...]:
    return tuple(Block(place, text, label, "") for place, (text, label) in enumerate(lines))


def test_what_is_believed_all_the_same() -> None:
    """A paywall that was always there, two copies, a rewrite in its place, and an address in another spelling."""
    assert judge(article(OLD[:600], flags=("paywalled",)), walled=True).found is Finding.CHANGED
    assert judge(article(NEW), alike=2).found is Finding.CHANGED
    rewritten = article("Apples are dear this year, and pears are dearer. " * 15)
    assert judge(rewritten, url="http://www.harbour.example/ships/1/").reason == "rewrite"
    renamed = replace(rewritten, title="What the frost did to apples")
    assert judge(renamed, url=f"{URL}?seen").reason == "rewrite"  # where the page sends whoever has no cookie
    assert judge(replace(renamed, url=f"{URL}?id=2"), url=f"{URL}?id=2").reason == "another page"


@pytest.mark.parametrize(
    ("title", "author", "published_at", "found"),
    [
        ("In", "Ana Kestrel", "2026-03-01T08:30:00Z", Finding.CHANGED),
        ("Out", "Ana Kestrel", "2026-03-01T08:30:00Z", Finding.CHANGED),
        ("In", "Bo Lind", "2026-03-01", Finding.CHANGED),
        ("Out", "Ana Kestrel", "2026-03-01", Finding.CHANGED),
        ("Out", "Bo Lind", "2026-03-01T08:30:00Z", Finding.SUSPECT),
        ("Out", "Ana Kestrel", "2026-03-01T11:00:00Z", Finding.SUSPECT),  # the author's next story
        ("In", "Ana Kestrel", "2026-03-02T08:30:00Z", Finding.SUSPECT),  # a column that comes every day
        ("In", "Ana Kestrel", None, Finding.SUSPECT),
    ],
)
def test_a_rewritten_article_that_moved(title: str, author: str, published_at: str | None, found: Finding) -> None:
    """Another text at another address is the article where the time of publication is the same, and the headline or the
    authors; else it is another article, and so it is where the archive has another at that address."""
    held = replace(HELD, authors=("Ana Kestrel",), published_at="2026-03-01T08:30:00Z")
    text = "Apples are dear this year, and pears are dearer. " * 15
    page = replace(article(text, title=title, url=URL + "0"), authors=(author,), published_at=published_at)
    capture = Capture(URL, b"", AT, url=URL + "0", moved_to=URL + "0")
    verdict = judge_page(capture, page, held, walled=False, alike=0)
    assert (verdict.found, verdict.address) == (found, URL + "0" if found is Finding.CHANGED else None)
    assert judge_page(capture, page, held, walled=False, alike=0, taken=True).found is Finding.SUSPECT


def test_a_notice_in_an_articles_place() -> None:
    """Another headline over another text, of nobody and without a date, is the house's, though no other page shows it;
    where a new author or a date stands over it, or the headline stays, it is the article's."""
    text, capture = "Our website is being moved to new computers tonight. " * 12, Capture(URL, b"", AT, url=URL)
    held = replace(HELD, authors=("Ana Kestrel",), byline="By Ana Kestrel")

    def found(page: Article) -> Finding:
        return judge_page(capture, page, held, walled=False, alike=0).found

    notice = article(text, title="We will be back soon")
    assert found(notice) is Finding.SUSPECT
    for page in (replace(notice, authors=("Bo Lind",)), replace(notice, published_at=AT), article(text)):
        assert found(page) is Finding.CHANGED
    assert found(article(NEW, title="Out")) is Finding.CHANGED


def test_moves() -> None:
    """A permanent redirect is the article's new address, be its text the same or changed."""
    facts = {"url": "https://quay.example/1", "moved_to": "https://quay.example/1"}
    assert judge(article(OLD), **facts).address == "https://quay.example/1"  # type: ignore[arg-type]
    assert (judge(article(OLD), **facts).found, judge(article(NEW), **facts).found) == (Finding.MOVED, Finding.CHANGED)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "cause", "since", "found"),
    [
        (410, Cause.STATUS, None, Finding.GONE),
        (404, Cause.STATUS, None, Finding.FAILED),
        (404, Cause.STATUS, "2026-03-04T01:00:00Z", Finding.FAILED),
        (404, Cause.STATUS, "2026-03-03T03:00:00Z", Finding.GONE),
        (403, Cause.STATUS, None, Finding.BLOCKED),
        (None, Cause.ROBOTS, None, Finding.BLOCKED),
        (503, Cause.STATUS, None, Finding.FAILED),
        (None, Cause.TIMEOUT, None, Finding.FAILED),
    ],
)
def test_what_no_page_says(status: int | None, cause: Cause, since: str | None, found: Finding) -> None:
    """Gone needs a 410, or two 404s a day apart; trouble is trouble, never the same."""
    failure = Unreadable(URL, "told", at=AT, cause=cause, status=status)
    assert judge_failure(failure, since, AT).found is found


def test_when_to_come_back() -> None:
    """At once where the text is known; else after a night, twice as long each time up to a month, and as asked."""
    assert next_visit(Verdict(Finding.SAME), 3, AT) == AT
    assert next_visit(Verdict(Finding.FAILED), 0, AT) == "2026-03-04T22:00:00Z"
    assert next_visit(Verdict(Finding.SUSPECT), 2, AT) == "2026-03-07T10:00:00Z"
    assert next_visit(Verdict(Finding.BLOCKED), 60, AT) == "2026-04-03T02:00:00Z"
    assert next_visit(Verdict(Finding.FAILED), 0, AT, "2026-03-09T00:00:00Z") == "2026-03-09T00:00:00Z"
    assert next_visit(Verdict(Finding.FAILED), 9, AT, "2026-03-04T03:00:00Z") == "2026-03-04T22:00:00Z"


@pytest.mark.parametrize(
    ("cause", "status", "reason"),
    [
        (Cause.STATUS, 503, "503"),
        (Cause.ROBOTS, 503, "503"),
        (Cause.MEDIA_TYPE, 200, "media type"),
        (Cause.TIMEOUT, None, "timeout"),
        (None, None, "unknown"),
    ],
)
def test_failures_are_counted_by_cause(cause: Cause | None, status: int | None, reason: str) -> None:
    """By the status where that is the trouble: a PDF that came with 200 is no 200, a 503 for robots.txt no refusal."""
    verdict = judge_failure(Unreadable(URL, "no", AT, cause, status), None, AT)
    assert (verdict.found, verdict.reason) == (Finding.FAILED, reason)
