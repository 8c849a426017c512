"""Searches page by page, with counts, as the reader asks them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import Archive, Filter, NotFound, PageOf, UsageError
from tests.serve.reader import fill
from tests.stories import page, story


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Give the archive of the reader's tests."""
    with Archive(fill(tmp_path_factory.mktemp("found") / "news.db")) as archive:
        yield archive


def test_copies_are_one_row(archive: Archive) -> None:
    """The best copy of a story stands for the others, on this page and the next."""
    found = archive.find("ferry")
    assert (found.total, len(found.rows), found.next) == (3, 1, None)
    assert {copy.article_id for copy in found.rows[0].copies} | {found.rows[0].hit.article_id} == {1, 2, 3}
    assert archive.find("ferry", page=PageOf(after=1, limit=1)).rows == ()


def test_by_date(archive: Archive) -> None:
    """The newest publication first."""
    found = archive.find("the", page=PageOf(order="date"))
    dates = [row.hit.published_at or "" for row in found.rows]
    assert dates == sorted(dates, reverse=True)


def test_filters(archive: Archive) -> None:
    """By author and flag, too; a flag that there is not is refused."""
    assert [row.hit.article_id for row in archive.find("crane", Filter(author="Ole Brandt")).rows] == [4]
    assert archive.find("crane", Filter(author="Nobody")).rows == ()
    assert [one.id for one in archive.lines(Filter(author="Nora Lindqvist"))] == [3, 2, 1]
    with pytest.raises(UsageError, match="odd"):
        Filter(flag="odd")


def test_facets(archive: Archive) -> None:
    """Counted among what the words and filters leave; all where there are no words."""
    counted = archive.facets("ferry")
    assert (counted.counted, counted.complete) == (3, True)
    assert dict(counted.site) == {"harbourtimes.example": 1, "valleypost.example": 1, "coast.example": 1}
    assert dict(counted.provenance) == {"syndicated": 3}
    assert dict(archive.facets("", Filter(language="zh")).site) == {"gang.example": 1}
    assert dict(archive.facets().author)["Ole Brandt"] == 4


@pytest.mark.sqlite
def test_words_without_spaces_are_counted_too(archive: Archive) -> None:
    """Like any other, by the index of their pairs; where letters stand beside them they are only listed."""
    found = archive.find("鲱鱼", page=PageOf(order="date"))
    assert (found.total, found.complete, dict(found.facets.language)) == (1, True, {"zh": 1})
    assert found.facets == archive.facets("鲱鱼")
    assert [row.hit.title for row in archive.find("鲱鱼 OR crane", Filter(language="zh")).rows] == ["鲱鱼丰收"]
    assert archive.facets("鲱鱼 crane").counted == 0


def test_volume_and_totals(archive: Archive) -> None:
    """By month and provenance; by day and site; in all."""
    assert [(one.month, one.own, one.syndicated) for one in archive.volume()] == [("2026-10", 4, 0), ("2026-11", 0, 3)]
    assert {(one.day, one.site): one.articles for one in archive.arrivals()}[("2026-11-22", "gang.example")] == 1
    assert (archive.totals().articles, archive.totals().edits, archive.totals().stories) == (7, 1, 1)


def test_authors_and_stories(archive: Archive) -> None:
    """Who signed what, and a story by its number; what there is not is told."""
    figures = archive.author("Nora Lindqvist")
    assert (figures.articles, figures.organizations, figures.roles) == (
        3,
        (("Associated Press", 3),),
        (("Staff Writer", 3),),
    )
    assert archive.authors("eastmouth.example") == (("Ole Brandt", 1),)
    assert [copy.article_id for copy in archive.story(1)] == [1, 2, 3]
    for ask in (lambda: archive.story(9), lambda: archive.author("Nobody")):
        with pytest.raises(NotFound):
            ask()


def test_furniture(tmp_path: Path) -> None:
    """What site memory has of a site."""
    office = "Our office on the old quay is open from nine to five on weekdays, and closed on Sundays."
    for number in range(6):
        (tmp_path / f"{number}.html").write_text(page(number, f"{story(number)}\n\n{office}"), "utf-8")
    with Archive(tmp_path / "news.db") as archive:
        archive.ingest(*sorted(tmp_path.glob("*.html")))
        blocks = archive.furniture("harbour.example")
    assert [(one.text, one.articles) for one in blocks] == [(office, 6)]
