"""The pages of the reader by their addresses: what each shows, by which template, and what may be asked of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request

from archive.app import Archive
from archive.serve.pages.article import article_page
from archive.serve.pages.asked import Data, name_of
from archive.serve.pages.author import author_page
from archive.serve.pages.edits import edits_page
from archive.serve.pages.history import VIEWS, history_page
from archive.serve.pages.home import home_page
from archive.serve.pages.runs import run_page, runs_page
from archive.serve.pages.search import ORDERS, search_page
from archive.serve.pages.site import site_page
from archive.serve.pages.source import source_page
from archive.serve.pages.sql import sql_page
from archive.serve.pages.stories import stories_page, story_page
from archive.store.read.edits import KINDS
from archive.store.read.filters import PROVENANCES

Giving = Callable[[Archive, Request], Data]

FILTERS: Final = {
    "site": "Only articles of this site, a registrable domain",
    "source": "Only stories from this source",
    "provenance": f"One of {', '.join(PROVENANCES)}",
    "author": "Only what this person signed",
    "language": "A code, such as en",
    "since": "Published then or later: 2026, 2026-11 or 2026-11-22",
    "until": "Published then or before",
    "flag": "Only what is odd in this way, such as paywalled",
}
WORDS: Final = 'Words, "phrases", -not, title:word, prefix*'
EDITS: Final = {
    "site": "Only edits of this site",
    "kind": f"One of {', '.join(KINDS)}",
    "since": "Seen then or later",
    "until": "Seen then or before; `next` of the page before",
    "disclosed": "yes: the site says that it changed; no: silent",
}
AFTER: Final = {"after": "Where the page begins: `next` of the page before"}
NAME: Final = {"name": "Its name"}
TWO: Final = {"old": "The number of the older", "new": "The number of the newer", "view": f"{' or '.join(VIEWS)}"}


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page. `meaning`: what it shows; `asks`: parameters with their meaning; `feed`: also an Atom feed;
    `brief`: made of a few rows, so that it takes less to make it at once than to hand it to another thread.
    """

    path: str
    template: str
    meaning: str
    give: Giving
    asks: dict[str, str]
    feed: bool = False
    brief: bool = False

    @property
    def json_path(self) -> str:
        """Give the address of the same as JSON."""
        return "/index.json" if self.path == "/" else f"{self.path}.json"

    @property
    def feed_path(self) -> str:
        """Give the address of the same as an Atom feed."""
        return f"{self.path}.atom"


PAGES: Final = (
    PageKind("/", "home.html", "What came in lately, and what changed", lambda a, r: home_page(a), {}),
    PageKind(
        "/search", "search.html", "Articles by words and filters, with counts beside each filter",
        lambda a, r: search_page(a, r.query_params),
        {"q": WORDS, **FILTERS, "order": " or ".join(ORDERS), **AFTER}, feed=True,
    ),
    PageKind(
        "/articles/{id:int}", "article.html", "One article, its page block by block, its copies, how to cite it",
        lambda a, r: article_page(a, r.path_params["id"]), {}, brief=True,
    ),
    PageKind(
        "/articles/{id:int}/history", "history.html", "Its revisions, and what two of them say otherwise",
        lambda a, r: history_page(a, r.path_params["id"], r.query_params), TWO,
    ),
    PageKind(
        "/site", "site.html", "A site: volume, own against wire, authors, edits, drift, furniture",
        lambda a, r: site_page(a, name_of(r.query_params), r.query_params), {**NAME, **AFTER}, feed=True,
    ),
    PageKind(
        "/source", "source.html", "A source: who prints it, and its stories by reach",
        lambda a, r: source_page(a, name_of(r.query_params), r.query_params), {**NAME, **AFTER}, feed=True,
    ),
    PageKind(
        "/author", "author.html", "An author: articles, sites, organisations",
        lambda a, r: author_page(a, name_of(r.query_params), r.query_params), {**NAME, **AFTER}, feed=True,
    ),
    PageKind(
        "/edits", "edits.html", "Edits with their words, disclosed or silent",
        lambda a, r: edits_page(a, r.query_params), EDITS, feed=True,
    ),
    PageKind(
        "/stories", "stories.html", "Texts that several sites printed, by reach",
        lambda a, r: stories_page(a, r.query_params), FILTERS,
    ),
    PageKind(
        "/stories/{id:int}", "story.html", "All copies of a story on a timeline, and what two of them say otherwise",
        lambda a, r: story_page(a, r.path_params["id"], r.query_params), TWO, feed=True,
    ),
    PageKind(
        "/sql", "sql.html", "A question in SQL, read only", lambda a, r: sql_page(a, r.query_params.get("q", "")),
        {"q": "One SELECT"},
    ),
    PageKind("/runs", "runs.html", "The newest runs with their counts", lambda a, r: runs_page(a), {}),
    PageKind(
        "/runs/{id:int}", "run.html", "A run, and the report of its night",
        lambda a, r: run_page(a, r.path_params["id"]), {},
    ),
)  # fmt: skip
