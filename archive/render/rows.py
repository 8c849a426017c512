"""Rows as a table, JSON, JSON lines, CSV or Markdown.

Each format is a function from column names, rows and a screen to pieces of text, ends of lines included: an entry of
ROW_FORMS and a name in RowForm; the command line offers what is there. All but the table give one piece a row as it
comes; a table is printed when all rows are there.
JSON writes control characters as \\u escapes, so it is harmless in a terminal and loses nothing; bytes are base64.
"""

import base64
import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, Literal

from archive.errors import UsageError
from archive.render.terminal import Screen, cut_end, one_safe_line, pad_right, width_of

Cell = str | int | float | bytes | None
Row = Sequence[Cell]
RowForm = Literal["table", "json", "jsonl", "csv", "tsv", "markdown"]
Drawing = Callable[[Sequence[str], Iterable[Row], Screen], Iterator[str]]

GAP: Final = 2  # spaces between the columns of a table
NARROWEST: Final = 6  # no column is cut below this

# what json.dumps leaves as it is and a terminal would act on
_UNESCAPED: Final = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]"
)

# what makes a formula of a cell (OWASP, CSV injection), white space and marks that nobody sees before it or not
_COMPUTED: Final = re.compile("[\\s\\x00\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+@\\-＝＋－＠]|[\t\r\n]")


def draw_rows(form: RowForm, names: Sequence[str], rows: Iterable[Row], screen: Screen) -> Iterator[str]:
    """Draw rows in the form named. Raises UsageError for one there is not."""
    if form not in ROW_FORMS:
        raise UsageError.unknown("format", form, ROW_FORMS)
    return ROW_FORMS[form](names, rows, screen)


def row_form(form: str) -> RowForm:
    """Give the name of a form of rows, checked. Raises UsageError for one there is not."""
    found = next((name for name in ROW_FORMS if name == form), None)
    if found is None:
        raise UsageError.unknown("format", form, ROW_FORMS)
    return found


def text_table(names: Sequence[str], rows: Iterable[Row], screen: Screen) -> Iterator[str]:
    """Align columns, numbers to the right. On a terminal the widest cells are cut so that a row fits on one line."""
    cells = [[one_safe_line(name) for name in names]]
    kinds: list[set[bool]] = [set() for _ in names]
    for row in rows:
        cells.append([_shown(cell) for cell in row])
        for kind, cell in zip(kinds, row, strict=True):
            if cell is not None:
                kind.add(isinstance(cell, int | float))
    widths = [max(map(width_of, column)) for column in zip(*cells, strict=True)]
    if screen.width is not None:
        widths = fit_widths(widths, screen.width)
        cells = [[cut_end(cell, width) for cell, width in zip(row, widths, strict=True)] for row in cells]
    rights = [kind == {True} for kind in kinds]
    cells.insert(1, ["-" * width for width in widths])
    for drawn in cells:
        padded = (pad_right(cell, width, right=right) for cell, width, right in zip(drawn, widths, rights, strict=True))
        yield (" " * GAP).join(padded).rstrip() + "\n"


def fit_widths(widths: Sequence[int], total: int) -> list[int]:
    """Choose column widths that, with gaps, fit into `total`: the widest lowered to one limit, none below NARROWEST."""
    room = total - GAP * (len(widths) - 1)
    limit = max(widths, default=0)
    if sum(widths) > room:
        limit = next((at for at in range(limit, NARROWEST, -1) if sum(min(w, at) for w in widths) <= room), NARROWEST)
    fitted = [min(width, limit) for width in widths]
    spare = room - sum(fitted)  # less than one column a cut column: give it to the first of them
    for place, width in enumerate(widths):
        if spare > 0 and fitted[place] < width:
            fitted[place] += 1
            spare -= 1
    return fitted


def json_array(names: Sequence[str], rows: Iterable[Row], screen: Screen) -> Iterator[str]:
    """Give one array of objects, an object a line."""
    opening = "["
    for text in json_lines(names, rows, screen):
        yield opening + "\n  " + text.rstrip("\n")
        opening = ","
    yield "[]\n" if opening == "[" else "\n]\n"


def json_lines(names: Sequence[str], rows: Iterable[Row], screen: Screen) -> Iterator[str]:
    """Give one object a line. A second column of the same name is `name_2`."""
    keys = distinct_names(names)
    for row in rows:
        yield json_text(dict(zip(keys, map(_plain, row), strict=True))) + "\n"


def json_text(value: object, *, indent: int | None = None) -> str:
    """Give `value` as JSON text without a character that a terminal acts on."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNESCAPED.sub(lambda match: json.dumps(match[0])[1:-1], text)


def csv_rows(names: Sequence[str], rows: Iterable[Row], screen: Screen) -> Iterator[str]:
    """Give CSV with a header; unknown is an empty cell. On a terminal cells are made harmless.

    A text that a spreadsheet would compute has an apostrophe before it, unless the screen wants cells as stored: one
    whose first sign, white space aside, is =, +, - or @, also of full width, and one that begins with a tab or a break.
    """
    return _separated(names, rows, screen, ",")


def tsv_rows(names: Sequence[str], rows: Iterable[Row], screen: Screen) -> Iterator[str]:
    """Give the same with tabs between cells; cells that hold tabs or ends of lines stand in quotes, as in CSV."""
    return _separated(names, rows, screen, "\t")


def _separated(names: Sequence[str], rows: Iterable[Row], screen: Screen, between: str) -> Iterator[str]:
    drawn: Callable[[Cell], Cell] = _plain if screen.width is None else _shown
    safe = drawn if screen.raw_cells else lambda cell: _uncomputed(drawn(cell), cell)
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=between, lineterminator="\n")
    for row in _headed(names, rows):
        writer.writerow([safe(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def markdown_table(names: Sequence[str], rows: Iterable[Row], screen: Screen) -> Iterator[str]:
    """Give a table for a README or an issue."""
    for place, row in enumerate(_headed(names, rows)):
        yield "| " + " | ".join(_shown(cell).replace("\\", "\\\\").replace("|", "\\|") for cell in row) + " |\n"
        if place == 0:
            yield "|" + " --- |" * len(names) + "\n"


def distinct_names(names: Sequence[str]) -> list[str]:
    """Make column names different from each other: id, id_2, id_3."""
    taken: dict[str, None] = {}
    for name in names:
        key, number = name, 1
        while key in taken:
            number += 1
            key = f"{name}_{number}"
        taken[key] = None
    return list(taken)


def _headed(names: Sequence[str], rows: Iterable[Row]) -> Iterator[Row]:
    yield names
    yield from rows


def _uncomputed(drawn: Cell, cell: Cell) -> Cell:
    """Give a cell with an apostrophe before it where a spreadsheet would compute it; `cell`: as it was stored."""
    if isinstance(cell, str) and isinstance(drawn, str) and _COMPUTED.match(drawn):
        return "'" + drawn
    return drawn


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, bytes):
        return base64.b64encode(cell).decode("ascii")
    if isinstance(cell, float) and not math.isfinite(cell):
        return None  # JSON has no word for it
    return cell


def _shown(cell: Cell) -> str:
    if isinstance(cell, bytes):
        return f"<{len(cell)} bytes>"
    if isinstance(cell, float):
        return f"{cell:.10g}"
    return "" if cell is None else one_safe_line(str(cell))


ROW_FORMS: Final[dict[RowForm, Drawing]] = {
    "table": text_table,
    "json": json_array,
    "jsonl": json_lines,
    "csv": csv_rows,
    "tsv": tsv_rows,
    "markdown": markdown_table,
}
