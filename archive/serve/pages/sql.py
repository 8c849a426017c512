"""A question in SQL, with the schema beside it and examples."""

from itertools import islice
from typing import Final

from archive.app import Archive
from archive.serve.pages.asked import Data
from archive.store.schema import schema_rows

ROWS: Final = 1_000
"""Rows of an answer that a page shows."""
EXAMPLES: Final = {
    "Sources by articles": "select source, count(*) as articles\nfrom articles\ngroup by source\n"
    "order by articles desc\nlimit 20",
    "Printed without saying so": "select url, organization, inferred_from\nfrom article_credits\n"
    "where inferred_from is not null\nlimit 50",
    "Edits by site": "select site, count(*) as edits\nfrom revisions join articles on articles.id = article_id\n"
    "where change != 'first'\ngroup by site\norder by edits desc",
    "Who prints the same story": "select story_id, group_concat(distinct site) as sites, min(first_seen_at) as first\n"
    "from articles\nwhere story_id is not null\ngroup by story_id\norder by count(*) desc\nlimit 50",
}


def sql_page(archive: Archive, question: str) -> Data:
    """Give the answer to a question: at most `ROWS` rows."""
    if not question.strip():
        return {"question": "", "columns": (), "rows": [], "more": False}
    answer = archive.stream_query(question)
    rows = list(islice(answer.rows, ROWS + 1))
    return {"question": question, "columns": answer.columns, "rows": rows[:ROWS], "more": len(rows) > ROWS}


def schema_tables() -> dict[str, list[tuple[str, str, str]]]:
    """Give the tables with their columns: name, type and meaning."""
    tables: dict[str, list[tuple[str, str, str]]] = {}
    for table, column, kind, meaning in schema_rows():
        tables.setdefault(str(table), []).append((str(column), str(kind), str(meaning)))
    return tables
