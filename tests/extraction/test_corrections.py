"""Notices of correction in several languages."""

import pytest

from archive.extraction.corrections import count_notices


@pytest.mark.parametrize(
    ("text", "corrects"),
    [
        ("Correction: An earlier version gave the number of families as 23.", True),
        ("The council met.\nCorrection (4 May): the vote was on Monday.", True),
        ("Berichtigung: In einer früheren Fassung stand ein falscher Name.", True),
        ("The correction of the river bed took nine years.", False),
        ("So says an_earlier version of this, and the unearlier version of this.", False),
        ("", False),
    ],
)
def test_count_notices(text: str, corrects: bool) -> None:
    """A word that opens a line, or a phrase in it; not the word amid a sentence."""
    assert (count_notices(text) > 0) is corrects
