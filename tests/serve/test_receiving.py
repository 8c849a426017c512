"""Pages that a browser sends: only with a token, and with one that can do nothing else."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from httpx import Client

from archive import Archive, Settings
from archive.serve.application import make_application
from archive.serve.receiving import bookmarklet, page_token
from tests.asked import asked
from tests.serve.reader import fill
from tests.stories import page

TOKEN = "a secret of the reader"
URL = "https://harbour.example/ships/7"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Give a reader with a token."""
    path = fill(tmp_path_factory.mktemp("reader") / "news.db")
    with Archive(path) as archive, asked(make_application(archive, hosts={"localhost"}, token=TOKEN)) as client:
        yield client


def test_a_page_is_added(client: Client) -> None:
    """As JSON with a bearer, and as the form that the bookmark sends; the same page again changes nothing."""
    sent = {"url": URL, "html": page(7), "time": "2026-11-22T10:00:00Z"}
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    added = client.post("/api/pages", json=sent, headers=bearer)
    assert (added.status_code, added.json()["outcome"], added.json()["url"]) == (200, "added", URL)
    form = client.post("/api/pages", data=sent | {"token": page_token(TOKEN)})
    assert (form.status_code, "Known already" in form.text) == (200, True)
    shown = client.get(f"/articles/{added.json()['article_id']}.json", headers=bearer).json()
    assert shown["first_seen_at"] == "2026-11-22T10:00:00Z"


def test_what_is_refused(client: Client) -> None:
    """No token, a wrong one, the cookie alone, no page, no address: one line each, and nothing is stored."""
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    for sent, headers, status in (
        ({"url": URL, "html": "<p>x"}, {}, 401), ({"url": URL, "html": "<p>x", "token": "wrong"}, {}, 401),
        ({"url": URL, "html": "<p>x"}, {"Cookie": f"archive_token={TOKEN}"}, 401), ({"url": URL}, bearer, 400),
        ({"url": "file:///etc/passwd", "html": "<p>x"}, bearer, 400), ([1], bearer, 400),
        ({"url": URL, "html": "x", "more": "y"}, bearer, 400), ({"url": URL, "html": "x", "time": "noon"}, bearer, 400),
    ):  # fmt: skip
        answer = client.post("/api/pages", json=sent, headers=headers)
        assert (sent, answer.status_code, list(answer.json())) == (sent, status, ["error"])
    assert client.post("/api/pages", content=b"\xff", headers=bearer).status_code == 400


def test_its_token_reads_nothing(client: Client) -> None:
    """What the bookmark carries through pages of strangers opens no page of the reader."""
    assert client.get("/", headers={"Authorization": f"Bearer {page_token(TOKEN)}"}).status_code == 401
    code = bookmarklet("http://localhost:8321/", TOKEN)
    assert (TOKEN in unquote(code), page_token(TOKEN) in code) == (False, True)
    shown = client.get("/bookmarklet", headers={"Authorization": f"Bearer {TOKEN}"}).text
    assert "javascript:" in shown


def test_too_large(tmp_path: Path) -> None:
    """A body beyond what a page may have is not read to its end."""
    settings = dataclasses.replace(Settings(), db=str(fill(tmp_path / "news.db")), max_bytes=1000)
    with (
        Archive(settings=settings) as archive,
        asked(make_application(archive, hosts={"localhost"}, token=TOKEN)) as client,
    ):
        answer = client.post(
            "/api/pages", json={"url": URL, "html": "x" * 9000}, headers={"Authorization": f"Bearer {TOKEN}"}
        )
        assert answer.status_code == 413


def test_without_a_token_nothing_is_taken(tmp_path: Path) -> None:
    """A reader without a token is read only."""
    with (
        Archive(fill(tmp_path / "news.db")) as archive,
        asked(make_application(archive, hosts={"localhost"})) as client,
    ):
        assert client.post("/api/pages", json={"url": URL, "html": page(7)}).status_code == 403
        assert client.post("/articles/1").status_code == 405
