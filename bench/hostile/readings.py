"""Shapes of hostile files, answers and lists, each beside what reads it: none should cost more than its length."""

import gzip
import io
import json
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from archive.captures import files, lists
from archive.captures.body import Body
from archive.captures.content_type import charset_in, media_type_in
from archive.captures.failure import Failure
from archive.captures.listings import feeds, site_links, sitemaps
from archive.captures.web import refresh, response_head, retry, robots
from archive.model import Capture
from archive.urls import canonical, join_address
from bench.hostile.shapes import Shape, repeated

NOW = "2026-11-28T00:00:00Z"
ADDRESS = "https://a.example/s"
MOST_BYTES = 50_000_000
Read = Callable[[bytes], object]


def _unit(unit: str, opening: str = "", close: str = "") -> Shape:
    return lambda size: repeated(unit, opening, close, size=size).encode()


def _read_file(payload: bytes) -> int:
    """Read a file as `ingest` does: by its first bytes."""
    with tempfile.NamedTemporaryFile(suffix=".bin") as file:
        file.write(payload)
        file.flush()
        return sum(1 for _ in files.read_files([Path(file.name)], max_bytes=MOST_BYTES, now=lambda: NOW))


def _capture(payload: bytes) -> Capture:
    return Capture(ADDRESS, payload, NOW, url=ADDRESS)


def _read_body(encoding: str, payload: bytes) -> int:
    body = Body(encoding, MOST_BYTES)
    try:
        for start in range(0, len(payload), 65_536):
            body.add_piece(payload[start : start + 65_536])
        return len(body.whole_body())
    except Failure:
        return 0


def _read_robots(payload: bytes) -> bool:
    """Parse a robots.txt and ask it for a page, as for each page of its host."""
    try:
        robots.parse_rules(payload[: robots.MOST_BYTES], "archive", 0.0).check_url(f"https://a.example/{'a' * 2_000}")
    except Failure:
        return False
    return True


def _read_header(payload: bytes) -> object:
    text = payload.decode("latin-1")
    return media_type_in(text), charset_in(text), retry.retry_after(text, NOW)


def _read_address(payload: bytes) -> object:
    text = payload.decode("latin-1")
    return canonical(text), join_address(ADDRESS, text)


def _warc(block: bytes, headers: bytes = b"") -> bytes:
    said = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\n%bContent-Length: %d\r\n\r\n"
    return said % (headers, len(block)) + block + b"\r\n\r\n"


def _http(body: bytes, headers: bytes = b"") -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + headers + b"\r\n" + body


def _times(unit: bytes, size: int) -> bytes:
    return unit * max(1, size // len(unit))


def _members(size: int) -> bytes:
    return gzip.compress(_warc(_http(b"<p>x"))) * max(1, size // 150)


def _chunks(size: int) -> bytes:
    return _warc(_http(_times(b"1\r\na\r\n", size) + b"0\r\n\r\n", b"Transfer-Encoding: chunked\r\n"))


def _zip(names: bool, size: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for number in range(size // 200 if names else 1):
            made.writestr(f"{number}.html", "<p>x" if names else "x" * size)
    return file.getvalue()


def _tar(size: int) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as made:
        for number in range(size // 1_024):
            fact = tarfile.TarInfo(f"{number}.html")
            fact.size = 4
            made.addfile(fact, io.BytesIO(b"<p>x"))
    return file.getvalue()


def _har(size: int) -> bytes:
    entry = {"request": {"method": "GET", "url": ADDRESS}, "startedDateTime": NOW}
    entry["response"] = {"status": 200, "content": {"mimeType": "text/html", "text": "<p>x"}}
    return json.dumps({"log": {"entries": [entry] * (size // 200)}}).encode()


def _mhtml(size: int) -> bytes:
    part = b"--b\r\nContent-Type: text/html\r\n\r\n<p>x\r\n"
    return b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n' + _times(part, size) + b"--b--"


def _mhtml_nested(size: int) -> bytes:
    part = b'--b\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    return b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n' + _times(part, size)


_ARC = b"filedesc://x 0.0.0.0 20260101000000 text/plain 1\n\n\n"
_ARC_RECORD = b"http://a.example/ 1.2.3.4 20260101000000 text/html 3\nabc\n"
_RSS = "<rss><channel>"
_JSON_FEED = '{"version": "https://jsonfeed.org/version/1.1", "items": '
_MIME = "MIME-Version: 1.0\r\n"
_MULTI = f"{_MIME}Content-Type: multipart/related; "
_HTML = f"{_MIME}Content-Type: text/html\r\nContent-Transfer-Encoding: "
_HTTP = "HTTP/1.1 200 OK\r\n"
_FEED: Read = lambda payload: feeds.read_feed(_capture(payload))  # noqa: E731
_SITEMAP: Read = lambda payload: sitemaps.read_sitemap(_capture(payload))  # noqa: E731
_LINKS: Read = lambda payload: site_links.linked_feeds(_capture(payload))  # noqa: E731
_HEAD: Read = response_head.mend_head
_LIST: Read = lambda payload: (lists.is_list(payload), list(lists.parse_targets(io.BytesIO(payload))))  # noqa: E731
_REFRESH: Read = lambda payload: refresh.refresh_target(payload, "", ADDRESS)  # noqa: E731
_HEADER_REFRESH: Read = lambda payload: refresh.refresh_target(b"", payload.decode("latin-1"), ADDRESS)  # noqa: E731

READINGS: dict[str, tuple[Shape, Read]] = {
    # files
    "warc": (lambda size: _times(_warc(_http(b"<p>x")), size), _read_file),
    "warc-members": (_members, _read_file),
    "warc-blank": (lambda size: b"WARC/1.0\r\n" + _times(b"\n", size), _read_file),
    "warc-headers": (lambda size: _warc(_http(b"<p>x"), _times(b"A: b\r\n", size)), _read_file),
    "warc-folded": (lambda size: _warc(_http(b"<p>x"), b"A: b" + _times(b"\r\n ;", size) + b"\r\n"), _read_file),
    "warc-type": (lambda size: _warc(_http(b"x", b'Content-Type: a/b; "' + _times(b";", size) + b"\r\n")), _read_file),
    "warc-http-headers": (lambda size: _warc(_http(b"x", _times(b"A: b\r\n", size))), _read_file),
    "warc-chunks": (_chunks, _read_file),
    "warc-damages": (lambda size: _times(b"WARC/1.0\r\nContent-Length: x\r\n\r\n", size), _read_file),
    "warc-short": (lambda size: _times(b"WARC/1.0\r\nContent-Length: 9\r\n\r\n", size), _read_file),
    "warc-far": (lambda size: _times(b"WARC/1.0\r\nContent-Length: 99999999\r\n\r\n", size), _read_file),
    "warc-magic": (lambda size: gzip.compress(b"WARC/1.0\r\n")[:20] + _times(b"\x1f\x8b\x08\0", size), _read_file),
    "arc": (lambda size: _ARC + _times(_ARC_RECORD, size), _read_file),
    "arc-line": (lambda size: _ARC + b"http://a " + _times(b"1 ", size), _read_file),
    "har": (_har, _read_file),
    "har-deep": (_unit("[", '{"log": {"entries": [{"a": '), _read_file),
    "har-open": (_unit("a", '{"log": {"entries": [{"a": "'), _read_file),
    "har-escapes": (_unit("\\\\", '{"log": {"entries": [{"a": "'), _read_file),
    "har-entries": (_unit('"entries" ', '{"log": {"a": ['), _read_file),
    "json-lines": (_unit('{"url": "https://a.example/{n}", "html": "<p>x"}\n'), _read_file),
    "json-list": (_unit('{"url": "https://a.example/x", "html": "<p>x"},', "[", "{}]"), _read_file),
    "json-list-open": (_unit('"a": {', '[{"url": "https://a.example/x", '), _read_file),
    "json-keys": (_unit(' "k{n}": 1,', '{"url": "https://a.example/x", "html": "x",', '"z": 1}'), _read_file),
    "json-digits": (_unit("1", '{"url": "https://a.example/x", "html": "x", "z": ', "}"), _read_file),
    "csv": (_unit("https://a.example/{n},<p>x\n", "url,html\n"), _read_file),
    "csv-quotes": (_unit('""', 'url,html\n"https://a.example/x","'), _read_file),
    "csv-open": (_unit("a\n", 'url,html\n"https://a.example/x","'), _read_file),
    "csv-cells": (_unit("a,", "url,html\n"), _read_file),
    "mhtml": (_mhtml, _read_file),
    "mhtml-nested": (_mhtml_nested, _read_file),
    "mhtml-boundary": (_unit("\r\n--", f'{_MULTI}boundary="b"\r\n\r\n--b\r\n'), _read_file),
    "mhtml-boundary-spaces": (_unit("\r\n--b \t", f'{_MULTI}boundary="b"\r\n\r\n'), _read_file),
    "mhtml-boundary-words": (_unit("boundary = ", _MULTI), _read_file),
    "mhtml-headers": (_unit("A: b\r\n", f"{_MIME}Content-Type: text/html\r\n", "\r\n<p>x"), _read_file),
    "mhtml-quoted": (_unit("=3D=\r\n", f"{_HTML}quoted-printable\r\n\r\n"), _read_file),
    "mhtml-base64": (_unit("PA==", f"{_HTML}base64\r\n\r\n"), _read_file),
    "zip-names": (partial(_zip, True), _read_file),
    "zip-bomb": (partial(_zip, False), _read_file),
    "tar": (_tar, _read_file),
    "gzip-bomb": (lambda size: gzip.compress(b"x" * 20 * size), _read_file),
    "gzip-members": (lambda size: gzip.compress(b"x") * (size // 22), _read_file),
    "list": (_unit("https://a.example/{n}\n"), _LIST),
    "list-marks": (_unit('"([<', "", "https://a.example/x"), _LIST),
    "list-closing": (_unit(")]>", "https://a.example/x"), _LIST),
    "list-link": (_unit("[", "- ", "](https://a.example/x"), _LIST),
    "list-brackets": (_unit("[a](", "", "\n"), _LIST),
    "list-points": (_unit(" ", "- ", "x"), _LIST),
    "list-marks-spaces": (_unit(" ", '1. "', "https://a.example/x y"), _LIST),
    "list-closing-more": (_unit(")", "https://a.example/", " y"), _LIST),
    # feeds, sitemaps, links
    "feed": (_unit("<item><link>https://a.example/{n}</link></item>", _RSS, "</channel></rss>"), _FEED),
    "feed-junk": (_unit("<a/>", _RSS), _FEED),
    "feed-open": (_unit("<item><link>", _RSS), _FEED),
    "feed-link": (_unit("a/", f"{_RSS}<item><link>https://a.example/"), _FEED),
    "feed-cdata": (_unit("<![CDATA[", _RSS), _FEED),
    "feed-comments": (_unit("<!--", _RSS), _FEED),
    "feed-comments-cdata": (_unit("<!-- ]]> <![CDATA[ -->", _RSS), _FEED),
    "feed-brackets": (_unit("<", f"{_RSS}<item><link>"), _FEED),
    "feed-tag": (_unit("a ", f"{_RSS}<item><link "), _FEED),
    "feed-attributes": (_unit(" a{n}=1", f"{_RSS}<item><link", ">x</link>"), _FEED),
    "feed-attribute-names": (_unit("a", f"{_RSS}<item><link ", ">x</link>"), _FEED),
    "feed-attribute-spaces": (_unit("a ", f"{_RSS}<item><link ", ">x</link>"), _FEED),
    "feed-attribute-open": (_unit(' a="', f"{_RSS}<item><link", ">x</link>"), _FEED),
    "feed-entities": (_unit("&amp;", f"{_RSS}<item><link>https://a.example/"), _FEED),
    "feed-prefix": (_unit("<a.", _RSS), _FEED),
    "feed-guids": (_unit("<item><guid>{n}</guid><link>https://a.example/{n}</link></item>", _RSS), _FEED),
    "feed-sources": (_unit("<item><source>", _RSS), _FEED),
    "feed-doctype": (_unit("<!ENTITY a '&b;&b;'>", "<!DOCTYPE rss [", f"]>{_RSS}"), _FEED),
    "feed-json": (_unit('{"url": "https://a.example/{n}"},', f"{_JSON_FEED}[", "{}]}"), _FEED),
    "feed-json-deep": (_unit("[", _JSON_FEED), _FEED),
    "feed-json-digits": (_unit("1", f"{_JSON_FEED}[", "]}"), _FEED),
    "sitemap": (_unit("<url><loc>https://a.example/{n}</loc></url>", "<urlset>", "</urlset>"), _SITEMAP),
    "sitemap-junk": (_unit("<a/>", "<urlset>", "</urlset>"), _SITEMAP),
    "sitemap-open": (_unit("<url><loc>", "<urlset>"), _SITEMAP),
    "sitemap-images": (_unit("<image:image><image:loc>x</image:loc>", "<urlset><url>"), _SITEMAP),
    "sitemap-facts": (_unit("<lastmod>2026</lastmod>", "<urlset><url>"), _SITEMAP),
    "sitemap-lines": (_unit("https://a.example/{n}\n"), _SITEMAP),
    "sitemap-index": (_unit("<sitemap><loc>https://a.example/{n}</loc></sitemap>", "<sitemapindex>"), _SITEMAP),
    "sitemap-unended": (_unit("<url ", "<urlset>"), _SITEMAP),
    "sitemap-bomb": (lambda size: gzip.compress(b"<urlset>" + b"<a/>" * 10 * size), _SITEMAP),
    "links-feeds": (_unit("<link rel=alternate type=application/rss+xml href=/{n}.xml>"), _LINKS),
    "links-anchors": (_unit("<a href=/rss/{n}>RSS</a>"), _LINKS),
    "links-bases": (_unit("<base href=a/>"), _LINKS),
    "links-path": (_unit("rss/", "<a href='/", "'>a</a>"), _LINKS),
    # answers
    "head-lines": (_unit("A: b\r\n", _HTTP, "\r\n"), _HEAD),
    "head-folded": (_unit(" b\r\n", f"{_HTTP}A: b\r\n", "\r\n"), _HEAD),
    "head-spaces": (_unit(" ", "HTTP/1.1 200", "\r\n\r\n"), _HEAD),
    "head-name": (_unit("a", _HTTP, "\r\n\r\n"), _HEAD),
    "head-name-spaces": (_unit(" ", f"{_HTTP}A", "\r\n\r\n"), _HEAD),
    "head-lengths": (_unit("1, ", f"{_HTTP}Content-Length: ", "\r\n\r\n"), _HEAD),
    "header-type": (_unit(";", 'text/html; "'), _read_header),
    "header-commas": (_unit("text/html, "), _read_header),
    "header-charset": (_unit("charset = "), _read_header),
    "header-digits": (_unit("1"), _read_header),
    "header-date": (_unit("Sat, 28 Nov 2026 ", "", "GMT"), _read_header),
    "header-parens": (_unit("(", "Sat, 28 Nov 2026 00:00:00 "), _read_header),
    "body-gzip": (lambda size: gzip.compress(b"<p>x" * 20 * size), partial(_read_body, "gzip")),
    "body-members": (lambda size: gzip.compress(b"x") * (size // 22), partial(_read_body, "gzip")),
    "body-empty-members": (lambda size: gzip.compress(b"") * (size // 20), partial(_read_body, "gzip")),
    "body-layers": (lambda size: gzip.compress(gzip.compress(b"x" * size)), partial(_read_body, "gzip, gzip")),
    "body-deflate": (lambda size: zlib.compress(b"x" * 20 * size), partial(_read_body, "deflate")),
    "body-names": (lambda size: b"x" * 1_000, lambda payload: Body("none, " * 10_000, MOST_BYTES)),
    "robots": (_unit("Disallow: /{n}\n", "User-agent: *\n"), _read_robots),
    "robots-agents": (_unit("User-agent: a{n}\nDisallow: /\n"), _read_robots),
    "robots-stars": (_unit("*a", "User-agent: *\nDisallow: /", "\n"), _read_robots),
    "robots-star-rules": (_unit("Disallow: /*a*a*a*a*b{n}\n", "User-agent: *\n"), _read_robots),
    "robots-spaces": (_unit(" ", "User-agent", "\n"), _read_robots),
    "robots-lines": (_unit("\n", "User-agent: *\n"), _read_robots),
    "robots-sitemaps": (_unit("Sitemap: https://a.example/{n}\n"), _read_robots),
    "refresh": (_unit("<meta http-equiv=refresh content='0;url=/{n}'>"), _REFRESH),
    "refresh-nested": (_unit("<div>", "<meta http-equiv=refresh content='0;url=/x'>"), _REFRESH),
    "refresh-attributes": (_unit(" a{n}=1", "<meta http-equiv=refresh content='0;url=/x'><p", ">"), _REFRESH),
    "refresh-spaces": (_unit(" ", "0;", "url"), _HEADER_REFRESH),
    "refresh-url": (_unit("url = ", "0;"), _HEADER_REFRESH),
    # addresses
    "address-dots": (_unit("../", "https://a.example/"), _read_address),
    "address-query": (_unit("a{n}=1&", "https://a.example/?"), _read_address),
    "address-percent": (_unit("%41", "https://a.example/"), _read_address),
    "address-host": (_unit("a.", "https://", "example/"), _read_address),
    "address-unicode": (_unit("é.", "https://", "example/"), _read_address),
    "address-at": (_unit("@", "https://"), _read_address),
    "address-session": (_unit(";jsessionid=a", "https://a.example/"), _read_address),
    "address-slashes": (_unit("/./", "https://a.example"), _read_address),
}  # fmt: skip
"""Every shape of what is read, by its name, and what reads it."""
