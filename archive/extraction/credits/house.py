"""Whose site a page stands on, and whether a name is the house's own: a paper does not credit itself."""

import re
from collections.abc import Iterable

from archive.extraction import organizations
from archive.extraction.organizations import Organization, OrganizationKind
from archive.scripts import fold_letters, is_east_asian
from archive.words import loader
from archive.words.patterns import alternation

_FILLER = re.compile(
    rf"^(?:{alternation(loader.all_of('credit', 'site_openers'))})|"
    rf"(?:{alternation(loader.all_of('credit', 'site_enders'))})$"
)
_PARTS = re.compile(r"\s+[-–—|•:·]\s+|\s*[|｜,]\s*|[()]")
_COPYRIGHT = re.compile(
    rf"\W*(?:\d{{4}}\s*)?(?:{loader.alternatives_of('credit', 'copyright')})",
    re.IGNORECASE,
)
_SHORTEST = 3
_SHORTEST_LATIN = 5
_CHANNEL = 4


class House:
    """The names a site goes by: its host, what its markup calls it, and what its furniture prints.

    `lines`: the short lines around the article, menus and footer.
    """

    def __init__(self, host: str | None, names: Iterable[str | None], lines: Iterable[str] = ()) -> None:
        self.host = (host or "").removeprefix("www.")
        self._organizations = {found.name for found in self._own(names)}
        self._keys = {key for name in self._printed(names) for key in _keys(name)}
        self._labels = frozenset(self.host.split(".")[:-1])
        self._keys |= {key for label in self._labels if len(label) >= _SHORTEST for key in _keys(label)}
        self._keys |= _keys(self.host)
        self._lines = lines

    def owns(self, name: str, organization: Organization | None) -> bool:
        """Tell whether a name, known or open, is this house."""
        if organization is not None:
            if organization.name in self._organizations or is_host_of(organization, self.host):
                return True
            if not self._keys.isdisjoint(_keys(organization.name)):
                return True
        if organization is None and is_east_asian(name) and self._is_channel(name):
            return True
        initials = "".join(word[0] for word in name.split() if word[0].isalnum()).casefold()
        return not self._keys.isdisjoint(_keys(name)) or (len(initials) >= _SHORTEST and initials in self._labels)

    def _is_channel(self, name: str) -> bool:
        """Tell whether a name is the house's with that of a channel or desk behind it: 凤凰网财经."""
        key = fold_letters(name)
        return any(
            len(own) >= _SHORTEST and key.startswith(own) and len(key) - len(own) <= _CHANNEL and is_east_asian(own)
            for own in self._keys
        )

    def is_called(self, organization: Organization) -> bool:
        """Tell whether the page's markup calls the house by an organisation's name."""
        return organization.name in self._organizations

    def prints(self, name: str, line: str) -> bool:
        """Tell whether the furniture carries a name, beside the line it was found in.

        Twice, or in the copyright line.
        """
        keys = [key for key in _keys(name) if len(key) >= (_SHORTEST if not key.isascii() else _SHORTEST_LATIN)]
        lines = [other for other, folded in self._furniture() if other != line and any(key in folded for key in keys)]
        return len(lines) > 1 or any(map(_COPYRIGHT.match, lines))

    def _furniture(self) -> Iterable[tuple[str, str]]:
        """Give the distinct lines around the article, each with its letters only."""
        return ((line, fold_letters(line)) for line in dict.fromkeys(self._lines))

    def _own(self, names: Iterable[str | None]) -> Iterable[Organization]:
        """Give the listed organisations the house's names stand for."""
        for name in self._printed(names):
            if found := organizations.find(name):
                yield found

    def _printed(self, names: Iterable[str | None]) -> Iterable[str]:
        for name in names:
            if name and not self._is_of_others(name):
                yield name
                yield from (part for part in _PARTS.split(name) if part and part != name)

    def _is_of_others(self, name: str) -> bool:
        """Tell whether a name is another's.

        An agency's elsewhere than on its host, or a paper's on the host of another.
        """
        found = organizations.find(name)
        if found is None or is_host_of(found, self.host):
            return False
        return found.kind is OrganizationKind.AGENCY or organizations.of_host(self.host) is not None


def _keys(name: str) -> set[str]:
    """Give what is compared of a name: letters and digits, with and without the filler at its ends."""
    key = fold_letters(name)
    bare = key
    while (shorter := _FILLER.sub("", bare)) != bare and len(shorter) >= _SHORTEST:
        bare = shorter
    return {form for form in (key, bare) if len(form) >= _SHORTEST or form == key} - {""}


def is_host_of(organization: Organization, host: str) -> bool:
    """Tell whether a host is one of an organisation's own, or under one."""
    return any(host == own or host.endswith("." + own) for own in organization.hosts)
