"""Turn what a person names (files, folders, globs, URLs, lists, listings) into captures, one at a time."""

import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby, islice
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, cast

from archive.captures import files, lists
from archive.captures.standard_input import PipedFile, read_standard_input
from archive.model import Capture, ListedArticle, Listing, ListingRead, SavedPage, Unreadable
from archive.settings import Settings

if TYPE_CHECKING:
    from archive.captures.web.session import Web

Target = str | Path | Listing | SavedPage
BATCH = 20_000  # articles that listings name, fetched together


def read_captures(
    targets: Iterable[Target],
    *,
    settings: Settings,
    now: Callable[[], str],
    stdin: Iterable[bytes] | None = None,
    stop: Event | None = None,
    passed_over: Counter[tuple[str, str]] | None = None,
) -> Generator[Capture | Unreadable | None, None, None]:
    """Give the pages in `targets`: URLs, files, folders, globs, `-` for what is on standard input, and listings, for
    the articles they list.

        for capture in read_captures(["pages/", "https://harbour.example/ferry"], settings=settings, now=now): ...

    In the order given, but URLs that follow one another come as they answer. Targets are read as there is room. What
    gives no page is an Unreadable. None: nothing has come for a moment. Once `stop` is set, no URL is waited for. What
    is no page, and was not named itself, is counted in `passed_over` by the target and the reason.
    """
    passed_over = Counter() if passed_over is None else passed_over
    with ExitStack() as stack:
        web: Web | None = None
        for kind, group in groupby(_with_lists(targets, stdin), key=_kind_of):
            if kind is None:
                yield from (None for _ in group)
                continue
            if kind is Path:
                paths = cast("Iterator[str | Path | SavedPage]", group)
                own = settings.db.removeprefix("sqlite:///")
                yield from files.read_files(
                    paths, max_bytes=settings.max_bytes, now=now, passed_over=passed_over, own=own
                )
                continue
            if kind is PipedFile:
                for piped in cast("Iterator[PipedFile]", group):
                    yield from files.read_stream(
                        piped.stream, piped.url, max_bytes=settings.max_bytes, now=now, passed_over=passed_over
                    )
                continue
            if web is None:
                from archive.captures.web.session import open_web  # a third of a second that files need not wait for

                web = stack.enter_context(open_web(settings=settings, now=now))
            if kind is Listing:
                yield from _fetch_listed(cast("Iterator[Listing]", group), web, stop)
            else:
                yield from web.watch_urls(map(str, group), stop=stop)


def count_expected(targets: Iterable[Target]) -> int | None:
    """Count about how many pages `targets` hold, for a progress bar; None where only reading them would tell."""
    total = 0
    for target in targets:
        if target == "-" or isinstance(target, Listing) or (isinstance(target, SavedPage) and target.path == "-"):
            return None
        if isinstance(target, SavedPage) or _kind_of(target) is str:
            total += 1
        elif (count := files.count_files([target])) is not None:
            total += count
        else:
            return None
    return total


def _fetch_listed(
    listings: Iterable[Listing], web: "Web", stop: Event | None
) -> Generator[Capture | Unreadable | None, None, None]:
    """Fetch the articles that listings name; a listing that cannot be read is an Unreadable."""
    from archive.captures.listings.discovery import discover_articles

    found = discover_articles(listings, web, stop=stop, files=True)
    while some := list(islice(found, BATCH)):
        yield from filter(None, (_fault_of(one) for one in some if isinstance(one, ListingRead)))
        yield from web.watch_urls((one.url for one in some if isinstance(one, ListedArticle)), stop=stop)


def _fault_of(reading: ListingRead) -> Unreadable | None:
    """Give what a reading failed in, or passed over."""
    if reading.failure or not reading.passed_over:
        return reading.failure
    return Unreadable(reading.listing.url, f"read in part: {reading.passed_over}")


def _with_lists(targets: Iterable[Target], stdin: Iterable[bytes] | None) -> Iterator[Target | PipedFile | None]:
    """Give the targets, in the place of `-` what is on standard input; None while nothing comes."""
    for target in targets:
        path, url = (target.path, target.url) if isinstance(target, SavedPage) else (target, None)
        if path == "-":
            yield from read_standard_input(sys.stdin.buffer if stdin is None else stdin, url)
        else:
            yield lists.unwrap_address(target) if isinstance(target, str) else target


def _kind_of(target: Target | PipedFile | None) -> type | None:
    """Tell how a target is read: a Path is opened, a str fetched, of a Listing what it names; None is none yet."""
    if target is None:
        return None
    if isinstance(target, Listing | PipedFile):
        return type(target)
    return str if isinstance(target, str) and lists.is_url(target) else Path
