"""A plain-text page dump: its lines as blocks, and what wording, length and position say about each.

Dumps come with one line a block, with lines wrapped at some width (lynx, w3m), or with blocks apart by empty lines (a
browser's "select all, copy", a WET record). There is no markup, so the body is the run of blocks with the largest sum
of scores: sentences count for it, short lines without a full stop and the phrases of site furniture against it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from archive.extraction.decoding.blocks import MOST_BLOCKS, MOST_TEXT, Layout, RawBlock, one_line
from archive.extraction.labelled import LabelledPage
from archive.extraction.labels import furniture_phrases
from archive.extraction.labels.furniture_phrases import Phrase
from archive.model import Label, Metadata
from archive.scripts import fold_letters, word_tokens
from archive.words import loader
from archive.words.patterns import alternation

_MOST_LINES = 100_000
"""Lines after which a dump is cut, empty ones too: the longest of 1,048 pages has 1,412."""
_WIDEST_WRAP = 120
"""No terminal browser wraps lines wider than this by itself; longer lines are whole paragraphs."""
_ENDS = re.compile(r"""[.!?。！？।؟…:;][”’"'»)\]）」』]*$""")
_FULL_STOP = re.compile(r"""[.。,;:][”’"'»)]?$""")
_TRAILS_OFF = re.compile(r"""(\.\.\.|…|\[…\]|\[\.\.\.\])[”’"'»)\]]*$""")
_LINK_MARK = re.compile(r"\[\d+\]")
_REFERENCES = re.compile(r"^(Visible links|References|Hidden links):?$")
_BULLET = re.compile(r"^([*•‣◦▪·–—-]|\d{1,2}[.)])\s+")
_TITLE_LENGTH = range(12, 241)
_TITLE_ABOVE = 25
"""How many blocks above the body its title may stand."""
_PREPOSITIONS = alternation(word.title() for word in loader.all_of("byline", "prepositions"))
_DATED = re.compile(rf"\b(19|20)\d\d\b.*\b\d{{1,2}}\b|\d{{1,2}}[:.]\d\d|^({_PREPOSITIONS}) [A-Z]")
_STANDFIRST_WORDS = range(6, 71)
_SECTION_WORDS = 4
_CRUMB = re.compile(r"\s[>›»/]\s|›|»")
_LOGO_BLOCKS = 40


@dataclass(frozen=True, slots=True)
class DumpReading:
    """A dump's lines, read: for each block how surely it is text; where title and section stand; the site's name."""

    keep: tuple[float, ...]
    headline: int | None
    section: tuple[int, str] | None
    site_name: str | None


def layout_of(text: str) -> Layout:
    """Give the dump's blocks: lines, joined again where a terminal had wrapped them."""
    lines = [line.rstrip() for line in text[:MOST_TEXT].split("\n", _MOST_LINES)[:_MOST_LINES]]
    if any(_REFERENCES.match(line.strip()) for line in lines[len(lines) // 2 :]):
        lines = _without_link_marks(lines)
    width = _wrap_width(lines)
    blocks: list[RawBlock] = []
    group: list[str] = []
    gap = 0
    for line in [*lines, ""]:
        if line.strip():
            group.append(line)
            continue
        for piece in islice(_joined(group, width), MOST_BLOCKS - len(blocks)):
            blocks.append(_block(piece, gap))
            gap = 0
        group = []
        gap += 1
        if len(blocks) >= MOST_BLOCKS:
            break
    return Layout([block for block in blocks if block.text])


def _block(line: str, gap: int) -> RawBlock:
    stripped = line.strip()
    links = len(stripped) if stripped.count("\t") >= 2 else 0
    bullet = _BULLET.match(stripped)
    tag = "li" if bullet and stripped[0] in "*•‣◦▪·" else ""
    return RawBlock(one_line(stripped[bullet.end() :] if bullet and tag else stripped), tag, links=links, gap=gap)


def _without_link_marks(lines: list[str]) -> list[str]:
    """Strip from a `lynx -dump` the numbers before its links, and the list of their addresses at the end."""
    end = next((n for n in range(len(lines) - 1, -1, -1) if _REFERENCES.match(lines[n].strip())), len(lines))
    return [_LINK_MARK.sub("", line) for line in lines[:end]]


def _wrap_width(lines: list[str]) -> int:
    """Give the width a terminal wrapped the text at, 0 if it did not: many lines end just short of it, none beyond."""
    lengths = sorted(len(line) for line in lines if line.strip())
    if not lengths or lengths[-1] > _WIDEST_WRAP:
        # a stray long line (an address, a table) does not make the rest unwrapped
        long = sum(1 for length in lengths if length > _WIDEST_WRAP)
        if not lengths or long > len(lengths) // 50:
            return 0
        lengths = lengths[: len(lengths) - long]
    width = lengths[-1]
    near = sum(1 for length in lengths if length > 0.8 * width)
    return width if width >= 40 and near >= max(4, len(lengths) // 8) else 0


def _joined(group: list[str], width: int) -> list[str]:
    """Join the lines of one group that a terminal had wrapped."""
    if not width or len(group) < 2:
        return group
    out: list[str] = []
    open_run = False
    for line in group:
        if open_run and not _BULLET.match(line.strip()):
            out[-1] += " " + line.strip()
        else:
            out.append(line)
        # the next word would not have fitted: the terminal broke the line here
        open_run = len(line) > 0.75 * width
    return out


def metadata_of_dump(page: LabelledPage, reading: DumpReading, language: str | None) -> Metadata:
    """Give what the lines around the title say of the article: title, section, site, standfirst."""
    return Metadata(
        site_name=reading.site_name,
        title=page.blocks[page.headline].text if page.headline is not None else None,
        standfirst=page.first_text(Label.STANDFIRST),
        section=reading.section[1] if reading.section else None,
        language=language,
    )


def place_lines(page: LabelledPage, reading: DumpReading) -> None:
    """Label what only a dump's line order shows: the section, the logo, a standfirst between title and byline."""
    if reading.section:
        page.relabel(reading.section[0], Label.NAVIGATION, "section: the line above the title")
    for index, block in enumerate(page.blocks):
        if reading.site_name and reading.site_name in (half_of_doubled(block.text), block.text):
            page.relabel(index, Label.NAVIGATION, "site name")
    under = page.headline + 1 if page.headline is not None else len(page.blocks)
    if under + 1 < len(page.blocks) and page.labels[under] is not Label.CAPTION:
        signed = page.labels[under + 1] in (Label.BYLINE, Label.DATE)
        if signed and len(word_tokens(page.blocks[under].text)) in _STANDFIRST_WORDS:
            page.relabel(under, Label.STANDFIRST, "standfirst: between title and byline")


def read_dump(layout: Layout, language: str | None = None) -> DumpReading:
    """Find the body's run of blocks, then the title above it and what stands around the title."""
    blocks = layout.blocks
    named = [furniture_phrases.furniture_of(block.text, language) for block in blocks]
    scores = [_score(block, phrase) for block, phrase in zip(blocks, named, strict=True)]
    start, end = _best_run(scores)
    keep = [0.0] * len(blocks)
    for index in range(start, end):
        inside_heading = scores[index] > -12 and index + 1 < end and not _sentence(blocks[index].text)
        keep[index] = 0.9 if scores[index] > 0 else 0.6 if inside_heading and named[index] is None else 0.2
    headline = _headline(blocks, named, start, end) if end > start else None
    if headline is not None and headline >= start:
        keep[headline] = 0.0
    return DumpReading(tuple(keep), headline, _section(blocks, headline, language), _site_name(blocks, named))


def _sentence(text: str) -> bool:
    return bool(_ENDS.search(text)) and not _TRAILS_OFF.search(text)


def _score(block: RawBlock, named: Phrase | None) -> float:
    """Score a block by about the words it speaks for (positive.

    A paragraph) or against the text (negative: furniture).
    """
    if named:
        return -60.0 if named.stop else -10.0
    size = len(word_tokens(block.text))
    if block.links:
        return -15.0
    if _TRAILS_OFF.search(block.text):
        return -12.0 if size < 60 else 5.0
    if _sentence(block.text):
        return min(float(size), 60.0) - 3.0
    return 8.0 if size > 40 else -5.0 - min(size, 10) * 0.4


def _best_run(scores: Sequence[float]) -> tuple[int, int]:
    """Give the half-open run with the largest sum (Kadane's algorithm); (0, 0) where nothing counts for a text."""
    best, best_start, best_end = 0.0, 0, 0
    current, start = 0.0, 0
    for index, score in enumerate(scores):
        if current <= 0:
            current, start = 0.0, index
        current += score
        if current > best:
            best, best_start, best_end = current, start, index + 1
    return best_start, best_end


def _headline(blocks: Sequence[RawBlock], named: Sequence[Phrase | None], start: int, end: int) -> int | None:
    """Find the line above the body that reads like its title.

    No full stop, no date, and its words come back in the body.
    """
    body = {word for block in blocks[start + 1 : end] for word in word_tokens(block.text)}
    best: tuple[float, int] | None = None
    for index in range(max(0, start - _TITLE_ABOVE), min(start + 2, end)):
        block = blocks[index]
        if len(block.text) not in _TITLE_LENGTH or block.links or _DATED.search(block.text) or named[index]:
            continue
        stopped = _FULL_STOP.search(block.text)
        said = [word for word in word_tokens(block.text) if len(word) > 3 or not word.isascii()]
        if len(said) < 2 or _TRAILS_OFF.search(block.text) or (stopped and index >= start):
            continue
        shared = sum(1 for word in said if word in body)
        rank = 6 * shared / len(said) + min(shared, 6) - 0.3 * abs(start - index) - (8 if stopped else 0)
        if best is None or rank > best[0]:
            best = rank, index
    return best[1] if best and best[0] > 0 else None


def _section(blocks: Sequence[RawBlock], headline: int | None, language: str | None) -> tuple[int, str] | None:
    """Give the line directly above the title and the section it names.

    One to four words, or the last crumb of a trail.
    """
    if not headline:
        return None
    above = blocks[headline - 1].text
    crumbs = [crumb.strip() for crumb in _CRUMB.split(above)]
    name = crumbs[-1]
    short = (
        0 < len(word_tokens(name)) <= _SECTION_WORDS and not _ENDS.search(above) and not any(map(str.isdigit, above))
    )
    if (
        short
        and half_of_doubled(name) is None
        and (len(crumbs) > 1 or furniture_phrases.furniture_of(name, language) is None)
    ):
        return headline - 1, name
    return None


def _site_name(blocks: Sequence[RawBlock], named: Sequence[Phrase | None]) -> str | None:
    """Find a logo and its alt text, printed one after the other; else a short line that the copyright line repeats."""
    top = blocks[:_LOGO_BLOCKS]
    printed_twice = next((name for block in top if (name := half_of_doubled(block.text))), None)
    if printed_twice:
        return printed_twice
    holders = [fold_letters(block.text) for block in blocks if "©" in block.text or "copyright" in block.text.lower()]
    names = (
        block.text
        for block, phrase in zip(top, named, strict=False)
        if phrase is None and len(word_tokens(block.text)) <= 5
    )
    return next(
        (
            name
            for name in names
            if len(fold_letters(name)) > 4 and any(fold_letters(name) in holder for holder in holders)
        ),
        None,
    )


def half_of_doubled(text: str) -> str | None:
    """Give the half of a text that is printed twice, glued or with a space; None if it is not.

    "Prime Web" is the half of "Prime WebPrime Web".
    """
    for glue in (0, 1):
        size, rest = divmod(len(text) - glue, 2)
        if not rest and size > 3 and text[:size] == text[size + glue :] and (not glue or text[size] == " "):
            return text[:size]
    return None
