"""Organisations: one row however it is printed."""

import pytest

from archive.extraction import organizations
from archive.extraction.organizations import OrganizationKind


@pytest.mark.parametrize(
    ("printed", "language", "name"),
    [
        ("FOX NEWS", None, "Fox News"),
        ("Fox News Digital", None, "Fox News"),
        ("foxnews.com", None, "Fox News"),
        ("https://www.foxnews.com/", None, "Fox News"),
        ("The Associated Press", None, "Associated Press"),
        ("A.F.P.", None, "Agence France-Presse"),
        ("l’AFP", "fr", "Agence France-Presse"),
        ("Nachrichtenagentur dpa", "de", "Deutsche Presse-Agentur"),
        ("Reuters news agency", "en", "Reuters"),
        ("agência Lusa", "pt", "Agência Lusa"),
        ("新华网", "zh", "Xinhua News Agency"),
        ("ТАСС", "ru", "TASS"),
        ("時事通信", "ja", "Jiji Press"),
        ("بترا", "ar", "Jordan News Agency"),
        ("LA Times", "en", "Los Angeles Times"),
        ("The Little Gazette", "en", None),
        ("", None, None),
    ],
)
def test_a_printed_name_finds_its_organisation(printed: str, language: str | None, name: str | None) -> None:
    """Case, articles, punctuation, script and domain make no difference; unknown names are None."""
    found = organizations.find(printed, language)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("printed", "language", "name"),
    [
        ("AA", "tr", "Anadolu Agency"),
        ("AA", "en", None),
        ("APP", "en-pk", "Associated Press of Pakistan"),
        ("APP", "en", None),
        ("APA", "de-at", "Austria Press Agency"),
        ("APA", "az", "APA (Azerbaijan)"),
        ("CNA", "zh-tw", "Central News Agency"),
        ("CNA", "en", None),
        ("dpa", "de", "Deutsche Presse-Agentur"),
        ("aap", "en", None),
        ("time", "en", None),
        ("Time", "en", "Time"),
        ("Times", "en", None),
        ("Conversation", "en", None),
    ],
)
def test_short_names_and_words_are_told_apart(printed: str, language: str, name: str | None) -> None:
    """A short name counts on pages in its languages only; a word in small letters or without its article is a word."""
    found = organizations.find(printed, language)
    assert (found.name if found else None) == name


def test_hosts_belong_to_their_organisation() -> None:
    """A host or one under it finds its owner, the nearest row first; others find none."""
    owners = [organizations.of_host(host) for host in ("www.cnn.com", "edition.cnn.com", "wsj.com", "harbour.example")]
    assert [owner.name if owner else None for owner in owners] == ["CNN", "CNN", "Wall Street Journal", None]


def test_the_list_is_large_and_each_row_complete() -> None:
    """At least 250 rows, 80 of them agencies; each has a country and the source of its facts; names are unique."""
    rows = organizations.list_organizations()
    assert len(rows) >= 250
    assert sum(row.kind is OrganizationKind.AGENCY for row in rows) >= 80
    assert len({row.name for row in rows}) == len(rows)
    assert [row.name for row in rows if len(row.country) != 2 or not row.source.startswith("https://")] == []
    assert [row.name for row in rows if row.wikidata and not row.wikidata[1:].isdigit()] == []


def test_every_row_is_found_by_its_own_name() -> None:
    """No canonical name is hidden behind another row's alias."""
    hidden = {
        row.name: found.name
        for row in organizations.list_organizations()
        if (found := organizations.find(row.name)) != row and found
    }
    assert hidden == {}
    assert [row.name for row in organizations.list_organizations() if organizations.find(row.name) is None] == []
