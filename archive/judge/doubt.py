"""Doubt a text that a visit shows: cut by a paywall or to a part, a robot check's, or other pages' too. Pure."""

import re
from functools import cache

from archive.judge.change import Holding
from archive.model import Article
from archive.words import loader

SHRUNK = 0.2
"""A text that keeps less than this of its length is a fragment of the page, until a person says otherwise."""
CUT = 0.6
"""The same where the page itself looks cut: it ends in an ellipsis, or is the beginning of the text and no more."""
LEAST = 40
"""Characters that a paragraph which breaks off has in common with the one it was."""
NEAR = 3
"""Blocks after the text among which a line stands that leads to the rest of it."""
FRAME = " .…:»›>→+[]()\u00a0"
"""Signs around such a line."""
REPEATED = 3
"""A text that so many other pages of the site show is the site's, not the article's."""
SHORT = 1_000
"""Characters; only in so short a text is the wording of a robot check its subject."""


def find_doubt(page: Article, held: Holding, *, walled: bool, alike: int) -> tuple[str, str] | None:
    """Say why the text is not the article's, in a word and in a sentence; None if it is."""
    now, before = len(page.body), len(held.body)
    sizes = f"{now:,} characters where there were {before:,}"
    if "paywalled" in page.flags and not walled and now < before:
        return "paywall", sizes
    if now < SHORT and robot_check().search(f"{page.title} {page.body}") and not robot_check().search(held.body):
        return "captcha", sizes
    shown = _without_way_on(page.body)
    led_on = shown != page.body or _leads_on(page)
    cut = led_on or "truncated" in page.flags or _breaks_off(shown, held.body)
    part = _is_part(shown, held.body)
    if (
        now < SHRUNK * before
        or ((cut or part) and now < CUT * before)
        or (part and now < before and (cut or _ends_midway(shown, held.body)))
    ):
        return "shrunk", sizes
    if alike >= REPEATED and page.digest != held.digest:
        return "repeated", f"{alike} other pages of the site say the same"
    return None


def _is_part(body: str, whole: str) -> bool:
    """Tell whether a text is the beginning of another: its paragraphs, the last one perhaps cut."""
    *first, last = body.split("\n\n")
    begin = "\n\n".join([*first, last.rstrip(". …")])
    return len(begin) < len(whole) and whole.startswith(begin)


def _ends_midway(part: str, whole: str) -> bool:
    """Tell whether the beginning of a text ends inside one of its paragraphs, of which it is not the last."""
    _, *rest = whole[len(part) :].split("\n\n")
    inside = len(part) < len(whole) and not whole[len(part) :].startswith("\n\n")
    return bool(rest) and inside


def _without_way_on(body: str) -> str:
    """Give a text without a last line that leads to the rest of it, such as "Read on"."""
    text, _, last = body.rpartition("\n\n")
    return text if text and _way_on().fullmatch(last.strip(FRAME)) else body


def _leads_on(page: Article) -> bool:
    """Tell whether a line that leads to the rest of the text stands right after it, among what was stripped."""
    last = max((place for place, block in enumerate(page.blocks) if block.kept), default=-1)
    after = page.blocks[last + 1 : last + 1 + NEAR]
    return any(_way_on().fullmatch(block.text.strip(FRAME)) for block in after)


@cache
def _way_on() -> re.Pattern[str]:
    return re.compile(loader.alternatives_of("refusal", "read_on"), re.IGNORECASE)


def _breaks_off(body: str, whole: str) -> bool:
    """Tell whether a paragraph ends in an ellipsis where the one held goes on."""
    begun = [text.rstrip(". …") for text in body.split("\n\n") if text.endswith(("...", "…"))]
    return any(len(text) >= LEAST and f"\n\n{text}" in f"\n\n{whole}" for text in begun)


@cache
def robot_check() -> re.Pattern[str]:
    """Give the pattern of what robot checks say."""
    return re.compile(loader.alternatives_of("refusal", "robot_check"), re.IGNORECASE)
