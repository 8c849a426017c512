"""Edits: what articles said otherwise than before, in which words, and whether their sites say so."""

from collections.abc import Mapping
from typing import Final

from archive.app import Archive
from archive.errors import UsageError
from archive.model import Edit
from archive.serve.pages.asked import LINES, Data, Query, plain
from archive.store.read.edits import EditFilter

PLACES: Final = 8
"""Places of an edit that a page shows."""
DISCLOSED: Final[Mapping[str, bool | None]] = {"": None, "yes": True, "no": False}


def edits_page(archive: Archive, query: Query) -> Data:
    """Give edits, the newest first, with their words."""
    edits = archive.edits(edit_filter(query), limit=LINES)
    return {
        "edits": [plain_edit(edit) for edit in edits],
        "next": edits[-1].seen_at if len(edits) == LINES else None,
    }


def edit_filter(query: Query) -> EditFilter:
    """Give the filter of edits that the parameters of an address name. Raises UsageError."""
    given = query.get("disclosed", "").strip()
    if given not in DISCLOSED:
        raise UsageError.unknown("answer", given, ("yes", "no"), where="disclosed")
    kind = query.get("kind", "").strip()
    site, since, until = (query.get(name, "").strip() or None for name in ("site", "since", "until"))
    return EditFilter(site, since, until, (kind,) if kind else (), DISCLOSED[given])


def plain_edit(edit: Edit) -> Data:
    """Give an edit with its words as plain data."""
    return plain(edit) | {"words": [plain(words) for words in edit.words]}
