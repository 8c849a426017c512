"""Stories as rows, and the copies of one as a person reads them."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields
from typing import Final

from archive.model import Copy, Story
from archive.render.article import shown_time
from archive.render.rows import RowForm, draw_rows
from archive.render.terminal import BOLD, DIM, Screen, cut_end, one_safe_line, pad_right

COLUMNS: Final = tuple(field.name for field in fields(Story))
NUMBER: Final = 5  # columns for an article's number


def story_rows(stories: Sequence[Story], form: RowForm, screen: Screen) -> Iterator[str]:
    """Draw stories in one of the forms of rows; names in one cell, "; " between them."""
    rows = ([shown_names(cell) for cell in astuple(story)] for story in stories)
    return draw_rows(form, COLUMNS, rows, screen)


def shown_names(cell: str | int | tuple[str, ...] | None) -> str | int | None:
    """Give a cell of a row: several names as one text, no names as unknown."""
    return "; ".join(cell) or None if isinstance(cell, tuple) else cell


def copy_list(copies: Sequence[Copy], screen: Screen) -> Iterator[str]:
    """List copies: number and title, where, when, how much was changed, who is credited, where the texts part."""
    indent = " " * (NUMBER + 2)
    for copy in copies:
        facts = " · ".join(
            filter(None, (copy.site, shown_time(copy.published_at or copy.first_seen_at), _changed(copy)))
        )
        told = [one_safe_line(fact) for fact in (facts, copy.url, _credited(copy), *_parting(copy)) if fact]
        title = one_safe_line(copy.title or "(no title)")
        if screen.width is not None:
            title, *told = (cut_end(text, screen.width - len(indent)) for text in (title, *told))
        yield f"{pad_right(str(copy.article_id), NUMBER, right=True)}  {screen.paint(title, BOLD)}"
        yield from (indent + screen.paint(text, DIM) for text in told)
        yield ""
    yield f"{len(copies):,} copies" if copies else "no copies on other sites"


def _changed(copy: Copy) -> str:
    if copy.difference is None:
        return "word for word"
    return f"{copy.share_changed:.1%} of the words changed"


def _credited(copy: Copy) -> str:
    if copy.inferred:
        return f"credits nobody; by another copy: {', '.join(copy.inferred)} (inferred)"
    return f"credits {', '.join(copy.credits)}" if copy.credits else "credits nobody"


def _parting(copy: Copy) -> Iterator[str]:
    if copy.difference is not None:
        for name, (first, here) in (("first", copy.difference.first), ("last", copy.difference.last)):
            yield f"{name} difference: “{here}” for “{first}”"
