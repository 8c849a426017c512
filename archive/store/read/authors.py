"""A person's work as bylines tell it: on which sites, for whom, as what, and where from."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select

from archive.errors import NotFound
from archive.store.database import Database
from archive.store.plain import PlainSelect
from archive.store.tables import ArticleAuthors, Articles, Authors

_FREQUENT: Final = PlainSelect(
    "SELECT authors.name, count(*) AS found FROM article_authors JOIN authors ON authors.id = article_authors.author_id"
    " JOIN articles ON articles.id = article_authors.article_id WHERE articles.site = :site"
    " GROUP BY authors.id ORDER BY found DESC, authors.name LIMIT :limit"
)
Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class AuthorFigures:
    """A name in bylines: how many articles it signed, and of these how many on each site, for each organisation, in
    each role, from each place, in each year, the most first. Two persons of one name are one."""

    name: str
    articles: int
    sites: Counts
    organizations: Counts
    roles: Counts
    places: Counts
    years: Counts


def author_figures(database: Database, name: str) -> AuthorFigures:
    """Count what a person signed. Raises NotFound."""
    year = func.substr(Articles.published_at, 1, 4)
    with database.reader() as connection:
        number = connection.scalar(select(Authors.id).where(Authors.name == name))
        if number is None:
            raise NotFound("nobody of this name signed an article", where=name)
        signed = ArticleAuthors.author_id == number

        def counted(column: Any) -> Counts:
            found = (
                select(column, func.count())
                .join_from(ArticleAuthors, Articles, Articles.id == ArticleAuthors.article_id)
                .where(signed, column.is_not(None))
                .group_by(column)
                .order_by(func.count().desc(), column)
                .limit(50)
            )
            return tuple((str(value), count) for value, count in connection.execute(found))

        return AuthorFigures(
            name=name,
            articles=connection.scalar(select(func.count()).where(signed)) or 0,
            sites=counted(Articles.site),
            organizations=counted(ArticleAuthors.organization),
            roles=counted(ArticleAuthors.role),
            places=counted(ArticleAuthors.place),
            years=tuple(sorted(counted(year))),
        )


def frequent_authors(database: Database, site: str, limit: int) -> Counts:
    """Count who signed most of a site's articles."""
    with database.asked() as asked:
        return tuple(_FREQUENT.rows(asked, site=site, limit=limit))
