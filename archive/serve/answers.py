"""What the reader shows, as plain data: each function gives one page's; templates and JSON are made of the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import islice, pairwise
from typing import Any, Final

from archive.app import Archive
from archive.errors import NotFound, UsageError
from archive.model import Block, Credit, StoredArticle
from archive.render.diff import Piece, changed_paragraphs
from archive.render.metrics import OUTCOMES
from archive.store.read.catalog import Revision
from archive.store.read.filters import Filter

Data = dict[str, Any]

MARKS: Final = ("\ue000", "\ue001")
"""Stand around the words of a search in a snippet until it is cut into pieces; of Unicode's private use."""
LINES: Final = 50
ROWS: Final = 1_000
"""Rows of a question that a page shows."""
RUNS: Final = f"""
select id, command, started_at, finished_at, {", ".join(OUTCOMES)} from runs order by id desc limit 200
"""


def filter_of(query: Mapping[str, str]) -> Filter:
    """Give the filter that the parameters of an address name; empty ones count as not given."""
    return Filter(**{name: query[name].strip() for name in Filter.__dataclass_fields__ if query.get(name, "").strip()})


def home(archive: Archive) -> Data:
    """Give what came in lately, and what changed."""
    return {
        "newest": [asdict(line) for line in archive.lines(limit=30)],
        "changed": [asdict(line) for line in archive.lines(order="changed", limit=15)],
        "sites": archive.count_by("site", limit=20),
        "sources": archive.count_by("source", limit=20),
    }


def listing(archive: Archive, query: Mapping[str, str], **kind: Any) -> Data:
    """Give a page of articles, the newest first. `kind`: a filter's or the author's name, beside the address's."""
    wanted = filter_of({**query, **{name: value for name, value in kind.items() if name != "author"}})
    before = query.get("before", "")
    lines = archive.lines(
        wanted, author=kind.get("author"), before=int(before) if before.isdecimal() else None, limit=LINES
    )
    return {
        "articles": [asdict(line) for line in lines],
        "next": lines[-1].id if len(lines) == LINES else None,
    }


def search(archive: Archive, query: Mapping[str, str]) -> Data:
    """Give the best matches for the words `q` among the articles that the other parameters name."""
    words, wanted = query.get("q", "").strip(), filter_of(query)
    data: Data = {"q": words, "filter": asdict(wanted), "hits": []}
    if not words:
        return data | listing(archive, query)
    for hit in archive.search(words, wanted, limit=LINES, marks=MARKS):
        data["hits"].append(asdict(hit) | {"snippet": list(_marked(hit.snippet))})
    return data


def article(archive: Archive, number: int) -> Data:
    """Give an article with every block of its page, its credits, its copies elsewhere and its past."""
    stored = archive.saved(number)
    facts = asdict(stored.article)
    facts["blocks"] = [_block(block, stored.article.credits) for block in stored.article.blocks]
    names = "id", "status", "first_seen_at", "last_seen_at", "last_changed_at", "revision", "story_id", "urls"
    return (
        facts
        | {name: getattr(stored, name) for name in names}
        | {
            "copies": [asdict(copy) for copy in archive.copies(number)],
            "cite": citation(stored),
        }
    )


def history(archive: Archive, number: int, query: Mapping[str, str]) -> Data:
    """Give an article's revisions, and what two of them say otherwise: the newest and the one before, if not told."""
    revisions = archive.history(number)
    by_number = {revision.number: revision for revision in revisions}
    pairs = list(pairwise(revisions))
    old, new = (_chosen(by_number, query, name) for name in ("old", "new"))
    if old is None or new is None:
        old, new = pairs[-1] if pairs else (None, None)
    data: Data = {"id": number, "title": revisions[-1].title, "revisions": [_told(one) for one in revisions]}
    if old and new:
        fields = ("title", "standfirst", "byline", "body")
        changes = {name: list(_changes(getattr(old, name), getattr(new, name))) for name in fields}
        data |= {"old": old.number, "new": new.number, "changes": changes}
    return data


def site(archive: Archive, name: str, query: Mapping[str, str]) -> Data:
    """Give a site in figures: volume by month, own against wire, its articles."""
    figures = archive.sites(name)
    if not figures:
        raise NotFound("no article of this site", where=name)
    wanted = Filter(site=name)
    return {
        "name": name,
        "figures": asdict(figures[0]),
        "months": archive.count_by("month", wanted, limit=240),
        "reporting": archive.count_by("reporting", wanted, limit=10),
        "sources": archive.count_by("source", wanted, limit=20),
    } | listing(archive, query, site=name)


def source(archive: Archive, name: str, query: Mapping[str, str]) -> Data:
    """Give who prints a source, and its articles."""
    wanted = Filter(source=name)
    return {
        "name": name,
        "sites": archive.count_by("site", wanted, limit=50),
        "months": archive.count_by("month", wanted, limit=240),
    } | listing(archive, query, source=name)


def author(archive: Archive, name: str, query: Mapping[str, str]) -> Data:
    """Give what a person signed."""
    return {"name": name} | listing(archive, query, author=name)


def stories(archive: Archive, query: Mapping[str, str]) -> Data:
    """Give the texts that most sites printed."""
    return {"stories": [asdict(story) for story in archive.stories(filter_of(query), limit=LINES)]}


def sql(archive: Archive, question: str) -> Data:
    """Give the answer to a question in SQL: at most `ROWS` rows."""
    if not question.strip():
        return {"question": "", "columns": (), "rows": []}
    answer = archive.stream_query(question)
    rows = list(islice(answer.rows, ROWS + 1))
    return {"question": question, "columns": answer.columns, "rows": rows[:ROWS], "more": len(rows) > ROWS}


def runs(archive: Archive) -> Data:
    """Give the newest runs with their counts."""
    answer = archive.query(RUNS)
    return {"runs": [dict(zip(answer.columns, row, strict=True)) for row in answer]}


def citation(stored: StoredArticle) -> Data:
    """Give an article as CSL-JSON, which Zotero and pandoc read (https://citationstyles.org)."""
    told = stored.article
    day = (told.published_at or "")[:10]
    facts = {
        "id": f"archive-{stored.id}",
        "type": "article-newspaper",
        "title": told.title,
        "author": [{"literal": name} for name in told.authors],
        "container-title": told.site_name or told.site,
        "issued": {"date-parts": [[int(part) for part in day.split("-")]]} if day else None,
        "URL": told.url if told.url.startswith("http") else None,
        "accessed": {"date-parts": [[int(part) for part in stored.last_seen_at[:10].split("-")]]},
        "language": told.language,
    }
    return {name: value for name, value in facts.items() if value}


def _told(revision: Revision) -> Data:
    names = "number", "seen_at", "change", "title", "digest", "extractor"
    return {name: getattr(revision, name) for name in names}


def _chosen(revisions: Mapping[int, Revision], query: Mapping[str, str], name: str) -> Revision | None:
    given = query.get(name, "")
    if not given:
        return None
    if not given.isdecimal() or int(given) not in revisions:
        raise UsageError(f"there is no revision {given!r}; there are {', '.join(map(str, revisions))}", where=name)
    return revisions[int(given)]


def _changes(old: str | None, new: str | None) -> Iterator[list[Piece]]:
    """Give the paragraphs of two texts as pieces that are the same, gone or new."""
    yield from changed_paragraphs(old, new)


def _block(block: Block, credits: Sequence[Credit]) -> Data:
    """Give a block with its text in pieces: the evidence of credits apart."""
    evidence = [credit.evidence for credit in credits if credit.position == block.position]
    return asdict(block) | {"kept": block.kept, "pieces": list(_cut_out(block.text, evidence))}


def _cut_out(text: str, evidence: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Cut a text into what is evidence and what is not."""
    found = next((words for words in evidence if words and words in text), None)
    if found is None:
        yield text, False
        return
    before, _, after = text.partition(found)
    yield from ((piece, marked) for piece, marked in ((before, False), (found, True), (after, False)) if piece)


def _marked(snippet: str) -> Iterator[tuple[str, bool]]:
    """Cut a snippet into pieces: (text, whether it is one of the words that were searched)."""
    first, *others = snippet.split(MARKS[0])
    if first:
        yield first, False
    for piece in others:
        word, _, after = piece.partition(MARKS[1])
        yield word, True
        if after:
            yield after, False
