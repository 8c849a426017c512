"""The words that stand around a credited name, by language: "Quelle:", "contributed to this report", "este artículo".

The lists are `phrases/credits.toml`, which says what each is for. A page is read with its language's and English.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("phrases") / "credits.toml"
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
_DENSE = re.compile("[぀-ヿ一-鿿가-힣]")
_SHORT_WITH = frozenset(
    ("with", "mit", "avec", "con", "com", "com a", "com o", "met", "med", "amb", "avec l'", "avec l’", "مع", "ըստ")
)


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language's lists (and English), compiled. Each pattern is matched without regard to case.

    `by`, `via`: openers at the start of a line. `label`: with its colon. `with_long`, `first`, `release`: before names;
    `with_short`: the same, where only known names may follow. `told`: around names. `helped`: behind them. `end`: where
    a name ends. `wire`: agencies without a name; `desk`: the house's own staff. `known_only`: labels that cannot name
    what no list knows. `keys`: for each kind of phrase the words of which a match holds at least one.
    """

    by: re.Pattern[str]
    label: re.Pattern[str]
    via: re.Pattern[str]
    with_long: re.Pattern[str]
    with_short: re.Pattern[str]
    helped: re.Pattern[str]
    first: re.Pattern[str]
    release: re.Pattern[str]
    told: re.Pattern[str]
    relay: re.Pattern[str]
    end: re.Pattern[str]
    conjunction: re.Pattern[str]
    wire: frozenset[str]
    desk: frozenset[str]
    known_only: frozenset[str]
    keys: dict[str, tuple[str, ...]]

    def may_hold(self, kind: str, folded: str) -> bool:
        """Whether a text, case folded, holds a word of a phrase of the kind: a cheap look before the pattern."""
        for key in self.keys[kind]:  # noqa: SIM110 any() takes twice as long, on every block of every page
            if key in folded:
                return True
        return False

    def is_wire(self, piece: str) -> bool:
        """Whether a piece is an agency without a name."""
        return piece.casefold() in self.wire

    def is_desk(self, piece: str) -> bool:
        """Whether a piece is the house's own staff without a name."""
        return piece.casefold() in self.desk

    def joined(self, piece: str) -> list[str]:
        """The names a piece joins by "and"."""
        return self.conjunction.split(piece)


def is_issuer(name: str) -> bool:
    """Whether a name no list knows is that of an association, company, university or authority, and no outlet's."""
    return bool(_issuers().search(name))


def is_about_media(text: str) -> bool:
    """Whether a short line speaks of a picture, a chart or an embedded post."""
    return bool(_media().search(text))


def is_invitation(text: str) -> bool:
    """Whether a block tells others how to reprint the story: whom it names is who printed it here."""
    return bool(_invitations().search(text))


def is_no_name(word: str) -> bool:
    """Whether a word opens a date or a part of a publication, and not the name of one."""
    return word.strip(".,").casefold() in _no_names()


@cache
def phrases_of(language: str | None) -> Phrases:
    """The lists for a page in a language (a tag such as `de` or `pt-BR`); every language's where it is not known."""
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

    def all_of(kind: str) -> list[str]:
        return [phrase for table in chosen for phrase in table.get(kind, ())]

    long: list[str] = []
    short: list[str] = []
    for phrase in all_of("with"):
        (short if phrase in _SHORT_WITH else long).append(phrase)
    story, first = _any(all_of("story")), _any(all_of("first"))
    return Phrases(
        by=_compiled(rf"^\W*(?:{_any(all_of('by'))})(?P<colon>\s*[:：•|]\s*|(?=\s)|(?<=[぀-鿿]))"),
        label=_compiled(
            rf"(?:^|[\s|(\[（【•·>—–/-])(?P<label>{_any(all_of('label') + all_of('label_open'))})\s*[:：]\s*"
        ),
        via=_compiled(rf"^\W*(?P<label>{_any(all_of('via'))})(?:\s*[:：•]\s*|\s+|(?<=[぀-鿿]))"),
        with_long=_compiled(rf"(?:^\W*|[.!?)\]”\"’—–|•-]\s*[(\[]?)(?P<label>{_any(long)})(?:\s*[:：•]\s*|\s+|$)"),
        with_short=_compiled(rf"(?:^|[\s(\[])(?P<label>{_any(short)})\s*(?:(?<=['’])|\s)"),
        helped=_compiled(rf"\s(?P<label>{_any(all_of('helped'))})"),
        first=_compiled(
            rf"(?:^\W*|(?P<story>{story})\b[^.!?。]{{0,90}}?[\s\W])(?P<label>{first})(?:\s*[:：]\s*|\s+|(?<=[぀-鿿]))"
        ),
        told=_compiled(
            rf"^\W*(?:{story})\s+(?:{_any(all_of('by'))}|from)\s+(?P<slot>[^.!?]{{2,60}}?)\s+(?:{_any(_WAS)})\b"
        ),
        release=_compiled(
            rf"(?:^\W*|,\s*|[.!?]\s+)(?P<label>{_any(all_of('release'))})(?:\s*[:：]\s*|\s+|(?<=[぀-鿿]))"
        ),
        relay=_compiled(
            rf"^(?:روزنامه\s+)?[«\"“]?(?P<slot>[^«»\"“”:.]{{2,30}}?)[»\"”]?\s+(?P<label>{_any(all_of('relay'))})\s*[:.։]"
        )
        if any("relay" in table for table in chosen)
        else re.compile(r"(?!)"),
        end=_compiled(_ends(all_of("end"))),
        known_only=frozenset(lists["en"]["label"]),
        conjunction=_compiled(rf"\s+(?:{_any(all_of('and'))})\s+|(?<=[぀-鿿])[和及と](?=[぀-鿿])"),
        wire=frozenset(all_of("wire")),
        desk=frozenset(all_of("desk")),
        keys={
            kind: tuple({max(phrase.split(), key=len).casefold() for phrase in phrases})
            for kind, phrases in (
                ("with", long),
                *((kind, all_of(kind)) for kind in ("helped", "first", "release", "relay")),
            )
        },
    )


def _any(words: list[str]) -> str:
    """An alternation, longest first; a space in a phrase is any white space."""
    unique = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in unique) or "(?!)"


def _ends(words: list[str]) -> str:
    """Where a name ends: before one of the words, or at a sentence's or line's end."""
    dense = [word for word in words if _DENSE.search(word)]
    spaced = [word for word in words if not _DENSE.search(word)]
    marks = r"[|,;。；，)(（）\]】]|(?<=\S)[.!?](?=\s|$|[”\"’)])|\s+[-–—•]\s"
    return rf"{marks}|(?<=\S)\s+(?:{_any(spaced)})(?=[\s.,:;]|$)|(?:{_any(dense)})[:：]?"


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
    spaced = [word for word in words if not _DENSE.search(word)]
    return _compiled(rf"\b(?:{_any(spaced)})\b|{_any([word for word in words if _DENSE.search(word)])}")


@cache
def _invitations() -> re.Pattern[str]:
    return _compiled(rf"\b(?:{_any(_lists()['invitation']['words'])})\b")


@cache
def _no_names() -> frozenset[str]:
    return frozenset(_lists()["no_name"]["words"])


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
