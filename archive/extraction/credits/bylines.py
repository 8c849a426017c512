"""Lines that are nothing but a byline: "By The Associated Press", "Jane Doe and AFP", "Le Monde avec AFP", "dpa/a"."""

import re
from collections.abc import Iterator
from itertools import pairwise, product

from archive.extraction import organizations
from archive.extraction.credits import filings
from archive.extraction.credits.forms import Form, Mention, known_mentions
from archive.extraction.credits.names import Name, Names, is_initials, is_person, sentence_from, split_names
from archive.extraction.credits.phrases import Phrases, is_about_media, is_no_name
from archive.extraction.labels import furniture_phrases
from archive.model import Label
from archive.scripts import is_east_asian
from archive.words import loader
from archive.words.patterns import alternation, compiled_later

_SHORT = 140
"""Characters of the longest line that can be nothing but a byline or a list of names."""
_DATE_WORDS = 3
_MAIL = re.compile(r"\S+@\S+|\[email[^\]]*\]|(?<!\w)@\w+")
_GLUED = re.compile(r"(?<=[a-z])(?=\d)|^(?:[Bb]y|BY)(?=[A-Z][a-zé])|(?<=^[Bb]y)(?=[A-Z])")
_COPYRIGHT_SIGN = re.compile(r"©|\(c\)|copyright", re.IGNORECASE)
_PICTURE = re.compile(
    rf"\s(?:{loader.alternatives_of('credit', 'picture_labels')})\s*[:：©]|\|\s*Abb\.",
    re.IGNORECASE,
)
"""Where a picture's credit begins in a line that began otherwise."""
_SECTION = re.compile(r"[^\W\d_]{3,15}\s[-–—]\s\S+(?:\s\S+)?$")
"""The section beside an agency: "Haberler - Anadolu Ajansı"."""
_WEEKDAY = rf"(?:(?:{loader.alternatives_of('byline', 'weekdays')})[.,]*\s+)?"
_MONTH = rf"(?:{alternation(loader.all_months())})\.?"
_DATED = compiled_later(
    rf"[\s,|·•–—-]+(?:[^\W\d_]{{3,10}}\s?[:：]\s?)?{_WEEKDAY}(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\.?\s{_MONTH})(?!\w).*$",
    re.IGNORECASE,
)
"""The day behind the names: "Jane Doe, The West Gazette December 14, 2011"."""
_DATED_FIRST = compiled_later(
    rf"^(?:[^\W\d_]{{3,10}}\s?[:：]?\s)?{_WEEKDAY}(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\.?\s{_MONTH})(?!\w)[^|•/–—-]*"
    r"(?:[|•/–—]|\s-\s)\s*(?=[^\W\d_])",
    re.IGNORECASE,
)
"""The day before them: "Published January 12, 2012 | Associated Press"."""
_FILED = re.compile(r"[^,/|]{2,25}\s?[,/|]\s?[^\W\d_][\w.'’-]{2,20}$")
"""Where the agency filed it: "EFE / Madrid", "Agence France-Presse, Manila"."""
_DASHES = ("-", "–", "—")
_WORDS = r"(?:\s[A-Z][\w'’]+){1,3}"
_PAPER = re.compile(rf"(?:The{_WORDS}|[A-Z][\w'’]+{_WORDS})\s(?i:{alternation(loader.all_of('byline', 'outlets'))})")
"""A paper's name that no list knows: behind "The", or of three words, since "Emily Post" may be a person."""
_RANKED = compiled_later(
    rf"(?<=[A-Z]{{2}})(?:\s[A-Z][a-z]+){{0,2}}\s(?i:{alternation(loader.all_of('byline', 'ranks'))})\b"
)
_BETWEEN = frozenset((*loader.all_of("byline", "in_place"), *loader.lines_of("en", "byline", "and")))


def credits_of_byline(text: str, words: Phrases, language: str | None) -> Iterator[Mention]:
    if is_east_asian(text) and (signed := list(filings.credits_of_reporter(text))):
        yield from signed
        return
    match = words.by.match(unglue_words(text)) if len(text) <= _SHORT else None
    line = cut_picture_credit(text) if match else None
    if match is None or line is None:
        return
    line = unglue_words(line)
    opener, rest = line[: match.end()].strip(" :|•"), line[match.end() :]
    while again := words.by.match(rest):  # "Artikel von: Von …"
        rest = rest[again.end() :]
    names = split_names(_without_rank(rest), words, language)
    if all(_may_stand_beside(other) or is_person(other) for other in names.others):
        yield from known_mentions(names, Form.SHARED if _is_shared(rest, names, words) else Form.BYLINE, opener)


def credits_of_names(text: str, words: Phrases, language: str | None) -> Iterator[Mention]:
    if len(text) > _SHORT or "://" in text:
        return
    cut = _PICTURE.search(text) if ":" in text or "|" in text or "©" in text else None
    line = unglue_words(_without_mail(text[: cut.start()] if cut else text))
    line = _without_day(line).strip(" ()[]|—–-/")
    names = split_names(line, words, language)
    if not names.known and text.lstrip()[:1] in _DASHES:
        names = _named_with_article(line, language)
        if not names.known and _PAPER.fullmatch(line):  # "- The Selby Express"
            yield Mention(None, line, Form.NAMES, "")
    if not names.known or words.via.match(line) or is_about_media(line) or _COPYRIGHT_SIGN.search(text):
        return
    beside = all(_is_place_or_person(name.beside) or _may_stand_beside(name.beside) for name in names.known)
    shared = _is_shared(line, names, words)
    persons = [other for other in names.others if is_person(other)]
    aside = _SECTION.match(line) or _FILED.match(line)
    others = [other for other in names.others if other not in persons and not aside]
    if beside and all(_may_stand_beside(other) or other.isupper() for other in others):
        yield from known_mentions(names, Form.SHARED if shared else Form.SIGNED if persons else Form.NAMES, "")


def _without_mail(line: str) -> str:
    return _MAIL.sub("", line) if "@" in line or "[" in line else line


def _without_day(line: str) -> str:
    return _DATED.sub("", _DATED_FIRST.sub("", line)) if any(map(str.isdigit, line)) else line


def _named_with_article(line: str, language: str | None) -> Names:
    """Read the short form in which a paper signs, and where it has it from: "- INDEPENDENT", "Telegraph, London"."""
    name, _, place = line.strip(" .").partition(", ")
    if place and not (place.istitle() and place.isalpha()):
        return Names((), ())
    found = organizations.find(f"The {name}", language) if name.istitle() or name.isupper() else None
    return Names((Name(found, name, ""),), ()) if found else Names((), ())


def _is_shared(line: str, names: Names, words: Phrases) -> bool:
    """Tell whether the house's people stand beside an agency: a desk, or a person joined to it by "and"."""
    persons = [other for other in names.others if is_person(other)]
    printed = [name.printed for name in names.known]
    joined = [*product(persons, printed), *product(printed, persons)]
    halves = [half.strip(" .:()[]|—–-") for half in words.joined(line)]
    return bool(names.desks) or any(
        left.endswith(before) and right.startswith(after)
        for left, right in pairwise(halves)
        for before, after in joined
    )


def unglue_words(text: str) -> str:
    """Set apart words that markup glued: "ByThe Associated Press3 minute Read"."""
    return _GLUED.sub(lambda match: match[0] + " ", text)


def _without_rank(line: str) -> str:
    """Drop the rank behind an agency's letters: "JANE DOE AP Science Writer"."""
    return _RANKED.sub("", line)


def credits_of_with(text: str, words: Phrases, language: str | None) -> Iterator[Mention]:
    """Read a byline that ends in "with AFP", "mit dpa": nothing but names on both sides."""
    for match in words.with_short.finditer(text) if len(text) <= _SHORT else ():
        slot = sentence_from(text, match.end())
        names = split_names(slot, words, language)
        if not match.start() and (not names.known or names.others):
            names = _named_with_article(slot, language)
        if not names.others and _may_precede_with(text[: match.start()], words, language):
            yield from known_mentions(names, Form.WITH_NAMES, match["label"])


def _may_precede_with(before: str, words: Phrases, language: str | None) -> bool:
    """Tell whether the words before "with AFP" are those of a byline: nothing, persons or an organisation."""
    opener = words.by.match(before)
    before = before[opener.end() if opener else 0 :].strip(" (–—-|•")
    if not before:
        return True
    names = split_names(before, words, language)
    return all(is_person(other) or is_initials(other) for other in names.others)


def cut_picture_credit(text: str) -> str | None:
    """Give the line before a picture credit that stands in it ("erb/ots Foto: …"); None if it is about a picture."""
    cut = _PICTURE.search(text)
    line = text[: cut.start()].rstrip() if cut else text
    return None if not line or is_about_media(line) else line


def _is_place_or_person(beside: str) -> bool:
    """Tell whether the words beside a name are where or by whom: "in Valencia", "Mumbai", "Jane Doe"."""
    words = beside.split()
    if any(map(is_no_name, words)):  # "From Reuters", "More Reuters"
        return False
    return len(words) <= 5 and all(word[0].isupper() or word in _BETWEEN or not word[0].isascii() for word in words)


def _may_stand_beside(piece: str) -> bool:
    """Tell whether a piece beside a name says nothing else: a date, a time, initials, the furniture of a byline."""
    if any(map(str.isdigit, piece)) and sum(word.isalpha() for word in piece.split()) <= _DATE_WORDS:
        return True
    if is_initials(piece):
        return True
    named = furniture_phrases.furniture_of(piece)
    return named is not None and named.label in (Label.DATE, Label.BYLINE)
