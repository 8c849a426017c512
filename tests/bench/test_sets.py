"""Labelled sets are read from a folder, packed or not."""

import tarfile
from pathlib import Path

import pytest

from bench import sets

TRUTH = '{"id": "a", "url": "https://kuestenbote.example/a", "body": "One\u2028two"}\n{"id": "b", "body": "Three"}\n'


def _write(folder: Path) -> None:
    (folder / "html").mkdir(parents=True)
    (folder / "truth.jsonl").write_text(TRUTH, encoding="utf-8")
    (folder / "html" / "a.html").write_bytes(b"<p>One two")


def test_set_is_read_in_the_order_of_its_truth(tmp_path: Path) -> None:
    """Each line is one page, line separators inside a text included; a limit takes the first."""
    _write(tmp_path / "aed")
    pages = sets.read_set(tmp_path, "aed")
    assert [(page.id, page.url) for page in pages] == [("a", "https://kuestenbote.example/a"), ("b", None)]
    assert pages[0].payload() == b"<p>One two"
    assert len(sets.read_set(tmp_path, "aed", limit=1)) == 1


def test_packed_set_is_unpacked_beside_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A .tar.xz is unpacked into .bench-data on first use."""
    _write(tmp_path / "fundus")
    (tmp_path / "packed").mkdir()
    with tarfile.open(tmp_path / "packed" / "fundus.tar.xz", "w:xz") as archive:
        archive.add(tmp_path / "fundus", "fundus")
    monkeypatch.chdir(tmp_path)
    pages = sets.read_set(tmp_path / "packed", "fundus")
    assert pages[0].payload() == b"<p>One two"
    assert (tmp_path / ".bench-data" / "fundus" / "truth.jsonl").exists()


def test_a_text_without_page_is_a_page_of_one_body(tmp_path: Path) -> None:
    """Old newspapers: the agencies are labelled by Wikidata items; one without an item is neither right nor wrong."""
    folder = tmp_path / "impresso-agency"
    folder.mkdir()
    truth = '{"id": "x", "lang": "fr", "source": ["Q2826560", " Q40464", "unk"], "body": "PARIS, 14. (Havas.) — Avant"}'
    (folder / "truth.jsonl").write_text(truth, encoding="utf-8")
    (page,) = sets.read_set(tmp_path, "impresso-agency")
    assert page.payload() == b"PARIS, 14. (Havas.) \xe2\x80\x94 Avant"
    named = [(source["name"], source["generic"]) for source in page.truth["sources"]]
    assert named == [("Havas", False), ("Agence France-Presse", False), ("unk", True)]


def test_missing_set_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A set that is nowhere ends the run with its name."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match="holds neither aed/ nor"):
        sets.read_set(tmp_path, "aed")


def test_hosts_fall_into_two_halves_and_a_set_may_have_credits_beside_it(tmp_path: Path) -> None:
    """A half is chosen by the sha1 of the host; what a file beside a set says of a page's credits is its truth too."""
    _write(tmp_path / "daniel")
    (tmp_path / "daniel-sources.jsonl").write_text('{"id": "a", "kind": "none", "sources": []}\n', encoding="utf-8")
    pages = sets.read_set(tmp_path, "daniel")
    assert [page.truth.get("kind") for page in pages] == ["none", None]
    halves = [list(sets.read_sets(tmp_path, ["daniel"], half=half)) for half in ("read", "aside")]
    assert [[page.id for page in half] for half in halves] == [
        [page.id for page in pages if page.half == half] for half in ("read", "aside")
    ]
    assert sum(map(len, halves)) == 2
