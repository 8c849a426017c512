"""Two revisions of an article side by side, word by word: for a terminal, as HTML, as a unified diff, as JSON."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from html import escape
from typing import Final, Protocol

from archive.model import ChangedWords
from archive.render.article import shown_time
from archive.render.rows import json_text
from archive.render.terminal import BOLD, DIM, GREEN, RED, Screen, one_safe_line, width_of, wrap_lines
from archive.scripts import UNSPACED

SAME: Final = "same"
GONE: Final = "gone"
NEW: Final = "new"

FIELDS: Final = ("title", "standfirst", "byline", "body")
LONGEST: Final = 1_500
"""Words of two passages that are compared one by one, and paragraphs of two texts; the time grows with the product of
their numbers. Longer ones differ whole."""
MOST: Final = 100_000
"""Words of two texts that are compared in all; what comes after them differs by whole paragraphs."""
CONTEXT: Final = 3
"""Lines around a change in a unified diff."""

# a word with the space after it; one character in scripts without spaces
_WORD: Final = re.compile(rf"[{UNSPACED}]\s*|[^\s{UNSPACED}]+\s*")


class Texts(Protocol):
    """The texts of a revision."""

    @property
    def title(self) -> str | None: ...
    @property
    def standfirst(self) -> str | None: ...
    @property
    def byline(self) -> str | None: ...
    @property
    def body(self) -> str: ...


class Said(Texts, Protocol):
    """A revision, as the catalog gives it."""

    @property
    def number(self) -> int: ...
    @property
    def seen_at(self) -> str: ...
    @property
    def change(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that is the same in both, gone from the older, or new in the newer."""

    kind: str
    text: str


def changed_pieces(old: str, new: str) -> list[Piece]:
    """Compare the words of two lines: runs in reading order, what is gone before what replaced it."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) + len(after) > LONGEST:
        return [Piece(GONE, old), Piece(NEW, new)]
    found: list[Piece] = []
    matcher = SequenceMatcher(None, [word.rstrip() for word in before], [word.rstrip() for word in after])
    for how, i, j, k, m in matcher.get_opcodes():
        if how == "equal":
            found.append(Piece(SAME, "".join(after[k:m])))
            continue
        found += [
            Piece(kind, text) for kind, text in ((GONE, "".join(before[i:j])), (NEW, "".join(after[k:m]))) if text
        ]
    return found


def changed_paragraphs(old: str | None, new: str | None) -> Iterator[list[Piece]]:
    """Compare two texts paragraph by paragraph: matched whole first, then word by word where they differ."""
    before, after = (text.split("\n\n") if text else [] for text in (old, new))
    if len(before) + len(after) > LONGEST:
        before, after = ["\n".join(before)], ["\n".join(after)]
    compared = 0
    for how, i, j, k, m in SequenceMatcher(None, before, after).get_opcodes():
        if how == "equal":
            yield from ([Piece(SAME, text)] for text in after[k:m])
            continue
        both = min(j - i, m - k)
        for old_text, new_text in zip(before[i : i + both], after[k : k + both], strict=True):
            compared += len(old_text.split()) + len(new_text.split())
            yield (
                changed_pieces(old_text, new_text)
                if compared <= MOST
                else [Piece(GONE, old_text), Piece(NEW, new_text)]
            )
        yield from ([Piece(GONE, text)] for text in before[i + both : j])
        yield from ([Piece(NEW, text)] for text in after[k + both : m])


def find_changed_words(old: Texts, new: Texts) -> Iterator[ChangedWords]:
    """Give the words that differ, place by place: what is gone with what came for it."""
    for field in FIELDS:
        for found in changed_paragraphs(getattr(old, field), getattr(new, field)):
            gone = ""
            for piece in (*found, Piece(SAME, "")):
                if piece.kind == GONE:
                    gone = piece.text
                elif piece.kind == NEW or gone:
                    yield ChangedWords(field, gone.strip(), piece.text.strip() if piece.kind == NEW else "")
                    gone = ""


def diff_text(old: Said, new: Said, screen: Screen) -> Iterator[str]:
    """Draw a diff for a terminal: red and green; without colours [-gone-] and {+new+}, as `git diff --word-diff`."""
    yield screen.paint(_named(old), RED)
    yield screen.paint(_named(new), GREEN)
    for field in FIELDS:
        before, after = getattr(old, field), getattr(new, field)
        if field != "body" and before == after:
            continue
        yield ""
        if field != "body":
            yield screen.paint(field, BOLD)
        skipped = 0
        for found in changed_paragraphs(before, after):
            if all(piece.kind == SAME for piece in found):
                skipped += 1
                continue
            if skipped:
                yield screen.paint(_unchanged(skipped), DIM)
                skipped = 0
            yield "".join(_painted(piece, screen) for piece in found).rstrip()
        if skipped:
            yield screen.paint(_unchanged(skipped), DIM)


def diff_html(old: Said, new: Said) -> str:
    """Draw a diff as a page of its own: `del` what is gone, `ins` what is new."""
    parts = []
    for field in FIELDS:
        shown = [
            f"<p>{''.join(_marked(piece) for piece in found)}</p>"
            for found in changed_paragraphs(getattr(old, field), getattr(new, field))
        ]
        parts.append(f'<section class="{field}">{"".join(shown)}</section>\n' if shown else "")
    style = "ins{background:#dfd;text-decoration:none}del{background:#fdd}.title{font-weight:bold}"
    heads = f"<p><del>{escape(_named(old))}</del></p><p><ins>{escape(_named(new))}</ins></p>\n"
    head = (
        f"<!doctype html><meta charset=utf-8><title>{escape(new.title or 'revisions')}</title><style>{style}</style>\n"
    )
    return head + heads + "".join(parts)


def diff_unified(old: Said, new: Said) -> Iterator[str]:
    """Draw a diff as `diff -u` does, a paragraph a line."""
    before, after = (
        [one_safe_line(text) for field in FIELDS for text in (getattr(one, field) or "").split("\n\n")]
        for one in (old, new)
    )
    if len(before) + len(after) <= LONGEST:
        yield from unified_diff(before, after, _named(old), _named(new), lineterm="")
    elif before != after:
        yield from (f"--- {_named(old)}", f"+++ {_named(new)}", *_hunk(before, after))


def _hunk(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Show two texts that differ as one change, from the first line that differs to the last."""
    begin = _alike(before, after)
    end = min(_alike(before[::-1], after[::-1]), len(before) - begin, len(after) - begin)
    first, more = max(0, begin - CONTEXT), min(end, CONTEXT)
    gone, came = before[begin : len(before) - end], after[begin : len(after) - end]
    around = begin - first + more
    yield f"@@ -{first + 1},{len(gone) + around} +{first + 1},{len(came) + around} @@"
    yield from (f" {text}" for text in before[first:begin])
    yield from (f"-{text}" for text in gone)
    yield from (f"+{text}" for text in came)
    yield from (f" {text}" for text in before[len(before) - end :][:more])


def _alike(before: Sequence[str], after: Sequence[str]) -> int:
    """Count the lines with which both begin."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(before), len(after)))


def diff_json(old: Said, new: Said) -> str:
    """Give both revisions by number and time, and for each field its paragraphs as [kind, words] pairs."""
    fields = {
        field: [
            [[piece.kind, piece.text] for piece in found]
            for found in changed_paragraphs(getattr(old, field), getattr(new, field))
        ]
        for field in FIELDS
    }
    ends = {
        name: {"number": one.number, "seen_at": one.seen_at, "change": one.change}
        for name, one in (("old", old), ("new", new))
    }
    return json_text(ends | fields, indent=2)


def revision_list(revisions: Sequence[Said], screen: Screen) -> Iterator[str]:
    """List the revisions of an article, a line each, oldest first."""
    for said in revisions:
        title = one_safe_line(said.title or "(no title)")
        told = f"{said.number:>4}  {shown_time(said.seen_at) or '':<20}  {said.change:<11}"
        words = f"{len(said.body.split()):,} words"
        if screen.width is not None and width_of(f"{told}  {title}  {words}") > screen.width:
            yield f"{told}  {screen.paint(words, DIM)}"
            yield from wrap_lines(title, screen.width, indent=" " * 6)
        else:
            yield f"{told}  {title}  {screen.paint(words, DIM)}"


def _named(said: Said) -> str:
    return f"revision {said.number} · {shown_time(said.seen_at)} · {said.change}"


def _unchanged(count: int) -> str:
    return "… 1 paragraph the same" if count == 1 else f"… {count} paragraphs the same"


def _painted(piece: Piece, screen: Screen) -> str:
    text = one_safe_line(piece.text)
    space = piece.text[len(piece.text.rstrip()) :] and " "
    if piece.kind == SAME:
        return text + space
    if screen.color:
        return screen.paint(text, RED, "9") + space if piece.kind == GONE else screen.paint(text, GREEN) + space
    return (f"[-{text}-]" if piece.kind == GONE else f"{{+{text}+}}") + space


def _marked(piece: Piece) -> str:
    tag = {GONE: "del", NEW: "ins"}.get(piece.kind)
    text = escape(piece.text)
    return f"<{tag}>{text}</{tag}>" if tag else text
