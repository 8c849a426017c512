"""The words that stand around a credited name, by language: "Quelle:", "contributed to this report", "este artículo".

The lists are `words/credits.toml`, which says what each is for. A page is read with its language's and English.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from archive.scripts import IDEOGRAPHS, is_east_asian

Lists = dict[str, list[str]]
"""One language's phrases by kind."""

_FILE = Path(__file__).parents[2] / "words" / "credits.toml"
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
_ABBREVIATION = 4
_WAS = ["was", "is", "has been", "wurde", "ist", "a été", "est", "fue", "foi", "è stato"]
_UNSPACED_AND = re.compile(f"(?<=[{IDEOGRAPHS}])[和及と](?=[{IDEOGRAPHS}])")
_SHORT_WITH = frozenset(
    ("with", "mit", "avec", "con", "com", "com a", "com o", "met", "med", "amb", "avec l'", "avec l’", "مع", "ըստ")
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
        self._with_long = [phrase for phrase in self._all("with") if phrase not in _SHORT_WITH]
        self._keys = {kind: _keys(self._all(kind)) for kind in ("helped", "first", "release", "relay")}
        self._keys["with"] = _keys(self._with_long)

    @cached_property
    def by(self) -> re.Pattern[str]:
        return _compiled(rf"^\W*(?:{self._any('by')})(?P<colon>\s*[:：•|]\s*|(?=\s){self._unspaced('by')})")

    @cached_property
    def label(self) -> re.Pattern[str]:
        labels = _any(self._all("label") + self._all("label_open"))
        return _compiled(rf"(?:^|[\s|(\[（【•·>—–/-])(?P<label>{labels})\s*[:：]\s*")

    @cached_property
    def via(self) -> re.Pattern[str]:
        return _compiled(rf"^\W*(?P<label>{self._any('via')})(?:\s*[:：•]\s*|\s+{self._unspaced('via')})")

    @cached_property
    def with_long(self) -> re.Pattern[str]:
        start = r"(?:^\W*|[.!?)\]”\"’—–|•-]\s*[(\[]?)"
        return _compiled(rf"{start}(?P<label>{_any(self._with_long)})(?:\s*[:：•]\s*|\s+|$)")

    @cached_property
    def with_short(self) -> re.Pattern[str]:
        short = _any([phrase for phrase in self._all("with") if phrase in _SHORT_WITH])
        return _compiled(rf"(?:^|[\s(\[])(?P<label>{short})\s*(?:(?<=['’])|\s)")

    @cached_property
    def helped(self) -> re.Pattern[str]:
        return _compiled(rf"\s(?P<label>{self._any('helped')})")

    @cached_property
    def first(self) -> re.Pattern[str]:
        start = rf"(?:^\W*|(?P<story>{self._any('story')})\b[^.!?。]{{0,90}}?[\s\W])"
        return _compiled(rf"{start}(?P<label>{self._any('first')})(?:\s*[:：]\s*|\s+{self._unspaced('first')})")

    @cached_property
    def told(self) -> re.Pattern[str]:
        by, was = self._any("by"), _any(_WAS)
        return _compiled(rf"^\W*(?:{self._any('story')})\s+(?:{by}|from)\s+(?P<slot>[^.!?]{{2,60}}?)\s+(?:{was})\b")

    @cached_property
    def release(self) -> re.Pattern[str]:
        label = rf"(?:^\W*|,\s*|[.!?]\s+)(?P<label>{self._any('release')})"
        return _compiled(rf"{label}(?:\s*[:：]\s*|\s+{self._unspaced('release')})")

    @cached_property
    def relay(self) -> re.Pattern[str]:
        slot = r"^(?:روزنامه\s+)?[«\"“]?(?P<slot>[^«»\"“”:.]{2,30}?)[»\"”]?\s+"
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
        return _any(self._all(kind))

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
    lists = _lists()
    code = (language or "").lower().split("-")[0]
    code = _SAME.get(code, code)
    chosen = (
        [lists["en"]]
        if code == "en"
        else [lists[code], lists["en"]]
        if code in lists
        else [lists[name] for name in lists if "by" in lists[name]]
    )
    return Phrases(chosen, lists["en"]["label"])


def _any(words: list[str]) -> str:
    """Make an alternation, longest first; a space in a phrase is any white space.

    By first letter, so that most are passed over together: else each costs a comparison at each place of a text.
    """
    unique = sorted(set(words), key=lambda word: (word[0], -len(word), word))
    by_letter = groupby(unique, key=itemgetter(0))
    groups = (f"{re.escape(letter)}(?:{'|'.join(_spelt(word[1:]) for word in group)})" for letter, group in by_letter)
    return "|".join(groups) or "(?!)"


def _spelt(words: str) -> str:
    return re.escape(words).replace(r"\ ", r"\s+")


def _ends(words: list[str]) -> str:
    """Make a pattern of where a name ends: before one of the words, or at a sentence's or line's end."""
    dense = [word for word in words if is_east_asian(word)]
    spaced = [word for word in words if not is_east_asian(word)]
    marks = r"[|,;。；，)(（）\]】]|(?<=\S)[.!?](?=\s|$|[”\"’)])|\s+[-–—•]\s"
    return rf"{marks}|(?<=\S)\s+(?:{_any(spaced)})(?=[\s.,:;]|$)|(?:{_any(dense)})[:：]?"


def _keys(phrases: Iterable[str]) -> tuple[str, ...]:
    """Give the longest word of each phrase, case folded: a text with one of the phrases holds one of these words."""
    return tuple({max(phrase.split(), key=len).casefold() for phrase in phrases})


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _issuers() -> re.Pattern[str]:
    words = _lists()["issuer"]["words"]
    short = _any([word for word in words if len(word) <= _ABBREVIATION])
    return _compiled(rf"(?:{_any([word for word in words if len(word) > _ABBREVIATION])}|(?<!\w)(?:{short}))(?=\W|$)")


@cache
def _media() -> re.Pattern[str]:
    words = _lists()["media"]["words"]
    spaced = [word for word in words if not is_east_asian(word)]
    return _compiled(rf"\b(?:{_any(spaced)})\b|{_any([word for word in words if is_east_asian(word)])}")


@cache
def _invitations() -> re.Pattern[str]:
    return _compiled(rf"\b(?:{_any(_lists()['invitation']['words'])})\b")


@cache
def _no_names() -> frozenset[str]:
    return frozenset(_lists()["no_name"]["words"])


@cache
def _lists() -> dict[str, Lists]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
