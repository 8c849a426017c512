"""The visits of the past, as a world that `archive.judge.replay` can replay."""

from collections import defaultdict

from sqlalchemy import select

from archive.errors import NotFound
from archive.judge.replay import DAY, SimulatedArticle, World
from archive.judge.visit import Finding
from archive.store.database import Database
from archive.store.tables import Articles, Checks
from archive.times import hours


def load_past(database: Database) -> World:
    """Give the archive's own past as a world: its articles, and when visits saw them changed.

    Raises NotFound where there were no visits, StoreError.
    """
    changes: defaultdict[int, list[float]] = defaultdict(list)
    with database.reader() as connection:
        seen = select(Checks.article_id, Checks.checked_at, Checks.outcome).order_by(Checks.checked_at)
        rows = connection.execute(seen).all()
        for row in rows:
            if row.outcome == Finding.CHANGED:
                changes[row.article_id].append(hours(row.checked_at))
        columns = Articles.id, Articles.url, Articles.site, Articles.first_seen_at
        articles = connection.execute(select(*columns).where(Articles.id.in_(select(Checks.article_id)))).all()
    if not rows:
        raise NotFound("no visits to learn from yet; `archive recrawl` makes some", where=database.name)
    begin, end = hours(rows[0].checked_at), hours(rows[-1].checked_at)
    pages = (
        SimulatedArticle(row.url, row.site or "", hours(row.first_seen_at), tuple(changes[row.id])) for row in articles
    )
    return World("past", tuple(pages), begin, 1 + round((end - begin) / DAY))
