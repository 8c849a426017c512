"""Who wrote the story: the persons of a byline, without houses, desks, photographers, ranks, degrees and buttons.

`choose_authors` decides between what the markup states and what the page prints; `line` reads one printed line.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import islice

from archive.extraction.byline import words as words
from archive.extraction.byline.line import Known, is_no_person, name_key, parse_byline
from archive.extraction.fields.metadata import Stated
from archive.model import Signature

SMALL_NAME = re.compile(r"[^\W\d_]{2,}(?: [^\W\d_]{2,}){1,2}")
MAX_LINES = 7


def best_line(lines: Iterable[str | None], *, known: Known, own: Collection[str] = ()) -> str | None:
    """Give the first line that names a person, else the first that names a house. `lines`: likeliest first."""
    house = None
    for line in islice(filter(None, lines), MAX_LINES):
        said = parse_byline(line, known=known, own=own)
        if said.persons:
            return line
        house = house or (line if said.organizations else None)
    return house


def signed_line(lines: Iterable[str], *, known: Known, own: Collection[str] = ()) -> str | None:
    """Give the first line that names a person."""
    return next((line for line in lines if parse_byline(line, known=known, own=own).signatures), None)


def choose_authors(
    stated: Stated, line: str | None, *, known: Known, own: Collection[str] = ()
) -> tuple[Signature, ...]:
    """Give the persons who wrote the story, with what is said beside their names.

    JSON-LD first, then meta tags with full names; the printed `line` where it says "by" others than the meta tags do,
    where it names the same people and more, or real names for log-in names, or where the markup has none. `known` and
    `own` as in `parse_byline`.
    """
    own = [*own, *(name for name in (stated.publisher, stated.provider, stated.source_organization) if name)]
    described = _persons((name for name, kind in stated.authors if kind != "organization"), known, own)
    printed = parse_byline(line, known=known, own=own).signatures if line else ()
    tagged = _persons(stated.meta_authors, known, own)
    if described and line:
        other = name_key(" ".join(words.ANOTHER.split(line, maxsplit=1)[1:]))
        described = tuple(one for one in described if name_key(one.author) not in other) or described
    chosen = described or tuple(one for one in tagged if " " in one.author)
    if not chosen or (printed and _outdone(chosen, printed)):
        return printed or tagged
    if not described and line and printed and words.INTRODUCTION.match(line) and _are_others(chosen, printed):
        return printed  # who posted it, and who wrote it
    beside = {name_key(one.author): one for one in printed}
    if described and line and printed and all(" " in one.author for one in printed):
        parts = {name_key(words.INTRODUCTION.sub("", part)) for part in words.GAP.split(line)}
        if parts == set(beside) | set(map(_key, described)):  # a name a line, of which the data state one
            chosen = (*(one for one in printed if _key(one) not in set(map(_key, described))), *described)
    return tuple(_completed(one, beside.get(name_key(one.author), one)) for one in chosen)


def _key(signature: Signature) -> str:
    return name_key(signature.author)


def _completed(signature: Signature, printed: Signature) -> Signature:
    """Give a person of the markup, with what only the page prints of him."""
    return replace(
        signature,
        role=signature.role or printed.role,
        organization=signature.organization or printed.organization,
        place=signature.place or printed.place,
    )


def _outdone(described: Sequence[Signature], printed: Sequence[Signature]) -> bool:
    """Tell whether the page prints the described authors and more, or real names where the markup has log-in names."""
    handles = all(" " not in one.author for one in described) and any(" " in one.author for one in printed)
    return handles or {name_key(one.author) for one in described} < {name_key(one.author) for one in printed}


def _are_others(tagged: Sequence[Signature], printed: Sequence[Signature]) -> bool:
    """Tell whether the page prints full names, and none of those in its meta tags."""
    keys = {name_key(one.author) for one in tagged}
    return all(" " in one.author and name_key(one.author) not in keys for one in printed)


def _persons(names: Iterable[str], known: Known, own: Collection[str]) -> tuple[Signature, ...]:
    """Give the persons in names that markup gives, each once; there a name in small letters is one too."""
    found: dict[str, Signature] = {}
    for name in names:
        said = parse_byline(name, known=known, own=own)
        if (
            not said.signatures
            and not said.organizations
            and SMALL_NAME.fullmatch(name)
            and not words.RANK.search(name)
            and not is_no_person(name.split())
        ):
            found.setdefault(name_key(name), Signature(name))
        for signature in said.signatures:
            found.setdefault(name_key(signature.author), signature)
    return tuple(found.values())
