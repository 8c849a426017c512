"""Credits from what a page's markup states: JSON-LD, meta tags, a canonical link to another outlet."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from archive import urls
from archive.extraction import organizations
from archive.extraction.credits.forms import role_of
from archive.extraction.credits.house import House, is_host_of
from archive.extraction.credits.names import is_initials, is_person, split_names
from archive.extraction.credits.phrases import phrases_of
from archive.extraction.fields.metadata import Stated
from archive.extraction.organizations import Organization, OrganizationKind
from archive.model import Confidence, Credit, Role

_CANONICAL = "canonical link"
_ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}/?", re.IGNORECASE)
_MARK = 4
_META = "meta source"
_META_AUTHOR = "meta author"
_SOURCES = (OrganizationKind.AGENCY, OrganizationKind.DISTRIBUTOR)


def credits_of_markup(
    stated: Stated, house: House, language: str | None, *, printed: Callable[[re.Pattern[str]], bool] | None
) -> Iterator[Credit]:
    """Give known organisations the markup names as author or source; on a distributor's site open issuers too.

    `printed` tells whether visible text has a pattern: only of whom the page speaks is a canonical link a credit. None:
    it has credits without that.
    """
    for name, kind in stated.authors:
        yield from _author("JSON-LD author", name, house, language, printed)
        if kind == "organization" and _is_distributor(house.host):
            yield from _issuer(name, house, language)
    for name in stated.meta_authors:
        yield from _author(_META_AUTHOR, name, house, language, printed)
    fields = (
        ("JSON-LD publisher", stated.publisher, _SOURCES),
        ("JSON-LD provider", stated.provider, _SOURCES),
        ("JSON-LD sourceOrganization", stated.source_organization, tuple(OrganizationKind)),
        ("JSON-LD creditText", stated.credit_text, _SOURCES),
        ("JSON-LD copyrightHolder", stated.copyright_holder, _SOURCES),
        *((_META, name, tuple(OrganizationKind)) for name in stated.meta_source),
    )
    for field, value, kinds in fields:
        found = organizations.find(value, language) if value else None
        if value and found and found.kind in kinds and not (field == _META and _is_mark(value, found)):
            credits = _credit(found, value, f"{field}: {value}", field, house)
            yield from credits if found.kind in _SOURCES else _unsure(credits, house, value, printed=printed)
    for based in stated.based_on:
        yield from _linked("JSON-LD isBasedOn", based, house)
    if printed and (address := stated.canonical_elsewhere):
        for credit in _linked(_CANONICAL, address, house):
            if printed(_names_of(credit)):
                yield credit


def _linked(field: str, address: str, house: House) -> Iterator[Credit]:
    """Give the outlet at whose address a story stands, unless it is the house."""
    host = urls.host_of(address) if house.host else None
    found = organizations.of_host(host) if host else None
    if found and host and not is_host_of(found, house.host) and not house.is_called(found):  # on a short link
        sure = Confidence.LIKELY if field == _CANONICAL else Confidence.CERTAIN
        yield Credit(found.name, role_of(found.kind), host, f"{field}: {address}", field, sure)


def _unsure(
    credits: Iterator[Credit], house: House, value: str, *, printed: Callable[[re.Pattern[str]], bool] | None
) -> Iterator[Credit]:
    """Give an outlet that a tag names beside nothing visible: many sites state themselves so, by name or address."""
    if printed and (house.host or not _ADDRESS.fullmatch(value)):
        yield from (replace(credit, confidence=Confidence.LIKELY) for credit in credits)


def _names_of(credit: Credit) -> re.Pattern[str]:
    """Build the pattern of the names an organisation is printed by, its host among them."""
    found = organizations.find(credit.organization)
    label = credit.credited_as.removeprefix("www.")
    names = {credit.organization, credit.organization.removeprefix("The "), label, *(found.aliases if found else ())}
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?!\w)")


def _is_mark(value: str, found: Organization) -> bool:
    """Tell whether a source in meta tags is an editor's or system's mark: letters by which no agency is known."""
    letters = value.isalpha() and value.isascii() and value.isupper()
    return letters and len(value) <= _MARK and found.kind is not OrganizationKind.AGENCY


def _author(
    field: str, text: str, house: House, language: str | None, printed: Callable[[re.Pattern[str]], bool] | None
) -> Iterator[Credit]:
    """Give organisations in an author field, alone or behind a person ("Jane Doe, Associated Press")."""
    if len(text) > 120:
        return
    names = split_names(text, phrases_of(language), language)
    if all(is_person(other) or is_initials(other) for other in names.others):
        for name in names.known:
            credits = _credit(name.organization, name.printed, f"{field}: {text}", field, house)
            if name.organization.kind in _SOURCES:
                yield from credits
            elif house.host and not (_ADDRESS.fullmatch(name.printed) or house.prints(name.printed, "")):
                sure = Confidence.CERTAIN if names.others else Confidence.LIKELY  # outlets name themselves there
                yield from (
                    replace(credit, confidence=sure)
                    for credit in credits
                    if names.others or field != _META_AUTHOR or (printed and printed(_names_of(credit)))
                )


def _issuer(name: str, house: House, language: str | None) -> Iterator[Credit]:
    if not organizations.find(name, language) and not house.owns(name, None):
        yield Credit(
            name, Role.PRESS_RELEASE, name, f"JSON-LD author: {name}", "JSON-LD author: issuer", Confidence.LIKELY
        )


def _credit(organization: Organization, printed: str, evidence: str, field: str, house: House) -> Iterator[Credit]:
    if not house.owns(printed, organization):
        yield Credit(organization.name, role_of(organization.kind), printed, evidence, field, Confidence.CERTAIN)


def _is_distributor(host: str) -> bool:
    found = organizations.of_host(host)
    return found is not None and found.kind is OrganizationKind.DISTRIBUTOR
