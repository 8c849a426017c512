"""Read what a Content-Type header says, as browsers do where it is said twice or oddly; linear, whatever it holds."""

import re

LONGEST = 1_000  # characters of the header that count
MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}")
CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([\w.:+-]{1,40})", re.I)


def media_type_in(value: str) -> str | None:
    """Give the last media type that a header names, in lower case; None if it names none."""
    parts = (part.partition(";")[0].strip().lower() for part in value[:LONGEST].split(","))
    named = [part for part in parts if MEDIA_TYPE.fullmatch(part) and part != "*/*"]
    return named[-1] if named else None


def charset_in(value: str) -> str | None:
    """Give the character set that a header names, in lower case; None if it names none."""
    found = CHARSET.search(value[:LONGEST])
    return found[1].lower() if found else None
