"""SELECTs as plain SQL: they ask either database the same."""

import json

from archive.store.database import Database
from archive.store.plain import PlainSelect
from archive.store.write.ledger import Ledger
from tests.build import FERRY, article, page


def test_elements_and_parameters_mean_the_same_everywhere(ledger: Ledger, database: Database) -> None:
    """Lists of numbers and texts, a % in the statement, letters small or capital, a parameter that is named twice."""
    titles = ("Bridge 100% open", "Ferry: late", "Mill :name sold")
    ledger.record(
        [page(article(f"https://a.example/{title[:4]}", f"{title}. " + FERRY, title=title)) for title in titles]
    )
    asked = PlainSelect(
        "SELECT id, title FROM articles WHERE id IN {ids} AND title IN {texts} AND title {like} :like"
        " AND title NOT LIKE 'M%' AND id <= :most AND id >= 0 - :most ORDER BY id"
    )
    listed = PlainSelect("SELECT CAST({list}(id) AS TEXT) FROM articles WHERE id = 2")
    with database.asked() as connection:
        values = {"ids": "[1, 2, 3]", "texts": json.dumps(titles), "like": "%L%E", "most": 3}
        assert asked.rows(connection, **values) == [(2, titles[1])]
        assert asked.records(connection, **values | {"like": "%%"}) == [
            {"id": number, "title": titles[number - 1]} for number in (1, 2)
        ]
        assert asked.value(connection, **values | {"ids": "[]"}) is None
        assert json.loads(listed.value(connection)) == [2]
