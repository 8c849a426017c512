"""Put bytes as received in the place of a damaged copy of them: never others, for their digest is their key."""

from collections.abc import Iterable

from sqlalchemy import Connection, select, update

from archive.model import Intake
from archive.payloads import LEFT_OUT
from archive.store.read.payload_bytes import is_sound_payload
from archive.store.tables import Payloads


def mend_payloads(connection: Connection, batch: Iterable[Intake]) -> None:
    """Mend the stored payloads that are damaged, and that these pages bring again."""
    given = {intake.payload_digest: intake for intake in batch if intake.payload_zstd}
    columns = Payloads.digest, Payloads.size, Payloads.zstd
    for row in connection.execute(select(*columns).where(Payloads.digest.in_(given))).all():
        intake = given[row.digest]
        as_given = row.zstd == intake.payload_zstd and row.size == intake.payload_size
        if not as_given and row.zstd != LEFT_OUT and not is_sound_payload(row.zstd, row.size, row.digest):
            values = {"size": intake.payload_size, "zstd": intake.payload_zstd}
            connection.execute(update(Payloads).where(Payloads.digest == row.digest).values(values))
