"""Answers that are kept until the archive changes: a page that is asked for again is not made again."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final

from archive.errors import ArchiveError

ROOM: Final = 8_000_000
"""Bytes of answers that are kept; those that nobody asked for longest are dropped."""


class KeptAnswers:
    """Keeps what was made of an archive. `version`: gives another value after each change of it."""

    def __init__(self, version: Callable[[], Hashable], room: int = ROOM) -> None:
        self._version = version
        self._most = room
        self._room = room
        self._made_of: Hashable = None
        self._bodies: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()

    def has(self, key: Hashable) -> bool:
        """Tell whether `body` would give the answer that has this key without making it."""
        try:
            return self._version() == self._made_of and key in self._bodies
        except ArchiveError:  # which is told by who makes it
            return False

    def body(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Give the answer that has this key, made now unless it was made of the archive as it is."""
        version = self._version()  # before it is made: what changes meanwhile makes it a thing of the past
        with self._lock:
            if version != self._made_of:
                self._bodies.clear()
                self._made_of, self._room = version, self._most
            elif key in self._bodies:
                self._bodies.move_to_end(key)
                return self._bodies[key]
        body = make()
        with self._lock:
            if version == self._made_of and key not in self._bodies and len(body) <= self._most:
                self._bodies[key] = body
                self._room -= len(body)
                while self._room < 0:
                    self._room += len(self._bodies.popitem(last=False)[1])
        return body
