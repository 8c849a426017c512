"""What a block's wording alone says it is: "You May Also Like" is related, "© 2024 …" legal, "5 min read" a date.

The phrases are data in `archive/words/`, one file a language, each list with its source; the README there tells how one
is written. Case, encoding, quotes, arrows and other punctuation do not count; all numbers are alike; a CJK character, a
colon and a slash are words of their own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple
from unicodedata import category, normalize

from archive.model import Label
from archive.scripts import IDEOGRAPH, IDEOGRAPHS
from archive.words import loader
from archive.words.patterns import compiled_later

_LIMITS = {"starts": 12, "names": 16, "contains": 45}
_REMEMBERED = 8192  # blocks; the pages of a site repeat their furniture, and a page is asked twice
_LONGEST = 600  # characters; no phrase is looked for in a longer block
_MOST_NAMES = 10
_MOST_AFTER_NAMES = 14

_GAP = compiled_later(f" (?=:)|(?<=[{IDEOGRAPHS}]) (?=[{IDEOGRAPHS}])")  # what folding puts into a phrase as written
_NUMBER = re.compile(r"#(?:[#:/ ]*#)?")
_DIGITS = re.compile(r"\d+")
_YEAR_OR_CLOCK = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d[:.h]\d\d(?!\d)")
_NUMERIC_DATE = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{2,4}(?!\d)")
_SEPARATOR = re.compile(r"\s+[-–—]\s+|\s*[|•·(,/]\s*")
_NAME = re.compile(r"[^\W\d_][\w.'’-]*")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A block named by its wording. `rule`: `phrase:<language>:<the phrase>`, an ellipsis where the block may go on.

    `stop`: in a text dump the article is over from here on.
    """

    label: Label
    rule: str
    stop: bool


@dataclass(frozen=True, slots=True)
class _List:
    """Facts of one list of phrases. `only`: the language of the pages they are looked for on, None for all."""

    label: Label
    stop: bool
    language: str
    only: str | None

    def phrase(self, words: str) -> Phrase:
        return Phrase(self.label, f"phrase:{self.language}:{_GAP.sub('', words)}", self.stop)


class _Entry(NamedTuple):
    """A phrase, and the length in words of the longest block it is looked for in."""

    words: str
    limit: int
    source: _List


@dataclass(frozen=True, slots=True)
class _Book:
    """Every phrase, keyed for one look: `starts` by its first two words, `names` by one, `contains` by the longest."""

    exact: dict[str, _List] = field(default_factory=dict)
    starts: dict[str, list[_Entry]] = field(default_factory=dict)
    names: dict[str, list[_Entry]] = field(default_factory=dict)
    contains: dict[str, list[_Entry]] = field(default_factory=dict)
    joiners: set[str] = field(default_factory=set)
    not_names: set[str] = field(default_factory=set)
    dated: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=lambda: {"#", ":", "/"})


class _Folding(dict[int, str]):
    """Characters and what each is folded to, worked out when first met: `str.translate` asks with the code point."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char.isdigit():
            folded = "#"
        elif char in "=|>›»":
            folded = ":"
        elif char == "©" or IDEOGRAPH.match(char):
            folded = f" {char} "
        else:
            folded = char if char.isalpha() or char in ":/%\n" or category(char) in ("Mn", "Sc") else " "
        self[code] = folded
        return folded


_FOLDING = _Folding({0x0307: ""})  # what lower() leaves of a Turkish İ beside the i


def furniture_of(text: str, language: str | None = None) -> Phrase | None:
    """Tell which piece of site furniture a block is by its wording, or None if its wording says nothing.

    `text`: one visible block, one line, white space collapsed. `language`: the page's two-letter code; the few phrases
    that mean something else in other languages ("Di …", "Door …") are looked for only when it is given.
    """
    return _name(text, language) if len(text) <= _LONGEST else None


@lru_cache(maxsize=_REMEMBERED)
def _name(text: str, language: str | None) -> Phrase | None:
    words = _fold(text).split()
    while words and words[0] == ":":  # an arrow or bar before the words
        del words[0]
    if not words:
        return None
    book = _book()
    folded = " ".join(words)
    return (
        _exact(book, folded, text.endswith((")", "]")), language)
        or _starts(book, folded, words, language)
        or _names(book, folded, words, text, language)
        or _contains(book, folded, words, language)
        or _date(book, words, text)
    )


def _fold(text: str) -> str:
    """Fold a text to words with spaces between: lower case, one encoding, a run of numbers one `#`, lines kept."""
    folded = normalize("NFKC", text).lower().translate(_FOLDING)
    if "#" in folded:
        folded = _NUMBER.sub(" # ", folded)
    return folded.replace(":", " : ").replace("/", " / ")


def _exact(book: _Book, folded: str, counted: bool, language: str | None) -> Phrase | None:
    """Give the phrase a block consists of, a colon or a count in brackets after it left aside."""
    bare = folded.rstrip(" :")
    if counted:
        bare = bare.removesuffix(" #").rstrip(" :")
    for form in (folded, bare) if bare != folded else (folded,):
        found = book.exact.get(form) or (language and book.exact.get(f"{language}|{form}"))
        if found:
            return found.phrase(form)
    return None


def _starts(book: _Book, folded: str, words: list[str], language: str | None) -> Phrase | None:
    for key in (" ".join(words[:2]), words[0]):
        for start, limit, source in book.starts.get(key, ()):
            if len(words) <= limit and folded.startswith(start) and source.only in (None, language):
                end = len(start)
                if end == len(folded) or folded[end] == " ":
                    return source.phrase(f"{start} …")
    return None


def _contains(book: _Book, folded: str, words: list[str], language: str | None) -> Phrase | None:
    if book.contains.keys().isdisjoint(words):
        return None
    for key in words:  # in their order, so that the same block always gives the same rule
        for inner, limit, source in book.contains.get(key, ()):
            if len(words) <= limit and source.only in (None, language) and f" {inner} " in f" {folded} ":
                return source.phrase(f"… {inner} …")
    return None


def _names(book: _Book, folded: str, words: list[str], text: str, language: str | None) -> Phrase | None:
    """Tell a byline: a word like "By", and then nothing but what is written as names are."""
    for start, limit, source in book.names.get(words[0], ()):
        if len(words) <= limit and source.only in (None, language) and folded.startswith(start + " "):
            rest = text.split(maxsplit=start.replace(" :", "").count(" ") + 1)[1:]
            if rest and _are_names(book, rest[-1].lstrip(":： ")):
                return source.phrase(f"{start} …")
    return None


def _are_names(book: _Book, text: str) -> bool:
    """Tell whether a text opens with two to ten capitalised words, and ends there or at a separator.

    No sentence does.
    """
    if text.endswith(("!", "?", ":", "…")) or (text.endswith(".") and not text.endswith(("Jr.", "Sr."))):
        return False
    opening = _SEPARATOR.split(text, maxsplit=1)[0].split()
    if not 2 <= len(opening) <= _MOST_NAMES or len(text.split()) > _MOST_AFTER_NAMES:
        return False
    lower = [word.lower() for word in opening]
    if lower[0] in book.not_names or lower[0] in book.dates:
        return False
    return opening[0][0].isupper() and all(
        _NAME.fullmatch(word) and (word[0].isupper() or folded in book.joiners)
        for word, folded in zip(opening, lower, strict=True)
    )


def _date(book: _Book, words: list[str], text: str) -> Phrase | None:
    """Tell a block made of nothing but a date with its year or time, and the words that go with one."""
    if "#" not in words or not book.dates.issuperset(words):
        return None
    dated = _NUMERIC_DATE.search(text) or (
        not book.dated.isdisjoint(words) and _YEAR_OR_CLOCK.search(text) and len(_DIGITS.findall(text)) > 1
    )
    return Phrase(Label.DATE, "phrase:date", False) if dated else None


@cache
def _book() -> _Book:
    """Read every language's phrases, once a process. A phrase that two languages have is named as English."""
    book = _Book()
    for language in loader.list_languages():
        _add(book, loader.tables_of(language).get("furniture", {}), language)
    book.dated.update(_fold("\n".join(loader.all_months())).split())
    book.dates.update(book.dated)
    for table in (book.starts, book.names, book.contains):
        for entries in table.values():
            entries.sort(key=lambda entry: -len(entry.words))
    return book


def _add(book: _Book, lists: dict[str, dict[str, str]], language: str) -> None:
    """Put one language's lists into the book. Raises AttributeError or ValueError for a list that does not exist."""
    for kind, text in lists.get("words", {}).items():
        getattr(book, kind).update(word for phrase, _ in _entries(text) for word in phrase.split())
    for title, kinds in lists.items():
        if title == "words":
            continue
        label, *marks = title.split("-")
        source = _List(Label(label), "stop" in marks, language, language if "gated" in marks else None)
        for kind, text in kinds.items():
            _enter(book, kind, _entries(text), source)


def _enter(book: _Book, kind: str, entries: Iterator[tuple[str, int]], source: _List) -> None:
    if kind == "exact":
        gate = f"{source.only}|" if source.only else ""
        for phrase, _ in entries:
            book.exact.setdefault(gate + phrase.rstrip(": "), source)
        return
    table: dict[str, list[_Entry]] = getattr(book, kind)
    for phrase, limit in entries:
        words = phrase.split()
        key = max(words, key=len) if kind == "contains" else " ".join(words[:2]) if kind == "starts" else words[0]
        table.setdefault(key, []).append(_Entry(phrase, limit or _LIMITS[kind], source))


def _entries(text: str) -> Iterator[tuple[str, int]]:
    """Give the phrases of a list, folded, each with the limit written after it (0: none); comments are skipped."""
    lines = loader.split_lines(text)
    if "≤" not in text:
        return ((" ".join(phrase.split()), 0) for phrase in _fold("\n".join(lines)).split("\n"))
    parts = [line.partition(" ≤") for line in lines]
    folded = _fold("\n".join([phrase for phrase, _, _ in parts])).split("\n")
    return ((" ".join(line.split()), int(part[2] or 0)) for line, part in zip(folded, parts, strict=True))
