"""The headline is chosen among what the page prints and what its metadata say."""

import pytest

from archive.extraction.fields.titles import choose_title


@pytest.mark.parametrize(
    ("printed_titles", "stated", "expected"),
    [
        (["Bridge opens"], ["Bridge opens | Harbour Times"], "Bridge opens"),
        ([], ["Bridge opens on Monday - Harbour Times"], "Bridge opens on Monday"),
        ([], ["Le pont ouvre lundi — Le Port"], "Le pont ouvre lundi"),
        (["Harbour Times", "Bridge opens"], ["Bridge opens - Harbour Times"], "Bridge opens"),
        (["Search", "Bridge opens"], ["Bridge opens", "Bridge opens - Harbour Times"], "Bridge opens"),
        (["Quay Notes"], ["Bridge opens at last | Quay Notes"], "Bridge opens at last"),
        (
            ["City Bridge opens at last"],
            ["Bridge opens at last", "City | Bridge opens at last"],
            "Bridge opens at last",
        ),
        (
            ["Harbour: Bridge opens at last"],
            ["Harbour: Bridge opens at last", "Bridge opens at last"],
            "Harbour: Bridge opens at last",
        ),
        (["Bridge opens"], ["Why the new bridge opens late"], "Bridge opens"),
        (["Our team"], ["Bridge opens", "Bridge opens"], "Bridge opens"),
        (["Mayor: “Bridge opens”"], ["Mayor: ", 'Mayor: "Bridge opens"'], "Mayor: “Bridge opens”"),
        (["Mid\u00adsummer bridge"], ["Midsummer bridge"], "Midsummer bridge"),
        ([], ["Harbour Times » Blog Archive » Bridge opens"], "Bridge opens"),
        ([], [], None),
    ],
)
def test_titles(printed_titles: list[str], stated: list[str], expected: str | None) -> None:
    """The headline readers see, without the site's name, its sections, kickers and logos."""
    assert (
        choose_title([text.replace("\u00ad", "") for text in printed_titles], stated, ["Harbour Times", "Le Port"])
        == expected
    )
