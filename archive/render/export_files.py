"""Articles as files that leave the archive: an export form is one entry of FORMS and a name in ExportForm.

The only room here that writes; all others give text.
"""

import errno
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from secrets import token_hex
from stat import S_IMODE, S_ISREG
from typing import Any, Final, Literal

from archive.errors import ArchiveError, UsageError
from archive.model import ARCHIVE_COLUMNS, Article, Signature, StoredArticle
from archive.render.article import article_markdown
from archive.render.rows import Cell, csv_rows, json_text
from archive.render.terminal import Screen

COLUMNS: Final = (
    "id",
    *(field.name for field in fields(Article) if field.name != "blocks"),
    *(name for name in ARCHIVE_COLUMNS if name != "id"),
    "inferred_credits",
)
_STREAMS: Final = (
    "/dev/fd/",
    "/dev/std",
    "/proc/",
)  # also where one leads to a file, as /dev/stdout does after `>> file`
LONGEST_NAME: Final = 120  # bytes; file systems allow 255

ExportForm = Literal["jsonl", "csv", "markdown"]
Articles = Iterable[StoredArticle]


@dataclass(frozen=True, slots=True)
class OneFile:
    """A form that has all articles in one text. `pieces`: that text, piece by piece."""

    pieces: Callable[[Articles, Screen], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Folder:
    """A form that has a file for each article. `text`: what stands in it; `ending`: of its name, with the dot."""

    text: Callable[[StoredArticle], str]
    ending: str


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
        else:
            _write_file(path, writer.pieces(counted(), Screen(raw_cells=raw_cells)))
    except OSError as error:
        raise ArchiveError(f"cannot be written: {error.strerror or error}", where=str(path)) from error
    return count


def article_pieces(form: str, articles: Articles, screen: Screen) -> Iterator[str]:
    """Give articles as one text, piece by piece. Raises UsageError for a form that is not one text."""
    writer = form_named(form)
    if isinstance(writer, Folder):
        raise UsageError("is one file an article: name a folder for them", where="--output")
    return writer.pieces(articles, screen)


def form_named(form: str) -> OneFile | Folder:
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


FORMS: Final[dict[ExportForm, OneFile | Folder]] = {
    "jsonl": OneFile(article_lines),
    "csv": OneFile(article_csv),
    "markdown": Folder(article_markdown, ".md"),
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
    """Write a file beside its place, then put it there; what is no file (a pipe, a device) is written into."""
    facts = path.stat() if path.exists() else None
    if str(path).startswith(_STREAMS) or (facts is not None and not S_ISREG(facts.st_mode)):
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
        return
    place = Path(os.path.realpath(path))
    if place.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    part = place.parent / f".{token_hex(8)}.part"
    try:
        with part.open("x", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
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
    }
    cells: list[Cell] = []
    for name in COLUMNS:
        value = told[name] if name in told else value_of(stored, name)
        cells.append("; ".join(value) or None if isinstance(value, tuple) else value)
    return cells


def _signature(signature: Signature) -> str:
    facts = filter(None, (signature.role, signature.organization, signature.place))
    return f"{signature.author} ({', '.join(facts)})"
