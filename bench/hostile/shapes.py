"""Shapes of hostile pages: each is made in any size, and none should cost more than its length.

A shape is a unit that is repeated, between an opening and a close, on a page that is otherwise an article.
"""

import json
from collections.abc import Callable
from itertools import count
from random import Random

PROSE = "<p>The council said on Monday that the bridge over the Lahn would be closed for a week.</p>" * 12
DUMP_PROSE = "The council said on Monday that the bridge over the Lahn would be closed for a week.\n\n" * 12
_LD = "<script type='application/ld+json'>"
WORDS = ("News", "Sport", "Storm", "By", "Reuters", "Ada Larkin", "2 May 2026", "|", "-", "©", "Share", "and", "(AP)",
         "Read more", "https://a.example/x", "ada@a.example", ":", ",", "…", "1", "«", "»", "’", "\"")  # fmt: skip

Shape = Callable[[int], bytes]


def repeated(unit: str, opening: str = "", close: str = "", *, size: int) -> str:
    """Repeat a unit so often that it is about `size` bytes; `{n}` in it counts."""
    if "{n}" not in unit:
        return opening + unit * max(1, size // len(unit.encode())) + close
    pieces, left = [], size
    for number in count():
        pieces.append(unit.replace("{n}", str(number)))
        left -= len(pieces[-1])
        if left <= 0:
            break
    return opening + "".join(pieces) + close


def in_page(inner: str, head: str = "") -> bytes:
    """Put markup into the body of an article."""
    return (
        f"<html><head><title>Bridge over the Lahn closed - Harbour Post</title>{head}</head><body>"
        f"<h1>Bridge over the Lahn closed</h1><p class=byline>By Ada Larkin, Reuters</p>{PROSE}{inner}{PROSE}"
    ).encode()


def _body(unit: str, opening: str = "", close: str = "") -> Shape:
    return lambda size: in_page(repeated(unit, opening, close, size=size))


def _head(unit: str, opening: str = "", close: str = "") -> Shape:
    return lambda size: in_page("", repeated(unit, opening, close, size=size))


def _whole(unit: str, opening: str = "", close: str = "") -> Shape:
    return lambda size: repeated(unit, opening, close, size=size).encode()


def _bytes(unit: bytes, opening: bytes = b"") -> Shape:
    return lambda size: opening + unit * max(1, size // len(unit))


def _json(make: Callable[[int], object]) -> Shape:
    return lambda size: in_page("", f"{_LD}{json.dumps(make(size))}</script>")


def _nested_json(size: int) -> bytes:
    half = size // 2
    return in_page("", f"{_LD}{'[' * half}{']' * half}</script>")


def _gzip(size: int) -> bytes:
    import gzip

    return gzip.compress(in_page("x " * (size * 20)))


def _words(size: int) -> bytes:
    random = Random(1)  # the same page for the same size
    return " ".join(random.choices(WORDS, k=size // 5)).encode()


def _word_lines(size: int) -> bytes:
    random = Random(1)
    return "\n".join(" ".join(random.choices(WORDS, k=6)) for _ in range(size // 30)).encode()


SHAPES: dict[str, Shape] = {
    # the head of a page
    "title": lambda size: f"<html><head><title>{'Storm | ' * (size // 8)}</title></head><body>{PROSE}".encode(),
    "title-halves": lambda size: (
        f"<html><head><title>{'The long storm hits the coast - ' * (size // 32)}</title></head><body>{PROSE}".encode()
    ),
    "title-unclosed": _whole('<p class="a">Storm hits coast - Times | x</p>', "<html><head><title>Storm</titl><body>"),
    "og-title": _head("Storm: the | ", "<meta property='og:title' content='", "'>"),
    "h1-long": _body("Storm | hits - ", "<h1>", "</h1>"),
    "h1-many": _body("<h1>Bridge over the Lahn closed {n}</h1>"),
    "meta-many": _head("<meta name='author' content='Ada Larkin {n}'>"),
    "meta-long": _head("Ada Larkin, ", "<meta name=author content='", "'>"),
    "meta-names": _head("<meta name='n{n}' content='x'>"),
    "keywords": _head("flood {n}, ", "<meta name=keywords content='", "'>"),
    "description": _head("The council. ", "<meta name=description content='", "'>"),
    "links-head": _head("<link rel=alternate href='https://a.example/{n}'>"),
    "base": _head("a/", "<base href='https://a.example/", "'>"),
    "canonical": _head("a/", "<link rel=canonical href='https://a.example/", "'>"),
    "scripts": _head("<script>var a = {n};</script>"),
    "script-long": _head("var a='<p>x</p>';", "<script>", "</script>"),
    "script-unclosed": _whole("<script>a = 1; ", f"<html><body>{PROSE}"),
    "styles": _head("<style>p{color:red}</style>"),
    # JSON-LD
    "json-deep": _nested_json,
    "json-wide": _json(lambda size: [{"@type": "NewsArticle", "headline": f"x{n}"} for n in range(size // 45)]),
    "json-authors": _json(lambda size: {"@type": "Report", "author": [{"name": f"A {n}"} for n in range(size // 16)]}),
    "json-author": _json(lambda size: {"@type": "NewsArticle", "author": "Ada Larkin, " * (size // 12)}),
    "json-headline": _json(lambda size: {"@type": "NewsArticle", "headline": "Storm - hits | " * (size // 15)}),
    "json-graph": _json(lambda size: {"@graph": [{"@id": f"#{n}", "@type": "X"} for n in range(size // 45)]}),
    "json-broken": _head('"headline": "x", /* ', _LD + "{", "</script>"),
    "json-quotes": _head('"\\', _LD + "{", "</script>"),
    "json-scripts": _head(_LD + '{"@type":"NewsArticle","headline":"x"}</script>'),
    "json-entities": _head("&amp;quot;", _LD + '{"@type":"NewsArticle","headline":"', '"}</script>'),
    # tags and what stands in them
    "attributes": _body(" a{n}=1", "<p", ">x</p>"),
    "attributes-nospace": _body("/b{n}", "<p ", ">x</p>"),
    "attributes-quoted": _body(" a{n}='>'", "<p", ">x</p>"),
    "attributes-end": _body(" a{n}=1", "<p>x</p", ">"),
    "attributes-script": _body(" a{n}=1", "<script", "></script>"),
    "attributes-tags": _body("<p a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8>x</p>"),
    "attribute-long": _body("x ", "<p data-a='", "'>x</p>"),
    "attribute-unclosed": _body("x> <p> ", "<p data-a='"),
    "attribute-remarks": _body("<!-- x ", "<p data-a='", "'>x</p>"),
    "class-long": _body("story-body ", "<div class='", "'>x</div>"),
    "class-many": _body("<p class='story body c{n}'>Some words stand here.</p>"),
    "class-one-word": _body("a", "<div class='", "'><p>x</p></div>"),
    "id-words": _body("a-", "<div id='", "'><p>x</p></div>"),
    "style-long": _body("display:block;", "<div style='", "'><p>x</p></div>"),
    "comments": _body("<!-- x -->"),
    "comment-long": _body("x - ", "<!-- ", "-->"),
    "comment-unclosed": _body("<!-- x "),
    "comments-apart": _body("a<!-- x -->"),
    "instructions": _body("<?x y?>"),
    "doctype": _whole("a ", "<!DOCTYPE html ", f"><html><body>{PROSE}"),
    "tag-open": _body("<"),
    "tag-close": _body("</p>"),
    "tag-unclosed": _body("<p "),
    "tag-name-long": _body("x", "<", ">"),
    "tags-own": _body("<x-y{n}>a</x-y{n}>"),
    "entities": _body("&amp;"),
    "entities-number": _body("&#8203;"),
    "entities-control": _body("&#1;"),
    "entities-zeros": _body("0", "&#x", ";"),
    "entities-unknown": _body("&x{n}"),
    "entities-ampersand": _body("&#"),
    "nbsp": _body("&nbsp;"),
    # what a page is made of
    "paragraphs": _body("<p>a</p>"),
    "paragraphs-same": _body("<p>The council said on Monday that the bridge would be closed.</p>"),
    "paragraphs-prose": _body("<p>The council {n} said on Monday that the bridge would be closed for a week.</p>"),
    "paragraph-long": _body("The council said. ", "<p>", "</p>"),
    "word-long": _body("a", "<p>", "</p>"),
    "word-capitals": _body("A", "<p>By ", "</p>"),
    "word-dots": _body("A.", "<p>", "</p>"),
    "word-hyphens": _body("a-", "<p>", "</p>"),
    "digits": _body("1", "<p>", "</p>"),
    "digits-dates": _body("1/1/", "<p>", "</p>"),
    "spaces": _body(" ", "<p>a", "b</p>"),
    "newlines": _body("\n", "<p>a", "b</p>"),
    "pre": _body("a\n", "<pre>", "</pre>"),
    "chinese": _body("洪", "<p>", "</p>"),
    "chinese-marks": _body("洪，", "<p>", "</p>"),
    "combining": _body("\u0301", "<p>e", "</p>"),
    "combining-classes": _body("\u0301\u0327\u0316", "<p>e", "</p>"),
    "combining-words": _body("e\u0301\u0327 ", "<p>", "</p>"),
    "no-width": _body("\u200b", "<p>a", "b</p>"),
    "direction": _body("\u202e\u200e", "<p>a", "b</p>"),
    "arabic": _body("ﷺ", "<p>", "</p>"),
    "emoji": _body("👩‍👩‍👧", "<p>", "</p>"),
    "br": _body("<br>"),
    "br-lines": _body("a<br>"),
    "br-long": _body("A line that is longer than sixty characters, so that it does not end itself<br>", "<p>", "</p>"),
    "hr": _body("<hr>"),
    "headings": _body("<h2>Storm {n}</h2>"),
    "headings-long": _body("Storm - ", "<h2>", "</h2>"),
    "cells": _body("<tr><td>a<td>b", "<table>", "</table>"),
    "cells-row": _body("<td>a", "<table><tr>", "</table>"),
    "cells-prose": _body("<tr><td>The council said on Monday that the bridge would be closed.", "<table>", "</table>"),
    "lists": _body("<li>a", "<ul>", "</ul>"),
    "lists-nested": _body("<ul><li>a"),
    "lists-links": _body("<li><a href=/x>Read more of this</a>", "<ul>", "</ul>"),
    "links": _body("<a href=/{n}>a</a> "),
    "links-long": _body("a/", "<a href='/", "'>a</a>"),
    "links-unclosed": _body("<a href=/x>a "),
    "links-tags": _body("<a rel=tag href=/{n}>flood {n}</a>"),
    "links-author": _body("<a rel=author href=/{n}>Ada Larkin</a>, "),
    "images": _body("<img src=/{n}.jpg alt='Photo: Reuters'>"),
    "figures": _body("<figure><img src=/x.jpg><figcaption>Photo: Ada Larkin / Reuters</figcaption></figure>"),
    "spans": _body("<span>a</span>"),
    "spans-classed": _body("<span class=author>Ada</span>"),
    "spans-nested": _body("<span>a"),
    "bold-nested": _body("<b>a"),
    "bold": _body("<b>Storm</b> "),
    "fonts-paragraphs": _body("<p><font>a"),
    "divs-nested": _body("<div>a"),
    "divs-nested-prose": _body("<div><p>The council said on Monday that the bridge would be closed for a week."),
    "divs-deep-wide": _body("<b>x</b>", "<div>" * 300, "</div>"),
    "divs-deep-wide-lines": _body("<p>The council said on Monday that</p>", "<div>" * 300, "</div>"),
    "divs-deep-remarks": _body("a<!--x-->", "<div>" * 300, "</div>"),
    "divs-deep-attributes": _body("<b class='a b'>x</b>", "<div class='story c'>" * 250, "</div>"),
    "divs-empty": _body("<div>"),
    "divs-pairs": _body("<div></div>"),
    "divs-stairs": _body("<div><div></div>"),
    "blockquotes": _body("<blockquote>a"),
    "forms": _body("<form><input><select><option>a</select></form>"),
    "options": _body("<option>a", "<select>", "</select>"),
    "noscript": _body("<noscript><p>a</p></noscript>"),
    "noscript-nested": _body("<noscript>"),
    "hidden-nested": _body("<div hidden>a"),
    "hidden-display": _body("<div style='display:none'>a</div>"),
    "svg": _body("<svg><path d='M0 0'></path></svg>"),
    "templates": _body("<template><p>a</p></template>"),
    "iframes": _body("<iframe src=/x></iframe>"),
    "textarea": _body("<textarea>a"),
    "articles": _body("<article><h2>Storm</h2><p>The council said on Monday.</p></article>"),
    "articles-nested": _body("<article><p>a</p>"),
    "bodies": _body("<body class=c{n}>"),
    "htmls": _body("<html lang=en>"),
    "frames": _whole("<frame src=/x>", "<html><frameset>", "</frameset>"),
    "times": _body("<time datetime='2026-05-02'>2 May 2026</time>"),
    "times-itemprop": _body("<time itemprop=datePublished datetime='2026-05-02'>2 May</time>"),
    "itemprops": _body("<span itemprop=author>Ada Larkin</span>"),
    # what the words are
    "byline-long": _body("Ada Larkin, ", "<p class=byline>By ", "</p>"),
    "byline-and": _body("Ada Larkin and ", "<p class=byline>By ", "</p>"),
    "byline-by": _body("By ", "<p class=byline>", "</p>"),
    "byline-lines": _body("<p class=byline>By Ada Larkin</p>"),
    "byline-names": _body("<p>By Ada Number{n} Larkin, Reuters</p>"),
    "byline-open": _body("(", "<p class=byline>By Ada", "</p>"),
    "credit-lines": _body("<p>Reporting by Ada Larkin in Lisbon; editing by Bo Holm (Reuters)</p>"),
    "credit-long": _body("Ada Larkin in Lisbon, ", "<p>Reporting by ", "</p>"),
    "credit-long-deep": _body("Ada Larkin (Reuters), ", "<div>" * 240 + "<p>Reporting by ", "</p>"),
    "credit-lines-deep": _body("<p>Reporting by Ada Larkin in Lisbon (Reuters)</p>", "<div class=c>" * 240),
    "credit-orgs": _body("Reuters / AP / dpa / ", "<p>Source: ", "</p>"),
    "credit-parens": _body("(Reuters) ", "<p>", "</p>"),
    "id-bylines": lambda size: in_page(
        f"<div id='{'a-' * (size // 4)}'>{'<p>By Ada Larkin, Reuters</p>' * (size // 56)}</div>"
    ),
    "credit-run": _body("Reporting by Ada Larkin, additional reporting by Bo Holm and Reuters ", "<p>", "</p>"),
    "credit-run-helped": _body("Ada Larkin and Reuters contributed to this report ", "<p>", "</p>"),
    "credit-photo": _body("<p>Photo: Reuters</p>"),
    "credit-contributed": _body("<p>Reuters contributed to this report.</p>"),
    "datelines": _body("<p>LISBON, Nov 18 (Reuters) - The council said.</p>"),
    "dateline-long": _body("LISBON, ", "<p>", "Nov 18 (Reuters) - x</p>"),
    "dates": _body("<p>Published 2 May 2026 10:30</p>"),
    "dates-line": _body("2 May 2026 ", "<p>", "</p>"),
    "copyright": _body("<p>© 2026 Reuters. All rights reserved.</p>"),
    "read-more": _body("<p>Read more: Storm hits coast</p>"),
    "quotes": _body("«", "<p>", "</p>"),
    "quotes-pairs": _body('"a" ', "<p>", "</p>"),
    "brackets": _body("[", "<p>", "</p>"),
    "bars": _body("a | ", "<p>", "</p>"),
    "slashes": _body("a/", "<p>", "</p>"),
    "urls": _body("https://a.example/x ", "<p>", "</p>"),
    "mails": _body("ada@a.example ", "<p>", "</p>"),
    "mail-long": _body("a", "<p>By ", "@a.example</p>"),
    "ellipses": _body("... ", "<p>", "</p>"),
    "stops": _body(". ", "<p>", "</p>"),
    "commas": _body(",", "<p>", "</p>"),
    "colons": _body(": ", "<p>", "</p>"),
    "dashes": _body("– ", "<p>", "</p>"),
    "capitals": _body("Ada ", "<p>", "</p>"),
    "capital-letters": _body("A ", "<p>", "</p>"),
    "names-comma": _body("Ada Larkin, Bo Holm; ", "<p>By ", "</p>"),
    # dumps
    "lines": _bytes(b"a\n"),
    "lines-blank": _bytes(b"\n", b"a"),
    "lines-apart": _bytes(b"a\n\n"),
    "lines-crlf": _bytes(b"a\r\n\r\n"),
    "lines-wrapped": _whole("The council said on Monday that the bridge over the river Lahn\n"),
    "lines-prose": _whole("The council {n} said on Monday that the bridge would be closed for a week.\n\n"),
    "lines-bullets": _bytes(b"* a\n"),
    "lines-numbers": _bytes(b"[1]a\n", b"x\n"),
    "lines-references": _bytes(b"References\n"),
    "lines-tabs": _bytes(b"\t"),
    "lines-cells": _bytes(b"a\tb\tc\n"),
    "lines-copyright": _whole("© Harbour Post {n}\n\n"),
    "lines-short": _whole("Storm {n}\n\n", DUMP_PROSE),
    "lines-bylines": _whole("By Ada Larkin\n\n", DUMP_PROSE),
    "lines-dates": _whole("2 May 2026\n\n", DUMP_PROSE),
    "lines-credits": _whole("Source: Reuters\n\n", DUMP_PROSE),
    "dump-word": _bytes(b"a"),
    "dump-line": _bytes(b"The council said. "),
    "dump-trail": _bytes(b"a > ", b"x\n"),
    "dump-words": _words,
    "dump-word-lines": _word_lines,
    "dump-doubled": lambda size: b"ab" * (size // 2) + b"\n\n" + DUMP_PROSE.encode(),
    # bytes
    "bytes-latin": _bytes(b"\xe9t\xe9 ", b"<p>"),
    "bytes-latin-markup": _bytes(b"<p>\xe9t\xe9</p>", b"<html><body>"),
    "bytes-high": _bytes(bytes(range(128, 256)), b"<p>"),
    "bytes-broken-utf8": _bytes("é".encode() + b"\xff ", b"<p>"),
    "bytes-japanese": _bytes("洪水の".encode("euc_jp"), b"<html><body><p>"),
    "bytes-escapes": _bytes(b"\x1b$B", b"<html><body><p>"),
    "bytes-utf16": lambda size: ("<html><body>" + PROSE + "<p>a</p>" * (size // 16)).encode("utf-16"),
    "bytes-spaces": _bytes(b" "),
    "bytes-zeros": _bytes(b"a\0", b"<html><p>"),
    "bytes-opening": _bytes(b"<", b""),
    "bytes-prologue": _bytes(b"<!-- x -->"),
    "bytes-instructions": _bytes(b"<?a?>"),
    "bytes-headers": _bytes(b"a: b\n"),
    "bytes-script": _bytes(b"<script>a</script>"),
    "bytes-scripts-open": _bytes(b"<script "),
    "bytes-meta": _bytes(b"<meta ", b"<html>\xe9"),
    "bytes-charset": _bytes(b"<meta charset=x>\xe9"),
    "bytes-gzip": _gzip,
}  # fmt: skip
"""Every shape by its name."""
