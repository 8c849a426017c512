"""What a page states about itself in JSON-LD, however broken: a list of nodes, and the one that is the article.

A node is a JSON object as the page wrote it. Values are read through `texts` and `names`, which know the shapes that
schema.org allows (a string, an object with a name, a list of either, a reference by `@id`).
"""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml import html

from archive.scripts import with_few_marks

Node = dict[str, Any]

MAX_SCRIPT = 2_000_000  # characters; sound JSON of that size is parsed in 20 ms
MAX_BROKEN = 100_000  # a broken script is mended by regular expressions, ten times slower
MAX_NODES = 2_000
WORKS = frozenset(
    {"review", "recipe", "howto", "report", "claimreview", "criticreview", "faqpage", "qapage", "medicalwebpage"}
)
PAGES = frozenset(
    {"webpage", "itempage", "creativework", "videoobject", "podcastepisode", "imagegallery", "mediagallery"}
)
POSTING = ("article", "posting")
WRAPPING = re.compile(
    r"\s*(?://)?\s*(?:<!--|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)?|(?://\s*)?(?:-->|\]\]>|/\*\s*\]\]>\s*\*/)\s*$|;\s*$"
)
# a string or remark is skipped even if it never ends: else each of its beginnings would be tried
REMARK = re.compile(r"""("[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z))|/\*.*?(?:\*/|\Z)|(?<=[\s{\[,])//[^\n]*""", re.S)
TRAILING_COMMA = re.compile(r",(\s*[}\]])")
MISSING_COMMA = re.compile(r'("|\d|\}|\]|true|false)([^\S\n]*+\n\s*+")')
LONE_BACKSLASH = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
PAIR = re.compile(
    r'"(headline|datePublished|dateModified|dateCreated|articleSection|inLanguage)"\s*:\s*"([^"\n]{1,500})"'
)
AUTHOR = re.compile(r'"author"\s*:\s*\[?\s*(?:"([^"\n]{1,200})"|\{[^{}]{0,500}?"name"\s*:\s*"([^"\n]{1,200})")')
MARKUP = re.compile(r"<[^<>]{0,300}>")


def read_nodes(tree: html.HtmlElement) -> list[Node]:
    """Give every object with a type on the page, `@graph`s and lists opened, in page order."""
    nodes: list[Node] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            nodes.extend(_nodes(parse_script(script.text)))
    return nodes[:MAX_NODES]


def article_node(nodes: list[Node]) -> Node:
    """Give the node that describes the page's article.

    The most specific type, then the most fields; {} if there is none.
    """
    return max((node for node in nodes if _rank(node)), key=lambda node: (_rank(node), len(node)), default={})


def describes_page(node: Node) -> bool:
    """Tell whether the node is about the page or its article, not about a person, a product or the site."""
    return _rank(node) > 0


def types_of(node: Node) -> set[str]:
    """Give the node's `@type`s in lower case, without a schema.org prefix."""
    stated = node.get("@type")
    stated = stated if isinstance(stated, list) else [stated]
    return {kind.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for kind in stated if isinstance(kind, str)}


def texts_of(value: Any) -> list[str]:
    """Give the strings a value holds: itself, its items, or the names of its objects."""
    return [name for name, _ in names_of(value, {})]


def names_of(value: Any, by_id: dict[str, Node], depth: int = 0) -> list[tuple[str, str | None]]:
    """Give (name, lower-case type) of each person, organisation or string in `value`; `by_id` resolves references."""
    if isinstance(value, str):
        return [(text, None)] if (text := clean_line(value)) else []
    if isinstance(value, list) and depth < 4:
        return [found for item in value[:50] for found in names_of(item, by_id, depth + 1)]
    if not isinstance(value, dict) or depth >= 4:
        return []
    if not value.get("name"):
        reference = value.get("@id")
        value = by_id.get(reference, value) if isinstance(reference, str) else value
    kind = next((kind for kind in sorted(types_of(value), reverse=True)), None)
    name = value.get("name") or value.get("legalName") or value.get("@value") or value.get("headline")
    if not name and (value.get("givenName") or value.get("familyName")):
        name = " ".join(str(value[part]) for part in ("givenName", "familyName") if isinstance(value.get(part), str))
    return [(text, kind) for text, _ in names_of(name, by_id, depth + 1)]


def nodes_by_id(nodes: list[Node]) -> dict[str, Node]:
    """Give nodes with a name by their `@id`."""
    return {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and node.get("name")}


def clean_line(text: str) -> str:
    """Make one line of text: entities and tags resolved, white space collapsed, lone surrogates gone."""
    if "&" in text:
        text = unescape(unescape(text))
    if "<" in text:
        text = MARKUP.sub(" ", text)
    return " ".join(with_few_marks(text.encode("utf-8", "ignore").decode().replace("\0", "")).split())


def parse_script(source: str) -> Any:
    """Give the JSON value in a script's text; where it is broken, what can be saved of it; None if nothing."""
    if len(source) > MAX_SCRIPT:
        return None
    try:
        return json.loads(source, strict=False)
    except (ValueError, RecursionError):
        pass
    if len(source) > MAX_BROKEN:
        return _salvage(source[:MAX_BROKEN])
    mended = WRAPPING.sub("", source)
    mended = REMARK.sub(lambda match: match[1] or "", mended)
    mended = TRAILING_COMMA.sub(r"\1", LONE_BACKSLASH.sub(r"\\\\", mended))
    for attempt in (mended, unescape(mended), MISSING_COMMA.sub(r"\1,\2", mended)):
        try:
            return json.JSONDecoder(strict=False).raw_decode(attempt.lstrip(" \t\r\n\ufeff;"))[0]
        except (ValueError, RecursionError):
            continue
    return _salvage(source)


def _salvage(source: str) -> Node | None:
    """Read the plain fields that matter, without parsing, from a script that cannot be parsed."""
    node: Node = {}
    for match in PAIR.finditer(source):
        node.setdefault(match[1], match[2])
    authors = [match[1] or match[2] for match in AUTHOR.finditer(source)]
    if not node and not authors:
        return None
    return {"@type": "Article", "author": authors[:1], **node}


def _nodes(value: Any, depth: int = 0) -> Iterator[Node]:
    if depth > 5:
        return
    if isinstance(value, list):
        for item in value[:MAX_NODES]:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        if value.get("@type"):
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            if isinstance(value.get(key), dict | list):
                yield from _nodes(value[key], depth + 1)


def stated_addresses(node: Node) -> list[str]:
    """Give the addresses by which a node names its page."""
    page = node.get("mainEntityOfPage")
    named = (page.get("@id"), page.get("url")) if isinstance(page, dict) else (page,)
    found = (node.get("url"), *named, node.get("@id"))
    return [text for text in found if isinstance(text, str) and text.startswith(("http://", "https://"))]


def is_article_node(node: Node) -> bool:
    """Tell whether its type is an article or a posting of some kind."""
    return any(kind.endswith(POSTING) for kind in types_of(node))


def _rank(node: Node) -> int:
    if is_article_node(node):
        return 3
    kinds = types_of(node)
    return 2 if kinds & WORKS else 1 if kinds & PAGES else 0
