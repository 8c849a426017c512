"""A page whose markup hides its text from a parser is read as its readers see it."""

import pytest

from archive.extraction import extract
from archive.model import Rejected

TITLE = "Harbour board orders two electric boats"
TEXT = (
    "The harbour board of Lower Marsh has ordered two electric boats, which will run to the island from next May on.",
    "Each carries ninety people and twelve bicycles, needs forty minutes to load, and costs half a million crowns.",
    "Fishermen had asked for a larger quay. “Nobody spoke with us before the vote,” said Ada Holm of the guild.",
    "The old boat goes to a museum in Orrest, whose director hopes to show its engine to schools before the autumn.",
)
NAV = "<nav><ul><li><a href=/a>News</a></li><li><a href=/b>Sport</a></li></ul></nav>"
ARTICLE = f"<article><h1>{TITLE}</h1>{''.join(f'<p>{text}</p>' for text in TEXT)}</article>"
HEAD = f"<meta charset=utf-8><title>{TITLE}</title>"
SHAPES = {
    "title without end": f"<html><head><title>{TITLE}\n<meta charset=utf-8></head><body>{NAV}{ARTICLE}</body></html>",
    "empty title": f"<html><head><title/></head><body>{NAV}{ARTICLE}</body></html>",
    "text in the head": f"<html><head>{HEAD}{NAV}{ARTICLE}</head><body></body></html>",
    "html closed at once": f"<!DOCTYPE html><html lang=en /><head>{HEAD}</head><body>{NAV}{ARTICLE}</body></html>",
    "body closed at once": f"<html><head>{HEAD}</head><body/>{NAV}{ARTICLE}</html>",
    "text behind the end": f"<html><head>{HEAD}</head><body></body></html><html><body>{ARTICLE}</body></html>",
    "script without end": f"<html><head>{HEAD}<script>var ad = 1;</head><body>{NAV}{ARTICLE}</body></html>",
    "style without end": f"<html><head>{HEAD}<style>p {{margin: 0}}</head><body>{NAV}{ARTICLE}</body></html>",
    "aside without end": f"<html><head>{HEAD}</head><body>{NAV}<aside><p>Sale</p>{ARTICLE}</body></html>",
    "list without end": f"<html><head>{HEAD}</head><body><select><option>Town{ARTICLE}</body></html>",
    "comment without end": f"<html><head>{HEAD}</head><body>{NAV}<!-- article {ARTICLE}</body></html>",
    "noscript": f"<html><head>{HEAD}</head><body>{NAV}<div id=app></div><noscript>{ARTICLE}</noscript></body></html>",
    "shadow tree": f"<html><head>{HEAD}</head><body><x-a><template shadowrootmode=open>{ARTICLE}</template></x-a>",
    "script first": f"<script>function show() {{}}</script>{ARTICLE}",
    "dump with a script first": "function cookie(name) {return name}\n\n" + "\n\n".join((TITLE, *TEXT)),
}  # fmt: skip


@pytest.mark.parametrize("page", SHAPES.values(), ids=SHAPES.keys())
def test_text_is_found_whatever_hides_it(page: str) -> None:
    """Title and text are those of the same page in sound markup."""
    found = extract(page.encode())
    assert not isinstance(found, Rejected), found
    assert all(text in found.body for text in TEXT)


def test_scripts_are_no_text() -> None:
    """A script is refused, one with remarks in it too."""
    lines = "\n".join(f"// {text}\nlet a{n} = {{}};" for n, text in enumerate(TEXT))
    assert isinstance(extract(f"function run() {{\n{lines}\n}}".encode()), Rejected)
