"""The flow from files of pages to shards, in three steps that an engine runs as tasks: read, extract, write.

Tasks share nothing but the folder of the shards. A file whose receipt is there is done; any other is begun anew.
"""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from typing import Any, cast

from archive.captures.bulk_files import read_bulk_file
from archive.errors import UnreadableFile, UsageError
from archive.extraction.version import EXTRACTOR
from archive.flows.batches import read_batches
from archive.flows.work import Work
from archive.judge.wanted import OTHER_LANGUAGES, Wanted, is_in_language, why_unwanted
from archive.model import Article, Capture, FileEnd, Intake, Receipt, Unreadable
from archive.render.shards import (
    ShardWriter,
    list_receipts,
    read_receipt,
    receipt_name,
    write_failure,
    write_receipt,
)
from archive.settings import Settings
from archive.store.storable import storable
from archive.times import now

Read = Capture | Unreadable | FileEnd
Ready = Intake | Unreadable | FileEnd
Step = Callable[[Any, int, int], Iterator[Any]]
"""What an engine calls: with what the step before gave, the task's number, and how many tasks there are."""


@dataclass(frozen=True, slots=True)
class BulkJob:
    """What is to be done: files with their sizes, the folder of the shards, which pages, and the bounds of one."""

    files: tuple[tuple[str, int], ...] = field(repr=False)
    folder: str
    wanted: Wanted
    page_timeout: float
    max_bytes: int

    def steps(self) -> list[Step]:
        """Give the three steps. They pickle, for other machines."""
        rest = replace(self, files=())
        return [ReadStep(self), ExtractStep(rest), WriteStep(rest)]

    def pending(self) -> "BulkJob":
        """Give the same job with the files that are not done. Raises UsageError, UnreadableFile."""
        receipts = list_receipts(self.folder)
        return replace(self, files=tuple(one for one in self.files if not self.is_done(*one, receipts)))

    def is_done(self, file: str, size: int, receipts: set[str]) -> bool:
        """Tell whether a file has its shard, among these receipts. Raises UsageError if it is for other conditions."""
        name = receipt_name(file)
        if name not in receipts:
            return False
        try:
            receipt = read_receipt(self.folder, name)
        except UnreadableFile:
            return False
        if receipt.wanted != asdict(self.wanted, dict_factory=_listed):
            told = f"has shards of pages chosen in another way ({receipt.file}); name another folder"
            raise UsageError(told, where=self.folder)
        return receipt.file == file and receipt.size == size


@dataclass(frozen=True, slots=True)
class ReadStep:
    """Reads the pages of the files that are a task's own, every so manyth, and leaves out what is not wanted."""

    job: BulkJob

    def __call__(self, data: object, rank: int, tasks: int) -> Iterator[Read]:
        """Give the pages, and behind those of a file its end."""
        job, receipts = self.job, list_receipts(self.job.folder)
        for file, size in job.files[rank::tasks]:
            if job.is_done(file, size, receipts):  # by a task that was begun again
                continue
            passed_over = Counter[str]()
            for page in read_bulk_file(file, size, max_bytes=job.max_bytes, now=now, passed_over=passed_over):
                why = why_unwanted(page, job.wanted) if isinstance(page, Capture) else None
                if why is None:
                    yield page
                else:
                    passed_over[why] += 1


@dataclass(frozen=True, slots=True)
class ExtractStep:
    """Extracts pages by what an ingest calls, in one process, which is replaced where a page ends it."""

    job: BulkJob

    def __call__(self, data: Iterable[Read], rank: int, tasks: int) -> Generator[list[Ready], None, None]:
        """Give the pages in batches, in their order."""
        settings = Settings(workers=1, page_timeout=self.job.page_timeout, max_bytes=self.job.max_bytes)
        with closing(read_batches(data, Work(settings, now))) as batches:
            yield from cast("Iterator[list[Ready]]", batches)


@dataclass(frozen=True, slots=True)
class WriteStep:
    """Writes the pages of each file into a shard, and a receipt once that is whole."""

    job: BulkJob

    def __call__(self, data: Iterable[list[Ready]], rank: int, tasks: int) -> Iterator[Receipt]:
        """Give the receipts."""
        shard = _Shard(self.job)
        try:
            for batch in data:
                for page in batch:
                    if not isinstance(page, FileEnd):
                        shard.add(page)
                    elif (receipt := shard.finish(page)) is not None:
                        yield receipt
                shard.write()
        finally:
            shard.drop()


class _Shard:
    """The shard that is being written; once it is finished, the next."""

    def __init__(self, job: BulkJob) -> None:
        self._job = job
        self._writer: ShardWriter | None = None
        self._waiting: list[Intake | Unreadable] = []
        self._others = 0

    def add(self, page: Intake | Unreadable) -> None:
        """Add a page, if it is in a language that is wanted."""
        if isinstance(page, Intake):
            if isinstance(page.result, Article) and not is_in_language(page.result, self._job.wanted):
                self._others += 1
                return
            page = storable(page)
        self._waiting.append(page)

    def write(self) -> ShardWriter:
        """Write what waits."""
        self._writer = self._writer or ShardWriter(self._job.folder)
        self._writer.add(self._waiting)
        self._waiting = []
        return self._writer

    def finish(self, end: FileEnd) -> Receipt | None:
        """Move the shard of a file to its place and give its receipt, or drop it if the file was not read whole."""
        writer, job = self.write(), self._job
        passed_over = Counter(dict(end.passed_over))
        passed_over.update({OTHER_LANGUAGES: self._others} if self._others else {})
        if end.failure is not None:
            self.drop()
            write_failure(job.folder, end.file, end.failure)
            return None
        name, digest = writer.finish(end.file)
        self._writer, self._others = None, 0
        receipt = Receipt(
            file=end.file,
            size=end.size,
            shard=name,
            digest=digest,
            counts=dict(writer.counts),
            extractor=EXTRACTOR,
            finished_at=now(),
            passed_over=dict(passed_over),
            wanted=asdict(job.wanted, dict_factory=_listed),
        )
        write_receipt(job.folder, receipt)
        return receipt

    def drop(self) -> None:
        """Leave nothing of what is unfinished."""
        if self._writer is not None:
            self._writer.drop()
        self._writer, self._waiting, self._others = None, [], 0


def _listed(fields: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make a dict as JSON gives it back."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in fields}
