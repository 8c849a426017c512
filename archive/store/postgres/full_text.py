"""The full-text index as PostgreSQL is asked: tsvector, with the stemmer of each article's language.

Unlike PostgreSQL's own configurations these know no stop words: as in SQLite each word is found. A search does not know
the language of what it finds, so that its words are stemmed for all languages the archive holds.
"""

import re
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from archive.store.full_text import EXPRESSIONS, RANKED, fts_found, fts_matches, fts_number, fts_rank, fts_snippet
from archive.store.postgres.dialect import NAME
from archive.store.search_words import SearchWords, Term

WEIGHTS: Final = {"title": "A", "standfirst": "B", "body": "D"}
RANKS: Final = "{0.1, 0.1, 0.4, 1.0}"
"""Of the weights D, C, B and A: a word counts ten times in the title, four times in the standfirst."""
BY_LENGTH: Final = 1
"""The rank is divided by 1 and the logarithm of the length."""
MARKS: Final = "\ue000", "\ue001"
"""Stand around a word until the caller's marks do, which may hold quotes; no page should use these characters."""
HEADLINE: Final = f"StartSel={MARKS[0]}, StopSel={MARKS[1]}, MaxWords=32, MinWords=16, MaxFragments=1"

RANKED[NAME] = 2_000
"""Ranking one reads its whole vector."""

_PUNCTUATION: Final = re.compile(r"[\W_]+")


@compiles(fts_matches, NAME)
def _matches(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    return f"(articles_fts.words @@ CAST({compiler.process(element.clauses, **options)} AS tsquery))"


@compiles(fts_found, NAME)
def _found(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    return "true"


@compiles(fts_rank, NAME)
def _rank(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    expression = compiler.process(element.clauses, **options)
    return f"ts_rank('{RANKS}', articles_fts.words, CAST({expression} AS tsquery), {BY_LENGTH})"


@compiles(fts_number, NAME)
def _number(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    return "articles_fts.rowid"


@compiles(fts_snippet, NAME)
def _snippet(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    before, after, expression = (compiler.process(one, **options) for one in element.clauses)
    found = f"ts_headline(articles_fts.configuration, articles.body, CAST({expression} AS tsquery), '{HEADLINE}')"
    return f"replace(replace({found}, '{MARKS[0]}', {before}), '{MARKS[1]}', {after})"


def _expression(connection: Connection, words: SearchWords) -> str:
    # the server takes a vector for as cheap to read as a number, and would rather read them all than ask the index
    connection.exec_driver_sql("SELECT set_config('enable_seqscan', 'off', true)")
    wanted = " | ".join("(" + " & ".join(map(_write_term, group)) + ")" for group in words.groups)
    found = _stemmed(connection, wanted)
    if not words.unwanted:
        return found
    return f"({found}) & !({_stemmed(connection, ' | '.join(map(_write_term, words.unwanted)))})"


def _stemmed(connection: Connection, typed: str) -> str:
    """Give a search with its words stemmed for each of the archive's languages; any of them will do."""
    asked = (
        "SELECT DISTINCT CAST(to_tsquery(configuration, %s) AS text) FROM"
        " (SELECT configuration FROM articles_fts_configurations UNION SELECT 'simple'::regconfig) AS known"
    )
    found = sorted(text for (text,) in connection.exec_driver_sql(asked, (typed,)) if text)
    return " | ".join(f"({text})" for text in found)


def _write_term(term: Term) -> str:
    """Write a word or phrase as to_tsquery reads it: https://www.postgresql.org/docs/current/datatype-textsearch.html"""
    words = [word for word in _PUNCTUATION.split(term.text) if word]
    weight = WEIGHTS[term.column] if term.column else ""
    last = len(words) - 1
    marked = [f"'{word}':{'*' if term.prefix and place == last else ''}{weight}" for place, word in enumerate(words)]
    return "(" + " <-> ".join(one.rstrip(":") for one in marked) + ")"


EXPRESSIONS[NAME] = _expression
