"""What the archive holds, in figures."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Final

from archive.store.database import Database
from archive.store.plain import Asked, PlainSelect
from archive.store.read.filters import IS_ARTICLE, NO_ARTICLE

Counts = tuple[tuple[str, int], ...]
_Kind = tuple[str | None, str, str | None]
"""Source, reporting and language of an article."""


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts and sizes. Where a figure is by name, the most frequent comes first.

    `articles`, `sites`, `sources`: without pages that are no articles, which `flags` counts. `reporting`: articles that
    are own, syndicated or mixed. `credits`: by role. `refused`: captures by reason.
    `first_published`, `last_published`: as the pages say. `page_bytes`: all payloads as received; `stored_bytes`: the
    same, compressed; `database_bytes`: the whole file with its log.
    """

    articles: int
    sites: int
    sources: int
    reporting: Counts
    languages: Counts
    flags: Counts
    first_published: str | None
    last_published: str | None
    credits: Counts
    revisions: int
    stories: int
    captures: int
    refused: Counts
    payloads: int
    page_bytes: int
    stored_bytes: int
    database_bytes: int

    def items(self) -> Iterator[tuple[str, int | str | None]]:
        """Give one figure a row: `("articles", 15)`, `("credits, agency", 4)`."""
        for field in fields(self):
            value = getattr(self, field.name)
            name = field.name.replace("_", " ")
            if isinstance(value, tuple):
                yield from ((f"{name}, {part}", count) for part, count in value)
            else:
                yield name, value


_PAYLOADS: Final = PlainSelect(
    "SELECT count(*), coalesce(sum(size), 0), coalesce(sum(length(zstd)), 0) FROM payloads"
    " WHERE size >= 0"  # all of them, but so SQLite reads an index and not the pages
)
_KINDS: Final = PlainSelect(
    "SELECT source, reporting, language, count(*) FROM articles GROUP BY source, reporting, language"
)
_NO_ARTICLES: Final = PlainSelect(f"SELECT source, reporting, language, site FROM articles WHERE {NO_ARTICLE}")
_SITES: Final = PlainSelect(
    "WITH RECURSIVE named (site) AS (SELECT min(site) FROM articles"
    " UNION ALL SELECT (SELECT min(articles.site) FROM articles WHERE articles.site > named.site) FROM named"
    " WHERE named.site IS NOT NULL) SELECT count(site) FROM named"  # from one to the next, past its articles
)
_BY_SITE: Final = PlainSelect("SELECT site, count(*) FROM articles WHERE site IN {texts} GROUP BY site")
_CREDITS: Final = PlainSelect("SELECT organization_id, role, count(*) FROM credits GROUP BY organization_id, role")
_FLAGS: Final = PlainSelect(
    "SELECT flags, count(*) FROM articles WHERE flags IS NOT NULL GROUP BY flags ORDER BY count(*) DESC, flags"
)
_REFUSED: Final = PlainSelect(
    "SELECT refused, count(*) FROM captures WHERE refused IS NOT NULL GROUP BY refused ORDER BY count(*) DESC, refused"
)
_FIRST, _LAST = (
    PlainSelect(
        f"SELECT published_at FROM articles WHERE published_at IS NOT NULL AND {IS_ARTICLE}"
        f" ORDER BY published_at{way} LIMIT 1"
    )
    for way in ("", " DESC")
)
_REVISIONS, _STORIES, _CAPTURES = (
    PlainSelect(f"SELECT count(*) FROM {table}") for table in ("stored_revisions", "stories", "captures")
)


def archive_stats(database: Database) -> Stats:
    """Give all figures, of one state of the database."""
    with database.asked() as asked:
        ((payloads, size, stored),) = _PAYLOADS.rows(asked)
        none = _NO_ARTICLES.rows(asked)
        kinds = _kinds(asked, none)
        return Stats(
            articles=kinds.total(),
            sites=_sites(asked, none),
            sources=len({source for source, *_ in kinds if source is not None}),
            reporting=_summed(kinds, 1),
            languages=_summed(kinds, 2),
            flags=_flags(asked),
            first_published=_FIRST.value(asked),
            last_published=_LAST.value(asked),
            credits=_credits(asked),
            revisions=_REVISIONS.value(asked),
            stories=_STORIES.value(asked),
            captures=_CAPTURES.value(asked),
            refused=tuple((reason, count) for reason, count in _REFUSED.rows(asked)),
            payloads=payloads,
            page_bytes=size,
            stored_bytes=stored,
            database_bytes=database.size(),
        )


def _kinds(asked: Asked, none: list[tuple[str, ...]]) -> Counter[_Kind]:
    """Count articles by source, reporting and language: all, from an index, less the few pages that are none."""
    counts: Counter[_Kind] = Counter({(row[0], row[1], row[2]): row[3] for row in _KINDS.rows(asked)})
    counts.subtract((row[0], row[1], row[2]) for row in none)
    return +counts


def _sites(asked: Asked, none: list[tuple[str, ...]]) -> int:
    """Count sites with an article: all, less those of which no page is one."""
    without = Counter(row[3] for row in none if row[3] is not None)
    pages = _BY_SITE.rows(asked, texts=json.dumps(list(without)))
    gone = [site for site, count in pages if count == without[site]]
    return int(_SITES.value(asked)) - len(gone)


def _credits(asked: Asked) -> Counts:
    """Count credits by role, the most frequent first: grouped as their index has them, which needs no sorting."""
    counts: Counter[str] = Counter()
    for _, role, count in _CREDITS.rows(asked):
        counts[role] += count
    return _by_frequency(counts)


def _flags(asked: Asked) -> Counts:
    """Count each flag; they are few kinds of lists."""
    counts: Counter[str] = Counter()
    for flags, count in _FLAGS.rows(asked):
        counts.update(dict.fromkeys(json.loads(flags), count))
    return tuple(counts.most_common())


def _summed(kinds: Counter[_Kind], place: int) -> Counts:
    """Sum the counts by one part of the kinds, the most frequent first."""
    counts: Counter[str] = Counter()
    for kind, count in kinds.items():
        if (name := kind[place]) is not None:
            counts[name] += count
    return _by_frequency(counts)


def _by_frequency(counts: Counter[str]) -> Counts:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
