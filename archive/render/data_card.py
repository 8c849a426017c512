"""The card beside an export: what was asked of which archive, what came out, and by what it can be known again."""

import hashlib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from archive.render.rows import json_text

ENDING: Final = ".card.json"
RIGHTS: Final = (
    "The texts belong to their publishers. The archive grants no licence; what each page and its headers said is kept "
    "in captures.rights, captures.headers and payloads."
)


@dataclass(frozen=True, slots=True)
class ArchiveState:
    """The archive that was asked. `extractors`: revisions read by each version."""

    schema: str
    articles: int
    revisions: int
    captures: int
    first_captured_at: str | None
    last_captured_at: str | None
    extractors: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Card:
    """What a card tells. `question`: a filter by its names, or SQL with its parameters; `count`: articles or rows.

    `rights`: in how many articles each place states something on the use of the text; None for SQL.
    """

    question: dict[str, Any]
    form: str
    count: int
    program: str
    made_at: str
    state: ArchiveState
    rights: dict[str, int] | None = None


def write_card(path: Path, card: Card) -> Path:
    """Write the card of the file or folder `path` beside it; give its path.

    The digest of a folder is that of the list which `sha256sum *` prints of its files in the order of their names.
    """
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    digests = {file.name: file_digest(file) for file in files}
    listed = "".join(f"{digest}  {name}\n" for name, digest in digests.items())
    told = {
        "file": path.name,
        "format": card.form,
        "count": card.count,
        "sha256": hashlib.sha256(listed.encode()).hexdigest() if path.is_dir() else digests[path.name],
        "bytes": sum(file.stat().st_size for file in files),
        "question": card.question,
        "archive": asdict(card.state),
        "program": card.program,
        "made_at": card.made_at,
        "rights": RIGHTS,
    }
    if card.rights is not None:
        told["rights_stated"] = card.rights
    beside = path.parent / f"{path.name}{ENDING}"
    beside.write_text(json_text(told, indent=2) + "\n", "utf-8")
    return beside


def bundle_card(url: str, rights: dict[str, int], program: str, state: ArchiveState) -> str:
    """Give the card inside a bundle, as JSON: without a time, so that the same bundle has the same bytes."""
    told = {
        "question": {"bundle": url},
        "archive": asdict(state),
        "program": program,
        "rights": RIGHTS,
        "rights_stated": rights,
    }
    return json_text(told, indent=2) + "\n"


def file_digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
