"""A bundle: all that the archive has of one article in one zip file, which a person can check with `sha256sum -c`."""

import difflib
import hashlib
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from archive.errors import ArchiveError
from archive.model import StoredArticle
from archive.render.data_card import file_digest
from archive.render.rows import json_text
from archive.render.terminal import one_safe_line

ENDINGS: Final = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "txt"}
EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The time of each file in the zip, so that the same article gives the same bytes."""
SUMS: Final = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class BundledText:
    """What an article said once. `capture`: the number of the page it was read from."""

    number: int
    seen_at: str
    change: str
    extractor: str
    digest: str
    capture: int
    title: str | None
    standfirst: str | None
    byline: str | None
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class BundledPage:
    """A page as it was received. `headers`: JSON as stored; `payload`: its bytes."""

    id: int
    origin: str
    url: str | None
    captured_at: str
    status: int | None
    media_type: str | None
    charset: str | None
    headers: str | None
    origin_file: str | None
    origin_record: str | None
    origin_offset: int | None
    payload_digest: str
    rights: str | None
    payload: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bundle:
    """All that is known of one article."""

    stored: StoredArticle
    texts: Sequence[BundledText]
    pages: Sequence[BundledPage]


def write_bundle(path: Path, bundle: Bundle, card: str) -> str:
    """Write the bundle with its card, as JSON; give its SHA-256. Raises ArchiveError if `path` cannot be written."""
    files = {"card.json": card.encode(), **dict(bundle_files(bundle))}
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    part = path.parent / f".{path.name}.part"
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in sorted((files | {SUMS: sums.encode()}).items()):
                packed.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
        part.replace(path)
    except OSError as error:
        raise ArchiveError(f"cannot be written: {error.strerror or error}", where=str(path)) from error
    finally:
        part.unlink(missing_ok=True)
    return file_digest(path)


def bundle_files(bundle: Bundle) -> Iterator[tuple[str, bytes]]:
    """Give the files of a bundle by their names, without the list of digests."""
    yield "README.txt", _readme(bundle).encode()
    known = asdict(bundle.stored)
    yield "article.json", (json_text(known.pop("article") | known, indent=2) + "\n").encode()
    for text in bundle.texts:
        yield f"revisions/{text.number}.txt", "".join(_lines(text)).encode()
    for before, after in zip(bundle.texts, bundle.texts[1:], strict=False):
        names = f"revisions/{before.number}.txt", f"revisions/{after.number}.txt"
        told = difflib.unified_diff(_lines(before), _lines(after), *names, before.seen_at, after.seen_at, n=1)
        yield f"diffs/{before.number}-{after.number}.diff", "".join(told).encode()
    facts = [asdict(text) | {"body": None} for text in bundle.texts]
    for fact in facts:
        del fact["body"]
    yield "revisions.json", (json_text(facts, indent=2) + "\n").encode()
    yield "captures.json", (json_text([_capture(page) for page in bundle.pages], indent=2) + "\n").encode()
    yield from {_page_name(page): page.payload for page in bundle.pages}.items()


def _lines(text: BundledText) -> list[str]:
    paragraphs = (text.title, text.standfirst, text.byline, *text.body.split("\n\n"))
    return [f"{line}\n" for paragraph in paragraphs if paragraph for line in (*paragraph.splitlines(), "")]


def _page_name(page: BundledPage) -> str:
    kind = (page.media_type or "").partition(";")[0].strip().lower()
    return f"pages/{page.payload_digest}.{ENDINGS.get(kind, 'bin')}"


def _capture(page: BundledPage) -> dict[str, object]:
    facts = {name: getattr(page, name) for name in BundledPage.__dataclass_fields__ if name != "payload"}
    headers = json.loads(page.headers) if page.headers else None
    rights = json.loads(page.rights) if page.rights else None
    return facts | {"headers": headers, "rights": rights, "file": _page_name(page)}


def _readme(bundle: Bundle) -> str:
    stored = bundle.stored
    said = stored.article
    times = [page.captured_at for page in bundle.pages]
    seen = f"{min(times)} to {max(times)}" if times else "never"
    return f"""{one_safe_line(said.title or "(no title)")}
{said.url}

What the archive holds of this article: {len(bundle.texts)} revisions, {len(bundle.pages)} captures, {seen}.
First seen {stored.first_seen_at}, last seen {stored.last_seen_at}, last changed {stored.last_changed_at}.
Read by {said.extractor}.

card.json        which archive this comes from: its counts and versions; and who owns the texts
article.json     the article now: fields, credits with their evidence, every block of its page
revisions.json   its revisions: when, what kind of change, digest of the text
revisions/       the text of each
diffs/           what changed from one to the next
captures.json    when each page came from where, with its response headers and the rights it stated
pages/           the pages byte for byte as received; the name is the SHA-256

Unpack it, and check that nothing was changed:

    sha256sum -c {SUMS}

The digest of a revision (revisions.json) is the SHA-256 of its body: Unicode NFC, white space folded to single spaces.
The texts and pages belong to their publishers.
"""
