"""Find out whether a page is nothing but a way to another, by `<meta http-equiv="refresh">`."""

import re

from lxml import etree

from archive.urls import join_address

LARGEST = 65_536  # bytes of a page that is nothing but a way on
SOONEST = 10.0  # seconds; a page that is to be read reloads itself later
FEWEST = 400  # characters of text from which a page says something itself
CONTENT = re.compile(
    r"\s{0,99}([0-9]{1,5})?(?:\.[0-9]{0,9})?\s{0,99}[;,]\s{0,99}(?:url\s{0,9}=\s{0,9})?(.{1,8000})", re.I | re.S
)
UNSEEN = frozenset({"script", "style", "title", "template", "noscript", "head"})


def refresh_target(payload: bytes, header: str, address: str) -> str | None:
    """Give the address that a page, or its Refresh header, leads to at once; None where it does not, or says much."""
    if len(payload) > LARGEST or (b"refresh" not in payload.lower() and not header):
        return None
    page, contents = _parse(payload), [header]
    if page is not None:
        metas = [meta for meta in page.iter("meta") if meta.get("http-equiv", "").strip().lower() == "refresh"]
        contents += [meta.get("content", "") for meta in metas]
        base = next((one.get("href", "") for one in page.iter("base")), "")
        address = join_address(address, base) or address if base else address
    target = next(filter(None, (_target_in(content, address) for content in contents)), None)
    return target if target and (page is None or _says_little(page)) else None


def _parse(payload: bytes) -> etree._Element | None:
    try:
        return etree.HTML(payload, etree.HTMLParser(no_network=True, recover=True)) if payload.strip() else None
    except etree.XMLSyntaxError:
        return None


def _target_in(content: str, address: str) -> str | None:
    found = CONTENT.fullmatch(content[:9_000])
    if not found or float(found[1] or 0) > SOONEST:
        return None
    target = found[2].strip()
    if target[:1] in ("'", '"'):
        target = target[1:].partition(target[0])[0]
    return join_address(address, target)


def _says_little(page: etree._Element) -> bool:
    """Tell whether a page has hardly any text that is seen."""
    length = 0
    for element in page.iter():
        if isinstance(element.tag, str) and element.tag not in UNSEEN:
            length += len((element.text or "").strip())
        length += len((element.tail or "").strip())
        if length >= FEWEST:
            return False
    return True
