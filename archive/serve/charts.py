"""Charts as inline SVG, drawn by pygal; the reader's style sheet colours them, for answers allow no other style."""

import sys
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, Final

from lxml import etree
from markupsafe import Markup

from archive.serve.signs import visible_signs

LABELS: Final = 12
"""Labels of the horizontal axis, at most."""
MONTHS: Final = 60
"""Months that a chart shows, the newest."""
DROPPED: Final = frozenset(("style", "script", "desc", "title", "defs"))
EMPTY: Final = frozenset(("titles", "plot overlay", "plot text-overlay", "plot tooltip-overlay"))
KEPT: Final = frozenset("x y width height d transform viewBox class cx cy r".split())


def filled_months(volume: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Give the newest months of a volume with those between in which nothing came, so that time runs evenly."""
    if not volume:
        return []
    known = {one["month"]: one for one in volume}
    year, month = (int(part) for part in volume[-1]["month"].split("-"))
    names = [f"{(year * 12 + month - 1 - back) // 12:04}-{(month - 1 - back) % 12 + 1:02}" for back in range(MONTHS)]
    first = max(volume[0]["month"], names[-1])
    nothing = dict.fromkeys(("own", "mixed", "syndicated", "unknown"), 0)
    return [known.get(name, {"month": name, **nothing}) for name in reversed(names) if name >= first]


def draw_columns(title: str, labels: Sequence[str], series: Mapping[str, Sequence[int]]) -> Markup:
    """Draw numbers over time as columns, the series on top of one another; "" where there is nothing to compare."""
    if len(labels) < 2:
        return Markup("")
    return _draw_columns(title, tuple(labels), tuple((name, tuple(values)) for name, values in series.items()))


@lru_cache(maxsize=64)  # the same stands on each page of a list, and does after a change elsewhere
def _draw_columns(title: str, labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]) -> Markup:
    pygal = _library()
    shown = {name: values for name, values in series if any(values)}
    every = -(-len(labels) // LABELS)
    chart = pygal.StackedBar(
        width=720, height=240, js=(), css=(), no_prefix=True, spacing=6,
        show_minor_x_labels=False, x_labels_major_every=every,
        legend_at_bottom=True, legend_at_bottom_columns=4, show_legend=len(shown) > 1,
        truncate_label=-1, margin_bottom=26,
    )  # fmt: skip
    chart.y_labels = _whole_numbers(max(map(sum, zip(*shown.values(), strict=True)), default=0))
    chart.x_labels = labels
    for name, values in shown.items():
        chart.add(name, list(values))
    return _svg(chart, title)


def draw_rows(title: str, rows: Sequence[tuple[str, float]]) -> Markup:
    """Draw a number each as rows from the left; "" where there is nothing to compare."""
    if len(rows) < 2 or not any(value for _, value in rows):
        return Markup("")
    pygal = _library()
    chart = pygal.HorizontalBar(
        width=720, height=60 + 26 * len(rows), js=(), no_prefix=True, show_legend=False, spacing=6, show_y_guides=True,
        truncate_label=-1,
    )  # fmt: skip
    chart.x_labels = [visible_signs(name)[:40] for name, _ in reversed(rows)]
    chart.add("", [value for _, value in reversed(rows)])
    return _svg(chart, title)


@cache
def _library() -> Any:
    """Import pygal: a fifth of a second that only a page with a chart waits for."""
    import pygal

    # it leaves a finder of plug-ins behind that is of Python 2's kind: each later import would warn of it
    sys.meta_path[:] = [finder for finder in sys.meta_path if hasattr(finder, "find_spec")]
    return pygal


def _whole_numbers(most: int) -> list[int]:
    """Give a handful of whole numbers from 0 on to stand beside a chart."""
    steps = (first * 10**power for power in range(12) for first in (1, 2, 5))
    step = next(step for step in steps if most <= 5 * step)
    return list(range(0, most + step, step))


def _svg(chart: Any, title: str) -> Markup:
    """Give the drawing alone: no style, script or identifier of pygal's."""
    root = chart.render_tree()
    for element in list(root.iter()):
        parent = element.getparent()
        if parent is not None and _needless(element):
            parent.remove(element)
            continue
        for name in list(element.attrib):
            if name not in KEPT:
                del element.attrib[name]
    root.set("class", "chart")
    root.set("role", "img")
    root.set("aria-label", visible_signs(title))
    etree.cleanup_namespaces(root)
    return Markup(etree.tostring(root, encoding="unicode"))  # lxml has escaped every text


def _needless(element: Any) -> bool:
    if not isinstance(element.tag, str):
        return True
    name = etree.QName(element).localname
    flat = name == "rect" and "0.0" in (element.get("height"), element.get("width"))
    return name in DROPPED or element.get("class") in EMPTY or flat
