"""Whether words in a source's place are the name of an outlet or issuer no list knows: "The Little Gazette"."""

import re

from archive.extraction.credits.names import is_person
from archive.extraction.credits.phrases import is_issuer, is_no_name
from archive.scripts import is_east_asian
from archive.words import loader

_MOST_WORDS = 7
_LONGEST = 60
_LONGEST_DENSE = 16
_DOMAIN = re.compile(
    r"\b(?:[\w-]+\.)+(?:com|org|net|de|at|ch|uk|fr|es|it|nl|info|tv|ca|eu|us|pl|ru|be|io)\b", re.IGNORECASE
)
_HOST = re.compile(r"(?:www\.)?(?:[a-z0-9-]+\.)+[a-z]{2,8}")
_PAGE = re.compile(r"(?:https?://|www\.)[^/\s]+/\S*[\w.-]")
_ARTICLE = re.compile(rf"^(?:{loader.alternatives_of('credit', 'articles')}) ")
_WEEKDAY_LAST = re.compile(rf"\s(?:{loader.alternatives_of('byline', 'weekdays')})\W*$", re.IGNORECASE)
_THE = re.compile(r"^[Tt]he ")
_NUMBER_FIRST = re.compile(r"\d{4}|\d+[^\w\s]|\d+$|\d{1,2} (?:de )?[a-z]{3,9}\.?(?: |$)|[a-z]{1,3}$", re.IGNORECASE)
_ISSUE_OR_DATE = re.compile(r"\d\s*/\s*\d|\b\d{1,2}(?:st|nd|rd|th)\b|\b(?:19|20)\d\d\b.*\d:\d\d")
_SENTENCE = re.compile(
    r"[?#@<>{}=%$€£]|https?:|"
    rf"\b(?:{loader.alternatives_of('credit', 'sentence_words')})\b",
    re.IGNORECASE,
)


def open_name(printed: str) -> str | None:
    """Give the name, if the words are written as one; a web address gives its host.

    It is None for dates, sentences and issues. `printed`: what stands between the phrase that announces a source and
    the end of the line or sentence.
    """
    if len(printed) > 2 * _LONGEST:
        return None
    if _PAGE.search(printed):  # not an outlet, but a page that was read
        return None
    domain = _HOST.fullmatch(printed) or _DOMAIN.search(printed)
    if domain:
        return domain[0].lower().removeprefix("www.")
    name = _ARTICLE.sub("", _WEEKDAY_LAST.sub("", printed))
    bare = _THE.sub("", name)
    words = bare.split()
    if not 2 <= len(bare) <= _LONGEST or len(words) > _MOST_WORDS or _NUMBER_FIRST.match(bare) or is_no_name(words[0]):
        return None
    if _ISSUE_OR_DATE.search(name) or _SENTENCE.search(name):
        return None
    if is_east_asian(name):
        return words[0] if len(words[0]) <= _LONGEST_DENSE else None
    capital = sum(not word[0].islower() for word in words)
    return name if 2 * capital >= len(words) else None


def is_man(name: str) -> bool:
    """Tell whether who released something is a person by the name.

    Two capitalised words, none of them an authority's.
    """
    return len(name.split()) == 2 and is_person(name) and not is_issuer(name)
