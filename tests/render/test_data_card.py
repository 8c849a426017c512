"""The card beside an export."""

import hashlib
import json
from pathlib import Path

from archive.render.data_card import ArchiveState, Card, write_card

STATE = ArchiveState("0003", 3, 4, 5, "2026-11-20T10:00:00Z", "2026-11-22T10:00:00Z", {"archive 0.3.0": 4})
CARD = Card({"site": "harbour.example"}, "csv", 3, "archive 0.3.0", "2026-11-28T10:00:00Z", STATE)


def test_card_of_a_file(tmp_path: Path) -> None:
    """It names the file, its digest and size, the question, and the state of the archive that was asked."""
    (tmp_path / "out.csv").write_bytes(b"id\n1\n")
    card = json.loads(write_card(tmp_path / "out.csv", CARD).read_text("utf-8"))
    assert (card["file"], card["count"], card["bytes"]) == ("out.csv", 3, 5)
    assert card["sha256"] == hashlib.sha256(b"id\n1\n").hexdigest()
    assert card["question"] == {"site": "harbour.example"}
    assert card["archive"]["extractors"] == {"archive 0.3.0": 4}


def test_card_of_a_folder(tmp_path: Path) -> None:
    """Its digest is that of the list which sha256sum prints."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "2.md").write_bytes(b"two")
    (folder / "1.md").write_bytes(b"one")
    listed = "".join(
        f"{hashlib.sha256(text).hexdigest()}  {name}\n" for name, text in (("1.md", b"one"), ("2.md", b"two"))
    )
    card = json.loads((write_card(folder, CARD)).read_text("utf-8"))
    assert (card["sha256"], card["bytes"]) == (hashlib.sha256(listed.encode()).hexdigest(), 6)
