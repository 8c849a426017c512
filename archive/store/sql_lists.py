"""Many values in one question: handed over as one JSON array.

SQLAlchemy writes a placeholder for each value into a statement that it has to put together anew every time, and SQLite
takes 32,766 of them.
"""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, select


def in_list(values: Iterable[str | int]) -> Select[Any]:
    """What `column.in_(…)` takes for these values; of text only what holds no NUL."""
    return select(func.json_each(json.dumps([*values])).table_valued("value").c.value)
