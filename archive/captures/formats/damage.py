"""Damage in a file of records."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Damage:
    """A record that cannot be read: the byte of the file at which it, or its member, begins, and why."""

    offset: int
    reason: str
