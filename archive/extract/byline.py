"""Who wrote the story: the persons of a byline, without houses, desks, photographers, ranks, degrees and buttons.

`parse` reads one printed line. `authors` decides between what the markup states and what the page prints.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from archive.extract import byline_words as words
from archive.extract.metadata import Stated
from archive.extract.titles import tidy

# mail, address, @handle, "(obe)", "[email protected]"
CONTACT = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|(?<!\w)@\w+|\(\s*[a-zäöü.]{1,5}\s*\)|\[[^\]]*\]")
DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|de|at|ch|co\.uk|info|tv|ca|eu|fr|es|it|lt|in|io)\b", re.I)
BRACKET = re.compile(r"\s*\([^()]*\)")
PLACE = re.compile(r"\s(?:in|aus|à|en|from|reporting from)\s([A-ZÄÖÜÉ][\w'.-]+(?:\s[A-ZÄÖÜÉ][\w'.-]+){0,2})$")
FOR_HOUSE = re.compile(r"\s(?:for|für|pour|para|of|from|at|beim?|on behalf of|im gespräch mit)\s(?=\S).*$", re.I)
HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,4}[\u3040-\u30ff]{1,4}|[\uac00-\ud7a3]{2,4}")
SMALL_NAME = re.compile(r"[^\W\d_]{2,}(?: [^\W\d_]{2,}){1,2}")
HANDLE = re.compile(r"[\w.-]{2,30}")
ARTICLE = re.compile(r"^the\s")
WRITTEN = re.compile(r"[^\W\d_]")
MAX_LINES = 7
MAX_LINE = 400
MAX_PERSONS = 12

Known = Callable[[str], object | None]


@dataclass(frozen=True, slots=True)
class Byline:
    """A byline taken apart: names as printed, the place the story was filed from, the first writer's rank."""

    persons: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    place: str | None = None
    role: str | None = None


def parse(line: str, *, known: Known, own: Collection[str] = ()) -> Byline:
    """What a printed byline says.

    `known`: tells organisations (`organizations.find`). `own`: what the site calls itself; those names are houses too.
    """
    text = CONTACT.sub(" ", words.GLUE.sub(" | ", tidy(line[:MAX_LINE])))
    text = words.ANOTHER.split(f"{text} ", maxsplit=1)[0]
    text = words.JOINED_BY_AND.sub(r" \1 ", words.JOINED.sub(", ", text))
    text = words.LATE_BY.sub("", text, count=1)
    while (bare := words.INTRODUCTION.sub("", text, count=1)) != text:
        text = bare
    houses = frozenset(_key(name) for name in own)
    persons: list[str] = []
    organizations: list[str] = []
    place = None
    rank = words.RANK.search(text)
    pieces = _pieces(text, known, houses)
    lonely = all(len(piece.split()) == 1 for piece in pieces)
    for piece in pieces:
        if found := PLACE.search(piece):
            place = place or found[1]
        name, rest = _name(piece, known, houses)
        if rest:
            organizations.append(rest)
        if name and (len(name.split()) > 1 or HAN_NAME.fullmatch(name) or lonely):
            persons.append(name)
    unique = tuple(dict.fromkeys(persons))[:MAX_PERSONS]
    return Byline(unique, tuple(dict.fromkeys(organizations)), place, rank[0] if rank else None)


def best(lines: Iterable[str | None], *, known: Known, own: Collection[str] = ()) -> str | None:
    """The first line that names a person, else the first that names a house. `lines`: likeliest first."""
    house = None
    for line in islice(filter(None, lines), MAX_LINES):
        said = parse(line, known=known, own=own)
        if said.persons:
            return line
        house = house or (line if said.organizations else None)
    return house


def authors(stated: Stated, line: str | None, *, known: Known, own: Collection[str] = ()) -> tuple[str, ...]:
    """The persons who wrote the story.

    JSON-LD first, then meta tags with full names; the printed `line` where it names the same people and more, or real
    names for log-in names, or where the markup has none. `known` and `own` as in `parse`.
    """
    own = [*own, *(name for name in (stated.publisher, stated.provider, stated.source_organization) if name)]
    described = _persons((name for name, kind in stated.authors if kind != "organization"), known, own)
    printed = parse(line, known=known, own=own).persons if line else ()
    tagged = _persons(stated.meta_authors, known, own)
    if described and line:
        other = _key(" ".join(words.ANOTHER.split(line, maxsplit=1)[1:]))
        described = tuple(name for name in described if _key(name) not in other) or described
    stated_names = described or tuple(name for name in tagged if " " in name)
    if stated_names and not (printed and _outdone(stated_names, printed)):
        return stated_names
    return printed or tagged


def _outdone(described: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether the page prints the described authors and more, or real names where the markup has log-in names."""
    handles = all(" " not in name for name in described) and any(" " in name for name in printed)
    return handles or set(map(_key, described)) < set(map(_key, printed))


def _persons(names: Iterable[str], known: Known, own: Collection[str]) -> tuple[str, ...]:
    """The persons in names that markup gives, each once; there a name in small letters is one too."""
    found: dict[str, str] = {}
    for name in names:
        said = parse(name, known=known, own=own)
        plain = (name,) if not said.organizations and SMALL_NAME.fullmatch(name) and not words.RANK.search(name) else ()
        for person in said.persons or plain:
            found.setdefault(_key(person), person)
    return tuple(found.values())


def _pieces(text: str, known: Known, houses: Collection[str]) -> list[str]:
    """The names of a line: what stands before dates and buttons, cut at commas and "and", but not inside a rank."""
    match = words.FOLLOWS.search(text)
    pieces: list[str] = []
    for part in words.COMMA.split(text[: match.start()] if match else text):
        if words.RANK.search(part) and pieces:
            continue
        if _is_known(part.strip(), known, houses) or words.RANK.search(part):
            pieces.append(part)
            continue
        pieces.extend(piece for piece in words.AND.split(part) if WRITTEN.search(piece))
    return pieces


def _name(part: str, known: Known, houses: Collection[str]) -> tuple[str | None, str | None]:
    """(the person, the organisation) a part of a byline names."""
    text = words.CALLING.sub("", part)
    text = words.DEGREE.sub("", BRACKET.sub("", text)).strip(" ,:;-–—|\"'“”„*~")
    text = PLACE.sub("", FOR_HOUSE.sub("", text))
    if _is_known(text, known, houses):
        return None, text
    tokens = text.split()
    for cut in range(2, len(tokens)):
        tail = " ".join(tokens[cut:])
        if words.RANKED.match(tail):
            return _name(" ".join(tokens[:cut]), known, houses)
        if _is_known(tail, known, houses):
            return _person(" ".join(tokens[:cut])), tail
    if words.HOUSE.search(text):
        return None, text
    if words.RANK.search(text):
        first = 3 if len(tokens) > 2 and (len(tokens[1].rstrip(".")) == 1 or tokens[1].lower() in words.PARTICLE) else 2
        return (
            _person(" ".join(tokens[:first])) if len(tokens) > first and words.RANK.fullmatch(tokens[-1]) else None
        ), None
    return _person(text), None


def _is_house(text: str, known: Known, houses: Collection[str]) -> bool:
    return _is_known(text, known, houses) or bool(words.HOUSE.search(text))


def _is_known(text: str, known: Known, houses: Collection[str]) -> bool:
    if not text:
        return False
    # "Jane Roe" on janeroe.example is a person
    single = " " not in text or words.HOUSE.search(text)
    return bool((single and _key(text) in houses) or DOMAIN.fullmatch(text) or known(text))


def _person(text: str) -> str | None:
    """`text` if it is written as a person's name, or as a pseudonym."""
    text = text.strip(" ,©")
    tokens = text.split()
    if not tokens or len(tokens) > 6 or not WRITTEN.search(text) or tokens[-1].lower() in words.PARTICLE:
        return None
    if len(tokens[-1].rstrip(".")) > 2:
        text = text.rstrip(".")
    if len(tokens) == 1:
        return text if HANDLE.fullmatch(text) and not text.isdigit() and text.lower() not in words.NOBODIES else None
    if any(char.isdigit() for char in text):
        return None
    written = [token for token in tokens if token.lower() not in words.PARTICLE]
    cased = [token for token in written if token[0].isupper() or not token[0].islower()]
    return text if len(cased) == len(written) and cased else None


def _key(name: str) -> str:
    return "".join(char for char in ARTICLE.sub("", name.casefold()) if char.isalnum())
