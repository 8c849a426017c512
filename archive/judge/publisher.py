"""The one name of a site's publisher, out of all that its pages call it: sections, slogans and addresses are none."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from archive.extraction import organizations
from archive.extraction.credits.house import is_host_of
from archive.extraction.fields.address import is_named
from archive.extraction.organizations import OrganizationKind
from archive.scripts import fold_letters

_PARTS: Final = re.compile(r"\s+[-–—|•·:»«>/~]+\s+|\s*[|｜»]\s*|:\s+|\s*[|–—:·•]+$|^[|–—:·•]+\s*")
_URL: Final = re.compile(r"(?:https?:)?//\S*|www\.\S+", re.I)
_DOMAIN: Final = re.compile(r"(?:[\w-]+\.)+([a-z]{2,})/?", re.I)
_SENTENCE: Final = re.compile(r"[.!?…]\s+\S|[.!?…]$")
_LONGEST: Final = 8
"""Words of a name that does not say whose host it is; longer ones are slogans."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What one statement gives. `named`: the site's host says the same; `address`: it is no more than a domain."""

    name: str
    named: bool
    address: bool

    @property
    def key(self) -> str:
        return fold_letters(organizations.fold_name(self.name)) or self.name


def stated_names(names: Iterable[str | None], title: str | None) -> list[str]:
    """Give what a page calls its house, each once however it is written; not where that is its own headline."""
    found: dict[str, str] = {}
    for name in names:
        text = " ".join((name or "").split())
        if text and fold_letters(text) != fold_letters(title or ""):
            found.setdefault(fold_letters(organizations.fold_name(text)), text)
    return list(found.values())


def choose_publisher(stated: Mapping[str, int], pages: int, site: str) -> str | None:
    """Give the name on which most of a site's pages agree; None if they do not.

    `stated`: on how many pages each name is; `pages`: that state any. A name that the host says too needs a quarter of
    the pages, another more than half. What is no more than a domain counts where there is no other.
    """
    votes: defaultdict[str, Counter[_Candidate]] = defaultdict(Counter)
    for text, count in stated.items():
        if found := _candidate(text, site):
            votes[found.key][found] += count
    ranked = sorted(votes.values(), key=lambda forms: (-forms.total(), min(one.name for one in forms)))
    for wanted, share in (((True, False), 4), ((False, False), 2), ((True, True), 4), ((False, True), 2)):
        for forms in ranked:
            if any((one.named, one.address) == wanted for one in forms) and _is_enough(forms.total(), pages, share):
                return max(sorted(forms, key=lambda one: one.name), key=lambda one: (not one.address, forms[one])).name
    return None


def _is_enough(votes: int, pages: int, share: int) -> bool:
    return votes * share >= pages if share > 2 else votes * 2 > pages


def _candidate(text: str, site: str) -> _Candidate | None:
    """Give the part of a statement that is the house's name."""
    found = [one for part in _PARTS.split(text) if (one := _part(part.strip(), site))]
    return next((one for one in found if one.named), found[0] if found else None)


def _part(text: str, site: str) -> _Candidate | None:
    if not any(map(str.isalnum, text)) or _URL.fullmatch(text):
        return None
    owner, found = organizations.of_host(site), organizations.find(text)
    if found is not None:
        if is_host_of(found, site):
            return _Candidate(found.name, named=True, address=False)
        if found.kind is OrganizationKind.AGENCY or owner is not None:
            return None  # an agency's name on the page of its story, or another outlet's
    if owner is not None and fold_letters(text) == fold_letters(site.partition(".")[0]):
        return _Candidate(owner.name, named=True, address=False)
    domain = _DOMAIN.fullmatch(text)
    address = domain is not None and domain[1].casefold() == site.rpartition(".")[2]
    named = is_named(f"https://{site}/", [text])
    if not named and not address and (len(text.split()) > _LONGEST or _SENTENCE.search(text)):
        return None
    return _Candidate(text.rstrip("/") if address else text, named, address)
