"""What the parameters of an address ask for."""

from collections.abc import Mapping
from typing import Any, Final

from archive.errors import UsageError
from archive.store.read.filters import Filter

Data = dict[str, Any]
Query = Mapping[str, str]

LINES: Final = 25
"""Rows of a page of a list."""


def filter_of(query: Query) -> Filter:
    """Give the filter that the parameters of an address name; empty ones count as not given."""
    return Filter(**{name: query[name].strip() for name in Filter.__dataclass_fields__ if query.get(name, "").strip()})


def number_of(query: Query, name: str) -> int | None:
    """Give a parameter that is a number; None where it is not given. Raises UsageError."""
    given = query.get(name, "").strip()
    if not given:
        return None
    if not given.isdecimal() or len(given) > 18:
        raise UsageError(f"{given[:30]!r} is no number", where=name)
    return int(given)


def name_of(query: Query) -> str:
    """Give the name of the site, source or author that is asked for. Raises UsageError."""
    name = query.get("name", "").strip()
    if not name:
        raise UsageError("say whom: add ?name=…")
    return name


def plain(one: Any) -> Data:
    """Give the fields of a flat value by their names: what `asdict` does, ten times as fast."""
    return {name: getattr(one, name) for name in one.__dataclass_fields__}
