"""SELECTs written as SQL and asked past SQLAlchemy, which takes longer to load than most answers do."""

import re
from collections.abc import Sequence
from typing import Any, Final, Protocol

ELEMENTS: Final[dict[str, dict[str, str]]] = {}
"""What stands in each dialect for a name in braces; PARAMETERS: how it marks a parameter, if not as `:name`.

`{ids}`, `{texts}`: what the JSON array of that parameter holds, numbers or texts. `{list}`: numbers as a JSON array.
`{pairs}`: the members of the JSON object `:pairs`, a row each, `key` and `value`. `{like}`: LIKE, be letters a-z small
or capital. `{hours}` … `{hours_end}`: what turns a time into hours since 1970. `{place}`: a number by which parts of
`visits` are read one after the other. `{by_times}`: behind `articles`, that their times are read from an index.
`{computed}`: at the end of a query in FROM, that it is not merged into the one around it, which would compute its
columns each time it names them. `{flag_rows}`: the flags of each row of `few`, in `flag.value`. The others are in
`store.full_text`.
"""
PARAMETERS: Final[dict[str, str]] = {}
_ELEMENT: Final = re.compile(r"\{(\w+)\}")
_PARAMETER: Final = re.compile(r":(\w+)")


class _Named(Protocol):
    @property
    def name(self) -> str: ...


class _Driver(Protocol):
    def cursor(self) -> Any:
        """Give a cursor of the driver."""


class Asked(Protocol):
    """A connection that sees one state of the database; SQLAlchemy's is one too."""

    @property
    def dialect(self) -> _Named: ...
    @property
    def connection(self) -> _Driver: ...


class PlainSelect:
    """A SELECT with parameters, `:name`, and with what dialects say each in its way, `{ids}`."""

    __slots__ = ("_sql", "_written")

    def __init__(self, sql: str) -> None:
        self._sql: Final = sql
        self._written: Final[dict[str, str]] = {}

    def rows(self, asked: Asked, **values: Any) -> list[tuple[Any, ...]]:
        """Give its rows."""
        return self._ask(asked, values)[1]

    def records(self, asked: Asked, **values: Any) -> list[dict[str, Any]]:
        """Give its rows by the names of their columns."""
        names, rows = self._ask(asked, values)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def value(self, asked: Asked, **values: Any) -> Any:
        """Give the first column of its first row; None, if it has no row."""
        rows = self.rows(asked, **values)
        return rows[0][0] if rows else None

    def _ask(self, asked: Asked, values: dict[str, Any]) -> tuple[Sequence[str], list[tuple[Any, ...]]]:
        name = asked.dialect.name
        if (sql := self._written.get(name)) is None:
            sql = self._written[name] = _written(self._sql, name)
        cursor = asked.connection.cursor()
        try:
            cursor.execute(sql, values)
            return [column[0] for column in cursor.description], cursor.fetchall()
        finally:
            cursor.close()


def _written(sql: str, dialect: str) -> str:
    elements = ELEMENTS[dialect]
    while _ELEMENT.search(sql):  # one may stand in another
        sql = _ELEMENT.sub(lambda found: elements[found[1]], sql)
    marked = PARAMETERS.get(dialect)
    return _PARAMETER.sub(marked, sql.replace("%", "%%")) if marked else sql
