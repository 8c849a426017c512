"""The one name of a publisher, out of what its pages say."""

import pytest

from archive.judge.publisher import choose_publisher, stated_names


@pytest.mark.parametrize(
    ("site", "stated", "name"),
    [
        ("harbourtimes.example", {"Harbour Times": 3, "Sport": 1, "Harbour Times Jobs": 1}, "Harbour Times"),
        ("harbourtimes.example", {"World": 1, "Science": 1, "The Harbour Times": 1}, "The Harbour Times"),
        ("harbourtimes.example", {"HARBOUR TIMES": 1, "Harbour Times": 2, "harbourtimes.example": 3}, "Harbour Times"),
        ("harbourtimes.example", {"The Harbour Times": 2, "Harbour Times": 1}, "The Harbour Times"),
        ("harbourtimes.example", {"Harbour Times - News and weather for the sound": 1}, "Harbour Times"),
        ("harbourtimes.example", {"News | The Harbour Times": 2}, "The Harbour Times"),
        ("harbourtimes.example", {"The Harbour Times |": 1}, "The Harbour Times"),
        ("harbourtimes.example", {"Harbour Times: all that moves the coast": 1}, "Harbour Times"),
        ("harbourtimes.example", {"https://www.harbourtimes.example": 4}, None),
        ("harbourtimes.example", {"www.harbourtimes.example": 4, "/": 2}, None),
        ("rheinblick.de", {"Rheinblick.de": 2}, "Rheinblick.de"),
        ("rheinblick.de", {"Rheinblick.de": 2, "Rheinblick": 1}, "Rheinblick"),
        ("rheinblick.de", {"RHEINBLICK.DE - Das Magazin der Rheinblicker": 2}, "RHEINBLICK.DE"),
        ("rheinblick.de", {"Besser leben am Fluss | RHEINBLICK.DE": 2}, "RHEINBLICK.DE"),
        ("kelp.example", {"All you ever wanted to know about gardens, kitchens and the sea": 2}, None),
        ("kelp.example", {"Gardens grow. So do we.": 2}, None),
        ("kelp.example", {"Vereinigte Küstenzeitungen": 2, "Sport": 1}, "Vereinigte Küstenzeitungen"),
        ("kelp.example", {"Ada's garden": 1, "Notes of a sailor": 1, "Slow cooking": 1}, None),
        ("sacredheartcourier.example", {"SHC Online": 1}, "SHC Online"),
        ("reuters.com", {"Reuters UK": 1, "REUTERS": 2}, "Reuters"),
        ("harbourtimes.example", {"Associated Press": 2, "Harbour Times": 1}, "Harbour Times"),
        ("harbourtimes.example", {"Reuters": 1}, None),
    ],
)
def test_name(site: str, stated: dict[str, int], name: str | None) -> None:
    """Sections, slogans, addresses and the names of agencies are none; the host decides where pages differ."""
    assert choose_publisher(stated, sum(stated.values()), site) == name


def test_its_headline_is_no_name() -> None:
    """Some systems give a page's headline for the site's name; and two spellings of a name are one."""
    names = ("The Harbour Times", "  Harbour  Times", None, "Ferry sinks in the harbour")
    assert stated_names(names, "Ferry sinks in the harbour!") == ["The Harbour Times"]
