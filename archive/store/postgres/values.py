"""Values as questions give and take them: what SQLite has too, and all else as text."""

import json
import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from archive.errors import QueryError
from archive.store.cells import Cell


def as_cell(value: Any) -> Cell:
    """Give a value as a cell: what is true is 1, times are ISO 8601, lists and objects JSON."""
    if value is None or type(value) in (str, int, float, bytes):
        return value  # type: ignore[no-any-return]
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal):
        return int(value) if value.is_finite() and value == value.to_integral_value() else float(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list | dict | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, memoryview | bytearray):
        return bytes(value)
    return str(value) if not isinstance(value, timedelta) else value.total_seconds()


def as_parameter(value: object) -> Cell:
    """Give a parameter as PostgreSQL takes it. Raises QueryError."""
    if value is None or isinstance(value, str):
        return None if value is None else str(value).replace("\0", "")
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    if isinstance(value, date):
        return value.isoformat()
    raise QueryError(f"a value of type {type(value).__name__} cannot be asked for", where="SQL")
