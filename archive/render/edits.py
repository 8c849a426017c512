"""Edits as rows, as text for a person or a mail, and as an Atom feed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, astuple, fields
from html import escape
from typing import Final

from archive.model import ChangedWords, Edit, SiteEdits
from archive.render.article import shown_time
from archive.render.atom import AtomEntry, write_feed
from archive.render.rows import ROW_FORMS, RowForm, draw_rows, json_text
from archive.render.terminal import DIM, GREEN, RED, Screen, count_of, one_safe_line, wrap_lines

COLUMNS: Final = tuple(field.name for field in fields(Edit))
SITE_COLUMNS: Final = tuple(field.name for field in fields(SiteEdits))
LINE: Final = 80
LONGEST: Final = 400
"""Characters shown of the words of one place, where a person reads them."""
MOST_PLACES: Final = 12
"""Places shown of one edit, where a person reads them."""


def edit_rows(edits: Sequence[Edit], form: RowForm, screen: Screen) -> Iterator[str]:
    """Draw edits in one of the forms of rows; in JSON the words are a list, elsewhere one text."""
    if form in ("json", "jsonl"):
        texts = [json_text(asdict(edit)) for edit in edits]
        yield from (f"{text}\n" for text in texts) if form == "jsonl" else _array(texts)
        return
    rows = ((*astuple(edit)[:-1], "; ".join(map(_marked, edit.words)) or None) for edit in edits)
    yield from ROW_FORMS[form](COLUMNS, rows, screen)


def site_edit_rows(sites: Sequence[SiteEdits], form: RowForm, screen: Screen) -> Iterator[str]:
    """Draw the edits of sites in one of the forms of rows."""
    return draw_rows(form, SITE_COLUMNS, map(astuple, sites), screen)


def edit_lines(edits: Sequence[Edit], screen: Screen) -> Iterator[str]:
    """Tell edits one after the other: when, where, of what kind, disclosed or silent, and the words."""
    limit = min(screen.width or LINE, LINE)
    for edit in edits:
        facts = (shown_time(edit.seen_at), edit.site, edit.kind, told_by(edit))
        yield from wrap_lines(one_safe_line(edit.title or "(no title)"), limit)
        yield from (
            screen.paint(text, DIM)
            for text in wrap_lines(one_safe_line(" · ".join(filter(None, facts))), limit, indent="  ")
        )
        yield f"  {screen.paint(one_safe_line(edit.url), DIM)}"
        for words in edit.words[:MOST_PLACES]:
            yield from _place(words, screen, limit)
        if more := len(edit.words) - MOST_PLACES:
            yield from [f"    … {count_of(more, 'place')} more"] if more > 0 else []
        yield ""
    yield edits_told(edits)


def edits_told(edits: Sequence[Edit]) -> str:
    """Sum edits up in a line."""
    kinds = Counter(edit.kind for edit in edits)
    silent = sum(edit.disclosed is None for edit in edits)
    named = ", ".join(f"{kind} {count:,}" for kind, count in kinds.most_common())
    return f"{count_of(len(edits), 'edit')}, {silent:,} silent" + (f": {named}" if named else "")


def told_by(edit: Edit) -> str:
    """Tell how a site disclosed an edit."""
    return {"notice": "a notice says so", "time": "a newer time says so", None: "silent"}[edit.disclosed]


def edits_feed(edits: Sequence[Edit], site: str | None) -> bytes:
    """Write edits as an Atom feed; `del` and `ins` mark the words."""
    return write_feed(
        f"Edits of {site}" if site else "Edits", f"urn:archive:edits:{site or 'all'}", list(map(edit_entry, edits))
    )


def edit_entry(edit: Edit) -> AtomEntry:
    """Give an edit as an entry of a feed, with its words."""
    places = "".join(
        f"<p>{_field(words)}<del>{escape(words.gone)}</del> <ins>{escape(words.new)}</ins></p>" for words in edit.words
    )
    return AtomEntry(
        id=f"{edit.url}#revision-{edit.number}" if "#" not in edit.url else f"{edit.url}-revision-{edit.number}",
        title=f"{edit.title or edit.url} ({edit.kind})",
        link=edit.url,
        updated=edit.seen_at,
        author=edit.site or "unknown",
        summary=f"{edit.kind}, {told_by(edit)}",
        content=places or None,
    )


def _array(texts: Sequence[str]) -> Iterator[str]:
    yield "[\n  " + ",\n  ".join(texts) + "\n]\n" if texts else "[]\n"


def _field(words: ChangedWords) -> str:
    return "" if words.field == "body" else f"{words.field}: "


def _marked(words: ChangedWords) -> str:
    gone, new = (f"[-{words.gone}-]" if words.gone else ""), (f"{{+{words.new}+}}" if words.new else "")
    return f"{_field(words)}{' '.join(filter(None, (gone, new)))}"


def _place(words: ChangedWords, screen: Screen, limit: int) -> Iterator[str]:
    """Show what went and what came: in red and green, or after - and +."""
    for mark, text, color in (("-", words.gone, RED), ("+", words.new, GREEN)):
        shown = one_safe_line(text[:LONGEST]) + ("…" if len(text) > LONGEST else "")
        lines = wrap_lines(_field(words) + shown, limit, indent="      ") if text else []
        yield from (
            screen.paint(f"    {mark} {line[6:]}" if place == 0 else line, color) for place, line in enumerate(lines)
        )
