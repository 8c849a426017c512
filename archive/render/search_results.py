"""The hits of a search: a few lines each for a person, rows for a program."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields
from typing import Final

from archive.model import Hit
from archive.render.article import shown_time
from archive.render.rows import RowForm, draw_rows
from archive.render.terminal import BOLD, DIM, Screen, count_of, cut_end, one_safe_line, pad_right, wrap_lines

COLUMNS: Final = tuple(field.name for field in fields(Hit))
NUMBER: Final = 5  # columns for an article's number


def snippet_marks(screen: Screen) -> tuple[str, str]:
    """Choose what stands around the words in a snippet: control characters, which become colour here, or brackets."""
    return ("\x02", "\x03") if screen.color else ("[", "]")


def hit_list(hits: Sequence[Hit], screen: Screen) -> Iterator[str]:
    """List hits: number and title, where and when, then the snippet with its words marked by `snippet_marks`."""
    indent = " " * (NUMBER + 2)
    for hit in hits:
        title = one_safe_line(hit.title or "(no title)")
        facts = one_safe_line(" · ".join(filter(None, (hit.site, hit.source, shown_time(hit.published_at)))))
        if screen.width is not None:
            title, facts = (cut_end(text, screen.width - len(indent)) for text in (title, facts))
        yield f"{pad_right(str(hit.article_id), NUMBER, right=True)}  {screen.paint(title, BOLD)}"
        if facts:
            yield indent + screen.paint(facts, DIM)
        snippet = one_safe_line(hit.snippet)
        told = (
            wrap_lines(snippet, min(screen.width, 100), indent=indent)
            if screen.width is not None
            else [indent + snippet]
        )
        yield from _painted(told, screen)
        yield ""
    yield count_of(len(hits), "article")


def _painted(lines: Sequence[str], screen: Screen) -> Iterator[str]:
    """Turn the symbols that `one_safe_line` makes of the marks into colour, which may run over several lines."""
    inside = False
    for text in lines:
        text = ("␂" if inside else "") + text
        inside = text.rfind("␂") > text.rfind("␃")
        text += "␃" if inside else ""
        yield text.replace("␂", "\x1b[1;33m").replace("␃", "\x1b[0m") if screen.color else text


def hit_rows(hits: Sequence[Hit], form: RowForm, screen: Screen) -> Iterator[str]:
    """Draw the hits in one of the forms of rows."""
    return draw_rows(form, COLUMNS, map(astuple, hits), screen)
