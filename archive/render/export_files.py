"""Articles as they leave the archive: a JSON object a line, a CSV row, a Markdown file."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from typing import Any, Final

from archive.model import Article, Signature
from archive.render.rows import Cell, csv_rows, json_text
from archive.render.terminal import Screen

COLUMNS: Final = ("id", *(field.name for field in fields(Article) if field.name != "blocks"))
LONGEST_NAME: Final = 120  # bytes; file systems allow 255


def article_object(number: int, article: Article) -> dict[str, object]:
    """The article as JSON takes it: the columns of `articles`, with lists of authors, tags, flags and credits."""
    values = {"id": number} | {name: getattr(article, name) for name in COLUMNS[1:]}
    values["credits"] = [asdict(credit) for credit in article.credits]
    values["signatures"] = [asdict(signature) for signature in article.signatures]
    return values


def article_lines(articles: Iterable[tuple[int, Article]]) -> Iterator[str]:
    """One JSON object a line."""
    return (json_text(article_object(number, article)) + "\n" for number, article in articles)


def article_csv(articles: Iterable[tuple[int, Article]], screen: Screen = Screen()) -> Iterator[str]:  # noqa: B008 - frozen
    """One row an article; lists are joined by `; `, a credit is `Fox News (origin)`.

    A signature is `Ada Larkin (Staff Writer, Reuters, Lisbon)`.
    """
    return csv_rows(COLUMNS, (_cells(number, article) for number, article in articles), screen)


def file_name(number: int, title: str | None) -> str:
    """A name for the article's file that any file system takes: `7-storm-surge-on-the-coast.md`."""
    words = re.findall(r"\w+", (title or "").casefold())
    slug = ""
    for word in words:
        longer = f"{slug}-{word}"
        if len(longer.encode()) > LONGEST_NAME:
            break
        slug = longer
    return f"{number}{slug}.md"


def _cells(number: int, article: Article) -> list[Cell]:
    told: dict[str, Any] = {
        "id": number,
        "credits": tuple(f"{credit.organization} ({credit.role})" for credit in article.credits),
        "signatures": tuple(map(_signature, article.signatures)),
    }
    cells: list[Cell] = []
    for name in COLUMNS:
        value = told[name] if name in told else getattr(article, name)
        cells.append("; ".join(value) or None if isinstance(value, tuple) else value)
    return cells


def _signature(signature: Signature) -> str:
    facts = filter(None, (signature.role, signature.organization, signature.place))
    return f"{signature.author} ({', '.join(facts)})"
