"""Articles as files that leave the archive: an export form is one entry of FORMS and a name in ExportForm.

The only room here that writes; all others give text.
"""

import errno
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from secrets import token_hex
from stat import S_IMODE, S_ISREG
from typing import Any, Final, Literal

from archive import __version__
from archive.errors import ArchiveError, UsageError
from archive.model import ARCHIVE_COLUMNS, Article, Capture, Signature, StoredArticle, StoredCapture
from archive.render.article import article_markdown
from archive.render.parquet import write_columns, write_objects
from archive.render.rows import ROW_FORMS, Cell, Row, csv_rows, distinct_names, draw_rows, json_text, row_form, tsv_rows
from archive.render.terminal import Screen
from archive.render.warc import write_warc

COLUMNS: Final = (
    "id",
    *(field.name for field in fields(Article) if field.name != "blocks"),
    *(name for name in ARCHIVE_COLUMNS if name != "id"),
    "inferred_credits",
)
ANSWER_FORMS: Final = (*(form for form in ROW_FORMS if form != "table"), "parquet")
"""Forms of a file that holds the answer to a question."""
_STREAMS: Final = (
    "/dev/fd/",
    "/dev/std",
    "/proc/",
)  # also where one leads to a file, as /dev/stdout does after `>> file`
LONGEST_NAME: Final = 120  # bytes; file systems allow 255

ExportForm = Literal["jsonl", "csv", "tsv", "parquet", "markdown", "warc"]
ENDINGS: Final[dict[str, ExportForm]] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".md": "markdown",
    ".warc": "warc",
    ".warc.gz": "warc",
}
Articles = Iterable[StoredArticle]
Pages = Iterable[tuple[Capture, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class OneFile:
    """A form that has all articles in one text. `pieces`: that text, piece by piece."""

    pieces: Callable[[Articles, Screen], Iterator[str]]


@dataclass(frozen=True, slots=True)
class BinaryFile:
    """A form that has all articles in one file that is no text. `write`: writes it."""

    write: Callable[[Path, Articles], None]


@dataclass(frozen=True, slots=True)
class Folder:
    """A form that has a file for each article. `text`: what stands in it; `ending`: of its name, with the dot."""

    text: Callable[[StoredArticle], str]
    ending: str


@dataclass(frozen=True, slots=True)
class PagesFile:
    """A form that has the pages as they were received. `write`: writes them, `packed` or not, for a `software`."""

    write: Callable[..., None]


def write_articles(path: Path, form: str, articles: Articles, *, raw_cells: bool = False) -> int:
    """Write articles to the file or folder `path`; tell how many.

    A file that is there is replaced when the new one is complete; where `path` is a link, the file that it leads to. A
    pipe or device is written into. `raw_cells`: CSV cells as stored. Raises UsageError for a form there is not,
    ArchiveError if `path` cannot be written.
    """
    writer, count = form_named(form), 0

    def counted() -> Iterator[StoredArticle]:
        nonlocal count
        for stored in articles:
            count += 1
            yield stored

    try:
        if isinstance(writer, Folder):
            path.mkdir(parents=True, exist_ok=True)
            for stored in counted():
                name = file_name(stored.id, stored.article.title, writer.ending)
                _write_file(path / name, [writer.text(stored)])
        elif isinstance(writer, BinaryFile):
            with _replaced(path) as part:
                writer.write(part, counted())
        elif isinstance(writer, OneFile):
            _write_file(path, writer.pieces(counted(), Screen(raw_cells=raw_cells)))
        else:
            raise UsageError("has pages, and no articles", where=form)
    except OSError as error:
        raise ArchiveError(f"cannot be written: {error.strerror or error}", where=str(path)) from error
    return count


def write_text(path: Path, text: str) -> None:
    """Write a text to the file `path`, as `write_articles` does. Raises ArchiveError if it cannot be written."""
    try:
        _write_file(path, [text])
    except OSError as error:
        raise ArchiveError(f"cannot be written: {error.strerror or error}", where=str(path)) from error


def write_pages(path: Path, form: str, captures: Iterable[StoredCapture]) -> int:
    """Write pages as they were received to the file `path`; tell how many. Errors as those of `write_articles`."""
    writer, count = form_named(form), 0
    if not isinstance(writer, PagesFile):
        raise UsageError(f"{form} has articles, and no pages")

    def counted() -> Iterator[tuple[Capture, dict[str, Any]]]:
        nonlocal count
        for stored in captures:
            count += 1
            yield stored.capture, _told(stored)

    try:
        with _replaced(path) as part:
            writer.write(part, counted(), packed=path.suffix.lower() == ".gz", software=f"archive {__version__}")
    except OSError as error:
        raise ArchiveError(f"cannot be written: {error.strerror or error}", where=str(path)) from error
    return count


def _told(stored: StoredCapture) -> dict[str, Any]:
    """Say what came of a page: the article, whole where this page says what it says now, or why there is none."""
    capture = stored.capture
    told = {
        "asked": capture.origin if capture.url and capture.origin != capture.url else None,
        "refused": stored.refused,
        "detail": stored.detail,
        "article_url": stored.article_url,
        "article": article_object(stored.article) if stored.article else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def article_pieces(form: str, articles: Articles, screen: Screen) -> Iterator[str]:
    """Give articles as one text, piece by piece. Raises UsageError for a form that is not one text."""
    writer = form_named(form)
    if isinstance(writer, PagesFile):
        raise UsageError("has pages, and no articles: name a file for it", where="warc")
    if isinstance(writer, Folder):
        raise UsageError("is one file an article: name a folder for them", where="--output")
    if isinstance(writer, BinaryFile):
        raise UsageError(f"{form} is no text: name a file for it", where="--output")
    return writer.pieces(articles, screen)


def write_answer(path: Path, form: str, names: Sequence[str], rows: Iterable[Row], *, raw_cells: bool = False) -> int:
    """Write the rows of a question to the file `path`; tell how many. Errors as those of `write_articles`."""
    count = 0

    def counted() -> Iterator[Row]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    try:
        if form == "parquet":
            with _replaced(path) as part:
                write_columns(part, distinct_names(names), list(counted()))
        else:
            _write_file(path, draw_rows(row_form(form), names, counted(), Screen(raw_cells=raw_cells)))
    except OSError as error:
        raise ArchiveError(f"cannot be written: {error.strerror or error}", where=str(path)) from error
    return count


def form_of(path: str, given: str | None, forms: Iterable[str]) -> str:
    """Choose the form of a file: the one given, else by the ending of its name, else the first.

    Raises UsageError for a form or an ending that there is not.
    """
    known = list(forms)
    if given is not None:
        if given not in known:
            raise UsageError.unknown("export form", given, known)
        return given
    ending = Path(path).suffix.lower()
    if ending == ".gz":
        ending = "".join(Path(path).suffixes[-2:]).lower()
    form = ENDINGS.get(ending, ending.removeprefix("."))
    if ending and form not in known:
        told = f"no export form ends in {ending}; name one with --format: {', '.join(known)}"
        raise UsageError(told, where=path)
    return form if ending else known[0]


def form_named(form: str) -> OneFile | BinaryFile | Folder | PagesFile:
    """Look a form up. Raises UsageError that names those there are."""
    for name, found in FORMS.items():
        if name == form:
            return found
    raise UsageError.unknown("export form", form, FORMS)


def article_object(stored: StoredArticle) -> dict[str, Any]:
    """Give the article as JSON takes it: the columns of `articles`, with lists of authors, tags, flags and credits."""
    values = {name: value_of(stored, name) for name in COLUMNS}
    for name in ("credits", "signatures", "inferred_credits"):
        values[name] = [asdict(one) for one in values[name]]
    if values["rights"] is not None:
        values["rights"] = [{"place": place, "words": words} for place, words in values["rights"]]
    return values


def value_of(stored: StoredArticle, name: str) -> Any:
    """Give the value of one of COLUMNS."""
    if name == "inferred_credits":
        return stored.inferred
    return getattr(stored if name in ARCHIVE_COLUMNS else stored.article, name)


def article_lines(articles: Articles, screen: Screen = Screen()) -> Iterator[str]:  # noqa: B008 - frozen
    """Give one JSON object a line, whatever the screen."""
    return (json_text(article_object(stored)) + "\n" for stored in articles)


def article_csv(articles: Articles, screen: Screen = Screen()) -> Iterator[str]:  # noqa: B008 - frozen
    """Give one row an article; lists are joined by `; `, a credit is `Fox News (origin)`.

    A signature is `Ada Larkin (Staff Writer, Reuters, Lisbon)`.
    """
    return csv_rows(COLUMNS, map(_cells, articles), screen)


def article_tsv(articles: Articles, screen: Screen = Screen()) -> Iterator[str]:  # noqa: B008 - frozen
    """Give the same rows with tabs between the cells."""
    return tsv_rows(COLUMNS, map(_cells, articles), screen)


def _write_parquet(path: Path, articles: Articles) -> None:
    write_objects(path, COLUMNS, map(article_object, articles))


FORMS: Final[dict[ExportForm, OneFile | BinaryFile | Folder | PagesFile]] = {
    "jsonl": OneFile(article_lines),
    "csv": OneFile(article_csv),
    "tsv": OneFile(article_tsv),
    "parquet": BinaryFile(_write_parquet),
    "markdown": Folder(article_markdown, ".md"),
    "warc": PagesFile(write_warc),
}


def file_name(number: int, title: str | None, ending: str = ".md") -> str:
    """Name the article's file as any file system takes it: `7-storm-surge-on-the-coast.md`."""
    words = re.findall(r"\w+", (title or "").casefold())
    slug = ""
    for word in words:
        longer = f"{slug}-{word}"
        if len(longer.encode()) > LONGEST_NAME:
            break
        slug = longer
    return f"{number}{slug}{ending}"


def _write_file(path: Path, pieces: Iterable[str]) -> None:
    with _replaced(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        file.writelines(pieces)


def is_stream(path: Path) -> bool:
    """Tell whether this is no file, but a pipe or a device."""
    return str(path).startswith(_STREAMS) or (path.exists() and not (path.is_dir() or S_ISREG(path.stat().st_mode)))


@contextmanager
def _replaced(path: Path) -> Iterator[Path]:
    """Give a path beside the file to write to, then put that in its place; a pipe or device is written into."""
    if is_stream(path):
        yield path
        return
    facts = path.stat() if path.exists() else None
    place = Path(os.path.realpath(path))
    if place.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    part = place.parent / f".{token_hex(8)}.part"
    try:
        yield part
        if facts is not None:
            part.chmod(S_IMODE(facts.st_mode))
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)


def _cells(stored: StoredArticle) -> list[Cell]:
    article = stored.article
    told: dict[str, Any] = {
        "inferred_credits": tuple(f"{one.organization} (article {one.from_article_id})" for one in stored.inferred),
        "credits": tuple(f"{credit.organization} ({credit.role})" for credit in article.credits),
        "signatures": tuple(map(_signature, article.signatures)),
        "rights": tuple(f"{place}: {words}" for place, words in stored.rights or ()),
    }
    cells: list[Cell] = []
    for name in COLUMNS:
        value = told[name] if name in told else value_of(stored, name)
        cells.append("; ".join(value) or None if isinstance(value, tuple) else value)
    return cells


def _signature(signature: Signature) -> str:
    facts = filter(None, (signature.role, signature.organization, signature.place))
    return f"{signature.author} ({', '.join(facts)})"
