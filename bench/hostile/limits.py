"""The rows of docs/limits.md, each with the shapes that try its bound."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs/limits.md"

SHAPES_OF = {
    # a page
    "bytes of a page, packed or not": ("bytes-gzip", "paragraph-long"),
    "signs that open a tag or comment": ("tag-open", "bytes-opening", "comment-unclosed"),
    "attributes of a tag": ("attributes", "attributes-nospace", "attributes-quoted", "attributes-end"),
    "elements": ("paragraphs", "spans", "divs-pairs"),
    "comments and instructions": ("comments", "instructions", "comments-apart"),
    "levels of nesting": ("divs-nested", "spans-nested", "lists-nested", "divs-deep-wide"),
    "visible blocks": ("paragraphs-prose", "br-lines", "cells"),
    "characters of the classes, id and role of an element": ("id-words", "id-bylines"),
    "visible characters": ("word-long", "paragraph-long", "spaces"),
    "lines of a dump": ("lines", "lines-apart", "lines-blank", "dump-word-lines"),
    "combining marks in a row": ("combining", "combining-classes"),
    "blocks told to trafilatura": ("cells-row", "cells-prose", "br-long"),
    "characters of a title in the metadata": ("og-title", "json-headline"),
    "separators at which a title is parted": ("title", "title-halves", "title-unclosed"),
    "`h1`; lesser headings": ("h1-many", "h1-long", "headings"),
    "meta elements": ("meta-many", "meta-names", "meta-long"),
    "characters of a JSON-LD script; of a broken one": ("json-broken", "json-quotes", "json-entities"),
    "JSON-LD nodes; levels": ("json-wide", "json-graph", "json-deep", "json-scripts"),
    "characters in which a date is searched, if none is stated; `<!--` in its attributes": (
        *("digits-dates", "dates-line"),
        "attribute-remarks",
    ),
    "names read from one phrase of a credit": ("credit-long", "credit-long-deep", "credit-orgs", "names-comma"),
    "credits of one form read from a block; characters in which their names stand": ("credit-run", "credit-run-helped"),
    "characters compared with other articles": ("paragraphs-same", "dump-line"),
    # files
    "bytes of a line in a list": ("list", "list-points", "list-marks-spaces", "list-closing-more"),
    "bytes of a header line; of all headers of a record or response": ("warc-headers", "warc-folded", "warc-type"),
    "damaged records of a file; places tried after them": ("warc-damages", "warc-short", "warc-blank", "warc-magic"),
    "what a file in a file unpacks to": ("gzip-bomb", "zip-bomb", "gzip-members"),
    "bytes of the list of members of a ZIP file": ("zip-names",),
    "bytes of a name in a tar file": ("tar",),
    "bytes of a row of JSON, CSV or HAR; values in it": ("json-lines", "json-keys", "har-deep", "csv-quotes"),
    "bytes before the rows of JSON or HAR": ("har-entries",),
    "bytes of an MHTML file; parts; parts in parts": ("mhtml", "mhtml-nested", "mhtml-boundary"),
    # the web
    "bytes of the head of an answer": ("head-lines", "head-folded", "head-name"),
    "characters of a Content-Type": ("header-type", "header-commas", "header-charset"),
    "what a body unpacks to; members; packings": ("body-gzip", "body-members", "body-layers", "body-deflate"),
    "bytes of a feed; items; characters of an element": ("feed", "feed-open", "feed-attributes", "feed-json"),
    "bytes of a sitemap; addresses": ("sitemap", "sitemap-junk", "sitemap-lines", "sitemap-bomb"),
    "bytes of a page in which feeds are looked for; feeds; links": ("links-feeds", "links-anchors", "links-bases"),
    "bytes of a robots.txt; sitemaps it names": ("robots", "robots-agents", "robots-star-rules", "robots-sitemaps"),
    "bytes of a page that is a way on": ("refresh", "refresh-nested", "refresh-attributes"),
    "characters of an address": ("address-dots", "address-query", "address-host", "address-percent"),
}
"""What is bounded, as the page says it, and shapes of `shapes` and `readings`."""

NOT_DOUBLED = frozenset(
    {
        "what is read as a page or list",
        "a folder below a target, a folder of a glob",
        "files in files",
        "blocks of two loads compared one by one",
        "words of two passages in `archive diff`",
        "sitemaps of one listing; indexes in indexes",
        "lookups of names at once; seconds; tries",
        "seconds of a question",
        "bytes of a value or row; of memory; of a temporary file",
        "bytes of rows held for `query()`; for a table",
    }
)
"""Rows about what has no size to double, or that tests of their own double."""


def bounded_rows() -> list[str]:
    """Give the first cells of the tables in docs/limits.md."""
    cells = re.findall(r"^\| (.+?) \|", PAGE.read_text("utf-8"), re.M)
    return [cell for cell in cells if cell not in ("what", "---") and not cell.startswith("-")]
