"""Characters that nobody sees, or that turn what is read, shown as signs."""

import re
from typing import Final

# controls but tab and line feed; marks of direction; what has no width; tags; lone surrogates
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible_signs(text: str) -> str:
    """Show characters that steer a reader or a terminal by their number: ⟨U+202E⟩."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub(lambda match: "" if match[0] == "\r" else f"⟨U+{ord(match[0]):04X}⟩", text)
