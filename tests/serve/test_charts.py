"""Charts as the reader's policy allows them."""

from xml.etree import ElementTree

from archive.serve.charts import draw_columns, draw_rows, filled_months


def test_draw_columns() -> None:
    """A drawing with a name, without style, script or identifiers; a hostile label is text."""
    drawn = draw_columns("Volume <b>", ["2026-01", "<script>", "2026-03"], {"own": [1, 2, 3], "mixed": [0, 0, 0]})
    root = ElementTree.fromstring(drawn)
    assert (root.get("role"), root.get("aria-label")) == ("img", "Volume <b>")
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names <= {"svg", "g", "rect", "path", "text", "circle"}
    assert not any({"style", "id", "onload"} & set(element.attrib) for element in root.iter())
    assert "<script" not in drawn


def test_labels_are_whole() -> None:
    """Of many months some have a label, none a shortened one."""
    months = [f"{year}-{month:02}" for year in (2024, 2025, 2026) for month in range(1, 13)]
    drawn = draw_columns("Volume", months, {"own": [1] * 36, "syndicated": [2] * 36})
    assert ("2024-01" in drawn, "2026-10" in drawn, "…" in drawn) == (True, True, False)


def test_nothing_to_compare() -> None:
    """One column, or rows without numbers, are no chart."""
    assert draw_columns("x", ["2026-01"], {"own": [1]}) == ""
    assert draw_rows("x", [("a", 0), ("b", 0)]) == ""
    assert "harbour.example" in draw_rows("x", [("harbour.example", 1), ("b", 2)])


def test_filled_months() -> None:
    """Months in which nothing came stand between the others; a date of long ago does not stretch the chart."""
    one = {"own": 1, "mixed": 0, "syndicated": 0, "unknown": 0}
    filled = filled_months([{"month": "2025-11", **one}, {"month": "2026-02", **one}])
    assert [(month["month"], month["own"]) for month in filled] == [
        ("2025-11", 1), ("2025-12", 0), ("2026-01", 0), ("2026-02", 1),
    ]  # fmt: skip
    assert len(filled_months([{"month": "1970-01", **one}, {"month": "2026-02", **one}])) == 60
