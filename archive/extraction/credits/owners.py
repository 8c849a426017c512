"""The copyright line of a story that others own: "© 2026 Los Angeles Times", "(c) 2012, The Washington Post"."""

import re
from collections.abc import Iterator

from archive.extraction.credits.forms import Form, Mention, known_mentions
from archive.extraction.credits.names import Names, split_names
from archive.extraction.credits.phrases import Phrases, is_about_media
from archive.words import loader

_LABELLED, _SHORT = 220, 140
"""Characters of a line that may be about a picture instead; of what follows the sign in the line."""
_PLACE = 2
"""Words of a place before a paper's name: "The Victoria Times Colonist"."""
_COPYRIGHT_SIGN = re.compile(r"©|\(c\)|copyright", re.IGNORECASE)
_COPYRIGHT = re.compile(
    r"(?:^\W*|[.!?]\s+|\s(?=copyright\s*:))(?:(?:©|\(c\)|copyright)[\s@:]*)+(?:by\s+)?(?:\d{4}(?:\s*[-–/]\s*\d{2,4})?)?[\s,.:]*"
    r"(?:by\s+|der\s+)?(?P<slot>[^|]{2,70})",
    re.IGNORECASE,
)
_LEGAL_FORM = re.compile(r"[\s,]+(?:inc|ltd|llc|limited|gmbh|company|co|corp|s\.?a|plc|ag)\b\.?", re.IGNORECASE)
_LEGAL_END = re.compile(
    rf"\.?\s*(?:{loader.alternatives_of('credit', 'legal')})\b"
    r"|[.]\s|\s[-–—]\s|$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"[\s,]+(?:19|20)\d\d\b.*$")


def credits_of_copyright(text: str, words: Phrases, language: str | None) -> Iterator[Mention]:
    """Give the owners that the list knows."""
    if not _COPYRIGHT_SIGN.search(text) or (len(text) <= _LABELLED and is_about_media(text)):
        return
    for match in _COPYRIGHT.finditer(text):
        end = _LEGAL_END.search(match["slot"])
        if len(text) - match.end() > _SHORT:
            continue
        owner = _YEAR.sub("", match["slot"][: end.start() if end else None])
        names = split_names(_LEGAL_FORM.sub("", owner), words, language)
        owners = tuple(
            name for name in names.known if all(word.istitle() for word in name.beside.split()[: _PLACE + 1])
        )
        yield from known_mentions(
            Names(tuple(name for name in owners if len(name.beside.split()) <= _PLACE), ()), Form.COPYRIGHT, "©"
        )
