"""Pages that a program hands over, one by one and many in a row."""

import gzip
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from archive import Archive, Capture, UsageError
from archive.settings import Settings
from tests.stories import page

SETTINGS = Settings(workers=2)


def test_a_page_is_stored_when_its_result_is_there(tmp_path: Path) -> None:
    """With all that is known of it; the same again changes nothing."""
    with Archive(tmp_path / "a.db", SETTINGS) as archive:
        known: dict[str, Any] = {
            "url": "https://harbour.example/ships/1?utm_source=x",
            "headers": {b"Content-Type": [b"text/html; charset=utf-8"], b"Content-Encoding": [b"gzip"]},
            "status": 200,
            "captured_at": datetime(2026, 3, 2, 11, tzinfo=timezone(timedelta(hours=1))),
        }
        result = archive.add(gzip.compress(page(1).encode()), **known)
        assert (result.outcome, result.url) == ("added", "https://harbour.example/ships/1")
        with Archive(tmp_path / "a.db", SETTINGS) as other:
            rows = list(other.query("select captured_at, status, media_type, charset from captures").rows)
            assert rows == [("2026-03-02T10:00:00Z", 200, "text/html", "utf-8")]
        assert archive.add(page(1).encode(), **known | {"headers": None}).outcome == "unchanged"
        assert archive.add(page(2)).outcome == "added"
        assert archive.add(b"").outcome == "refused"
        assert archive.add(page(3), status=404).outcome == "failed"
    with Archive(tmp_path / "a.db", SETTINGS) as archive:
        runs = list(
            archive.query("select command, added, unchanged, refused, failed, finished_at is null from runs").rows
        )
        assert runs == [("add", 2, 1, 1, 1, 0)]


def test_captures_are_stored_as_they_are_taken(tmp_path: Path) -> None:
    """An iterable without end gives results one by one, in its order."""

    def endless() -> Any:
        number = 0
        while True:
            url = f"https://harbour.example/ships/{number}"
            yield Capture(
                url, page(number).encode(), "2026-03-02T10:00:00Z", url=url, status=500 if number == 1 else 200
            )
            number += 1

    with Archive(tmp_path / "a.db", SETTINGS) as archive:
        results = archive.add(endless())
        found = [next(results) for _ in range(4)]
        assert [one.outcome for one in found] == ["added", "failed", "added", "added"]
        assert [one.origin[-1] for one in found] == ["0", "1", "2", "3"]
        assert list(archive.add([])) == []


@pytest.mark.parametrize(
    ("body", "known"),
    [
        (7, {}),
        (None, {}),
        (b"<p>", {"url": "harbour.example"}),
        (b"<p>", {"captured_at": "yesterday"}),
        (b"<p>", {"headers": 7}),
        (b"<p>", {"charset": "x"}),
        ([], {"url": "https://harbour.example/"}),
    ],
)
def test_what_cannot_be_meant_is_said(tmp_path: Path, body: Any, known: dict[str, Any]) -> None:
    """One line, before anything is stored."""
    with Archive(tmp_path / "a.db", SETTINGS) as archive, pytest.raises(UsageError):
        archive.add(body, **known)


def test_captures_must_be_captures(tmp_path: Path) -> None:
    """Text in the place of a Capture says what to do."""
    with Archive(tmp_path / "a.db", SETTINGS) as archive, pytest.raises(UsageError, match="not a Capture but a str"):
        list(archive.add(["<p>"]))  # type: ignore[list-item]


def test_the_time_is_now_where_nobody_says_it(tmp_path: Path) -> None:
    """To the second, in UTC."""
    with Archive(tmp_path / "a.db", SETTINGS) as archive:
        archive.add(page(1))
        ((told,),) = archive.query("select captured_at from captures").rows
    assert abs((datetime.now(UTC) - datetime.fromisoformat(str(told))).total_seconds()) < 60
