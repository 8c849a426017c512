"""One article: its page block by block with the evidence of its source marked, its state, its copies elsewhere."""

from collections.abc import Iterator, Sequence
from typing import Final

from archive.app import Archive
from archive.model import ARTICLE_COLUMNS, Block, Copy, Credit, StoredArticle
from archive.serve.citations import cite_apa, cite_bibtex, cite_csl
from archive.serve.pages.asked import Data, plain

Pieces = list[tuple[str, bool]]
FACTS: Final = (
    *("id", "status", "first_seen_at", "last_seen_at", "last_changed_at", "revision", "story_id", "urls", "origin"),
    *("provenance", "provenance_evidence", "share_changed", "rights"),
)


def article_page(archive: Archive, number: int) -> Data:
    """Give an article with every block of its page, its credits, its copies elsewhere, and how to cite it."""
    stored = archive.saved(number)
    copies = archive.story(stored.story_id, compared=False) if stored.story_id else []
    return article_facts(stored) | {
        "copies": [plain_copy(copy) for copy in copies],
        "cite": {"csl": cite_csl(stored), "bibtex": cite_bibtex(stored), "apa": cite_apa(stored)},
    }


def article_facts(stored: StoredArticle) -> Data:
    """Give an article's own facts: fields, credits, blocks in pieces."""
    told = stored.article
    facts = {name: getattr(told, name) for name in ARTICLE_COLUMNS if name != "flags"}
    evidence: dict[int, list[str]] = {}
    for credit in told.credits:
        if credit.position is not None:
            evidence.setdefault(credit.position, []).append(credit.evidence)
    return (
        facts
        | {name: getattr(stored, name) for name in FACTS}
        | {
            "flags": told.flags,
            "authors": told.authors,
            "tags": told.tags,
            "extractor": told.extractor,
            "signatures": [plain(one) for one in told.signatures],
            "credits": [plain(one) for one in told.credits],
            "inferred": [plain(one) for one in stored.inferred],
            "byline_pieces": _byline(told.byline, told.credits),
            "blocks": [_block(block, evidence.get(block.position, ())) for block in told.blocks],
        }
    )


def plain_copy(copy: Copy) -> Data:
    """Give a copy with its difference as plain data."""
    return plain(copy) | {"difference": plain(copy.difference) if copy.difference else None}


def cut_evidence(text: str, evidence: Sequence[str]) -> Pieces:
    """Cut a text into pieces: (text, whether it is evidence). What overlaps is one piece."""
    spans = sorted(
        (start, start + len(words)) for words in evidence if words for start in [text.find(words)] if start >= 0
    )
    return list(_pieces(text, spans)) if spans else [(text, False)]


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    done = 0
    for start, end in spans:
        if end <= done:
            continue
        start = max(start, done)
        if start > done:
            yield text[done:start], False
        yield text[start:end], True
        done = end
    if done < len(text):
        yield text[done:], False


def _byline(byline: str | None, credits: Sequence[Credit]) -> Pieces:
    return cut_evidence(byline, [credit.evidence for credit in credits]) if byline else []


def _block(block: Block, evidence: Sequence[str]) -> Data:
    """Give a block with its text in pieces. `proof`: whether it holds evidence."""
    return {
        "position": block.position,
        "text": block.text,
        "label": block.label.value,
        "rule": block.rule,
        "kept": block.kept,
        "proof": bool(evidence),
        "pieces": cut_evidence(block.text, evidence) if evidence else [(block.text, False)],
    }
