"""`python -m bench addresses`: labelled pages as bare files, against the same pages with their URLs."""

import argparse
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from archive.extraction.assemble import assemble_article
from archive.extraction.page import draft_page
from archive.extraction.version import EXTRACTOR
from archive.model import Article, Draft
from bench.sets import BODY_SETS, CREDIT_SETS, SNIPPET_SETS, LabelledPage, read_sets
from bench.tables import heading, markdown

SETS = BODY_SETS + SNIPPET_SETS + CREDIT_SETS
MOST_WRONG = 0.003
"""Share of the pages whose bare file may be given another site than the URL has."""
MOST_APART = 0.03
"""Share by which the syndicated pages may be more or fewer without their URLs."""


@dataclass(frozen=True, slots=True)
class Readings:
    """A page read as a bare file (`bare`) and with its URL (`known`); None: refused."""

    id: str
    url: str
    bare: Article | None
    known: Article | None

    @property
    def is_wrong(self) -> bool:
        """Whether the bare file was given a site, and another than the URL's."""
        return bool(self.bare and self.known and self.bare.site and self.bare.site != self.known.site)


def run(arguments: argparse.Namespace) -> int:
    """Print the figures; 1 if one is missed."""
    print(heading(arguments.command_line))
    names = arguments.sets.split(",") if arguments.sets else SETS
    pages = [page for page in read_sets(arguments.data, names, arguments.limit) if page.url]
    with ProcessPoolExecutor(arguments.workers) as pool:
        read = [one for one in pool.map(read_twice, pages, chunksize=16) if one.bare and one.known]
    wrong = [one for one in read if one.is_wrong]
    none = sum(1 for one in read if one.bare and one.known and one.bare.site is None and one.known.site)
    syndicated = [_syndicated([one.bare for one in read]), _syndicated([one.known for one in read])]
    rows = [["pages", f"{len(read):,}"], ["wrong site", f"{len(wrong)} ({len(wrong) / len(read):.2%})"]]
    rows += [["no site", f"{none} ({none / len(read):.2%})"]]
    rows += [["syndicated as files", str(syndicated[0])], ["syndicated with URLs", str(syndicated[1])]]
    print(markdown(("", "found"), rows))
    if arguments.worst:
        _list_pages(read, arguments.worst)
    apart = abs(syndicated[0] - syndicated[1]) / max(1, syndicated[1])
    return 0 if len(wrong) <= MOST_WRONG * len(read) and apart <= MOST_APART else 1


def read_twice(page: LabelledPage) -> Readings:
    """Read a page without its URL and with it."""
    payload = page.payload()
    return Readings(page.id, page.url or "", _read(payload, None), _read(payload, page.url))


def _read(payload: bytes, url: str | None) -> Article | None:
    draft = draft_page(payload, url=url)
    if not isinstance(draft, Draft):
        return None
    return assemble_article(draft, url=url, payload_digest="0" * 64, extractor=EXTRACTOR)


def _syndicated(articles: Sequence[Article | None]) -> int:
    return Counter(article.reporting for article in articles if article)["syndicated"]


def _list_pages(read: Sequence[Readings], most: int) -> None:
    """List pages whose site is wrong, and those syndicated in one reading only, to be judged by reading."""
    for one in [one for one in read if one.is_wrong][:most]:
        print(f"- wrong site: {one.id} {one.url} read as {one.bare.url if one.bare else None}")
    told = [one for one in read if one.bare and one.known and one.bare.reporting != one.known.reporting]
    for one in told[:most]:
        assert one.bare and one.known
        for name, article in (("file", one.bare), ("URL", one.known)):
            credits = "; ".join(f"{credit.organization} ({credit.rule})" for credit in article.credits)
            print(f"- {article.reporting} as {name}: {one.url} [{article.site}, {article.site_name}]: {credits}")
