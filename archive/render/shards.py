"""Shards: Parquet files of extracted pages, one a file of pages, by pyarrow (an extra). Each is whole, or not there.

Beside a shard stands its receipt; a shard without one does not count.
"""

import hashlib
import json
import os
import platform
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO, Final

from archive.errors import UnreadableFile, UsageError
from archive.model import Article, Capture, Intake, Receipt, Unreadable
from archive.places import (
    is_remote,
    join_place,
    list_names,
    make_folder,
    move_to_place,
    open_place,
    read_text_at,
    remove_at,
    write_text_at,
)
from archive.render.shard_rows import columns_of, page_of_row, row_of

FORM: Final = "1"
"""Of the shards, written into each: a newer one may have what this program does not know."""
ROW_GROUP: Final = 8_000_000
"""Bytes of rows that are held and written together."""
READ_AT_ONCE: Final = 32  # rows
RECEIPTS: Final = "_receipts"
"""The folder of the receipts; what reads a folder of Parquet files passes over names that begin so."""
RECEIPT: Final = ".receipt.json"
FAILURE: Final = ".failure.json"
PART: Final = ".part"
_WORDS: Final = ("outcome", "reason", "site", "site_name", "language", "section", "reporting", "extractor")
"""Columns whose values repeat, and are written once each."""
_PARTS: Final = ("blocks.list.element.label", "blocks.list.element.rule")
"""Those of their parts that do, too."""


def shard_name(file: str) -> str:
    """Name the shard of a file, without an ending: by the file's own name, and by its whole path."""
    name = file.rstrip("/").rpartition("/")[2]
    for end in (".gz", ".zst", ".warc"):
        name = name.removesuffix(end)
    safe = "".join(sign if sign.isalnum() or sign in "-_." else "_" for sign in name)[:100]
    return f"{safe}-{hashlib.sha256(file.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def receipt_name(file: str) -> str:
    """Name the receipt of a file of pages."""
    return shard_name(file) + RECEIPT


def part_prefix() -> str:
    """Begin the names of unfinished shards of this machine; the number of the process follows."""
    return f"_{platform.node()}-"


class ShardWriter:
    """Writes the rows of a shard into a file of this machine, and moves that to its place once it is whole."""

    def __init__(self, folder: str) -> None:
        self._arrow, parquet = _library()
        self._folder = folder
        own = f"{part_prefix()}{os.getpid()}-"
        handle, part = tempfile.mkstemp(PART, own, None if is_remote(folder) else folder)
        os.close(handle)
        self._part = Path(part)
        self._schema = shard_schema(self._arrow)
        self._writer = parquet.ParquetWriter(
            self._part,
            self._schema,
            compression="zstd",
            use_dictionary=[*_WORDS, *_PARTS],
            write_statistics=[*_WORDS],
        )
        self._waiting: list[Any] = []
        self.counts: Counter[str] = Counter()

    def add(self, pages: Iterable[Intake | Unreadable]) -> None:
        """Write pages."""
        rows = [row_of(page) for page in pages]
        if not rows:
            return
        self.counts.update(row["outcome"] for row in rows)
        self._waiting.append(self._arrow.Table.from_pylist(rows, schema=self._schema))
        if sum(table.nbytes for table in self._waiting) >= ROW_GROUP:
            self._flush()

    def finish(self, file: str) -> tuple[str, str]:
        """Move the shard of a file to its place; give its name and digest. Raises UnreadableFile."""
        self._flush()
        self._writer.close()
        self._part.chmod(0o666 & ~_umask())
        with self._part.open("rb") as stream:
            digest = stream_digest(stream)
        name = f"{shard_name(file)}.parquet"
        move_to_place(self._part, join_place(self._folder, name))
        return name, digest

    def drop(self) -> None:
        """Leave nothing of an unfinished shard."""
        with suppress(Exception):
            self._writer.close()
        self._part.unlink(missing_ok=True)

    def _flush(self) -> None:
        if self._waiting:
            self._writer.write_table(self._arrow.concat_tables(self._waiting))
            self._waiting = []


def write_receipt(folder: str, receipt: Receipt) -> None:
    """Write the receipt of a shard that is in its place, and take back that its file failed. Raises UnreadableFile."""
    told = json.dumps(asdict(receipt), ensure_ascii=False, indent=1)
    write_text_at(_beside(folder, receipt_name(receipt.file)), told)
    remove_at(_beside(folder, shard_name(receipt.file) + FAILURE))


def write_failure(folder: str, file: str, why: str) -> None:
    """Write why a file of pages has no shard. Raises UnreadableFile."""
    told = json.dumps({"file": file, "failure": why}, ensure_ascii=False)
    write_text_at(_beside(folder, shard_name(file) + FAILURE), told)


def read_failure(folder: str, file: str) -> str | None:
    """Give why a file of pages has no shard, as far as that was told."""
    try:
        return str(json.loads(read_text_at(_beside(folder, shard_name(file) + FAILURE)))["failure"])
    except (UnreadableFile, ValueError, KeyError, TypeError):
        return None


def list_receipts(folder: str) -> set[str]:
    """Give the names of the receipts in a folder of shards. Raises UnreadableFile."""
    return {name for name in list_names(join_place(folder, RECEIPTS)) if name.endswith(RECEIPT)}


def read_receipt(folder: str, name: str) -> Receipt:
    """Give a receipt. Raises UnreadableFile for what is none."""
    place = _beside(folder, name)
    try:
        receipt = Receipt(**json.loads(read_text_at(place)))
        if Path(receipt.shard).name != receipt.shard:
            raise ValueError("its shard is elsewhere")
    except (ValueError, TypeError) as error:
        raise UnreadableFile(f"no receipt of a shard: {error}", where=place) from error
    return receipt


def read_shard(folder: str, receipt: Receipt) -> Iterator[Intake | Unreadable]:
    """Give the pages of a shard, in the order of their file. Raises UnreadableFile if it is damaged or of another kind.

    Memory holds a row group.
    """
    arrow, parquet = _library()
    place = join_place(folder, receipt.shard)
    try:
        with open_place(place) as stream:
            if stream_digest(stream) != receipt.digest:
                raise UnreadableFile("not the shard that its receipt is for: extract its file again", where=place)
            stream.seek(0)
            with closing(parquet.ParquetFile(stream)) as shard:
                told = (shard.schema_arrow.metadata or {}).get(b"archive.shard", b"").decode("ascii", "replace")
                if told != FORM:
                    raise UnreadableFile(f"a shard of form {told or '?'}, and this program reads {FORM}", where=place)
                for batch in shard.iter_batches(READ_AT_ONCE):
                    for row in batch.to_pylist():
                        yield page_of_row(row, place)
    except (OSError, arrow.ArrowException) as error:
        told = getattr(error, "strerror", None) or str(error)
        raise UnreadableFile(f"cannot be read: {told}", where=place) from error


def stream_digest(stream: BinaryIO) -> str:
    """Give the SHA-256 of what is in a stream from where it stands."""
    digest = hashlib.sha256()
    while block := stream.read(1_000_000):
        digest.update(block)
    return digest.hexdigest()


def shard_schema(arrow: Any) -> Any:
    """Give the columns of a shard."""
    capture = columns_of(Capture, ("payload",))
    told = {"outcome": str, "reason": str, "detail": str, **columns_of(Article), "capture": capture}
    told |= {"names": [str], "sketch": [int], "payload_digest": str, "payload_size": int, "payload_zstd": bytes}
    columns = [(name, _arrow_type(arrow, kind)) for name, kind in told.items()]
    return arrow.schema(columns, metadata={"archive.shard": FORM})


def _arrow_type(arrow: Any, kind: Any) -> Any:
    if isinstance(kind, list):
        return arrow.list_(_arrow_type(arrow, kind[0]))
    if isinstance(kind, dict):
        return arrow.struct([(name, _arrow_type(arrow, one)) for name, one in kind.items()])
    return {str: arrow.string(), int: arrow.int64(), bytes: arrow.binary()}[kind]


def make_shard_folder(folder: str) -> None:
    """Make a folder for shards and their receipts, where it is not there. Raises UnreadableFile."""
    make_folder(join_place(folder, RECEIPTS))


def _beside(folder: str, name: str) -> str:
    return join_place(join_place(folder, RECEIPTS), name)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _library() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise UsageError("needs pyarrow: pip install 'news-archive[bulk]'", where="shards") from error
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())  # its own keeps what it had
    return pyarrow, pyarrow.parquet
