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
from archive.render.terminal import Screen, cut_end, one_safe_line, pad_right, width_of, wrap_lines

Cell = str | int | float | bytes | None
Row = Sequence[Cell]
RowForm = Literal["table", "json", "jsonl", "csv", "tsv", "markdown"]
Drawing = Callable[[Sequence[str], Iterable[Row], Screen], Iterator[str]]

GAP: Final = 2  # spaces between the columns of a table
NARROWEST: Final = 12  # no column is cut below this: where there is less room, rows are records
MOST_LINES: Final = 3  # of a value in a record
NAMING: Final = (
    *("title", "headline", "name", "organization", "author", "figure", "column", "setting"),
    *("url", "site", "source"),
)

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
    """Align columns, numbers to the right. On a terminal the widest cells are cut so that a row fits on one line.

    Where columns would be cut to less than a word or two, each row is a record: a line for each of its values.
    """
    cells = [[one_safe_line(name) for name in names]]
    kinds: list[set[bool]] = [set() for _ in names]
    for row in rows:
        cells.append([_shown(cell) for cell in row])
        for kind, cell in zip(kinds, row, strict=True):
            if cell is not None:
                kind.add(isinstance(cell, int | float))
    rights = [kind == {True} for kind in kinds]
    widths: list[int] | None = [max(map(width_of, column)) for column in zip(*cells, strict=True)]
    if screen.width is not None and widths is not None:
        widths = fit_widths(widths, screen.width, naming_column(names, rights, widths))
        if widths is None:
            yield from _records(cells[0], cells[1:], screen.width)
            return
        cells = [[cut_end(cell, width) for cell, width in zip(row, widths, strict=True)] for row in cells]
    assert widths is not None
    cells.insert(1, ["-" * width for width in widths])
    for drawn in cells:
        padded = (pad_right(cell, width, right=right) for cell, width, right in zip(drawn, widths, rights, strict=True))
        yield (" " * GAP).join(padded).rstrip() + "\n"


def naming_column(names: Sequence[str], numbers: Sequence[bool], widths: Sequence[int]) -> int:
    """Give the place of the column that names the thing of a row: by its own name, else the widest text."""
    lowered = [name.lower() for name in names]
    for name in NAMING:
        if name in lowered:
            return lowered.index(name)
    texts = [place for place in range(len(names)) if not numbers[place]]
    return max(texts or range(len(names)), key=lambda place: widths[place])


def fit_widths(widths: Sequence[int], total: int, naming: int) -> list[int] | None:
    """Choose column widths that, with gaps, fit into `total`; None: some would fall under NARROWEST.

    The column at the place `naming` gets the room first, up to two thirds of it; the widest of the others are lowered
    to one limit.
    """
    room = total - GAP * (len(widths) - 1)
    if sum(widths) <= room:
        return list(widths)
    least = [min(width, NARROWEST) for width in widths]
    if sum(least) > room:
        return None
    own = max(least[naming], min(widths[naming], room - sum(least) + least[naming], room * 2 // 3))
    others = [width for place, width in enumerate(widths) if place != naming]
    limits = range(max(others, default=0), NARROWEST, -1)
    limit = next((at for at in limits if own + sum(min(width, at) for width in others) <= room), NARROWEST)
    fitted = [own if place == naming else min(width, limit) for place, width in enumerate(widths)]
    for place in (naming, *range(len(widths))):  # what is left over is less than one a cut column
        more = min(room - sum(fitted), widths[place] - fitted[place])
        fitted[place] += max(0, more if place == naming else min(more, 1))
    return fitted


def _records(names: Sequence[str], rows: Sequence[Sequence[str]], total: int) -> Iterator[str]:
    """Draw each row as lines of name and value: there is no room for its columns beside each other."""
    wide = min(max(map(width_of, names), default=0), max(NARROWEST, total // 3))
    for place, row in enumerate(rows):
        if place:
            yield "\n"
        for name, cell in zip(names, row, strict=True):
            lines = wrap_lines(cell, max(total - wide - GAP, NARROWEST)) or [""]
            if len(lines) > MOST_LINES:
                lines = [*lines[: MOST_LINES - 1], cut_end(" ".join(lines[MOST_LINES - 1 :]), total - wide - GAP)]
            for number, line in enumerate(lines):
                head = pad_right("" if number else cut_end(name, wide), wide)
                yield f"{head}{' ' * GAP}{line}".rstrip() + "\n"
    if not rows:
        yield "no rows\n"


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
