"""Feeds."""

from xml.etree import ElementTree

from archive.render.atom import ATOM, AtomEntry
from archive.serve.atom import atom_feed


def test_atom_feed() -> None:
    """A feed that XML can read, whatever stands in a title; its time is that of its newest entry."""
    at = "2026-11-20T10:00:00Z", "2026-11-21T10:00:00Z"
    entries = [
        AtomEntry(f"https://x.example/{time}", "<b>\x00\ufffe\u202e", "", time, "AP", time, "own") for time in at
    ]
    feed = ElementTree.fromstring(atom_feed("archive: ]]>", "http://localhost/search.atom?q=a&b", entries))
    assert feed.findtext(f"{{{ATOM}}}updated") == at[1]
    assert [entry.findtext(f"{{{ATOM}}}title") for entry in feed.iter(f"{{{ATOM}}}entry")] == [
        "<b>⟨U+0000⟩⟨U+202E⟩"
    ] * 2
