"""A question in SQL and its answer, from a process that is ended when its time is over, or when nobody listens."""

import marshal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import IO, cast

from archive.errors import QueryError
from archive.store.cells import Cell, Row
from archive.store.file.sqlite_file import SqliteFile
from archive.store.file.user_sql import LENGTH

GLANCE = 0.1
"""Seconds between two looks at the clock."""
READ = 1 << 16
"""Bytes that are read at once."""
AHEAD = 4
"""Pieces that are read before they are wanted."""
_PACKAGES = Path(__file__).parents[3]
_COMMAND = f"import sys; sys.path.insert(0, {str(_PACKAGES)!r}); from archive.store.file import user_sql as sql; "


class Patience:
    """The time that SQLite may still work: what the caller does between two rows does not count."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self.seconds = seconds
        self._left = seconds
        self._clock = clock

    def wait(self, pieces: "Queue[bytes]") -> bytes | None:
        """Wait for the next piece; None if it did not come in time."""
        begun = self._clock()
        while True:
            try:
                piece = pieces.get(timeout=max(0.0, min(GLANCE, self._left)))
            except Empty:
                if self._clock() - begun > self._left:
                    return None
            else:
                self._left -= self._clock() - begun
                return piece


class _Reading(Thread):
    """Reads what a process writes, a little ahead, until its end or until nobody listens; Windows waits for no pipe."""

    def __init__(self, pipe: IO[bytes], dropped: Event) -> None:
        super().__init__(name="question", daemon=True)
        self.pieces: Queue[bytes] = Queue(AHEAD)
        self._pipe = pipe
        self._dropped = dropped

    def run(self) -> None:
        """Read; an empty piece is the end."""
        with self._pipe:
            while self._hand_over(piece := self._pipe.read(READ) or b"") and piece:
                pass

    def _hand_over(self, piece: bytes) -> bool:
        """Wait until there is room for a piece; tell whether somebody listens."""
        while not self._dropped.is_set():
            with suppress(Full):
                self.pieces.put(piece, timeout=GLANCE)
                return True
        return False


class ConfinedRows:
    """The rows of one statement. Its process ends with them, or when this is dropped."""

    def __init__(self, process: "subprocess.Popen[bytes]", patience: Patience, max_rows: int) -> None:
        self._process = process
        self._ended = Event()
        assert process.stdout is not None
        self._reading = _Reading(process.stdout, self._ended)
        self._reading.start()
        self._read_ahead = bytearray()
        self._patience = patience
        self._left = max_rows
        self._max_rows = max_rows
        self._waiting: deque[Row] = deque()
        self.columns = cast("tuple[str, ...]", self._receive("columns"))

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        if not self._waiting:
            self._waiting.extend(cast("list[Row]", self._receive("rows") or ()))
        if not self._waiting:
            raise StopIteration
        if not self._left:
            self._end()
            raise QueryError(f"more than {self._max_rows:,} rows; add a LIMIT, or use `archive export`", where="SQL")
        self._left -= 1
        return self._waiting.popleft()

    def __del__(self) -> None:
        self._end()

    def _receive(self, wanted: str) -> object:
        """Give the next piece of the answer; None after the last. Raises QueryError."""
        if self._ended.is_set():
            return None
        try:
            kind, value = marshal.loads(self._read(int.from_bytes(self._read(LENGTH), "big")))
        except BaseException:
            self._end()
            raise
        if kind == wanted:
            return cast("object", value)
        self._end()
        if kind == "error":
            raise QueryError(value, where="SQL")
        return None

    def _read(self, size: int) -> bytes:
        """Read so many bytes. Raises QueryError when the time is over, or the process ended."""
        while len(self._read_ahead) < size:
            piece = self._patience.wait(self._reading.pieces)
            if piece is None:
                raise QueryError(
                    f"stopped after {self._patience.seconds:g} seconds; ask for less at a time", where="SQL"
                )
            if not piece:
                raise QueryError("its process was ended; ask for less at a time", where="SQL")
            self._read_ahead += piece
        read = bytes(self._read_ahead[:size])
        del self._read_ahead[:size]
        return read

    def _end(self) -> None:
        """End the process, whatever it is doing."""
        if not self._ended.is_set():
            self._ended.set()
            self._process.kill()
            self._process.wait()


def ask_question(
    file: SqliteFile,
    sql: str,
    parameters: Mapping[str, Cell] | Sequence[Cell],
    max_rows: int,
    seconds: float,
    clock: Callable[[], float],
) -> ConfinedRows:
    """Ask one statement of a database. Raises QueryError."""
    given = (
        {str(name): _plain(value) for name, value in parameters.items()}
        if isinstance(parameters, Mapping)
        else [_plain(value) for value in parameters]
    )
    question = marshal.dumps((str(file.path.absolute()), file.timeout, sql, given, seconds))
    command = [sys.executable, "-I", "-S", "-c", f"{_COMMAND}sql.serve_question()"]
    try:
        process = subprocess.Popen(
            command, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError as error:
        raise QueryError(f"no process can be started for it: {error.strerror}", where="SQL") from error
    assert process.stdin is not None
    with suppress(BrokenPipeError), process.stdin as pipe:
        pipe.write(question)
    return ConfinedRows(process, Patience(seconds, clock), max_rows)


def _plain(value: object) -> Cell:
    """Give a parameter as SQLite takes it. Raises QueryError."""
    if value is None:
        return None
    if isinstance(value, int):
        return int(value)  # a subclass, such as a number of numpy's, would be sent as something else
    if isinstance(value, float):
        return float(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    if isinstance(value, date):
        return value.isoformat()
    raise QueryError(f"a value of type {type(value).__name__} cannot be asked for", where="SQL")
