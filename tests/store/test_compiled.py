"""SELECTs that are compiled once: they give what SQLAlchemy gives, however often and with whatever they are asked."""

import pytest
from sqlalchemy import bindparam, select

from archive.store.compiled import CompiledSelect
from archive.store.file.database import Database
from archive.store.statements import numbers_in
from archive.store.tables import Articles, Captures, Revisions, Runs
from archive.store.write.ledger import Ledger
from tests.build import FERRY, article, page

SOME = select(Articles.id, Articles.title, Articles.flags).order_by(Articles.id).limit(2)


def test_rows_are_those_that_sqlalchemy_gives(ledger: Ledger, database: Database) -> None:
    """With values that are asked for and values that stand in the statement, a % and a colon among them."""
    titles = ("Bridge 100% open", "Ferry: late", "Mill :name sold")
    ledger.record(
        [page(article(f"https://a.example/{title[:4]}", f"{title}. " + FERRY, title=title)) for title in titles]
    )
    asked = SOME.where(Articles.id.in_(numbers_in(bindparam("ids"))), Articles.title != "100% :ids")
    compiled = CompiledSelect(asked)
    with database.reader() as connection:
        for ids in ("[1, 3]", "[2]", "[]", "[1, 2, 3]"):
            rows = connection.execute(asked, {"ids": ids}).all()
            assert [tuple(row) for row in compiled.rows(connection, ids=ids)] == [tuple(row) for row in rows]
        assert compiled.records(connection, ids="[2]") == [{"id": 2, "title": titles[1], "flags": None}]


def test_what_sqlalchemy_would_turn_into_another_value_is_refused(database: Database) -> None:
    """A truth is a number in SQLite; nobody is to find that out by a wrong answer."""
    fetched = select(Revisions.seen_at >= Runs.started_at).select_from(Revisions).join(Captures).join(Runs)
    with database.reader() as connection, pytest.raises(AssertionError):
        CompiledSelect(fetched).rows(connection)
