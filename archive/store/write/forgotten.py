"""Addresses of forgotten pages, as hashes: a re-crawl does not bring them back, an ingest that names them does."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select

from archive.fingerprint import payload_digest
from archive.store.statements import in_list, insert_or_ignore
from archive.store.tables import ForgottenUrls

LENGTH = 32
"""Hex digits of a hash: an address cannot be read from it, only known again."""


def hash_address(url: str) -> str:
    """Give the hash by which an address is known again."""
    return payload_digest(url.encode("utf-8", "surrogatepass"))[:LENGTH]


def note_forgotten(connection: Connection, addresses: Iterable[str], at: str) -> None:
    """Note that these are forgotten."""
    rows = [{"hash": hash_address(url), "forgotten_at": at} for url in dict.fromkeys(addresses)]
    if rows:
        connection.execute(insert_or_ignore(ForgottenUrls), rows)


def find_forgotten(connection: Connection, addresses: Iterable[str]) -> set[str]:
    """Give those of the addresses that are forgotten."""
    hashes = {hash_address(url): url for url in addresses}
    found = connection.scalars(select(ForgottenUrls.hash).where(ForgottenUrls.hash.in_(in_list(hashes))))
    return {hashes[one] for one in found}


def welcome_back(connection: Connection, addresses: Iterable[str]) -> None:
    """Note that somebody asked for these again."""
    if connection.scalar(select(ForgottenUrls.hash).limit(1)) is not None:
        hashes = in_list(map(hash_address, addresses))
        connection.execute(delete(ForgottenUrls).where(ForgottenUrls.hash.in_(hashes)))
