"""The words that stand around a credited name, by language: "Quelle:", "contributed to this report", "este artículo".

The lists are the `credit` tables of `words/`, whose README says what each is for. A page is read with its language's
and English.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property

from archive.scripts import IDEOGRAPHS, is_east_asian
from archive.words import loader
from archive.words.patterns import alternation, compiled_later

Lists = Mapping[str, Sequence[str]]
"""One language's phrases by kind."""

_SAME = {
    "nb": "no",
    "nn": "no",
    "bs": "hr",
    "sh": "hr",
    "me": "hr",
    "gl": "es",
    "in": "id",
    "ms": "id",
    "iw": "he",
    "be": "ru",
}
_KNOWN_ONLY = (*loader.lines_of("en", "credit", "label"), *loader.lines_of("en", "credit", "label_colon"))
_ABBREVIATION = 4
_SHORT_MONTH = 3
"""Letters; but for English ones, so short a name of a month is a word of other languages, too."""
_UNSPACED_AND = compiled_later(
    f"(?<=[{IDEOGRAPHS}])(?:{alternation(filter(is_east_asian, loader.all_of('credit', 'and')))})(?=[{IDEOGRAPHS}])"
)


class Phrases:
    """One language's lists (and English). Each pattern is matched without regard to case, and compiled when first used.

    `by`, `via`: openers at the start of a line. `label`: with its colon. `with_long`, `first`, `release`: before names;
    `with_short`: the same, where only known names may follow. `told`: around names. `helped`: behind them. `end`: where
    a name ends. `wire`: agencies without a name; `desk`: the house's own staff. `known_only`: labels that cannot name
    what no list knows.
    """

    def __init__(self, tables: Sequence[Lists], known_only: Iterable[str]) -> None:
        self._tables = tables
        self.known_only = frozenset(known_only)
        self.wire, self.desk = frozenset(self._all("wire")), frozenset(self._all("desk"))
        self._keys = {kind: _keys(self._all(kind)) for kind in ("helped", "first", "release", "relay", "with")}

    @cached_property
    def by(self) -> re.Pattern[str]:
        return _compiled(rf"^\W*(?:{self._any('by')})(?P<colon>\s*[:：•|]\s*|(?=\s){self._unspaced('by')})")

    @cached_property
    def label(self) -> re.Pattern[str]:
        labels = alternation(self._all("label") + self._all("label_open") + self._all("label_colon"))
        return _compiled(rf"(?:^|[\s|(\[（【•·>—–/-])(?P<label>{labels})\s*[:：|｜]\s*")

    @cached_property
    def bare_label(self) -> re.Pattern[str]:
        labels = alternation(self._all("label") + self._all("label_open"))
        return _compiled(rf"^\W*(?P<label>{labels})\s+(?P<slot>[^:：|]{{2,60}}?)\s*(?:[:：|]|$)")

    @cached_property
    def via(self) -> re.Pattern[str]:
        return _compiled(rf"^\W*(?P<label>{self._any('via')})(?:\s*[:：•]\s*|\s+{self._unspaced('via')})")

    @cached_property
    def with_long(self) -> re.Pattern[str]:
        start = r"(?:^\W*|[.!?;)\]”\"’—–|•-]\s*[(\[]?)"
        return _compiled(rf"{start}(?P<label>{self._any('with')})(?:\s*[:：•]\s*|\s+|$)")

    @cached_property
    def with_short(self) -> re.Pattern[str]:
        return _compiled(rf"(?:^|[\s(\[])(?P<label>{self._any('with_known')})\s*(?:(?<=['’])|\s)")

    @cached_property
    def helped(self) -> re.Pattern[str]:
        return _compiled(rf"\s(?P<label>{self._any('helped')})")

    @cached_property
    def first(self) -> re.Pattern[str]:
        start = rf"(?:^\W*|(?P<story>{self._any('story')})\b[^.!?。]{{0,90}}?[\s\W])"
        return _compiled(rf"{start}(?P<label>{self._any('first')})(?:\s*[:：]\s*|\s+{self._unspaced('first')})")

    @cached_property
    def told(self) -> re.Pattern[str]:
        by, was = self._any("by"), alternation(loader.all_of("credit", "was"))
        return _compiled(rf"^\W*(?:{self._any('story')})\s+(?:{by}|from)\s+(?P<slot>[^.!?]{{2,60}}?)\s+(?:{was})\b")

    @cached_property
    def release(self) -> re.Pattern[str]:
        label = rf"(?:^\W*|,\s*|[.!?]\s+)(?P<label>{self._any('release')})"
        return _compiled(rf"{label}(?:\s*[:：]\s*|\s+{self._unspaced('release')})")

    @cached_property
    def relay(self) -> re.Pattern[str]:
        newspaper = alternation(loader.all_of("credit", "newspaper"))
        slot = rf"^(?:(?:{newspaper})\s+)?[«\"“]?(?P<slot>[^«»\"“”:.]{{2,30}}?)[»\"”]?\s+"
        return _compiled(rf"{slot}(?P<label>{self._any('relay')})\s*[:.։]")

    @cached_property
    def end(self) -> re.Pattern[str]:
        return _compiled(_ends(self._all("end")))

    @cached_property
    def _conjunction(self) -> re.Pattern[str]:
        return _compiled(rf"\s+(?:{self._any('and')})\s+")

    def may_hold(self, kind: str, folded: str) -> bool:
        """Tell whether a text, case folded, holds a word of a phrase of the kind: a cheap look before the pattern."""
        for key in self._keys[kind]:  # noqa: SIM110 any() takes twice as long, on every block of every page
            if key in folded:
                return True
        return False

    def is_wire(self, piece: str) -> bool:
        """Tell whether a piece is an agency without a name."""
        return piece.casefold() in self.wire

    def is_desk(self, piece: str) -> bool:
        """Tell whether a piece is the house's own staff without a name."""
        return piece.casefold() in self.desk

    def joined(self, piece: str) -> list[str]:
        """Give the names a piece joins by "and"."""
        return [name for part in _UNSPACED_AND.split(piece) for name in self._conjunction.split(part)]

    def _all(self, kind: str) -> list[str]:
        return [phrase for table in self._tables for phrase in table.get(kind, ())]

    def _any(self, kind: str) -> str:
        return alternation(self._all(kind))

    def _unspaced(self, kind: str) -> str:
        """Give the further end of a pattern whose phrases may be in a script without spaces.

        Ten times as dear to compile as all the rest of it, so only where there are such phrases.
        """
        return f"|(?<=(?-i:[{IDEOGRAPHS}]))" if any(map(is_east_asian, self._all(kind))) else ""


def is_issuer(name: str) -> bool:
    """Tell whether a name no list knows is that of a company, association or authority, and no outlet's."""
    return bool(_issuers().search(name))


def is_about_media(text: str) -> bool:
    """Tell whether a short line speaks of a picture, a chart or an embedded post."""
    return bool(_media().search(text))


def is_invitation(text: str) -> bool:
    """Tell whether a block tells others how to reprint the story: whom it names is who printed it here."""
    return bool(_invitations().search(text))


def is_no_name(word: str) -> bool:
    """Tell whether a word opens a date or a part of a publication, and not the name of one."""
    return word.strip(".,").casefold() in _no_names()


@cache
def phrases_of(language: str | None) -> Phrases:
    """Give the lists for a page in a language (a tag such as `de` or `pt-BR`).

    Every language's where it is not known.
    """
    code = (language or "").lower().split("-")[0]
    code = _SAME.get(code, code)
    languages = [name for name in loader.list_languages() if "by" in _lists_of(name)]
    chosen = ("en",) if code == "en" else (code, "en") if code in languages else languages
    return Phrases([_lists_of(name) for name in chosen], _KNOWN_ONLY)


def _ends(words: list[str]) -> str:
    """Make a pattern of where a name ends: before one of the words, or at a sentence's or line's end."""
    dense = [word for word in words if is_east_asian(word)]
    spaced = [word for word in words if not is_east_asian(word)]
    marks = r"[|,;。；，)(（）\]】]|(?<=\S)[.!?](?=\s|$|[”\"’)])|\s+[-–—•]\s"
    return rf"{marks}|(?<=\S)\s+(?:{alternation(spaced)})(?=[\s.,:;]|$)|(?:{alternation(dense)})[:：]?"


def _keys(phrases: Iterable[str]) -> tuple[str, ...]:
    """Give the longest word of each phrase, case folded: a text with one of the phrases holds one of these words."""
    return tuple({max(phrase.split(), key=len).casefold() for phrase in phrases})


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _issuers() -> re.Pattern[str]:
    words = loader.all_of("credit", "issuers")
    short = alternation(word for word in words if len(word) <= _ABBREVIATION)
    long = alternation(word for word in words if len(word) > _ABBREVIATION)
    return _compiled(rf"(?:{long}|(?<!\w)(?:{short}))(?=\W|$)")


@cache
def _media() -> re.Pattern[str]:
    words = loader.all_of("credit", "media")
    spaced = alternation(word for word in words if not is_east_asian(word))
    return _compiled(rf"\b(?:{spaced})\b|{alternation(filter(is_east_asian, words))}")


@cache
def _invitations() -> re.Pattern[str]:
    return _compiled(rf"\b(?:{alternation(loader.all_of('credit', 'invitations'))})\b")


@cache
def _no_names() -> frozenset[str]:
    months = (name for name in loader.all_months() if len(name) > _SHORT_MONTH)
    return frozenset((*loader.all_of("credit", "no_names"), *months, *loader.months_of("en")))


@cache
def _lists_of(language: str) -> Lists:
    return {kind: loader.lines_of(language, "credit", kind) for kind in loader.tables_of(language).get("credit", {})}
