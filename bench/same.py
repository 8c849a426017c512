"""`python bench/same.py FILE`: everything an ingest gives, as text: one line a row, so that two versions compare.

Rows of an ingest of `seeds/`, `tests/pages` and labelled pages, and what `extract` says of each with its address.
It uses the public face alone, so it runs under any version that is installed: `diff` its two files. Times of the run
itself are left out.
"""

import dataclasses
import json
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive import Archive, extract

HERE = Path(__file__).resolve().parent.parent
PAGES = {"scrapinghub": 60, "aed": 60, "fundus": 60, "wcxb-article-dev": 60, "trafilatura-eval": 40, "sources": 60,
         "scrapinghub-textdump": 20, "aed-textdump": 20, "fundus-textdump": 20, "daniel": 40}  # fmt: skip
"""How many pages of each labelled set are read: its first ones."""
OF_THE_RUN = frozenset({"captured_at", "seen_at", "first_seen_at", "last_seen_at", "last_changed_at", "started_at",
                        "finished_at", "due_at", "visited_at", "checked_at", "added_at"})  # fmt: skip


def labelled(data: Path) -> Iterator[tuple[Path, str | None]]:
    """The labelled pages with their addresses; none where the sets are not there."""
    for name, most in PAGES.items():
        truth = data / name / "truth.jsonl"
        if not truth.exists():
            continue
        for line in truth.read_text("utf-8").splitlines()[:most]:
            page = json.loads(line)
            yield data / name / "html" / f"{page['id']}.html", page.get("url")


def own() -> Iterator[tuple[Path, str | None]]:
    """The pages of the project itself, in the order of their names."""
    for file in sorted([*(HERE / "seeds").iterdir(), *(HERE / "tests" / "pages").rglob("page.*")]):
        address = file.with_name("url.txt")
        yield file, address.read_text("utf-8").strip() if address.exists() else None


def rows(database: Path) -> Iterator[str]:
    """Every row of every table of an archive, in the order of the columns' values."""
    connection = sqlite3.connect(database)
    names = connection.execute(
        "select name from sqlite_master where type in ('table', 'view') and name not like 'sqlite_%'"
        " and name not like 'articles_fts_%' and name != 'alembic_version' order by name"
    )
    for (table,) in names.fetchall():
        cursor = connection.execute(f'select * from "{table}"')
        columns = [column[0] for column in cursor.description]
        found = [
            {name: _plain(value) for name, value in zip(columns, row, strict=True) if name not in OF_THE_RUN}
            for row in cursor
        ]
        for line in sorted(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in found):
            yield f"{table} {line.replace(str(HERE), '').replace(str(HERE.parent), '')}"


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value


def main() -> None:
    """Write the text."""
    out, data = Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else HERE / ".bench-data")
    pages = [*own(), *labelled(data)]
    with out.open("w", encoding="utf-8", errors="backslashreplace") as file:
        for page, url in pages:
            said = extract(page.read_bytes(), url)
            facts = json.dumps(dataclasses.asdict(said), ensure_ascii=False, sort_keys=True, default=str)
            file.write(f"extract {page.name} {facts}\n")
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "archive.db"
            with Archive(database) as archive:
                archive.ingest(*(page for page, _ in pages))
            for line in rows(database):
                file.write(line + "\n")


if __name__ == "__main__":
    main()
