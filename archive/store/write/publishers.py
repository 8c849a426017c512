"""The one name of each site's publisher: what pages call it is counted, and its own articles have that name as source.

All in the transaction that stores the pages.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, select, update

from archive.errors import NotFound, UsageError
from archive.model import Article, Intake, Role
from archive.store.database import Database
from archive.store.statements import in_list, insert
from archive.store.storable import storable_text
from archive.store.tables import Articles, Credits, SiteNames, Sites
from archive.store.write.organization_names import merged_names

OFTEN: Final = 1_000
"""Articles of a site up to which its name is chosen anew with each batch; then with each thousand more."""
MOST_NAMES: Final = 200
"""Names of one site that are counted: one that calls itself otherwise on each page has none."""
LONGEST: Final = 200
"""Characters of a name that are kept."""

_COUNTED_SITES = insert(Sites)
_COUNTED_SITES = _COUNTED_SITES.on_conflict_do_update(
    index_elements=["site"], set_={"articles": Sites.articles + _COUNTED_SITES.excluded.articles}
)
_COUNTED_NAMES = insert(SiteNames)
_COUNTED_NAMES = _COUNTED_NAMES.on_conflict_do_update(
    index_elements=["site", "name"], set_={"articles": SiteNames.articles + _COUNTED_NAMES.excluded.articles}
)
"""What adds to the counts, be the row there or not."""
_CREDITED = select(Credits.id).where(Credits.article_id == Articles.id, Credits.role != Role.CONTRIBUTOR.value).exists()
_NAME = select(Sites.publisher).where(Sites.site == Articles.site).scalar_subquery()
_SAID = func.coalesce(_NAME, Articles.site_name, Articles.site)
"""What goes in the place of a name that is one no more."""


def with_publishers(connection: Connection, batch: Sequence[Intake]) -> list[Intake]:
    """Give the pages with their site's one name as source, where their own house is it."""
    sites = {one.result.site for one in batch if isinstance(one.result, Article) and one.result.site}
    known = select(Sites.site, Sites.publisher).where(Sites.site.in_(in_list(sites)), Sites.publisher.is_not(None))
    names = {row.site: row.publisher for row in connection.execute(known)} if sites else {}
    return [_named(one, names) for one in batch] if names else list(batch)


def _named(intake: Intake, names: Mapping[str, str | None]) -> Intake:
    article = intake.result
    if not isinstance(article, Article) or not (name := names.get(article.site or "")) or article.source == name:
        return intake
    if any(credit.role is not Role.CONTRIBUTOR for credit in article.credits):
        return intake
    return replace(intake, result=replace(article, source=name))


def settle_publishers(connection: Connection, added: Iterable[Intake], written: Collection[int]) -> None:
    """Count what the pages of new articles call their sites, and bring names and sources up to date.

    `written`: articles whose source may be another now.
    """
    from archive.judge.publisher import stated_names  # it needs lxml, in whose import the workers of an ingest begin

    stated, pages = Counter[tuple[str, str]](), Counter[str]()
    for intake in added:
        article = intake.result
        if isinstance(article, Article) and article.site:
            names = stated_names(intake.names, article.title)
            stated.update((article.site, storable_text(name)[:LONGEST]) for name in names)
            pages[article.site] += bool(names)
    due = _count_names(connection, stated, pages)
    changed = _choose_names(connection, due)
    _settle_sources(connection, and_(Articles.id.in_(in_list(written)), _NAME.is_not(None)))
    if changed:
        _settle_sources(connection, Articles.site.in_(in_list(changed)))


def rename_publisher(database: Database, site: str, name: str | None) -> int:
    """Call a site's publisher so from now on, whatever its pages say; None: as they say again.

    Gives how many articles have another source now. Raises NotFound for a site that has no articles, UsageError for an
    empty name.
    """
    named = " ".join(storable_text(name).split()) if name is not None else None
    if named == "":
        raise UsageError("the name is empty; without one the site is called what its pages say", where=site)
    with database.writer() as connection:
        if connection.scalar(select(Articles.id).where(Articles.site == site).limit(1)) is None:
            raise NotFound("no article of this site", where=site)
        values = {"publisher": named, "renamed": named is not None}
        connection.execute(
            insert(Sites).values(site=site, **values).on_conflict_do_update(index_elements=["site"], set_=values)
        )
        if named is None:
            _choose_names(connection, [site])
        return _settle_sources(connection, Articles.site == site)


def choose_names_again(connection: Connection, sites: Collection[str]) -> None:
    """Bring the names of those sites, and the sources of their articles, up to date."""
    for site in _choose_names(connection, sites):
        _settle_sources(connection, Articles.site == site)


def _count_names(connection: Connection, stated: Mapping[tuple[str, str], int], pages: Mapping[str, int]) -> set[str]:
    """Add to the counts; give the sites whose name is to be chosen."""
    if not pages:
        return set()
    connection.execute(_COUNTED_SITES, [{"site": site, "articles": count} for site, count in pages.items()])
    totals = connection.execute(select(Sites.site, Sites.articles).where(Sites.site.in_(in_list(pages))))
    due = {site for site, total in totals if total < OFTEN or total // OFTEN > (total - pages[site]) // OFTEN}
    held = select(SiteNames.site, func.count()).where(SiteNames.site.in_(in_list(pages))).group_by(SiteNames.site)
    room = {site: MOST_NAMES - count for site, count in connection.execute(held)}
    counted: list[dict[str, Any]] = []
    more: list[dict[str, Any]] = []
    for (site, name), count in stated.items():
        left = room.setdefault(site, MOST_NAMES)
        (counted if left > 0 else more).append({"site": site, "name": name, "articles": count})
        room[site] = left - 1
    if counted:
        connection.execute(_COUNTED_NAMES, counted)
    for row in more:
        known = update(SiteNames).where(SiteNames.site == row["site"], SiteNames.name == row["name"])
        connection.execute(known.values(articles=SiteNames.articles + row["articles"]))
    return due


def _choose_names(connection: Connection, sites: Collection[str]) -> list[str]:
    """Choose the names of sites that nobody renamed; give those whose name is another now."""
    if not sites:
        return []
    from archive.judge.publisher import choose_publisher

    whose = merged_names(connection)
    rows = connection.execute(
        select(Sites.site, Sites.publisher, Sites.articles).where(
            Sites.site.in_(in_list(sites)), Sites.renamed.is_(False)
        )
    ).all()
    stated: defaultdict[str, dict[str, int]] = defaultdict(dict)
    counts = select(SiteNames.site, SiteNames.name, SiteNames.articles)
    for site, called, times in connection.execute(counts.where(SiteNames.site.in_(in_list(row.site for row in rows)))):
        stated[site][called] = times
    changed: dict[str, str | None] = {}
    for site, publisher, pages in rows:
        name = choose_publisher(stated[site], pages, site)
        name = whose.get(name, name) if name else None
        if name != publisher:
            changed[site] = name
    if changed:
        named = update(Sites).where(Sites.site == bindparam("at")).values(publisher=bindparam("name"))
        connection.execute(named, [{"at": site, "name": name} for site, name in changed.items()])
    return list(changed)


def _settle_sources(connection: Connection, meant: ColumnElement[bool]) -> int:
    """Write the one name into the rows alone whose source is another: a row of `articles` is long."""
    stale = and_(~_CREDITED, Articles.source.is_distinct_from(_SAID))
    return connection.execute(update(Articles).where(meant, stale).values(source=_SAID)).rowcount
