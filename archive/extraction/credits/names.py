"""The names in a short stretch of text: "APA/sda/dpa", "Jane Doe, The Associated Press", "PTI Mumbai".

A stretch is cut at separators; each piece is an organisation, one with words before or after it, or something else.
"""

import re
from dataclasses import dataclass

from archive.extraction import organizations
from archive.extraction.credits.phrases import Phrases
from archive.extraction.organizations import Organization, OrganizationKind
from archive.scripts import HAN
from archive.words import loader
from archive.words.patterns import compiled_later

_SEPARATOR = re.compile(r"\s*[/╱,;•|·+、，；／｜&()（）\[\]【】]+\s*|\s+[-–—]+\s+|\s+:\s+")
_SENTENCE = re.compile(r"(?<=[^\W\d_]{2})[.!?。](?=\s|$|[”\"’)])|[|\]】]|$")
_CHANNEL = compiled_later(f"(?<=[{HAN}])[-—·－]")
_MATERIAL = re.compile(rf"-(?:{loader.alternatives_of('credit', 'material')})$", re.IGNORECASE)
_WORD = re.compile(r"[^\s]+")
_POSSESSIVE = re.compile(r"['’]s?$")
_PERSON_WORD = re.compile(r"(?:[^\W\d_a-z][\w.'’-]*|von|van|de|der|den|da|di|du|la|el|al|bin|ben|del|dos|y)$")
_INITIALS = re.compile(r"[a-zäöüß]{1,5}\d?$|[A-ZÄÖÜ]{2,3}$")
REACH = 2_000
"""Characters before or after the words of a credit in which its names stand."""
MOST_PIECES = 60  # names in a stretch of text; lines have a dozen
_MOST_IN_A_PIECE = 14
_MOST_WORDS = 6
"""No organisation of the list has more words."""


@dataclass(frozen=True, slots=True)
class Name:
    """An organisation as printed. `beside`: the other words of its piece ("in Valencia"), empty if there are none."""

    organization: Organization
    printed: str
    beside: str


@dataclass(frozen=True, slots=True)
class Names:
    """The names in a stretch of text: known organisations, the house's desks, and the pieces which are neither."""

    known: tuple[Name, ...]
    others: tuple[str, ...]
    desks: tuple[str, ...] = ()


def split_names(text: str, phrases: Phrases, language: str | None) -> Names:
    """Cut a stretch of text into known organisations and other pieces. Agencies without a name are left out."""
    known: list[Name] = []
    others: list[str] = []
    desks: list[str] = []
    whole = text.strip(" .:*")
    if found := organizations.find(whole, language):
        return Names((Name(found, whole, ""),), ())
    for piece in _SEPARATOR.split(text, MOST_PIECES)[:MOST_PIECES]:
        _read_piece(piece.strip(" .:*\"“”«»„'’‘"), phrases, language, known, others, desks)
    return Names(tuple(known), tuple(others), tuple(desks))


def is_person(piece: str) -> bool:
    """Tell whether a piece is written as a person's name is: two to four capitalised words."""
    words = piece.split()
    return 2 <= len(words) <= 4 and all(_PERSON_WORD.match(word) for word in words) and not piece.isupper()


def is_initials(piece: str) -> bool:
    """Tell whether a piece is how editors sign: "sak", "apr", "sep"."""
    return bool(_INITIALS.match(piece))


def _read_piece(
    piece: str, phrases: Phrases, language: str | None, known: list[Name], others: list[str], desks: list[str]
) -> None:
    piece = _MATERIAL.sub("", piece)  # "dpa-Material"
    if not piece:
        return
    if found := organizations.find(piece, language):
        known.append(Name(found, piece, ""))
        return
    halves = _CHANNEL.split(piece)
    listed = [(half, organizations.find(half, language)) for half in halves] if len(halves) > 1 else []
    if any(found for _, found in listed):  # 红网-潇湘晨报, or a paper's channel: 人民网-文化频道
        known.extend(Name(found, half, "") for half, found in listed if found)
        return
    if "-" in piece and (joined := _hyphened(piece, language)):
        known.extend(joined)
        return
    if phrases.is_desk(piece):
        desks.append(piece)
    if phrases.is_wire(piece) or phrases.is_desk(piece):
        return
    halves = phrases.joined(piece)
    if len(halves) > 1:
        for half in halves:
            _read_piece(half.strip(), phrases, language, known, others, desks)
        return
    name = _at_an_end(piece, language)
    if name:
        known.append(name)
    else:
        others.append(piece)


def _hyphened(piece: str, language: str | None) -> list[Name]:
    """Give the agencies that a hyphen joins ("AFP-Reuters"); none if any part is something else."""
    parts = [(part, organizations.find(part, language)) for part in piece.split("-")]
    agencies = [Name(found, part, "") for part, found in parts if found and found.kind is OrganizationKind.AGENCY]
    return agencies if len(agencies) == len(parts) else []


def _at_an_end(piece: str, language: str | None) -> Name | None:
    """Give the longest organisation a piece begins or ends with: "Associated Press in Valencia", "Jane Doe Reuters"."""
    spans = [match.span() for match in _WORD.finditer(piece)]
    if not 2 <= len(spans) <= _MOST_IN_A_PIECE:
        return None
    starts = organizations.may_start(_POSSESSIVE.sub("", piece[: spans[0][1]]))
    ends = organizations.may_end(piece[spans[-1][0] :])
    for size in range(min(_MOST_WORDS, len(spans) - 1), 0, -1):
        end, start = spans[size - 1][1], spans[-size][0]
        if starts and (name := _named(piece[:end], piece[end:], size, language)):
            return name
        if ends and (name := _named(piece[start:], piece[:start], size, language)):
            return name
    return None


def _named(printed: str, beside: str, size: int, language: str | None) -> Name | None:
    """Give the organisation that `size` words of a piece print. One word must look like an agency's."""
    bare = _POSSESSIVE.sub("", printed)
    if size == 1 and bare[:1].islower():
        return None
    found = organizations.find(bare, language)
    alone = (
        found is not None
        and found.kind is OrganizationKind.AGENCY
        and (bare.isupper() or bare == found.name or not bare.isascii())
    )
    return Name(found, bare, beside.strip()) if found and (size > 1 or alone) else None


def sentence_from(text: str, start: int) -> str:
    """Give the text from there to the end of its sentence or cell, as far as names stand."""
    end = _SENTENCE.search(text, start, start + REACH)
    return text[start : end.start() if end else start + REACH]
