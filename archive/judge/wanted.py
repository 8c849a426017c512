"""Which pages are wanted, by what is known before the dear part: address, time, and the language of a first look."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Final

from archive import urls
from archive.extraction.fields.language import ENOUGH, SAMPLE, language_code, settle_language
from archive.model import Article, Capture

OTHER_LANGUAGES: Final = "pages in other languages"
_LANGUAGE = re.compile(rb"<html\b[^>]{0,2000}?\blang\s*=\s*[\"']?([A-Za-z_-]{2,20})", re.I)
_PARAGRAPH = re.compile(r"<p\b[^>]{0,2000}>([^<]{40,4000})", re.I)
_HEAD = 20_000
_LOOKED_AT = 600_000
"""Bytes of a page in which its paragraphs are looked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Conditions that all hold; () and None: any.

    `hosts`: a host, or one whose name ends in it: `example.com` means `news.example.com` too. `languages`: codes.
    `since`, `until`: captured then or later, then or before, as `2026`, `2026-11` or `2026-11-22`.
    """

    hosts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None


def why_unwanted(capture: Capture, wanted: Wanted) -> str | None:
    """Say why a page is not wanted, before it is extracted; None if it may be."""
    if wanted.hosts and not _is_of(urls.host_of(capture.url or "") or "", wanted.hosts):
        return "pages of other hosts"
    if wanted.since and capture.captured_at < wanted.since:
        return "pages captured before"
    if wanted.until and capture.captured_at[: len(wanted.until)] > wanted.until:
        return "pages captured later"
    if wanted.languages and (found := language_at_a_glance(capture)) and found not in wanted.languages:
        return OTHER_LANGUAGES
    return None


def is_in_language(article: Article, wanted: Wanted) -> bool:
    """Tell whether an article is in a language that is wanted, as the whole text says."""
    return not wanted.languages or article.language in wanted.languages


def language_at_a_glance(capture: Capture) -> str | None:
    """Give a page's language by what it declares and its paragraphs, a twentieth of the work of reading it.

    None where a glance is not enough, as in a page without paragraphs.
    """
    charset = capture.charset or "utf-8"
    try:
        text = capture.payload[:_LOOKED_AT].decode(charset, "replace")
    except (LookupError, ValueError):  # a charset that there is not
        text = capture.payload[:_LOOKED_AT].decode("utf-8", "replace")
    sample, size = [], 0
    for found in _PARAGRAPH.finditer(text):
        sample.append(unescape(found[1]))
        size += len(found[1])
        if size >= SAMPLE:
            break
    said = " ".join(" ".join(sample).split())
    if len(said) < ENOUGH or said.count("\ufffd") * 50 > len(said):
        return None
    declared = _LANGUAGE.search(capture.payload[:_HEAD])
    return settle_language(language_code(declared[1].decode()) if declared else None, said)


def _is_of(host: str, hosts: tuple[str, ...]) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in hosts)
