"""How what an archive holds leaves it: articles, answers and bundles as files, each with a card beside it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive import __version__
from archive.model import StoredArticle
from archive.questions import ALL, Questions
from archive.store.read.filters import Filter
from archive.store.read.query import Cell

if TYPE_CHECKING:
    from archive.render.export_files import ExportForm


class Exports(Questions):
    """The answers of an open archive as files. What writes them is imported when one is asked for."""

    def export(
        self, path: str | Path, form: "ExportForm | None" = None, wanted: Filter = ALL, *, raw_cells: bool = False
    ) -> int:
        """Write articles to `path` and tell how many: one file, or a folder of `markdown` files; a card beside it.

        `warc` has their pages as they were received, and where `wanted` is everything those that gave no article too.

        `form`: if None, the ending of the name tells. A file that is there is replaced when the new one is complete.
        `raw_cells`: CSV has no ' before cells that a spreadsheet would compute. Raises UsageError for a form there is
        not, ArchiveError if `path` cannot be written.
        """
        from archive.render.export_files import FORMS, form_of, write_articles, write_pages
        from archive.store.read.stored_captures import stored_captures

        chosen = form_of(str(path), form, FORMS)
        stated: Counter[str] = Counter()
        if chosen == "warc":
            count = write_pages(Path(path), chosen, stored_captures(self._database, wanted))
        else:
            articles = _count_rights(self.articles(wanted), stated)
            count = write_articles(Path(path), chosen, articles, raw_cells=raw_cells)
        self._write_card(Path(path), asdict(wanted), chosen, count, dict(sorted(stated.items())))
        return count

    def export_query(
        self,
        path: str | Path,
        sql: str,
        parameters: Mapping[str, Cell] | Sequence[Cell] = (),
        *,
        form: str | None = None,
        raw_cells: bool = False,
    ) -> int:
        """Write the rows of a question to the file `path`, a card beside it, and tell how many. Raises as `export`."""
        from archive.render.export_files import ANSWER_FORMS, form_of, write_answer

        chosen = form_of(str(path), form, ANSWER_FORMS)
        answer = self.stream_query(sql, parameters)
        count = write_answer(Path(path), chosen, answer.columns, answer.rows, raw_cells=raw_cells)
        told = dict(parameters) if isinstance(parameters, Mapping) else list(parameters)
        self._write_card(Path(path), {"sql": sql, "parameters": told}, chosen, count)
        return count

    def datasette_metadata(self) -> str:
        """Give the metadata by which Datasette shows this archive well, as JSON: `datasette archive.db -m FILE`."""
        from archive.render.datasette import datasette_metadata
        from archive.store.schema import schema_rows

        return datasette_metadata(Path(self._database.name).stem, schema_rows())

    def bundle(self, reference: int | str, path: str | Path) -> str:
        """Write all that is held of an article into one zip file; give its SHA-256. Raises NotFound, ArchiveError."""
        from archive.render.bundle import write_bundle
        from archive.render.data_card import bundle_card
        from archive.store.read.bundles import load_bundle
        from archive.store.read.state import archive_state

        bundle = load_bundle(self._database, reference)
        stated: Counter[str] = Counter()
        url = next(_count_rights(iter([bundle.stored]), stated)).article.url
        card = bundle_card(url, dict(sorted(stated.items())), f"archive {__version__}", archive_state(self._database))
        return write_bundle(Path(path), bundle, card)

    def _write_card(
        self, path: Path, question: dict[str, Any], form: str, count: int, rights: dict[str, int] | None = None
    ) -> None:
        from archive.render.data_card import Card, write_card
        from archive.render.export_files import is_stream
        from archive.store.read.state import archive_state

        if is_stream(path):
            return
        state = archive_state(self._database)
        write_card(path, Card(question, form, count, f"archive {__version__}", self._now(), state, rights))


def _count_rights(articles: Iterator[StoredArticle], stated: Counter[str]) -> Iterator[StoredArticle]:
    """Pass articles on, and count by place those that state something on the use of their text."""
    for one in articles:
        stated.update({place for place, _ in one.rights or ()})
        yield one
