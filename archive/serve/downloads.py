"""What is taken from the reader as a file: the page as received, a bundle, citations, answers, feeds."""

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archive.app import Archive
from archive.render.atom import AtomEntry
from archive.render.edits import edit_entry
from archive.render.rows import csv_rows
from archive.render.terminal import Screen
from archive.serve.addresses import PageKind
from archive.serve.atom import article_entry, atom_feed
from archive.serve.citations import cite_bibtex, cite_csl
from archive.serve.pages.asked import LINES
from archive.serve.pages.edits import edit_filter
from archive.serve.responses import ATOM, as_bytes, as_file

CSL = "application/vnd.citationstyles.csl+json"
PARQUET = "application/vnd.apache.parquet"


def give_page(archive: Archive, request: Request) -> Response:
    """Give the stored page as text, whatever it is: a browser must not act on it."""
    return as_bytes(request, archive.payload(request.path_params["id"]), "text/plain; charset=utf-8")


def give_bundle(archive: Archive, request: Request) -> Response:
    """Give all that is held of an article as a zip file."""
    number = request.path_params["id"]
    with TemporaryDirectory(prefix="archive-") as folder:
        path = Path(folder) / "bundle.zip"
        archive.bundle(number, path)
        return as_file(request, path.read_bytes(), "application/zip", f"article-{number}.zip")


def give_bibtex(archive: Archive, request: Request) -> Response:
    """Give an article as an entry of BibTeX."""
    number = request.path_params["id"]
    return as_file(request, cite_bibtex(archive.saved(number)).encode(), "text/x-bibtex", f"article-{number}.bib")


def give_csl(archive: Archive, request: Request) -> Response:
    """Give an article as CSL-JSON."""
    number = request.path_params["id"]
    text = json.dumps([cite_csl(archive.saved(number))], ensure_ascii=False, indent=2)
    return as_file(request, text.encode(), CSL, f"article-{number}.csl.json")


def give_csv(archive: Archive, request: Request) -> Response:
    """Give all rows of an answer as CSV, as far as memory holds them."""
    answer = archive.query(request.query_params.get("q", ""))
    text = "".join(csv_rows(answer.columns, answer.rows, Screen()))
    return as_file(request, text.encode(), "text/csv", "answer.csv")


def give_parquet(archive: Archive, request: Request) -> Response:
    """Give all rows of an answer as Parquet. Raises UsageError where pyarrow is missing."""
    with TemporaryDirectory(prefix="archive-") as folder:
        path = Path(folder) / "answer.parquet"
        archive.export_query(path, request.query_params.get("q", ""))
        return as_file(request, path.read_bytes(), PARQUET, "answer.parquet")


def give_article_of(archive: Archive, request: Request) -> Response:
    """Lead from a page's URL to its article."""
    return RedirectResponse(f"/articles/{archive.saved(request.query_params.get('url', '')).id}", 303)


def give_feed(archive: Archive, request: Request, page: PageKind) -> Response:
    """Give the list that a page shows as an Atom feed."""
    data = page.give(archive, request)
    entries = _entries(archive, request, page, data)
    name = data.get("q") or data.get("name") or data.get("title") or page.meaning
    return as_bytes(request, atom_feed(f"archive: {name}", str(request.url), entries), ATOM)


def _entries(archive: Archive, request: Request, page: PageKind, data: dict[str, Any]) -> Sequence[AtomEntry]:
    if "edits" in data and page.path == "/edits":
        return [edit_entry(edit) for edit in archive.edits(edit_filter(request.query_params), limit=LINES)]
    if data.get("articles"):
        return [article_entry(line) for line in data["articles"]]
    ids = [one["article_id"] for one in data.get("hits") or data.get("copies") or ()]
    return [article_entry({name: getattr(line, name) for name in line.__slots__}) for line in archive.lines(ids=ids)]
