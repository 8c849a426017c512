"""Bylines become persons; houses, desks, photographers, ranks and buttons do not."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extraction.byline.line import Byline, parse_byline
from archive.extraction.organizations import find
from archive.model import Signature

OWN = ("Harbour Times", "harbourtimes.example")


def persons(line: str) -> Sequence[str]:
    """The persons of a line printed on the Harbour Times."""
    return parse_byline(line, known=find, own=OWN).persons


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Ada Larkin", ("Ada Larkin",)),
        ("By Ada Larkin, Tom Quay and Mia de Wit", ("Ada Larkin", "Tom Quay", "Mia de Wit")),
        ("By Ada Larkin, Tom Quay, and Mia de Wit", ("Ada Larkin", "Tom Quay", "Mia de Wit")),
        ("Dan Quay", ("Dan Quay",)),
        ("Wei Ma, MA", ("Wei Ma",)),
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


@pytest.mark.parametrize(
    ("line", "signatures"),
    [
        ("Colleen Barry, The Associated Press", [Signature("Colleen Barry", organization="Associated Press")]),
        ("By Ada Larkin in Lisbon, Reuters", [Signature("Ada Larkin", organization="Reuters", place="Lisbon")]),
        ("Ada Larkin, Reuters in Lisbon", [Signature("Ada Larkin", organization="Reuters", place="Lisbon")]),
        ("Ada Larkin (AP)", [Signature("Ada Larkin", organization="Associated Press")]),
        ("ADA LARKIN/AP", [Signature("ADA LARKIN", organization="Associated Press")]),
        ("Por Ada Larkin | EFE", [Signature("Ada Larkin", organization="EFE")]),
        ("Ada Larkin for The Guardian", [Signature("Ada Larkin", organization="The Guardian")]),
        ("By Ada Larkin and AP", [Signature("Ada Larkin")]),
        ("Ada Larkin, columnist", [Signature("Ada Larkin", role="columnist")]),
        ("By Ada Larkin, AP Diplomatic Writer", [Signature("Ada Larkin", "Diplomatic Writer", "Associated Press")]),
        (
            "By Ada Larkin and Tom Quay, Associated Press",
            [
                Signature("Ada Larkin", organization="Associated Press"),
                Signature("Tom Quay", organization="Associated Press"),
            ],
        ),
        (
            "By Ada Larkin in Lisbon and Tom Quay in Porto",
            [Signature("Ada Larkin", place="Lisbon"), Signature("Tom Quay", place="Porto")],
        ),
        ("Par Luc Rivage, correspondant à Londres", [Signature("Luc Rivage", role="correspondant", place="Londres")]),
        ("来源：新华网 作者：王小明 责编：李大海", [Signature("王小明", organization="Xinhua News Agency")]),
        ("2026-11-10 08:42 来源：新华网 作者：王小明", [Signature("王小明", organization="Xinhua News Agency")]),
        ("新华社记者 王小明", [Signature("王小明", organization="Xinhua News Agency")]),
        ("记者 王小明 北京报道", [Signature("王小明", place="北京")]),
        ("Von dpa, unserer Redaktion", []),
        ("来源：新华网 作者：", []),
        ("2026-11-10 08:42 来源：新华网 作者： 我要评论 字号：大 中 小", []),
        ("来源：新华网 作者：王小明 字号：大 中 小", [Signature("王小明", organization="Xinhua News Agency")]),
    ],
)
def test_a_line_is_taken_apart(line: str, signatures: Sequence[Signature]) -> None:
    """Beside a person stand role, organisation and place; whom "and" joins is a further author, and no employer."""
    assert list(parse_byline(line, known=find).signatures) == signatures


def test_a_line_without_persons_names_its_houses() -> None:
    """Agencies and desks are told as printed."""
    assert parse_byline("Von dpa, unserer Redaktion", known=find) == Byline((), ("dpa", "unserer Redaktion"))
    assert parse_byline("来源：新华网 作者：", known=find).organizations == ("新华网",)


def test_a_person_may_own_the_site() -> None:
    """ "Ada Larkin" writes on adalarkin.example; the one-word house name is still no person."""
    assert parse_byline("By Ada Larkin", known=find, own=["adalarkin"]).persons == ("Ada Larkin",)
    assert parse_byline("By Hafenblatt", known=find, own=["Hafenblatt"]).persons == ()


@given(st.text(max_size=200))
def test_parse_never_raises(line: str) -> None:
    """Any line gives names or none, the same at each reading."""
    assert parse_byline(line, known=find) == parse_byline(line, known=find)


@pytest.mark.parametrize(
    "line",
    [
        "User Admin",
        "Site Editor",
        "von",
        "Szerző",
        "Nga",
        "未知",
        "本文",
        "The Quay Gazette",
        "Ferrow Holdings",
        "Quay's Editorial Principles",
        "Harbour Times",
        "Agencias",
    ],
)
def test_no_persons(line: str) -> None:
    """Accounts, words before names, papers, companies, links to principles and agencies without a name."""
    assert persons(line) == ()


@pytest.mark.parametrize(
    "line",
    [
        "Ada Larkin Sept",
        "Ada Larkin Thursday",
        "Ada Larkin Donnerstag",
        "Ada Larkin Instagram LinkedIn",
        "By — Ada Larkin",
        "Ada Larkin Email",
    ],
)
def test_a_name_ends_before_dates_and_buttons(line: str) -> None:
    """What stands beside the name without a sign falls off."""
    assert persons(line) == ("Ada Larkin",)


def test_a_house_with_a_number() -> None:
    """What follows a number is no part of a name, but a brand may have one."""
    assert parse_byline("Kai 24", known=find, own=["Kai 24"]) == Byline(organizations=("Kai 24",))


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Par ANNE MAREL, LISE DORIAN envoyées spéciales à Port-Vieux", ("ANNE MAREL", "LISE DORIAN")),
        ("Jane Doe, Product Marketing Manager, Harbour Small Business Team", ("Jane Doe",)),
        ("Jane Doe, Senior Writer, John Roe, Editor", ("Jane Doe", "John Roe")),
        ("By Jane Doe on | April 14, 2026", ("Jane Doe",)),
        ("Jane Doe Former Deputy Tech Editor", ("Jane Doe",)),
        ("Autor: Jana Dobra. Data publikacji Śro, 2026-05-18 15:23", ("Jana Dobra",)),
    ],
)
def test_ranks_and_teams_are_said_of_those_before(line: str, named: tuple[str, ...]) -> None:
    """A rank, a team behind one and the word before a date name nobody; a second name in capitals does."""
    assert persons(line) == named
