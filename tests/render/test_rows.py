"""Rows as table, JSON, JSON lines, CSV and Markdown."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any, cast, get_args

import pytest

from archive.errors import UsageError
from archive.render.rows import ROW_FORMS, Row, RowForm, distinct_names, draw_rows, fit_widths
from archive.render.terminal import Screen, width_of

NAMES = ("id", "title", "share")
ROWS: tuple[Row, ...] = ((1, "Storm\x1b[2J surge\nhits | coast", 0.5), (22, "新华社北京电", None))


def drawn(name: RowForm, screen: Screen = Screen()) -> str:  # noqa: B008 - frozen
    """NAMES and ROWS in a format."""
    return "".join(ROW_FORMS[name](NAMES, ROWS, screen))


def test_rows_table() -> None:
    """Columns align in terminal columns, numbers to the right, unknown is empty."""
    assert drawn("table").splitlines() == [
        "id  title                         share",
        "--  ----------------------------  -----",
        " 1  Storm␛[2J surge hits | coast    0.5",
        "22  新华社北京电",
    ]


def test_rows_table_fits_the_terminal() -> None:
    """On a terminal long cells are cut so that no row wraps."""
    wide: list[Row] = [(1, "storm " * 50, "coast " * 50)]
    lines = "".join(ROW_FORMS["table"](NAMES, wide, Screen(60))).splitlines()
    assert max(map(width_of, lines)) <= 60
    assert lines[-1].count("…") == 2


def test_rows_table_without_rows() -> None:
    """No rows is a heading, not an error."""
    assert "".join(ROW_FORMS["table"](NAMES, [], Screen())).splitlines() == ["id  title  share", "--  -----  -----"]


def test_rows_json() -> None:
    """JSON gives the very values back, and no control character to the terminal."""
    assert json.loads(drawn("json")) == [dict(zip(NAMES, row, strict=True)) for row in ROWS]
    assert [json.loads(text) for text in drawn("jsonl").splitlines()] == json.loads(drawn("json"))
    assert "\x1b" not in drawn("json")


@pytest.mark.parametrize("hostile", ["\x1b[2J", "\x9b2J", "\x7f", "\u202e", "\u200f", "\U000e0041", "\u2028", "\udcff"])
def test_rows_json_escapes(hostile: str) -> None:
    """What a terminal would act on is an escape in JSON, and the same value again when it is read."""
    text = "".join(ROW_FORMS["jsonl"](["a"], [[hostile]], Screen()))
    assert hostile not in text
    assert json.loads(text) == {"a": hostile}


def test_rows_json_without_rows() -> None:
    """No rows is an empty array."""
    assert "".join(ROW_FORMS["json"](NAMES, [], Screen())) == "[]\n"


def test_rows_json_values() -> None:
    """Bytes are base64; infinity, which JSON cannot say, is null; a second column of a name keeps its values."""
    text = "".join(ROW_FORMS["jsonl"](["a", "a", "b"], [[b"\x00\xff", 1, float("inf")]], Screen()))
    assert json.loads(text) == {"a": "AP8=", "a_2": 1, "b": None}


def test_rows_csv() -> None:
    """In a pipe a CSV cell is exactly what is stored."""
    assert list(csv.reader(drawn("csv").splitlines(keepends=True))) == [
        ["id", "title", "share"],
        ["1", "Storm\x1b[2J surge\nhits | coast", "0.5"],
        ["22", "新华社北京电", ""],
    ]


def test_rows_csv_on_a_terminal() -> None:
    """On a terminal a CSV cell is harmless."""
    assert "Storm␛[2J surge hits" in drawn("csv", Screen(80))


def test_rows_markdown() -> None:
    """A | in a cell does not end it."""
    assert drawn("markdown").splitlines() == [
        "| id | title | share |",
        "| --- | --- | --- |",
        r"| 1 | Storm␛[2J surge hits \| coast | 0.5 |",
        "| 22 | 新华社北京电 |  |",
    ]


@pytest.mark.parametrize("name", ["jsonl", "json", "csv", "markdown"])
def test_rows_stream(name: RowForm) -> None:
    """A row is printed before the next is asked for."""
    asked = []

    def rows() -> Iterator[Row]:
        for number in range(3):
            asked.append(number)
            yield (number, "", None)

    pieces = ROW_FORMS[name](NAMES, rows(), Screen())
    while "0" not in next(pieces):
        pass
    assert asked == [0]


@pytest.mark.parametrize(
    ("widths", "total", "naming", "expected"),
    [
        ([4, 10], 80, 0, [4, 10]),
        ([4, 100, 50, 3], 80, 1, [4, 49, 18, 3]),
        ([4, 100, 50, 3], 80, 2, [4, 18, 49, 3]),
        ([40, 20, 20], 80, 0, [40, 18, 18]),
        ([100] * 5, 80, 3, [12, 12, 12, 24, 12]),
        ([100] * 6, 80, 0, None),  # rather records than columns of ten
        ([5] * 12, 60, 0, None),
        ([], 80, 0, []),
    ],
)
def test_fit(widths: list[int], total: int, naming: int, expected: list[int] | None) -> None:
    """The column that names a thing gets the room, the widest others give way, and none falls under 12."""
    assert fit_widths(widths, total, naming) == expected


@pytest.mark.parametrize("width", [60, 80, 30])
def test_rows_are_records_where_columns_find_no_room(width: int) -> None:
    """Each value has a line of its own, a long one three at most, and nothing is wider than the terminal."""
    names = ("number", "headline", "address", *(f"share_of_part_{part}" for part in range(8)))
    row: Row = (1, "storm " * 60, "新华社北京电" * 9, *(0.25,) * 8)
    lines = "".join(ROW_FORMS["table"](names, [row, row], Screen(width))).splitlines()
    assert max(map(width_of, lines)) <= width
    assert lines[0] == "number" + " " * (len(lines[0]) - 7) + "1"
    assert lines.count("") == 1 and sum(line.endswith("…") for line in lines) >= 2
    assert "".join(ROW_FORMS["table"](names, [], Screen(width))) == "no rows\n"
    assert len("".join(ROW_FORMS["table"](names, [row], Screen())).splitlines()) == 3  # a pipe gets a table


def test_distinct() -> None:
    """Names become different, also when the numbered one is taken."""
    assert distinct_names(["id", "id_2", "id", "id"]) == ["id", "id_2", "id_3", "id_4"]


def test_forms() -> None:
    """The forms that a type checker knows are those there are; another is refused and they are named."""
    assert get_args(RowForm) == tuple(ROW_FORMS)
    with pytest.raises(UsageError, match="'xml'; there are table, json, jsonl, csv, tsv, markdown"):
        draw_rows(cast("Any", "xml"), NAMES, ROWS, Screen())


@pytest.mark.parametrize(("form", "between"), [("csv", ","), ("tsv", "\t")])
@pytest.mark.parametrize("formula", ["=1+2", "+1", "-x", "@sum", "\u00a0=1", "\u200f=1", "＝1", "\t=1", " \n=1"])
def test_what_a_spreadsheet_would_compute_is_text(form: RowForm, between: str, formula: str) -> None:
    """In CSV and TSV an apostrophe stands before it, unless cells are wanted as stored; numbers are numbers."""

    def cells(screen: Screen) -> list[str]:
        text = "".join(ROW_FORMS[form](["a", "=b", "c"], [[formula, -5, "a=b"]], screen))
        return [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=between) for cell in row]

    assert cells(Screen()) == ["a", "'=b", "c", "'" + formula, "-5", "a=b"]
    assert cells(Screen(raw_cells=True)) == ["a", "=b", "c", formula, "-5", "a=b"]
