"""From a capture's bytes to a page: one lxml tree, or the text of a dump, or the reason why it is neither.

The tree is parsed once; every other part reads this one. Whatever the bytes are, nothing raises, and size, number of
elements and depth are bounded before anyone walks the tree.
"""

import re
import zlib
from dataclasses import dataclass, field
from itertools import islice
from typing import cast

from lxml import etree, html

from archive.extraction.decoding import charset as charsets
from archive.extraction.decoding.references import mend_references
from archive.extraction.decoding.tag_bounds import MOST_TAGS, without_excess_attributes
from archive.model import Reason, Rejected

MAX_BYTES = 50_000_000
MAX_ELEMENTS = 60_000  # the largest of 2,443 news and blog pages has 10,106; trafilatura needs 5 s for 50,000
HEAD = 65_536  # what decides the format
MAX_MEMBERS = 100  # each costs a copy of the rest
GZIP = b"\x1f\x8b"
KINDS = (
    (b"%PDF-", "a PDF"),
    (b"%!PS", "a PostScript file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP or office file"),
    (b"\xd0\xcf\x11\xe0", "an old office file"),
    (b"SQLite format 3\0", "an SQLite database"),
)
ADVICE = ": save the page as HTML or text"
CONTROL_BYTES = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r")
STRANGE_BYTES = CONTROL_BYTES.replace(b"\x1b", b"")  # ISO-2022-JP is full of escapes
NEW_LINES = bytes.maketrans(b"\v\f", b"\n\n")
RARE_BYTES = CONTROL_BYTES + b"\v\f"
TAG = re.compile(
    r"</?(?:a|abbr|article|aside|b|blockquote|body|br|center|div|em|figure|font|footer|form|h[1-6]|head|header|hr|html|i"
    r"|img|li|link|main|meta|nav|ol|p|pre|script|section|small|span|strong|style|sup|table|tbody|td|th|time|title|tr|u|ul)"
    r"(?:\s[^<>]{0,2000})?/?>",
    re.I,
)
COUNT = etree.XPath("count(//*)")
COUNT_REMARKS = etree.XPath("count(//comment()) + count(//processing-instruction())")
MAX_REMARKS = 5_000  # comments and instructions; with more, none is kept: to walk past one, lxml looks at all before it
# lxml.html's own lookup is a Python call for every element that is looked at, all for classes of form fields
CLASSES = etree.ElementDefaultClassLookup(
    element=html.HtmlElement, comment=html.HtmlComment, pi=html.HtmlProcessingInstruction, entity=html.HtmlEntity
)
PROLOGUE = re.compile(r"(?:\s+|<\?[^>]{0,500}>|<!--.{0,5000}?-->|<!doctype[^>]{0,500}>)*", re.S | re.I)
HIDDEN = re.compile(r"<(script|style)\b.*?(?:</\1|\Z)", re.S | re.I)
PAGE_START = re.compile(r"<(?:html|head|body|title|meta|link|script)\b", re.I)
ROOT = re.compile(r"<([a-z][\w:.-]*)", re.I)
FEEDS = frozenset({"rss", "feed", "rdf:rdf", "urlset", "sitemapindex", "opml"})
JSON = re.compile(r"\{\s*[\"}]|\[\s*[\"{\[\]\d]")
SCRIPT = re.compile(
    r"(?:/\*.{0,5000}?\*/\s*)?"
    r"(?:[\"']use strict[\"']|[!;(]*function\b|(?:var|let|const) [\w$]+ ?=|window\.\w+ ?=|@charset\b|@import\b)",
    re.S,
)
SENTENCE = re.compile(r"(?:^[^/*].{80,}[.!?]|^[^/*].{25,}[。！？।])[\"'”’»」]?$")
CODE_SIGNS = "{}();=<>_$\\|&"
PARAGRAPHS = 3
SCRIPT_TYPES = frozenset({"text/css", "text/javascript", "application/javascript", "application/x-javascript"})
MIME_ARCHIVE = re.compile(r"(?:[\w-]+:.*\n(?:[ \t].*\n)*){0,30}?content-type:\s*multipart/", re.I)


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """A parsed page. `tree` is the `html` element; its comments are kept. `charset` is a Python codec name.

    `markup`: what was parsed, as UTF-8. `elements`: all of the tree, held because lxml makes an object of an element
    each time it is met while nobody holds one.
    """

    tree: html.HtmlElement
    charset: str
    markup: bytes = field(repr=False)
    elements: list[html.HtmlElement] = field(repr=False)


@dataclass(frozen=True, slots=True)
class TextPage:
    """A page without markup: its text, line breaks as they were."""

    text: str
    charset: str


def decode_page(
    payload: bytes, *, media_type: str | None = None, charset: str | None = None, max_bytes: int = MAX_BYTES
) -> HtmlPage | TextPage | Rejected:
    """Decode the page in `payload`.

    `media_type` and `charset` are what HTTP or the file's name said; the content decides where it says otherwise.
    `max_bytes` bounds the bytes before and after decompression.
    """
    kind, _, parameters = (media_type or "").lower().partition(";")
    if charset is None and "charset=" in parameters:
        charset = parameters.partition("charset=")[2].split(";")[0].strip("\"' ")
    inflated = _inflate(payload, max_bytes)
    if isinstance(inflated, Rejected):
        return inflated
    if refusal := _binary(inflated):
        return refusal
    clean, codec = charsets.as_utf8(inflated, charset)
    if any(byte in clean for byte in RARE_BYTES):  # looking takes a fifth of translating
        clean = clean.translate(NEW_LINES, CONTROL_BYTES)
    head = clean[:HEAD].decode("utf-8", "ignore").strip("\ufeff \t\r\n")
    if not head and not clean.strip():
        return Rejected(Reason.EMPTY, "nothing in it")
    if refusal := _other_format(head, clean[-200:].strip(), kind.strip()):
        return refusal
    return parse_markup(clean, codec) if _is_html(head, kind) else TextPage(clean.decode(), codec)


def _inflate(payload: bytes, max_bytes: int) -> bytes | Rejected:
    """Take up to two layers of gzip off `payload`; concatenated members are joined, a cut end is forgiven."""
    for _ in range(2):
        if not payload.startswith(GZIP) or len(payload) > max_bytes:
            break
        parts: list[bytes] = []
        room, rest = max_bytes + 1, payload
        while rest.startswith(GZIP) and room > 0 and len(parts) < MAX_MEMBERS:
            member = zlib.decompressobj(wbits=31)
            try:
                parts.append(member.decompress(rest, room))
            except zlib.error:
                break
            room -= len(parts[-1])
            rest = member.unused_data
        payload = b"".join(parts)
        if not payload:
            return Rejected(Reason.BINARY, "a damaged gzip file")
    if len(payload) > max_bytes:
        return Rejected(Reason.TOO_LARGE, f"over {max_bytes:,} bytes")
    return payload


def _binary(payload: bytes) -> Rejected | None:
    head = payload[:8192]
    for magic, name in KINDS:
        if head.lstrip().startswith(magic):
            return Rejected(Reason.BINARY, name + ADVICE)
    strange = len(head) - len(head.translate(None, STRANGE_BYTES))
    # a page with stray zeros is still a page
    if (
        strange > 3
        and strange * (4 if head.lstrip().startswith(b"<") else 25) > len(head)
        and not charsets.is_wide(head)
    ):
        return Rejected(Reason.BINARY, "a binary file" + ADVICE)
    return None


def _other_format(head: str, tail: bytes, kind: str) -> Rejected | None:
    """Refuse what is text, but no page: JSON, feeds and other XML, scripts, mail archives."""
    start = PROLOGUE.match(head)
    root = ROOT.match(head, start.end()) if start else None
    if root and not TAG.match(f"<{root[1]}>"):
        if root[1].lower() in FEEDS:
            return Rejected(Reason.NOT_A_PAGE, "a feed or sitemap, not a page")
        if head.startswith("<?xml") or kind.endswith("xml"):
            return Rejected(Reason.NOT_A_PAGE, "an XML file, not a page")
    if JSON.match(head) and tail.rstrip(b";").endswith((b"}", b"]")):
        return Rejected(Reason.NOT_A_PAGE, "a JSON file, not a page")
    if kind in SCRIPT_TYPES or (not kind.endswith("html") and SCRIPT.match(head) and not _holds_prose(head)):
        return Rejected(Reason.NOT_A_PAGE, "a script or style sheet, not a page")
    if kind in {"multipart/related", "message/rfc822"} or MIME_ARCHIVE.match(head[:8192]):
        return Rejected(Reason.NOT_A_PAGE, "an MHTML or mail file" + ADVICE)
    if head.startswith("WARC/1."):
        return Rejected(Reason.NOT_A_PAGE, "a WARC file, which holds many pages: name it .warc or .warc.gz")
    return None


def _holds_prose(text: str) -> bool:
    """Tell whether paragraphs stand in it: a dump may begin with the scripts of the page."""
    lines = (line.strip() for line in text.split("\n"))
    told = [line for line in lines if SENTENCE.search(line) and sum(map(CODE_SIGNS.count, line)) * 40 < len(line)]
    return len(told) >= PARAGRAPHS


def _is_html(head: str, kind: str) -> bool:
    """Tell whether markup carries the text. A dump may hold a stray tag, or talk about tags, but holds few."""
    start = PROLOGUE.match(head)
    rest = start.end() if start else 0
    if PAGE_START.match(head, rest) or (rest and rest == len(head)):
        return True
    shown = HIDDEN.sub("<script>", head)
    tags = sum(1 for _ in TAG.finditer(shown))
    return tags * 1000 > len(shown) and tags >= (1 if kind.endswith("html") or TAG.match(head, rest) else 5)


def parse_markup(markup: bytes, codec: str) -> HtmlPage | Rejected:
    """Give the tree of UTF-8, at most 256 levels deep: what lies deeper is hung up there.

    `codec`: what the page was written in.
    """
    if (tags := markup.count(b"<")) > MOST_TAGS:
        return Rejected(Reason.TOO_LARGE, f"{tags:,} tags and comments; at most {MOST_TAGS:,} are read")
    markup = mend_references(without_excess_attributes(markup))
    try:
        tree, complete = _tree_of(markup)
        if huge := not complete:
            tree, complete = _tree_of(markup, huge=True)
            if not complete:
                return Rejected(Reason.TOO_LARGE, "its tags are nested more than 2,000 deep")
        if tags > MAX_REMARKS and cast(float, COUNT_REMARKS(tree)) > MAX_REMARKS:
            tree, _ = _tree_of(markup, huge=huge, remarks=False)
    except etree.LxmlError:
        return Rejected(Reason.EMPTY, "no text between its tags")
    elements = list(islice(tree.iter("*"), MAX_ELEMENTS + 1))
    if len(elements) > MAX_ELEMENTS:
        return Rejected(Reason.TOO_LARGE, f"{int(cast(float, COUNT(tree))):,} tags; at most {MAX_ELEMENTS:,} are read")
    if huge:
        _flatten(tree)
    return HtmlPage(tree, codec, markup, elements)


def _tree_of(markup: bytes, *, remarks: bool = True, huge: bool = False) -> tuple[html.HtmlElement, bool]:
    """Parse markup, with or without its comments and instructions; tell whether to the end.

    libxml2 gives up deeper than 256 levels, or behind 10 MB of text (with `huge` 2,048).
    """
    parser = html.HTMLParser(encoding="utf-8", huge_tree=huge, remove_comments=not remarks, remove_pis=not remarks)
    parser.set_element_class_lookup(CLASSES)
    tree = html.document_fromstring(markup, parser=parser)
    stopped = any(error.message.startswith(("Excessive depth", "Resource limit")) for error in parser.error_log)
    return tree, not stopped


def _flatten(tree: html.HtmlElement, depth: int = 256) -> None:
    """Hang the text that lies deeper than `depth` up there, without its tags."""
    level = 0
    deepest = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        level += 1 if event == "start" else -1
        if event == "start" and level == depth and len(element):
            deepest.append(element)
    for element in deepest:
        etree.strip_elements(element, "script", "style", with_tail=False)
        text = "".join(element.itertext(etree.Element))
        del element[:]
        element.text = text
