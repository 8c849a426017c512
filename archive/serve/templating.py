"""The templates: every value is escaped, signs that nobody sees are shown, and addresses keep what was asked."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final
from urllib.parse import quote, quote_plus

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup, escape

from archive.render.article import shown_time
from archive.serve.charts import draw_columns, draw_rows, filled_months
from archive.serve.pages.history import shown_changes
from archive.serve.pages.sql import EXAMPLES, schema_tables
from archive.serve.signs import visible_signs

PORTION: Final = 200_000
"""Characters of a text that one page shows; the next page has the rest."""
TAGS: Final = {"subheading": "h2", "quote": "blockquote"}
"""In which element a block of the body stands by its label, if not in a paragraph."""
_JSON: Final = json.JSONEncoder(ensure_ascii=False).encode
_PLAIN: Final = re.compile(r"[A-Za-z0-9_.-]*")
"""Stands in an address as it is."""
RIGHT_TO_LEFT: Final = frozenset(("ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"))


def render_page(template: str, data: Mapping[str, Any]) -> str:
    """Write a page."""
    return _templates().get_template(template).render(data)


def address_with(path: str, query: Mapping[str, str], **changed: Any) -> str:
    """Give an address with what was asked, some of it changed; without what is None, and the place in a list."""
    asked = {name: value for name, value in query.items() if name not in ("after", "token") and value.strip()}
    asked |= changed
    known = [f"{_quoted(name)}={_quoted(str(value))}" for name, value in asked.items() if value is not None]
    return f"{path}?{'&'.join(known)}" if known else path


def _quoted(text: str) -> str:
    """Write a value as it stands in an address; most are plain, and `quote_plus` looks at each letter."""
    return text if _PLAIN.fullmatch(text) else quote_plus(text, errors="replace")


def mark_pieces(pieces: Iterable[tuple[str, bool]]) -> Markup:
    """Write a text in pieces, some of them marked. In Python, as a macro takes three times as long."""
    texts = ((escape(visible_signs(text)), marked) for text, marked in pieces)
    return Markup("".join(f"<mark>{text}</mark>" if marked else text for text, marked in texts))


def write_block(block: Mapping[str, Any]) -> Markup:
    """Write a block of the body; one that is evidence can be pointed to."""
    tag = TAGS.get(block["label"], "p")
    kind = Markup(' class="item"') if block["label"] == "list" else ""
    anchor = Markup(' id="b{}"').format(block["position"]) if block["proof"] else ""
    return Markup(f"<{tag}{kind}{anchor}>{mark_pieces(block['pieces'])}</{tag}>")


def write_json(data: Mapping[str, Any]) -> Markup:
    """Write an object as JSON, a member a line."""
    members = (f"  {_JSON(name)}: {_JSON(value)}" for name, value in data.items())
    return escape(visible_signs("{\n" + ",\n".join(members) + "\n}"))


def shown_blocks(blocks: Sequence[Mapping[str, Any]], stripped: bool) -> list[Mapping[str, Any]]:
    """Give the blocks of a page that are shown: kept ones and evidence of credits; all where what was stripped is."""
    return [block for block in blocks if stripped or block["kept"] or block["proof"]]


def text_portion(blocks: Sequence[Mapping[str, Any]], start: int) -> Iterator[Mapping[str, Any]]:
    """Give the blocks of a text from one character on, as many as a page shows, then where the rest begins."""
    passed, room = 0, PORTION
    for block in blocks:
        length = len(block["text"])
        begin, passed = max(0, start - passed), passed + length
        if begin >= length > 0:
            continue
        if begin == 0 and length <= room:
            yield block
            room -= length
            continue
        text = block["text"][begin : begin + room]
        yield {**block, "text": text, "pieces": [(text, False)]}
        room -= len(text)
        if begin + len(text) < length or room <= 0:
            yield {"rest": passed - length + begin + len(text)}
            return


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("archive.serve", "templates"),
        autoescape=select_autoescape(),
        finalize=_harmless,
        auto_reload=False,  # which looks at four files for each page
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "when": lambda time: shown_time(time) or "",
        "number": lambda number: f"{number:,}",
        "share": lambda number: f"{number:.0%}",
        "quoted": lambda text: text if _PLAIN.fullmatch(text) else quote(text, safe="", errors="replace"),
        "writing": lambda language: "rtl" if (language or "").partition("-")[0] in RIGHT_TO_LEFT else "auto",
    }
    environment.globals |= {
        "address_with": address_with,
        "draw_columns": draw_columns,
        "draw_rows": draw_rows,
        "filled_months": filled_months,
        "shown_blocks": shown_blocks,
        "text_portion": text_portion,
        "marked": mark_pieces,
        "write_block": write_block,
        "write_json": write_json,
        "shown_changes": shown_changes,
        "schema_tables": cache(schema_tables),
        "sql_examples": EXAMPLES,
    }
    return environment


def _harmless(value: Any) -> Any:
    """Show characters that steer as signs; unknown is empty."""
    if value is None:
        return ""
    return visible_signs(value) if type(value) is str and not isinstance(value, Markup) else value
