"""Tell which media types are surely no text, and what begins as a page under a type that no list has."""

import re

FOREIGN = re.compile(
    r"(?:image|audio|video|font|model)/.*"
    r"|application/(?:pdf|zip|json|ld\+json|javascript|x-javascript|msword|epub\+zip|vnd\..*|x-(?:tar|rar.*|7z.*|shock.*))"
    r"|text/(?:css|javascript|calendar|csv|vcard)"
)
PAGE = re.compile(
    rb"(?>\s+|<!--.*?-->|<\?xml[^>]*>)*+<(?:!doctype html|html|head|body|meta|title|article)[\s>]", re.I | re.S
)


def is_foreign(media_type: str) -> bool:
    """Tell whether a type is surely that of no text: a picture, a film, a program. Of others the first bytes decide."""
    return FOREIGN.fullmatch(media_type) is not None


def begins_as_page(payload: bytes) -> bool:
    """Tell whether bytes begin as HTML does."""
    return PAGE.match(payload[:4_096].removeprefix(b"\xef\xbb\xbf")) is not None
