"""The bytes of one stored page."""

from typing import Final

from archive.errors import DamagedPage
from archive.payloads import unpack_payload
from archive.store.plain import Asked, PlainSelect

_PAYLOAD: Final = PlainSelect("SELECT zstd, size FROM payloads WHERE digest = :digest")


def load_payload(asked: Asked, digest: str) -> bytes:
    """Give the bytes as they were received. Raises DamagedPage where they are not there, or are others."""
    rows = _PAYLOAD.rows(asked, digest=digest)
    if not rows:
        raise DamagedPage("the stored page is not in the archive any more")
    ((packed, size),) = rows
    return unpack_payload(packed, size, digest)


def is_sound_payload(packed: object, size: object, digest: str) -> bool:
    """Tell whether a payload unpacks to the bytes that were received."""
    try:
        unpack_payload(packed, size, digest)
    except DamagedPage:
        return False
    return True
