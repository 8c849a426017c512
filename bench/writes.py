"""`python -m bench writes`: bytes that an article costs on disk, counted in the log and in what is folded from it."""

import struct
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time

from archive.model import Article, Intake
from archive.store.file import sqlite_file
from archive.store.file.database import Database
from archive.store.write.ledger import Ledger
from bench.serve.corpus import World
from bench.tables import heading, markdown

PAGE = 4_096
FRAME = PAGE + 24
"""Bytes of a page, and of its frame in the log (https://sqlite.org/fileformat2.html#walformat)."""
HEAD = 32
BANDS = 40
"""Hashes of a text's sketch."""


def run(arguments: Namespace) -> int:
    """Print the table."""
    print(heading(arguments.command_line))
    rows = []
    for size in map(int, arguments.batches.split(",")):
        with TemporaryDirectory() as folder:
            found = measure_writes(Path(folder) / "archive.db", arguments.held, arguments.articles, size)
        kilobytes = (f"{found.log / 1_000:.0f}", f"{found.file / 1_000:.0f}", f"{found.sum / 1_000:.0f}")
        rows.append((f"{size}", *kilobytes, f"{found.seconds * 1_000:.1f}"))
    print(markdown(("pages a batch", "KB to the log", "KB to the file", "in all", "CPU ms"), rows))
    return 0


@dataclass(frozen=True, slots=True)
class Written:
    """Bytes and CPU seconds that an article took."""

    log: float
    file: float
    seconds: float

    @property
    def sum(self) -> float:
        """Give all bytes."""
        return self.log + self.file


def measure_writes(path: Path, held: int, articles: int, size: int) -> Written:
    """Record so many articles, in batches of `size`, into an archive that holds others; give what each took.

    The log is folded here, where SQLite would by itself: what a page was written is then known.
    """
    settings = sqlite_file.SETTINGS
    limit = next(int(line.rpartition("=")[2]) for line in settings if "autocheckpoint" in line)
    others = [line for line in settings if "autocheckpoint" not in line]
    sqlite_file.SETTINGS = (*others, "PRAGMA wal_autocheckpoint = 0")
    try:
        with Database(path) as database:
            ledger, pages = Ledger(database), _intakes()
            for begin in range(0, held, 200):
                ledger.record(list(islice(pages, min(200, held - begin))))
                _fold(database)
            frames = places = 0
            seconds = 0.0
            for begin in range(0, articles, size):
                batch = list(islice(pages, min(size, articles - begin)))
                begun = process_time()
                ledger.record(batch)
                seconds += process_time() - begun
                if begin + size >= articles or Path(f"{path}-wal").stat().st_size > limit * FRAME:
                    numbers = _page_numbers(Path(f"{path}-wal"))
                    frames, places = frames + len(numbers), places + len(set(numbers))
                    _fold(database)
    finally:
        sqlite_file.SETTINGS = settings
    return Written(frames * FRAME / articles, places * PAGE / articles, seconds / articles)


def _intakes() -> Iterator[Intake]:
    """Give pages of the reader's invented archive, each with a sketch of its own."""
    random = Random(9)
    for intake in World(1).intakes():
        if isinstance(intake.result, Article):
            yield replace(intake, sketch=tuple(random.getrandbits(47) for _ in range(BANDS)))


def _page_numbers(log: Path) -> list[int]:
    """Give the page of each frame of the log, in their order."""
    data = log.read_bytes()
    salts, found = data[16:24], []
    for place in range(HEAD, len(data) - FRAME + 1, FRAME):
        if data[place + 8 : place + 16] != salts:
            break
        found.append(struct.unpack(">I", data[place : place + 4])[0])
    return found


def _fold(database: Database) -> None:
    with closing(database.file.writing()) as connection:
        ((busy, *_),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert not busy
