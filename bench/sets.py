"""The labelled sets: found in a folder, unpacked where they are still archives, read page by page."""

import hashlib
import json
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive import urls
from archive.extraction import organizations

UNPACKED = Path(".bench-data")

BODY_SETS = ("scrapinghub", "aed", "fundus", "wcxb-article-dev")
SNIPPET_SETS = ("trafilatura-eval",)
LANGUAGE_SETS = ("daniel",)
"""Pages in several languages; `lead`, the headline's lines at the top, may be in the body or not. Their credits stand
beside the set, in `daniel-sources.jsonl`."""
LANGUAGES = {"Chinese": "zh", "English": "en", "Greek": "el", "Polish": "pl", "Russian": "ru"}
LEFT_OUT = frozenset(LANGUAGES.values()) - {"en"}
"""The languages that no other set has: without these pages the labeller has never seen them."""
KIND_SETS = ("wcxb-other-dev",)
"""Pages that are no articles, by `kind`."""
CREDIT_SETS = ("sources",)
UNNAMED = ("unk", "NIL", "")
"""What these labels say of an agency that has no Wikidata item."""
DUMPED_SETS = ("scrapinghub", "aed", "fundus")
DUMP_SETS = tuple(f"{name}-textdump" for name in DUMPED_SETS)
TEXT_SETS = ("impresso-agency",)
"""Texts of old newspapers, read by machine, with the agencies they come from; there is no page around them."""
ALL_SETS = BODY_SETS + LANGUAGE_SETS + SNIPPET_SETS + CREDIT_SETS + TEXT_SETS + DUMP_SETS + KIND_SETS


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page of a set and what is labelled on it: `truth` is its line of truth.jsonl. `text`: if there is no page."""

    set: str
    id: str
    url: str | None
    file: Path
    truth: Mapping[str, Any]
    text: str | None = None

    @property
    def host(self) -> str:
        """The site it stands on; "" where that is not known."""
        return self.truth.get("host") or urls.host_of(self.url or "") or ""

    @property
    def language(self) -> str | None:
        """The language it is labelled with."""
        return LANGUAGES.get(self.truth.get("lang", ""))

    @property
    def half(self) -> str:
        """Which half it is in: rules are made by reading `read`; `aside` shows how they carry over."""
        first = hashlib.sha1(self.host.encode(), usedforsecurity=False).hexdigest()[0]
        return "aside" if int(first, 16) % 2 else "read"

    @property
    def is_dump(self) -> bool:
        """Whether the page is plain text."""
        return self.set in DUMP_SETS

    def payload(self) -> bytes:
        """The page's raw bytes."""
        return self.file.read_bytes() if self.text is None else self.text.encode()


def read_set(data: Path, name: str, limit: int | None = None) -> list[LabelledPage]:
    """The first `limit` pages of a set, in the order of its truth file; `data` holds `<name>/` or `<name>.tar.xz`."""
    folder = _folder(data, name)
    lines = (folder / "truth.jsonl").read_text(encoding="utf-8").strip().split("\n")
    if name in TEXT_SETS:
        return [_text(name, folder, json.loads(line)) for line in lines[:limit]]
    credited = _credited(data, name)
    return [
        LabelledPage(
            name,
            truth["id"],
            truth.get("url"),
            folder / "html" / f"{truth['id']}.html",
            credited.get(truth["id"], {}) | truth,
        )
        for truth in map(json.loads, lines[:limit])
    ]


def _credited(data: Path, name: str) -> Mapping[str, Mapping[str, Any]]:
    """By page what is labelled of its credits, where a file beside the set says so."""
    file = data / f"{name}-sources.jsonl"
    rows = map(json.loads, file.read_text(encoding="utf-8").strip().split("\n")) if file.exists() else ()
    return {row["id"]: row for row in rows}


def _text(name: str, folder: Path, truth: Mapping[str, Any]) -> LabelledPage:
    """A text whose agencies are labelled by their Wikidata items, as a page of the credit sets."""
    agencies = {one.wikidata: one.name for one in organizations.list_organizations() if one.wikidata}
    items = [item.strip() for item in truth["source"]]
    named = [{"name": agencies.get(item, item), "role": "agency", "generic": item in UNNAMED} for item in items]
    said = {"kind": "positive", "sources": named, "lang": truth["lang"]}
    return LabelledPage(name, truth["id"], None, folder / "truth.jsonl", said, truth["body"])


def read_sets(
    data: Path, names: Sequence[str], limit: int | None = None, half: str | None = None
) -> Iterator[LabelledPage]:
    """The pages of several sets, one after the other; with `half` only those that are in it."""
    for name in names:
        yield from (page for page in read_set(data, name, limit) if half in (None, page.half))


def read_names(data: Path) -> Mapping[str, Sequence[str]]:
    """Canonical organisation name to its aliases, as the labels of `sources` give them."""
    files = [data / f"{name}-names.json" for name in LANGUAGE_SETS]
    files = [_folder(data, "sources") / "names.json", *filter(Path.exists, files)]
    names: dict[str, list[str]] = {}
    for file in files:
        for name, aliases in json.loads(file.read_text(encoding="utf-8")).items():
            names.setdefault(name, []).extend(aliases)
    return names


def suspects(data: Path, names: Sequence[str]) -> frozenset[str]:
    """The pages of these sets whose truth looks wrong."""
    files = [_folder(data, name) / "suspect.json" for name in names]
    return frozenset(page for file in files if file.exists() for page in json.loads(file.read_text(encoding="utf-8")))


def _folder(data: Path, name: str) -> Path:
    """Where a set is unpacked; unpacks it into .bench-data first if only its archive is there."""
    for folder in (data / name, UNPACKED / name):
        if (folder / "truth.jsonl").exists():
            return folder
    packed = data / f"{name}.tar.xz"
    if not packed.exists():
        raise SystemExit(f"{data}: holds neither {name}/ nor {name}.tar.xz")
    UNPACKED.mkdir(exist_ok=True)
    with tarfile.open(packed) as archive:
        archive.extractall(UNPACKED, filter="data")
    return UNPACKED / name
