"""Author labels taken apart: persons, and organisations, which the archive keeps as credits and as the source.

What an organisation is, the archive's own list says, the words that only houses have in their names, and the page's own
site; so a person whom these take for a house counts for nobody.
"""

import re
from collections.abc import Iterable
from functools import cache

from archive import urls
from archive.extraction import organizations
from archive.extraction.byline.line import DOMAIN
from archive.extraction.byline.words import AND, HOUSE
from archive.extraction.credits.house import House
from archive.extraction.organizations import Organization
from bench.extraction.measures import fold, fold_name

DESK = re.compile(
    r"\b(?:staff|team|editors?|editorial|(?:news|web)? ?desk|newsroom|redaktion|r[ée]daction)\b", re.IGNORECASE
)
"""What a house calls its own people: "Podium Staff", "Our Editors"."""


def persons(names: Iterable[str], url: str | None, site_name: str | None) -> list[str]:
    """Those who are no organisation. `site_name`: what the site at `url` calls itself."""
    house = _house(url, site_name)
    return [name for name in names if not all(_is_organization(part, house) for part in _parts(name))]


def houses(names: Iterable[str], url: str | None, site_name: str | None) -> set[str]:
    """The organisations, by their canonical names, folded; all names of the page's own house, and desks, are one."""
    house = _house(url, site_name)
    parts = [part for name in names for part in _parts(name)]
    return {_canonical(part, house) for part in parts if _is_organization(part, house)}


def _parts(name: str) -> list[str]:
    """The names in a label: some hold two, such as "Le Figaro et AFP"."""
    return AND.split(name)


def _house(url: str | None, site_name: str | None) -> House:
    return House(urls.host_of(url or ""), (site_name,))


def _is_organization(name: str, house: House) -> bool:
    return bool(_listed(name) or HOUSE.search(name) or DOMAIN.fullmatch(name) or house.owns(name, None))


def _canonical(name: str, house: House) -> str:
    listed = _listed(name)
    if house.owns(name, listed) or (listed is None and DESK.search(name)):
        return "(the house)"
    return fold(listed.name if listed else name)


def _listed(name: str) -> Organization | None:
    """The organisation of that name or short name, in whatever language it is known by it."""
    return organizations.find(name) or _short_names().get(fold_name(name))


@cache
def _short_names() -> dict[str, Organization]:
    return {
        fold_name(name): one
        for one in reversed(organizations.list_organizations())
        for name in (one.name, *one.aliases)
    }
