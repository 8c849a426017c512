"""One article as a person reads it: in a terminal, as Markdown, and its page block by block."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Final

from archive.model import Article, Block, Credit, Label, StoredArticle
from archive.render.rows import NARROWEST, json_text
from archive.render.terminal import (
    BOLD,
    DIM,
    GREEN,
    RED,
    Screen,
    count_of,
    cut_end,
    one_safe_line,
    pad_right,
    width_of,
    wrap_lines,
)

LINE: Final = 80  # longer lines of prose are hard to read
LABELS: Final = max(map(len, Label))
# characters that mean something in Markdown wherever they stand, and those that do at the start of a line
_MARKUP: Final = re.compile(r"([\\`*_\[\]<>&])")
_OPENING: Final = re.compile(r"^([#+=~|-]|\d+[.)])")


def reading_view(stored: StoredArticle, screen: Screen) -> Iterator[str]:
    """Give the article for a terminal, line by line."""
    article = stored.article
    limit = min(screen.width or LINE, LINE)
    yield from (screen.paint(text, BOLD) for text in wrap_lines(one_safe_line(article.title or "(no title)"), limit))
    if standfirst := _standfirst(article):
        yield ""
        yield from wrap_lines(one_safe_line(standfirst), limit)
    yield ""
    for fact in _facts(stored):
        yield from (screen.paint(text, DIM) for text in wrap_lines(fact, limit))
    for url in (article.url, *(other for other in stored.urls if other != article.url)):
        yield screen.paint(one_safe_line(url), DIM)  # not wrapped: people copy it
    for paragraph in article.body.split("\n\n"):
        yield ""
        yield from wrap_lines(one_safe_line(paragraph), limit)
    if article.credits or stored.inferred:
        yield ""
        yield screen.paint("Credits", BOLD)
        for credit in article.credits:
            yield from _credit(credit, limit)
        for silent in stored.inferred:
            told = (
                f"{silent.organization} (agency, inferred): credited by article {silent.from_article_id}, a copy of it"
            )
            yield from wrap_lines(one_safe_line(told), limit, indent="  ")


def _standfirst(article: Article) -> str | None:
    """Give the standfirst, unless the body repeats it: on many pages it is the text's first paragraph."""
    return None if article.standfirst and article.standfirst in article.body else article.standfirst


def _facts(stored: StoredArticle) -> Iterator[str]:
    article = stored.article
    people = ", ".join(article.authors) or article.byline
    words = count_of(article.word_count, "word")
    dated = " · ".join(filter(None, (shown_time(article.published_at), _changed(article), article.section)))
    facts = (
        f"By {people}" if people else None,
        f"Source: {article.source} ({article.reporting})" if article.source else None,
        _provenance(stored),
        dated,
        _rights(stored),
        " · ".join(filter(None, (f"article {stored.id}", words, article.language, *article.flags))),
        _place(stored),
    )
    yield from map(one_safe_line, filter(None, facts))


def _provenance(stored: StoredArticle) -> str | None:
    """Tell what is known beyond what the page says of itself."""
    if stored.provenance == "unknown":
        return "Provenance: unknown, for no publisher is known"
    if stored.provenance == stored.article.reporting:
        return None
    agencies = ", ".join(one.organization for one in stored.inferred)
    return f"Provenance: {stored.provenance}, by inference: other copies credit {agencies}"


def _place(stored: StoredArticle) -> str | None:
    """Tell where in an archive file its page stands."""
    if stored.origin_file is None:
        return None
    byte = f"byte {stored.origin_offset:,}" if stored.origin_offset is not None else None
    return ", ".join(filter(None, (f"From {stored.origin_file}", stored.origin_record, byte)))


def _rights(stored: StoredArticle) -> str | None:
    """Name the places where something is stated on the use of the text; the words are in the JSON."""
    places = dict.fromkeys(place for place, _ in stored.rights or ())
    return f"Rights stated in: {', '.join(places)}" if places else None


def shown_time(time: str | None) -> str | None:
    """Write a stored time for people: `2026-11-21`, `2026-11-21 10:05 UTC`."""
    if time is None or "T" not in time:
        return time
    day, clock = time.split("T", 1)
    return f"{day} {clock[:5]} UTC"


def _changed(article: Article) -> str | None:
    later = article.modified_at is not None and article.modified_at != article.published_at
    return f"changed {shown_time(article.modified_at)}" if later else None


def _credit(credit: Credit, limit: int) -> list[str]:
    sure = "" if credit.confidence == "certain" else f", {credit.confidence}"
    told = f"{credit.organization} ({credit.role}{sure}): “{credit.evidence}”"
    return wrap_lines(one_safe_line(told), limit, indent="  ")


def article_markdown(stored: StoredArticle) -> str:
    """Give the article as a Markdown file: its facts as YAML front matter (JSON values), then title, lead, body.

    Nothing on the page is markup here: characters that would be are escaped.
    """
    article = stored.article
    known = {
        "title": article.title,
        "url": article.url,
        "site": article.site,
        "source": article.source,
        "reporting": article.reporting,
        "provenance": stored.provenance,
        "provenance_evidence": stored.provenance_evidence,
        "authors": list(article.authors),
        "published_at": article.published_at,
        "published_day": article.published_day,
        "modified_at": article.modified_at,
        "section": article.section,
        "tags": list(article.tags),
        "language": article.language,
        "flags": list(article.flags),
        "credits": [
            {"organization": credit.organization, "role": credit.role, "evidence": credit.evidence}
            for credit in article.credits
        ],
        "inferred_credits": [asdict(credit) for credit in stored.inferred],
        "story_id": stored.story_id,
        "share_changed": stored.share_changed,
        "first_seen_at": stored.first_seen_at,
        "status": stored.status,
        "origin": stored.origin,
        "origin_file": stored.origin_file,
        "origin_record": stored.origin_record,
        "origin_offset": stored.origin_offset,
        "rights": [{"place": place, "words": words} for place, words in stored.rights or ()],
    }
    front = "".join(f"{name}: {json_text(value)}\n" for name, value in known.items() if value not in (None, []))
    paragraphs = [f"# {escape_markdown(article.title)}"] if article.title else []
    standfirst = _standfirst(article)
    paragraphs += [f"**{escape_markdown(standfirst)}**"] if standfirst else []
    paragraphs += [escape_markdown(paragraph) for paragraph in article.body.split("\n\n")]
    return f"---\n{front}---\n\n" + "\n\n".join(paragraphs) + "\n"


def escape_markdown(text: str) -> str:
    """Escape one paragraph so that its characters mean themselves in Markdown."""
    return _OPENING.sub(lambda match: f"{match[0][:-1]}\\{match[0][-1]}", _MARKUP.sub(r"\\\1", one_safe_line(text)))


def block_list(blocks: Sequence[Block], screen: Screen) -> Iterator[str]:
    """List a page's blocks: ✓ kept or ✗ stripped, label, rule, text. On a terminal each is cut to one line."""
    rules = max((width_of(one_safe_line(block.rule)) for block in blocks), default=0)
    if screen.width is not None:
        rules = min(rules, max(screen.width // 3, NARROWEST))
    for block in blocks:
        mark = screen.paint("✓", GREEN) if block.kept else screen.paint("✗", RED)
        rule, text = one_safe_line(block.rule), one_safe_line(block.text)
        if screen.width is not None:
            rule, text = cut_end(rule, rules), cut_end(text, max(screen.width - LABELS - rules - 6, NARROWEST))
        told = f"{pad_right(block.label, LABELS)}  {pad_right(rule, rules)}  {text}"
        yield f"{mark} {told if block.kept else screen.paint(told, DIM)}"
    kept = sum(block.kept for block in blocks)
    yield f"{count_of(kept, 'block')} kept, {len(blocks) - kept:,} stripped"
