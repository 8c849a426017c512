"""What one printed byline says: its persons, each with role, organisation and place, and the houses beside them."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from archive.extraction.byline import words as words
from archive.extraction.fields.titles import tidy_line
from archive.extraction.organizations import Organization
from archive.model import Signature
from archive.scripts import fold_letters, is_east_asian
from archive.words.patterns import alternation, compiled_later

# mail, address, @handle, "(obe)", "[email protected]"
CONTACT = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|(?<!\w)@\w+|\(\s*[a-zäöü.]{1,5}\s*\)|\[[^\]]*\]")
DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|de|at|ch|co\.uk|info|tv|ca|eu|fr|es|it|lt|in|io)\b", re.I)
BRACKET = re.compile(r"\s*\([^()]*\)")
IN_BRACKET = re.compile(r"\s*[(\[（]\s*([^()\[\]（）]{2,40}?)\s*[)\]）]")
_PLACES = alternation(words.byline_list("in_place"), " ")
PLACE = re.compile(rf"\s(?:{_PLACES})\s([A-ZÄÖÜÉ][\w'.-]+(?:\s[A-ZÄÖÜÉ][\w'.-]+){{0,2}})$")
FOR_HOUSE = re.compile(rf"\s(?:{alternation(words.byline_list('for_house'), ' ')})\s(?=\S)(.*)$", re.I)
_SOURCES = words.byline_list("source_labels")
# "来源：新华网 作者：", "Quelle: dpa"
SOURCE = re.compile(
    rf"(?:{alternation(filter(is_east_asian, _SOURCES))})\s*[:：]\s*(?P<dense>[^\s|,，;；]+)"
    rf"|\b(?:{alternation(word for word in _SOURCES if not is_east_asian(word))})\s*:\s*(?P<spaced>[^|·•,;]+)",
    re.I,
)
HAN_REPORTER = compiled_later(
    rf"([\u4e00-\u9fff]{{2,8}})(?:{alternation(words.byline_list('reporters'))})[\s:：]*(?=[\u4e00-\u9fff])"
)
_HAN_OPENERS = alternation(words.byline_list("dense_late_openers"))
HAN_LATE = re.compile(rf"^[^\n]{{0,60}}?(?:{_HAN_OPENERS})\s*[:：]\s*(?=\S)")
HAN_FOLLOWS = re.compile(rf"\s*(?:{alternation(words.byline_list('dense_following'))}|[【\[\d])")
HAN_PLACE = compiled_later(rf"\s+([\u4e00-\u9fff]{{2,4}})(?:{alternation(words.byline_list('filed'))})$")
HAN_NAME = compiled_later(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,4}[\u3040-\u30ff]{1,4}|[\uac00-\ud7a3]{2,4}")
HANDLE = re.compile(r"[\w.-]{2,30}")
ARTICLE = re.compile(r"^the\s")
WRITTEN = re.compile(r"[^\W\d_]")
MAX_LINE = 400
MAX_PERSONS = 12
MAX_ROLE = 60

Known = Callable[[str], Organization | None]


@dataclass(frozen=True, slots=True)
class Byline:
    """A byline taken apart. `signatures`: its persons; `organizations`: the houses and desks it names, as printed."""

    signatures: tuple[Signature, ...] = ()
    organizations: tuple[str, ...] = ()

    @property
    def persons(self) -> tuple[str, ...]:
        """The names of the persons."""
        return tuple(signature.author for signature in self.signatures)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece between commas, read. `joined`: "and" stands before it, so it says nothing of those before."""

    person: str | None = None
    role: str | None = None
    organization: str | None = None
    place: str | None = None
    joined: bool = False


def parse_byline(line: str, *, known: Known, own: Collection[str] = ()) -> Byline:
    """Take a printed byline apart.

    `known`: tells organisations (`organizations.find`). `own`: what the site calls itself; those names are houses too.
    """
    houses = frozenset(map(name_key, own))
    if name_key(line) in houses and any(map(str.isdigit, line)):  # a brand with a number in it
        return Byline(organizations=(line.strip(),))
    text, source = _without_source(tidy_line(line[:MAX_LINE]), known)
    text = IN_BRACKET.sub(lambda match: f", {match[1]}, " if known(match[1]) else match[0], text)
    text = CONTACT.sub(" ", words.GLUE.sub(" | ", text))
    text = words.ANOTHER.split(f"{text} ", maxsplit=1)[0]
    text = words.JOINED_BY_AND.sub(r" \1 ", words.JOINED.sub(", ", text))
    text = words.LATE_BY.sub("", text, count=1)
    if late := HAN_LATE.match(text):
        text = HAN_FOLLOWS.split(text[late.end() :], maxsplit=1)[0]
    while (bare := words.INTRODUCTION.sub("", text, count=1)) != text:
        text = bare
    cut = list(_pieces(text, known, houses))
    pieces = [
        _read(piece, known, houses, joined=joined, later=bool(index) and _is_of_those_before(piece, cut[index - 1][0]))
        for index, (piece, joined) in enumerate(cut)
    ]
    lonely = all(" " not in piece for piece, _ in cut)
    named = [piece.organization for piece in (*source, *pieces) if piece.organization]
    return Byline(_signatures([*pieces, *source], known, lonely=lonely)[:MAX_PERSONS], tuple(dict.fromkeys(named)))


def name_key(name: str) -> str:
    """Give what is compared of a name: letters and digits, without the article."""
    return fold_letters(ARTICLE.sub("", name.casefold()))


def _signatures(pieces: list[_Piece], known: Known, *, lonely: bool) -> tuple[Signature, ...]:
    """Give the persons; what stands behind some of them, after a comma, is said of all before it that lack it.

    `lonely`: each piece is one word, so one word may be a name.
    """
    found: dict[str, Signature] = {}
    for piece in pieces:
        house = known(piece.organization) if piece.organization else None
        facts = {"role": piece.role, "organization": house.name if house else piece.organization, "place": piece.place}
        if name := piece.person:
            if len(name.split()) > 1 or HAN_NAME.fullmatch(name) or lonely:
                found.setdefault(name, Signature(name, **facts))
        elif not piece.joined:
            for name, signature in found.items():
                lacking = {fact: value for fact, value in facts.items() if value and getattr(signature, fact) is None}
                found[name] = replace(signature, **lacking)
    return tuple(found.values())


def _is_of_those_before(piece: str, before: str) -> bool:
    """Tell whether a later piece holds a rank, or a team behind one: "Jane Doe, Manager, Lantern Team".

    A name in capitals before a rank in small letters is one more person, where the line has its names so.
    """
    rank = words.RANK.search(piece)
    if rank is None:
        return bool(words.RANK.search(before) and words.HOUSE.search(piece.split()[-1]))
    name = piece[: rank.start()].split()
    return not (len(name) in (2, 3) and all(map(str.isupper, name)) and before.isupper())


def _without_source(text: str, known: Known) -> tuple[str, list[_Piece]]:
    """Part a line from the source it labels or that stands before "reporter": "新华社记者 王小明"."""
    for pattern in (SOURCE, HAN_REPORTER):
        for match in pattern.finditer(text):
            name = next(filter(None, match.groups())).strip()
            if known(name):
                return f"{text[: match.start()]} {text[match.end() :]}".strip(), [_Piece(organization=name)]
    return text, []


def _pieces(text: str, known: Known, houses: Collection[str]) -> Iterator[tuple[str, bool]]:
    """Give the pieces of a line, each with whether "and" leads to it: cut at commas and "and", but not inside a rank.

    They end where dates and buttons begin; only a house or rank may follow a dash or bar ("Jane Doe | Reuters").
    """
    match = words.FOLLOWS.search(text)
    for part in words.COMMA.split(text[: match.start()] if match else text):
        bare = words.LEADING_AND.sub("", part)
        joined = bare != part
        if _is_known(bare.strip(), known, houses) or words.RANK.search(bare):
            yield bare.strip(), joined
            continue
        start = 0
        for separator in (*words.AND.finditer(bare), None):
            piece = bare[start : separator.start() if separator else None]
            if WRITTEN.search(piece):
                yield piece.strip(), joined
            if separator:
                start, joined = separator.end(), separator[0].strip() != "/"
    beside = words.GAP.split(text[match.start() :]) if match else ()
    for part in filter(WRITTEN.search, beside):
        if _is_known(part.strip(), known, houses) or (words.RANK.search(part) and not any(map(str.isdigit, part))):
            yield part.strip(), False
        break


def _read(piece: str, known: Known, houses: Collection[str], *, joined: bool, later: bool) -> _Piece:
    """Read one piece: a person, a house or a role, with what stands beside it.

    `later`: it holds a rank, and is not the first, so it names no person.
    """
    text = BRACKET.sub("", words.CALLING.sub("", HAN_PLACE.sub("", piece)))
    text = words.DEGREE.sub("", text).strip(" ,:;-–—|\"'“”„*~")
    place = PLACE.search(text) or HAN_PLACE.search(piece)
    bare = PLACE.sub("", text)
    served = FOR_HOUSE.search(bare)
    house = served[1] if served and _is_house(served[1], known, houses) else None
    bare = FOR_HOUSE.sub("", bare)
    person, role, organization = (None, *_served(bare.split(), known, houses)) if later else _named(bare, known, houses)
    role = role.strip(" -–—|") if role else None
    return _Piece(
        person,
        role if role and len(role) <= MAX_ROLE else None,
        organization or house,
        place[1] if place else None,
        joined=joined,
    )


def _named(text: str, known: Known, houses: Collection[str]) -> tuple[str | None, str | None, str | None]:
    """Read a piece as (person, role, organisation): "Jane Doe Reuters", "AP Diplomatic Writer", "Jane Doe, editor"."""
    if _is_known(text, known, houses):
        return None, None, text
    tokens = text.split()
    for cut in range(2, len(tokens)):
        tail = " ".join(tokens[cut:])
        if words.RANKED.match(tail):
            person, role, house = _named(" ".join(tokens[:cut]), known, houses)
            return person, role or tail, house
        if _is_known(tail, known, houses):
            return _person(" ".join(tokens[:cut])), None, tail
    if words.RANK.search(text):
        return _ranked(tokens, known, houses)
    if words.HOUSE.search(text):
        return None, None, text
    return _person(text), None, None


def _ranked(tokens: list[str], known: Known, houses: Collection[str]) -> tuple[str | None, str | None, str | None]:
    """Read likewise a piece that holds a rank: the rank behind a name, or alone, or behind its house."""
    first = 3 if len(tokens) > 2 and (len(tokens[1].rstrip(".")) == 1 or tokens[1].lower() in words.PARTICLE) else 2
    role, house = _served(tokens, known, houses)
    if house is None and len(tokens) > first and words.RANK.fullmatch(tokens[-1]):
        return _person(" ".join(tokens[:first])), " ".join(tokens[first:]), None
    return (None, None, role) if house is None and words.HOUSE.search(role or "") else (None, role, house)


def _served(tokens: list[str], known: Known, houses: Collection[str]) -> tuple[str | None, str | None]:
    """Read a rank as (role, organisation): "AP Diplomatic Writer"."""
    for cut in range(len(tokens) - 1, 0, -1):
        house = " ".join(tokens[:cut])
        if _is_known(house, known, houses):
            return " ".join(tokens[cut:]), house
    return " ".join(tokens) or None, None


def _is_house(text: str, known: Known, houses: Collection[str]) -> bool:
    return _is_known(text, known, houses) or bool(words.HOUSE.search(text))


def _is_known(text: str, known: Known, houses: Collection[str]) -> bool:
    if not text:
        return False
    # "Jane Roe" on janeroe.example is a person
    tokens = text.lower().split()
    single = len(tokens) == 1 or words.HOUSE.search(text) or not words.OUTLETS.isdisjoint(tokens)
    return bool((single and name_key(text) in houses) or DOMAIN.fullmatch(text) or known(text))


def is_no_person(tokens: list[str]) -> bool:
    """Tell whether words are an account's name, a paper's or company's, or whose something is."""
    folded = [token.casefold().strip(".,") for token in tokens]
    return (
        words.ACCOUNTS.issuperset(folded)
        or (len(tokens) > 1 and folded[-1] in words.HOUSE_ENDS)
        or (len(tokens) > 2 and tokens[0] == "The")
        or any(token.endswith(("'s", "’s")) for token in tokens[:-1])
        or " ".join(folded) in words.NOBODIES
    )


def _person(text: str) -> str | None:
    """Give `text` if it is written as a person's name, or as a pseudonym."""
    tokens = text.strip(" ,©").split()
    while len(tokens) > 2 and (tokens[-1] in words.BEFORE_DATES or tokens[-1].lower().strip(".,:") in words.BESIDE):
        tokens.pop()
    text = " ".join(tokens)
    if not tokens or len(tokens) > 6 or not WRITTEN.search(text) or tokens[-1].lower() in words.PARTICLE:
        return None
    if is_no_person(tokens):
        return None
    if len(tokens[-1].rstrip(".")) > 2:
        text = text.rstrip(".")
    if len(tokens) == 1:
        return text if HANDLE.fullmatch(text) and not text.isdigit() and text.lower() not in words.NOBODIES else None
    if any(char.isdigit() or char in ":：" for char in text):
        return None
    written = [token for token in tokens if token.lower() not in words.PARTICLE]
    cased = [token for token in written if token[0].isupper() or not token[0].islower()]
    return text if len(cased) == len(written) and cased else None
