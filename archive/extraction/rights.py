"""What a page and its headers state on the use of its text, word for word, with the place of each."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lxml import html

from archive.model import RightsStatements, bound_statements

HEADERS: Final = frozenset(
    {"x-robots-tag", "tdm-reservation", "tdm-policy", "content-usage", "content-signal", "content-license", "license"}
)
LICENCE: Final = re.compile(r"\blicen[cs]e\b", re.I)
NAMES: Final = re.compile(
    r"robots?$|bot(?:-news|-image|-video)?$|^tdm|rights?(?:$|[._:-])|rights?holder|licen[cs]e|copyright|^no-?(?:image)?ai"
    r"|^content-(?:usage|signal)|^ai-|^rsl",
    re.I,
)
"""Names of meta tags that speak of use."""
STATED: Final = re.compile(
    r'"(license|copyrightNotice|usageInfo|acquireLicensePage|conditionsOfAccess)"\s{0,9}:\s{0,9}"((?:[^"\\]|\\.){1,2000})"'
)
RSL: Final = "application/rsl+xml"
JSON_LD: Final = "application/ld+json"
MOST_SCRIPT: Final = 500_000  # characters of a JSON-LD script that are looked at


def header_statements(headers: Iterable[tuple[str, str]]) -> RightsStatements:
    """Give what response headers state; of links those to a licence."""
    return bound_statements(
        tuple(
            (f"header {name}", value)
            for name, value in headers
            if name.lower() in HEADERS or (name.lower() == "link" and LICENCE.search(value))
        )
    )


def markup_statements(tree: html.HtmlElement) -> RightsStatements:
    """Give what the markup of a page states: meta tags, links to a licence, RSL, licences in JSON-LD."""
    return bound_statements(tuple(_statements(tree)))


def _statements(tree: html.HtmlElement) -> Iterator[tuple[str, str]]:
    for element in tree.iter("meta", "link", "a", "script"):
        tag, get = element.tag, element.get
        if tag == "meta":
            name = (get("name") or get("property") or get("itemprop") or get("http-equiv") or "").strip()
            if NAMES.search(name[:200]):
                yield f"meta {name}", get("content", "")
            continue
        kind, rel = get("type", "").strip().lower(), get("rel", "")
        if tag == "script":
            yield from _scripted(kind, element.text or "") if kind in (RSL, JSON_LD) else ()
        elif (rel and not {"license", "licence"}.isdisjoint(rel.lower().split())) or kind == RSL:
            yield f"{tag} rel={rel}{f' type={kind}' if kind else ''}", get("href", "")


def _scripted(kind: str, text: str) -> Iterator[tuple[str, str]]:
    if kind == RSL:
        yield f"script {kind}", text
    else:
        yield from ((f"JSON-LD {found[1]}", found[2]) for found in STATED.finditer(text[:MOST_SCRIPT]))
