"""Bylines become persons; houses, desks, photographers, ranks and buttons do not."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from archive.extract.byline import Byline, authors, best, parse
from archive.extract.byline_place import candidates
from archive.extract.metadata import Stated
from archive.extract.organizations import find

OWN = ("Harbour Times", "harbourtimes.example")


def persons(line: str) -> Sequence[str]:
    """The persons of a line printed on the Harbour Times."""
    return parse(line, known=find, own=OWN).persons


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Ada Larkin", ("Ada Larkin",)),
        ("By Ada Larkin, Tom Quay and Mia de Wit", ("Ada Larkin", "Tom Quay", "Mia de Wit")),
        ("Von Anna Kai und Jörg Bucht", ("Anna Kai", "Jörg Bucht")),
        ("Par Luc Rivage et Zoé Port", ("Luc Rivage", "Zoé Port")),
        ("文：王小明、李大海", ("王小明", "李大海")),
        ("김항구 기자", ("김항구",)),
        ("By Ada Larkin Published: 4 March 2024 | 3 min read", ("Ada Larkin",)),
        ("ByAda LarkinPublished March 4, 2024", ("Ada Larkin",)),
        ("ByThe Associated Press3 minute Read", ()),
        ("By Ada Larkin, The Associated Press", ("Ada Larkin",)),
        ("By Ada Larkin Harbour Times staff reporter", ("Ada Larkin",)),
        ("Ada Larkin, Senior Political Correspondent", ("Ada Larkin",)),
        ("By Ada Larkin | ada@harbourtimes.example | @adalarkin", ("Ada Larkin",)),
        ("Written by Ada Larkin, PhD | Reviewed by Tom Quay, MD | Edited by Mia Wit", ("Ada Larkin",)),
        ("By Harbour Times Staff", ()),
        ("Von dpa, unserer Redaktion", ()),
        ("Photos by Tom Quay", ()),
        ("News By Ada Larkin", ("Ada Larkin",)),
        ("4. März 2024, 10:30 · von Anna Kai", ("Anna Kai",)),
        ("Mary E Smith", ("Mary E Smith",)),
        ("Ada Larkin Jr.", ("Ada Larkin Jr.",)),
        ("Elena Oberhaus (obe)", ("Elena Oberhaus",)),
        ("admin", ()),
        ("kaimauer", ("kaimauer",)),
        ("By clicking you agree to our terms", ()),
        ("https://social.example/adalarkin", ()),
        ("Published on", ()),
    ],
)
def test_persons_of_a_line(line: str, expected: Sequence[str]) -> None:
    """The persons who wrote the story, and nobody else."""
    assert persons(line) == expected


def test_a_line_is_taken_apart() -> None:
    """Person, organisation, place and rank are told apart."""
    assert parse("By Ada Larkin in Lisbon, Reuters", known=find) == Byline(
        ("Ada Larkin",), ("Reuters",), "Lisbon", None
    )
    assert parse("Ada Larkin, columnist", known=find).role == "columnist"


def test_a_person_may_own_the_site() -> None:
    """ "Ada Larkin" writes on adalarkin.example; the one-word house name is still no person."""
    assert parse("By Ada Larkin", known=find, own=["adalarkin"]).persons == ("Ada Larkin",)
    assert parse("By Hafenblatt", known=find, own=["Hafenblatt"]).persons == ()


@pytest.mark.parametrize(
    ("stated", "line", "expected"),
    [
        (Stated(authors=(("Ada Larkin", "person"), ("Reuters", "organization"))), None, ("Ada Larkin",)),
        (Stated(authors=(("Ada Larkin, Tom Quay", "person"),)), None, ("Ada Larkin", "Tom Quay")),
        (Stated(authors=(("Ada Larkin", "person"),)), "By Ada Larkin and Tom Quay", ("Ada Larkin", "Tom Quay")),
        (Stated(authors=(("Ada Larkin", "person"),)), "By Somebody Else", ("Ada Larkin",)),
        (Stated(authors=(("a.larkin", "person"),)), "By Ada Larkin", ("Ada Larkin",)),
        (
            Stated(authors=(("Ada Larkin", "person"), ("Tom Quay", "person"))),
            "By Ada Larkin | Reviewed by Tom Quay",
            ("Ada Larkin",),
        ),
        (Stated(meta_authors=("https://social.example/x", "Ada Larkin")), None, ("Ada Larkin",)),
        (Stated(authors=(("ada larkin", "person"),)), None, ("ada larkin",)),
        (Stated(authors=(("Harbour Times", "person"),), publisher="Harbour Times"), "By Tom Quay", ("Tom Quay",)),
        (Stated(), None, ()),
    ],
)
def test_authors_of_markup_and_page(stated: Stated, line: str | None, expected: Sequence[str]) -> None:
    """JSON-LD first, corrected by the printed line where that says more; meta tags last."""
    assert authors(stated, line, known=find) == expected


def test_the_byline_is_found_near_the_headline() -> None:
    """A marked line after the headline wins; comments and teasers with their own bylines do not count."""
    page = html.document_fromstring(
        "<div class='top'><span class='author'>Some Columnist</span></div><h1>Bridge opens</h1>"
        "<div class='related-teaser'><p class='byline'>By Wrong Person</p></div>"
        "<p class='byline'>By <a>Ada Larkin</a> and <a>Tom Quay</a><time>4 March 2024</time></p><p>Text.</p>"
        "<div class='comments'><span class='comment-author'>A Reader</span></div>"
    )
    assert best(candidates(page, "Bridge opens"), known=find) == "By Ada Larkin and Tom Quay | 4 March 2024"
    plain = html.document_fromstring("<h1>Brücke offen</h1><p>Von Anna Kai</p><p>Text.</p>")
    assert best(candidates(plain, "Brücke offen"), known=find) == "Von Anna Kai"


@given(st.text(max_size=200))
def test_parse_never_raises(line: str) -> None:
    """Any line gives names or none, the same at each reading."""
    assert parse(line, known=find) == parse(line, known=find)
