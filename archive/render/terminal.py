"""Text fitted to a terminal and made safe for it: an escape sequence in the title of a page must not run."""

import re
from dataclasses import dataclass
from typing import Final

from wcwidth import clip, width

BOLD: Final = "1"
DIM: Final = "2"
RED: Final = "31"
GREEN: Final = "32"
YELLOW: Final = "33"

# C0 and C1 controls, DEL, lone surrogates (undecodable file names), interlinear annotation marks
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufff9-\ufffb]")
# marks that turn the reading direction of what follows: they can make a line read as another
_DIRECTION: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Screen:
    """Where text goes: a terminal of `width` columns, or a file or pipe (None: nothing is cut)."""

    width: int | None = None
    color: bool = False

    def paint(self, text: str, *codes: str) -> str:
        """`text` in the colours of SGR `codes`, where the screen has colours."""
        return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if self.color and text else text


def line(text: str) -> str:
    """`text` as one harmless line: white space collapsed, controls shown as symbols (␛), direction marks gone."""
    text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return text
    return _CONTROL.sub(_symbol, _DIRECTION.sub("", text))


def _symbol(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "�"


def width_of(text: str) -> int:
    """Terminal columns of one line; a Chinese character takes two."""
    return len(text) if text.isascii() and "\x1b" not in text else width(text)


def cut(text: str, limit: int) -> str:
    """`text`, cut to `limit` columns with … as the last where it is longer."""
    if width_of(text) <= limit:
        return text
    return clip(text, 0, max(limit - 1, 0)).rstrip() + "…"


def pad(text: str, limit: int, *, right: bool = False) -> str:
    """`text` with spaces after it (before it: `right`) to `limit` columns."""
    space = " " * (limit - width_of(text))
    return space + text if right else text + space
