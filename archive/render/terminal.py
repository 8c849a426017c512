"""Text fitted to a terminal and made safe for it: an escape sequence in the title of a page must not run."""

import re
from dataclasses import dataclass
from typing import Final

BOLD: Final = "1"
DIM: Final = "2"
RED: Final = "31"
GREEN: Final = "32"
YELLOW: Final = "33"

# C0 and C1 controls, DEL, lone surrogates (undecodable file names), interlinear annotation marks
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufff9-\ufffb]")
# marks that turn the reading direction of what follows: they can make a line read as another
_DIRECTION: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
# marks of direction for one place, and tags, which nobody sees; but the flags of Scotland and others are made of tags
_UNSEEN: Final = re.compile(
    "(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)|[\u061c\u200e\u200f\U000e0000-\U000e007f]"
)

# punctuation that does not begin a line, in Chinese and Japanese
_CLOSING: Final = frozenset("，。、；：？！”’）》」』…")


@dataclass(frozen=True, slots=True)
class Screen:
    """Where text goes: a terminal of `width` columns, or a file or pipe (None: nothing is cut).

    `raw_cells`: whether CSV and TSV have their cells as stored, though a spreadsheet may compute some.
    """

    width: int | None = None
    color: bool = False
    raw_cells: bool = False

    def paint(self, text: str, *codes: str) -> str:
        """Put `text` in the colours of SGR `codes`, where the screen has colours."""
        return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if self.color and text else text


def one_safe_line(text: str) -> str:
    """Make `text` one harmless line.

    White space is collapsed, controls are shown as symbols (␛), marks that nobody sees by their number (<U+200F>);
    those that turn whole lines are gone.
    """
    text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return text
    text = _UNSEEN.sub(_number, _DIRECTION.sub("", text))
    return _CONTROL.sub(_symbol, text)


def _number(match: re.Match[str]) -> str:
    return match[1] or f"<U+{ord(match[0]):04X}>"


def _symbol(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "�"


def width_of(text: str) -> int:
    """Count the terminal columns of one line; a Chinese character takes two."""
    if text.isascii() and "\x1b" not in text:
        return len(text)
    from wcwidth import width  # its tables take a third of the time that a question does

    return width(text)


def _columns(text: str, first: int, end: int | None = None) -> str:
    """Give the part of a line that stands in these columns."""
    if text.isascii() and text.isprintable():
        return text[first:end]
    from wcwidth import clip

    return clip(text, first) if end is None else clip(text, first, end)


def cut_end(text: str, limit: int) -> str:
    """Cut `text` to `limit` columns, with … as the last where it is longer."""
    if width_of(text) <= limit:
        return text
    return _columns(text, 0, max(limit - 1, 0)).rstrip() + "…"


def pad_right(text: str, limit: int, *, right: bool = False) -> str:
    """Fill `text` to `limit` columns with spaces after it; before it with `right`."""
    space = " " * (limit - width_of(text))
    return space + text if right else text + space


def cut_front(text: str, limit: int) -> str:
    """Cut `text` to `limit` columns, with … as the first where it is longer: a path is known by its end."""
    over = width_of(text) - limit
    return text if over <= 0 else "…" + _columns(text, over + 1)


def wrap_lines(text: str, limit: int, *, indent: str = "") -> list[str]:
    """Wrap `text` into lines of at most `limit` columns, each after `indent`.

    Breaks between words, and inside words that are longer than a line or written without spaces (Chinese). Linear in
    the length of `text`; `wcwidth.wrap` takes 30 s for one word of 200,000 letters.
    """
    room = max(limit - len(indent), 10)
    lines: list[str] = []
    now, used = "", 0
    for word in text.split():
        wide = width_of(word)
        solid = wide <= room and wide == len(word)
        if now and used + 1 + (wide if solid else 4) > room:
            lines.append(now)
            now, used = "", 0
        if now:
            now, used = now + " ", used + 1
        while used + wide > room:
            head = _head(word, room - used)
            lines.append(now + head)
            word, wide = word[len(head) :], wide - width_of(head)
            now, used = "", 0
        now, used = now + word, used + wide
    return [indent + text for text in (*lines, now) if text]


def _head(word: str, room: int) -> str:
    # a piece long enough for the line is measured, not the whole word
    head = _columns(word[: 2 * room], 0, room).rstrip() or word[0]
    if len(head) > 1 and word[len(head) : len(head) + 1] in _CLOSING:
        head = head[:-1]
    return head


def count_of(number: int, noun: str) -> str:
    """Write a number with its noun: `1 page`, `1,402 pages`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
