"""`archive ingest`: pages into the archive."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import click

from archive.cli import COMMANDS, FAILED
from archive.cli.options import common_options, format_option, open_archive
from archive.cli.progress import ResultPrinter
from archive.cli.signals import stop_on_signals
from archive.errors import UsageError
from archive.model import Listing, ListingKind, Outcome, SavedPage

HELP = f"""{COMMANDS["ingest"]}

A TARGET is a file (HTML, text dump, MHTML, WARC, WACZ, HAR, JSON lines, CSV, ZIP, tar), a folder (with all below it),
a glob, a URL, or - for standard input: a page, such a file, or a list of targets. The same page again changes nothing;
a changed article is a new revision; so after an interruption the same command goes on where it ended.

\b
  archive ingest pages/ story.html https://example.com/story
  archive ingest -i urls.txt --workers 4
  archive ingest --url https://example.com/story story.html
  grep example.com urls.txt | archive ingest -
  archive ingest --site https://example.com --feed https://example.org/rss.xml

Ctrl-C finishes the pages in hand and stores them; a second one stops at once.
"""


@click.command(help=HELP)
@click.argument("targets", nargs=-1, metavar="TARGET...")
@click.option(
    "-i", "--input", "lists", multiple=True, metavar="FILE", help="A list of targets, one a line; - is stdin."
)
@click.option("--url", metavar="URL", help="The address of the one page that is named, or comes on standard input.")
@click.option("--feed", "feeds", multiple=True, metavar="URL", help="The articles in a feed: RSS, Atom, JSON Feed.")
@click.option(
    "--sitemap", "sitemaps", multiple=True, metavar="URL", help="The articles in a sitemap or an index of them."
)
@click.option("--site", "sites", multiple=True, metavar="URL", help="The articles in a site's feeds and news sitemaps.")
@click.option("--workers", metavar="N", help="Processes that extract.  [default: one a core]")
@click.option("--page-timeout", metavar="SECONDS", help="Give a page up after so long.  [default: 30]")
@click.option("--max-bytes", metavar="N", help="Refuse larger pages.  [default: 50000000]")
@click.option("--allow-private", multiple=True, metavar="HOST", help="Fetch from this host of an intranet too.")
@click.option("--warc", metavar="FILE", help="Write the responses of the web to this WARC file too.")
@click.option("-q", "--quiet", is_flag=True, help="Print the totals only.")
@format_option("table", "jsonl")
@common_options
def command(
    targets: tuple[str, ...],
    lists: tuple[str, ...],
    url: str | None,
    feeds: tuple[str, ...],
    sitemaps: tuple[str, ...],
    sites: tuple[str, ...],
    allow_private: tuple[str, ...],
    warc: str | None,
    quiet: bool,
    form: str,
    db: str | None,
    **flags: str | None,
) -> int:
    """Print each page once it is stored, then what the run did; give the exit code."""
    listings = (
        *(Listing(url, ListingKind.FEED) for url in feeds),
        *(Listing(url, ListingKind.SITEMAP) for url in sitemaps),
        *(Listing(url, ListingKind.SITE) for url in sites),
    )
    pages = targets if url is None else (page_with_address(url, targets, lists),)
    named: tuple[str | Listing | SavedPage, ...] = (*pages, *("-" for path in lists if path == "-"), *listings)
    files = [path for path in lists if path != "-"]
    if not named and not files:
        raise UsageError("name what to archive: a file, a folder, a URL, or - for a list on standard input")
    with (
        open_archive(db, create=True, allow_private=allow_private or None, **flags) as archive,
        stop_on_signals() as stop,
    ):
        total = archive.expected(*named, lists=files) if sys.stderr.isatty() else None
        with ResultPrinter(form, quiet=quiet, total=total) as rows, imports_uncollected():
            report = archive.ingest(*named, lists=files, each=rows.add, stop=stop, warc=warc)
    rows.finish(report, db)
    if stop.code:
        click.echo("archive: stopped; the same command goes on from here", err=True)
    return stop.code or (FAILED if report.counts.get(Outcome.FAILED) else 0)


def page_with_address(url: str, targets: tuple[str, ...], lists: tuple[str, ...]) -> SavedPage:
    """Give the one page that --url is for. Raises UsageError where there is none, or more."""
    if len(targets) != 1 or lists:
        raise UsageError("--url is for one file, or for - ; for more, give a list with -i: FILE, a tab and URL a line")
    if not url.lower().startswith(("http://", "https://")):
        raise UsageError(f"--url: {url!r} is no address: write it with https://")
    if targets[0].lower().startswith(("http://", "https://")):
        raise UsageError("--url is for a file; a page from the web has its address", where=targets[0])
    return SavedPage(targets[0], url)


@contextmanager
def imports_uncollected() -> Iterator[None]:
    """Exclude imported objects from garbage collection: it would take a fifth of the time that storing a page takes."""
    import_module("archive.flows.ingest")
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
