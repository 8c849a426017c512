"""The bytes of one stored page."""

from sqlalchemy import Connection, select

from archive.errors import DamagedPage
from archive.payloads import unpack_payload
from archive.store.tables import Payloads


def load_payload(connection: Connection, digest: str) -> bytes:
    """Give the bytes as they were received. Raises DamagedPage where they are not there, or are others."""
    row = connection.execute(select(Payloads.zstd, Payloads.size).where(Payloads.digest == digest)).one_or_none()
    if row is None:
        raise DamagedPage("the stored page is not in the archive any more")
    return unpack_payload(row.zstd, row.size, digest)


def is_sound_payload(packed: object, size: object, digest: str) -> bool:
    """Tell whether a payload unpacks to the bytes that were received."""
    try:
        unpack_payload(packed, size, digest)
    except DamagedPage:
        return False
    return True
