"""MHTML as browsers save it, and mails."""

import base64
import json
import quopri
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, cast

import pytest

from archive.model import Capture
from tests.captures.formats.reading import pages, read
from tests.loopback import Site

URL = "https://harbour.example/ferry"
PAGE = '<html><meta charset="utf-8"><title>Fähre</title><p>Die Fähre ist weg = late'.encode()


def mhtml(
    body: bytes, encoding: str, *, head: str = f"Snapshot-Content-Location: {URL}\r\n", media: str = "text/html"
) -> bytes:
    """A page as Chrome saves it, a picture before it."""
    return (
        (
            f"From: <Saved by Blink>\r\n{head}Subject: Ferry\r\nDate: Mon, 2 Mar 2026 11:00:00 +0100\r\nMIME-Version: 1.0\r\n"  # noqa: E501
            'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----MultipartBoundary--x----"\r\n\r\n\r\n'  # noqa: E501
            "------MultipartBoundary--x----\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
            "Content-Location: https://harbour.example/a.png\r\n\r\niVBORw0KGgo=\r\n"
            f"------MultipartBoundary--x----\r\nContent-Type: {media}\r\nContent-Transfer-Encoding: {encoding}\r\n"
            f"Content-Location: {URL}\r\n\r\n"
        ).encode()
        + body
        + b"\r\n------MultipartBoundary--x------\r\n"
    )


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("quoted-printable", quopri.encodestring(PAGE).replace(b"\n", b"\r\n")),
        ("base64", base64.encodebytes(PAGE)),
        ("8bit", PAGE),
        ("binary", PAGE),
    ],
)
def test_a_saved_page_is_read_with_its_address(tmp_path: Path, encoding: str, body: bytes) -> None:
    """The page, its address, date and charset, in each transfer encoding, whatever the file is called."""
    (found,) = read(tmp_path / "page.txt", mhtml(body, encoding, media='text/html; charset="utf-8"'))
    assert isinstance(found, Capture)
    assert (found.payload, found.url, found.captured_at) == (PAGE, URL, "2026-03-02T10:00:00Z")
    assert (found.media_type, found.charset, found.origin) == ("text/html", "utf-8", str(tmp_path / "page.txt"))


def test_the_part_says_the_address_where_the_file_does_not(tmp_path: Path) -> None:
    """Internet Explorer wrote it only there; what the person says counts more."""
    content = mhtml(PAGE, "8bit", head="")
    assert pages(read(tmp_path / "a", content)) == [(URL, PAGE)]
    assert pages(read(tmp_path / "a", content, url="https://north.example/")) == [("https://north.example/", PAGE)]


def test_mails_and_files_without_a_page(tmp_path: Path) -> None:
    """A newsletter's HTML is its page; what holds none, or a bad boundary, is told; a cut end is forgiven."""
    mail = (
        b"Subject: News\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n"
        b"--b\nContent-Type: text/plain\n\nFerry\n--b\nContent-Type: text/html\n\n<p>Ferry late"
    )
    assert pages(read(tmp_path / "a.eml", mail)) == [(None, b"<p>Ferry late")]
    none = [(None, "an MHTML or mail file without a page: save the page as HTML or text")]
    assert pages(read(tmp_path / "b", mail.replace(b"text/", b"image/"))) == none
    assert pages(read(tmp_path / "c", mail.replace(b"boundary=b", b"boundary=;;"))) == none


def test_a_text_with_a_colon_is_no_mail(tmp_path: Path) -> None:
    """A dump that begins like a header is a page."""
    text = b"Harbour: the ferry is late\nBy Nora\n\nContent-Type: multipart/ is what mails say."
    assert pages(read(tmp_path / "a.txt", text)) == [(None, text)]


def test_hostile_files_cost_little(tmp_path: Path) -> None:
    """Parts in parts, many boundaries, headers without end: no square, no depth."""
    begun = time.process_time()
    nested = b"".join(b"Content-Type: multipart/x; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2_000))
    read(tmp_path / "a", b"MIME-Version: 1.0\n" + nested)
    read(tmp_path / "b", b"Content-Type: multipart/x; boundary=b\n\n" + b"--b\n\n" * 200_000)
    read(tmp_path / "c", b'Content-Type: multipart/x; boundary="' + b";" * 500_000)
    assert time.process_time() - begun < 5


@pytest.mark.skipif(not shutil.which("chromium-headless-shell"), reason="no headless Chromium here")
def test_a_page_that_chromium_saved(tmp_path: Path, site: Site) -> None:
    """What the browser itself writes is read with its address and date."""
    body = "<html><title>Fähre</title><p>Die Fähre ist weg: " + "and nobody knows why " * 20
    site.pages["/ferry"] = lambda handler: handler.answer(body.encode())
    url = site.url("/ferry")
    save_page(url, tmp_path / "page.mhtml")
    (found,) = read(tmp_path / "again", (tmp_path / "page.mhtml").read_bytes())
    assert isinstance(found, Capture)
    assert (found.url, "Die Fähre ist weg" in found.payload.decode()) == (url, True)


def save_page(url: str, path: Path) -> None:
    """Let Chromium open a page and save it as MHTML, as its DevTools protocol has it: messages end with a zero byte."""
    flags = "--no-sandbox --disable-gpu --remote-debugging-pipe"
    command = ["bash", "-c", f"exec chromium-headless-shell {flags} 3<&0 4>&1 1>/dev/null 2>/dev/null"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as browser:
        say, hear = cast("IO[bytes]", browser.stdin), cast("IO[bytes]", browser.stdout)

        def ask(method: str, session: str | None = None, **params: object) -> dict[str, Any]:
            message = {"id": 1, "method": method, "params": params} | ({"sessionId": session} if session else {})
            say.write(json.dumps(message).encode() + b"\0")
            say.flush()
            return dict(wait(lambda answer: answer.get("id") == 1)["result"])

        def wait(wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
            while True:
                text = b"".join(iter(lambda: hear.read(1), b"\0"))
                answer: dict[str, Any] = json.loads(text)
                if wanted(answer):
                    return answer

        try:
            target = ask("Target.createTarget", url="about:blank")["targetId"]
            session = ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
            ask("Page.enable", session)
            ask("Page.navigate", session, url=url)
            wait(lambda answer: answer.get("method") == "Page.loadEventFired")
            path.write_bytes(ask("Page.captureSnapshot", session, format="mhtml")["data"].encode())
        finally:
            browser.kill()
