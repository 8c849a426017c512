"""Write the figures of runs' files into docs/measured.md: `python -m bench measured`; a test compares them."""

import argparse
import json
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.sets import BODY_SETS, CREDIT_SETS, DUMP_SETS, KIND_SETS, LANGUAGE_SETS, LANGUAGES, SNIPPET_SETS
from bench.tables import markdown

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/measured.md"
RESULTS = ROOT / "bench/results"
RUN, CREDITS = "strip.json", "credits.json"
"""What `python -m bench strip --peers --unseen … --save` wrote, and `--sets daniel,sources --only archive --save`."""
_SECTION = re.compile(r"(<!-- (\w+): written by `python -m bench measured` -->\n).*?(?=<!-- /\2 -->)", re.S)
_WIDTH = 98
_NAMED = ("persons", "houses", "title", "date")
_ARTICLES = BODY_SETS + LANGUAGE_SETS + SNIPPET_SETS

Figures = Mapping[tuple[str, str, str, str], Mapping[str, Any]]
"""By set, half, extractor and measure."""


def run(arguments: argparse.Namespace) -> int:
    """Rewrite the page."""
    PAGE.write_text(rewrite_page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


def rewrite_page(page: str, results: Path = RESULTS) -> str:
    """Give the page with its generated sections as the runs' files have them."""
    return _SECTION.sub(lambda section: section[1] + _section(results, section[2]), page)


def _section(results: Path, name: str) -> str:
    file, write = _SECTIONS[name]
    told = json.loads((results / file).read_text(encoding="utf-8"))
    keys = ("set", "half", "extractor", "measure")
    return write(told, {tuple(figure[key] for key in keys): figure for figure in told["figures"]})


def _heading(told: Mapping[str, Any], figures: Figures) -> str:
    versions = ", ".join(f"{name} {release}" for name, release in told["versions"].items())
    said = f"{told['date']}, commit {told['commit']}: {versions}; {told['machine']}. In brackets {told['interval']}."
    command = " \\\n        ".join(textwrap.wrap(told["command"], _WIDTH - 10, break_on_hyphens=False))
    return f"\n{textwrap.fill(said, _WIDTH, break_on_hyphens=False)}\n\n    {command}\n\n"


def _bodies(told: Mapping[str, Any], figures: Figures) -> str:
    return _by_extractor(figures, [*BODY_SETS, *LANGUAGE_SETS], "body") + _by_extractor(
        figures, SNIPPET_SETS, "snippets"
    )


def _dumps(told: Mapping[str, Any], figures: Figures) -> str:
    return _by_extractor(figures, DUMP_SETS, "body")


def _halves(told: Mapping[str, Any], figures: Figures) -> str:
    """Our own figures by half of the hosts."""
    measured = [(name, "body") for name in (*BODY_SETS, *LANGUAGE_SETS)]
    measured += [(f"daniel: {language}", "body") for language in LANGUAGES.values()]
    measured += [(name, "snippets") for name in SNIPPET_SETS] + [(name, "body") for name in DUMP_SETS]
    rows = [
        [name, *(_score(figures.get((name, half, "archive", measure))) for half in ("all", "read", "aside"))]
        for name, measure in measured
    ]
    return "\n" + markdown(("F1", "all", "read half", "set-aside half"), rows) + "\n"


def _by_extractor(figures: Figures, sets: Sequence[str], measure: str) -> str:
    extractors = list(dict.fromkeys(key[2] for key in figures if key[0] in sets and key[3] == measure))
    rows = [
        [extractor, *(_score(figures.get((name, "all", extractor, measure))) for name in sets)]
        for extractor in extractors
    ]
    counted = [f"{name} ({figures[name, 'all', 'archive', measure]['pages']})" for name in sets]
    return "\n" + markdown((f"{measure}, F1", *counted), rows) + "\n"


def _score(figure: Mapping[str, Any] | None) -> str:
    if figure is None:
        return "–"
    value = figure.get("F1", figure.get("value", 0.0))
    bounds = f" ({_short(figure['low'])}–{_short(figure['high'])})" if "low" in figure else ""
    return f"{_short(value)}{bounds}"


def _short(share: float) -> str:
    return f"{share:.3f}".removeprefix("0")


def _fields(told: Mapping[str, Any], figures: Figures) -> str:
    rows = [
        [name, extractor, *(_score(figures.get((name, "all", extractor, measure))) for measure in _NAMED)]
        for name in _ARTICLES
        for extractor in dict.fromkeys(key[2] for key in figures)
        if any((name, "all", extractor, measure) in figures for measure in _NAMED)
    ]
    return "\n" + markdown(("set", "extractor", "persons", "organisations", "title", "same day"), rows) + "\n"


def _kinds(told: Mapping[str, Any], figures: Figures) -> str:
    groups = list(dict.fromkeys(key[0] for key in figures if key[0].startswith(KIND_SETS)))
    rows = []
    for name in (*_ARTICLES, *groups):
        for half in ("read", "aside"):
            told_of = [figures.get((name, half, "archive", measure)) for measure in ("refused", "flagged")]
            if told_of[0]:
                rows.append([name, half, str(told_of[0]["pages"]), *map(_score, told_of)])
    return "\n" + markdown(("pages of", "half", "pages", "refused", "flagged as no article"), rows) + "\n"


def _times(told: Mapping[str, Any], figures: Figures) -> str:
    """CPU of all sets of web pages, as multiples of the reference's."""
    spent: dict[str, list[float]] = {}
    for (name, half, extractor, measure), figure in figures.items():
        if half == "all" and measure == "CPU ms a page" and name in _ARTICLES:
            total = spent.setdefault(extractor, [0.0, 0])
            total[0] += figure["value"] * figure["pages"]
            total[1] += figure["pages"]
    each = {extractor: total / max(1, pages) for extractor, (total, pages) in spent.items()}
    rows = [[name, f"{value:.1f}", f"{value / each['trafilatura']:.2f}"] for name, value in each.items()]
    return "\n" + markdown(("extractor", "CPU ms a page", "over trafilatura with metadata"), rows) + "\n"


def _credits(told: Mapping[str, Any], figures: Figures) -> str:
    """Give what the run rests on, and by half what is credited rightly, missed, and wrongly."""
    rows = []
    for name in (*LANGUAGE_SETS, *(f"daniel: {language}" for language in LANGUAGES.values()), *CREDIT_SETS):
        for half in ("read", "aside"):
            found = figures.get((name, half, "archive", "credits"))
            if found:
                shares = [_short(found["P"]), _short(found["R"]), _score(found)]
                false = figures.get((name, half, "archive", "false credits"))
                rows.append([name, half, str(found["pages"]), *shares, _score(false)])
    header = ("pages of", "half", "pages", "P", "R", "F1", "pages without a credit that got one")
    return _heading(told, figures) + markdown(header, rows) + "\n"


_SECTIONS: Mapping[str, tuple[str, Callable[[Mapping[str, Any], Figures], str]]] = {
    "run": (RUN, _heading),
    "bodies": (RUN, _bodies),
    "halves": (RUN, _halves),
    "dumps": (RUN, _dumps),
    "fields": (RUN, _fields),
    "kinds": (RUN, _kinds),
    "times": (RUN, _times),
    "credits": (CREDITS, _credits),
}
