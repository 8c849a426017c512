"""Placeholders of a question as people write them for SQLite, `:name` and `?`, as PostgreSQL has them: `$1`."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from archive.errors import QueryError
from archive.store.cells import Cell

_PIECES: Final = re.compile(
    r"""
    [eE]'(?:[^'\\]|''|\\.)*'            # text in which a backslash escapes
    | '(?:[^']|'')*'                    # text
    | "(?:[^"]|"")*"                    # a name
    | --[^\n]*                          # comments
    | /\*.*?\*/
    | \$(?P<tag>[A-Za-z_]\w*|)\$.*?\$(?P=tag)\$   # text between dollars
    | ::                                # a cast
    | (?<![\w:]):(?P<name>[A-Za-z_]\w*)
    | (?P<mark>\?)
    | (?P<number>\$\d+)
    """,
    re.VERBOSE | re.DOTALL,
)


def number_placeholders(sql: str, parameters: Mapping[str, Cell] | Sequence[Cell]) -> tuple[str, list[Any]]:
    """Give the question with `$1`, `$2`, … for its placeholders, and the values for these. Raises QueryError.

    A `?` is an operator of PostgreSQL's too: it is a placeholder only where values come in their order.
    """
    named = parameters if isinstance(parameters, Mapping) else {}
    listed = [] if isinstance(parameters, Mapping) else [*parameters]
    values: list[Any] = []
    places: dict[str, int] = {}

    def placed(found: re.Match[str]) -> str:
        if found["number"]:
            raise QueryError("write :name for a value, not $1", where="SQL")
        if name := found["name"]:
            if name not in named:
                raise QueryError(f"no value for :{name}; give it with -p {name} VALUE", where="SQL")
            if name not in places:
                values.append(named[name])
                places[name] = len(values)
            return f"${places[name]}"
        if found["mark"] and listed:
            if len(values) == len(listed):
                raise QueryError("there are more question marks than values", where="SQL")
            values.append(listed[len(values)])
            return f"${len(values)}"
        return found[0]

    return _PIECES.sub(placed, sql), values
