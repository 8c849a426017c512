"""What goes by turns below a story: linked headline, day, lines of the next story; name, day, remark of a reader.

Two turns at least end the text, each with a day of its own, so that the items of a list are none. Where lines above are
dated, too, it is a chronicle, and they are the story.
"""

import re
from dataclasses import dataclass

from archive.extraction.decoding.blocks import RawBlock
from archive.extraction.labelled import LabelledPage
from archive.extraction.labels import furniture_phrases
from archive.extraction.labels.rescue import SUBHEADINGS
from archive.model import Label
from archive.scripts import word_tokens
from archive.words import loader
from archive.words.patterns import alternation, compiled_later

_STORY = 80
"""Words above, from which on the story has been told."""
_LEAST = 2
"""Turns."""
_SAID, _HEAD, _BETWEEN = 6, 4, 3
"""Blocks of a turn's text, above it, and of buttons behind it."""
_NAME, _HEADING, _DATED = 40, 160, 80
"""Characters of a line that may be a name, a heading, or hold a date."""
_LINKED = 0.8
_DAY = compiled_later(
    rf"(?<!\w)(?:{alternation(loader.all_months())})(?!\w)|\d[:.h]\d\d(?!\d)|\d[./-]\d{{1,2}}[./-]\d|[年日時]",
    re.IGNORECASE,
)
_BEGINS_DAY = compiled_later(
    rf"\W*(?:{loader.alternatives_of('byline', 'weekdays')}|(?:{alternation(loader.all_months())})(?!\w)|\d)",
    re.IGNORECASE,
)
_READ_ON = compiled_later(rf"(?:{loader.alternatives_of('refusal', 'read_on')})\W*$", re.IGNORECASE)
_BUTTON = 40
"""Characters of a link that leads on."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """Where a turn begins, and whether a headline opens it (another story) or a name (a remark)."""

    start: int
    heading: bool


def drop_turns(page: LabelledPage, language: str | None) -> None:
    """Drop the other stories and the readers' remarks with which the kept text ends."""
    kept = page.kept
    turns: list[_Turn] = []
    end: int | None = kept[-1] if kept else None
    while end is not None and (turn := _turn_above(page, end, language)):
        if turn.start <= kept[0] or (turns and turn.heading != turns[-1].heading):
            break  # it is the story itself, or of another kind
        turns.append(turn)
        end = next((at for at in range(turn.start - 1, turn.start - 2 - _BETWEEN, -1) if _says(page, at)), None)
    if len(turns) >= _LEAST:
        start = turns[-1].start
        above, below = ([at for at in kept if at < start], [at for at in kept if at >= start])
        over = (at for at in range(above[0], start) if page.is_kept(at + 1))
        chronicle = any(_is_dated(page, at, language) for at in over)
        if not chronicle and _words(page, above) >= max(_STORY, _words(page, below)):
            for index in below:
                label = Label.RELATED if turns[0].heading else Label.COMMENT
                page.relabel(index, label, "in turns below the story")
    _drop_read_on(page)


def _turn_above(page: LabelledPage, end: int, language: str | None) -> _Turn | None:
    """Give the turn whose last words stand in a block; None where it is none."""
    at = end
    while at > end - _SAID and _says(page, at):
        at -= 1
    head: list[int] = []
    while at >= 0 and len(head) < _HEAD and not page.blocks[at].is_prose and at != page.headline:
        head.insert(0, at)
        at -= 1
    dated = [index for index in head if _is_dated(page, index, language)]
    if not dated or end - (head[-1] if head else end) > _SAID:
        return None
    headings = [index for index in head if _is_heading(page.blocks[index])]
    first, linked = dated[-1], bool(headings) and page.blocks[headings[-1]].link_density > _LINKED
    start = first - 1 if first - 1 in head and first - 1 not in headings else first
    text = page.blocks[start].text
    named = _is_name(text) if start < first else text[0].isalpha() and not _BEGINS_DAY.match(text)
    if headings and (linked or not named):
        signed = any(page.labels[index] is Label.BYLINE for index in head)
        return _Turn(headings[-1], heading=True) if linked or signed else None
    return _Turn(start, heading=False) if named else None


def _says(page: LabelledPage, index: int) -> bool:
    return index >= 0 and page.is_kept(index) and page.blocks[index].is_prose


def _is_heading(block: RawBlock) -> bool:
    if len(block.text) > _HEADING:
        return False
    return block.tag in SUBHEADINGS or (block.link_density > _LINKED and len(block.text) > _NAME // 2)


def _is_name(text: str) -> bool:
    return 1 < len(text) <= _NAME and text[-1] not in ".!?:,…。" and any(map(str.isalpha, text))


def _is_dated(page: LabelledPage, index: int, language: str | None) -> bool:
    text = page.blocks[index].text
    if len(text) > _DATED or not any(map(str.isdigit, text)):
        return False
    if page.labels[index] is Label.DATE or _DAY.search(text):
        return True
    named = furniture_phrases.furniture_of(text, language)
    return named is not None and named.label is Label.DATE


def _drop_read_on(page: LabelledPage) -> None:
    """Drop the teasers that end the text, each with a link to the rest of it; a story may have one such link itself."""
    ends = []
    for index in reversed(page.kept):
        block = page.blocks[index]
        if not (0 < block.links <= _BUTTON and _READ_ON.search(block.text)):
            break
        ends.append(index)
    for index in ends if len(ends) >= _LEAST else ():
        page.relabel(index, Label.RELATED, "a teaser with a link to its rest")


def _words(page: LabelledPage, indices: list[int]) -> int:
    return sum(len(word_tokens(page.blocks[index].text)) for index in indices)
