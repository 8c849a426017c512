"""Organisations that stories are credited to: "FOX NEWS", "foxnews.com" and "Fox News Digital" are one of them.

The list is `organizations.tsv`, read once, when first asked; each row names its source. "Newspaper" is any publication
in text.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from archive.scripts import is_east_asian
from archive.words import loader

_FILE = Path(__file__).with_name("organizations.tsv")


class OrganizationKind(StrEnum):
    """The kinds of organisation, by what each does with stories."""

    AGENCY = "agency"
    NEWSPAPER = "newspaper"
    BROADCASTER = "broadcaster"
    DISTRIBUTOR = "distributor"
    ISSUER = "issuer"


@dataclass(frozen=True, slots=True)
class Organization:
    """One row of the list. `aliases`: other printed names, without their languages. `wikidata`: an id such as Q40469.

    `country`: ISO 3166 code of its seat. `hosts`: its own domains. `source`: where the row's facts can be checked.
    """

    name: str
    aliases: tuple[str, ...]
    kind: OrganizationKind
    country: str
    wikidata: str | None
    hosts: tuple[str, ...]
    source: str


_PUNCTUATION = str.maketrans(dict.fromkeys("-–—_/|·•", " ") | dict.fromkeys(".,'’‘´`\"“”„«»‹›「」『』()[]®™©!:;", ""))
_ARTICLE = re.compile(
    r"(?:[Tt]he|THE|[Dd](?:ie|er|as|e)|[Ll](?:e|a|es|os|as|o)|[Ee]l|[Ii]l|[Hh]et|[AaOo]) (?=.)|[Ll]['’]"
)  # but not LA Times
# the word for "news agency" or "newspaper" that languages put beside the name
_APPOSED_NAMES = loader.all_of("organization", "after_names")
_APPOSITION = re.compile(
    rf"^(?:(?:{loader.alternatives_of('organization', 'before_names')}) )|(?: (?:{'|'.join(_APPOSED_NAMES)}))$"
)
_ARTICLES = ("the", "die", "der", "das", "le", "la", "les", "el", "il", "lo", "o", "a", "de", "het", "los", "las")
_APPOSED = tuple(words.split()[-1] for words in _APPOSED_NAMES)
"""Last words of the appositions above, so that `find` need not try what cannot be a name."""
_LONGEST = 60
_SMALL_SIGNS = frozenset(("de", "fr", "lb", "nl", "da", "no", "sv"))
"""Languages in which agencies sign in small letters."""
_TOKEN = re.compile(r"[^\W_]+")
_GLUED = re.compile(r"(?<=\w)[.'’‘´`™®©!](?=\w)")
"""A sign that parts two words or none: "U.S. News" is "us news", too."""
_HOST_ENDING = re.compile(r"(?<=[\w-])\.([a-z]{2,})")
_DOMAIN = re.compile(r"^(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-z]{2,})/?$", re.IGNORECASE)


def list_organizations() -> tuple[Organization, ...]:
    """Give all organisations of the list, in its order."""
    return tuple(map(_organization, range(len(_rows()))))


def find(name: str, language: str | None = None) -> Organization | None:
    """Give the organisation a printed name stands for, or None.

    Case, articles, punctuation and the word for "news agency" do not count. `language`: the page's tag (`de`, `en-PK`);
    short names that are words elsewhere ("AA", "PAP", "Petra") are known only on pages in their languages.
    """
    domain = _DOMAIN.match(name.strip())
    if domain and (owner := of_host(domain[1])):
        return owner
    plain = _plain(name)
    folded = fold_name(name) if _ARTICLE.match(name) else plain
    if len(plain) > _LONGEST or folded.rpartition(" ")[2] not in _last_words():
        return None
    for key in (plain, folded, _APPOSITION.sub("", folded).strip()):
        if found := _look(key, name, language):
            return found
    return None


def may_name(text: str, *, article: bool = False) -> bool:
    """Tell whether a text holds the last word of any listed name and another of it, a host, or has no spaces.

    A cheap look before it is read. `article`: as if it had one, too ("with Telegraph, London").
    """
    if is_east_asian(text):
        return True
    folded = f"the {text}".casefold() if article else text.casefold()
    said = _TOKEN.findall(folded)
    if _last_tokens().isdisjoint(said):
        return False
    words = {*said, *_TOKEN.findall(_GLUED.sub("", folded))} if _GLUED.search(folded) else set(said)
    beside = _words_beside()
    for last in beside.keys() & words:
        if not beside[last] or not beside[last].isdisjoint(words):
            return True
    return not _host_endings().isdisjoint(_HOST_ENDING.findall(folded))


def may_start(word: str) -> bool:
    """Tell whether any listed name, or its article, begins with the word: a cheap look before `find`."""
    return _plain(word) in _first_words()


def may_end(word: str) -> bool:
    """Tell whether any listed name ends with the word."""
    return _plain(word) in _last_words()


def of_host(host: str) -> Organization | None:
    """Give whose domain a host is, or is under; None if no row names it. `edition.cnn.com` is CNN's."""
    labels = host.lower().removeprefix("www.").split(".")
    endings = (".".join(labels[start:]) for start in range(len(labels) - 1))
    row = next((row for ending in endings if (row := _hosts().get(ending)) is not None), None)
    return None if row is None else _organization(row)


def fold_name(name: str) -> str:
    """Fold a name as it is compared: lower case, no article, no punctuation, single spaces."""
    article = _ARTICLE.match(name)
    return _plain(name[article.end() :] if article else name)


def _plain(name: str) -> str:
    bare = name if name.replace(" ", "").isalnum() else name.translate(_PUNCTUATION)
    return " ".join(bare.casefold().split())


def _key(alias: str) -> str:
    """Give what a listed name is looked up by. Where the article makes the name ("The Times", "El País"), it stays."""
    folded = fold_name(alias)
    return folded if " " in folded else _plain(alias)


def _look(folded: str, printed: str, language: str | None) -> Organization | None:
    for row, languages in _index().get(folded, ()):
        if not languages or any(_speaks(language, wanted) for wanted in languages):
            found = _organization(row)
            if not printed.islower() or _signs_small(found, printed, language):
                return found
    return None


def _speaks(language: str | None, wanted: str) -> bool:
    tag = (language or "").lower()
    return tag == wanted or ("-" not in wanted and tag.split("-")[0] == wanted)


def _signs_small(organization: Organization, printed: str, language: str | None) -> bool:
    """Tell whether a name in small letters is one: agencies sign "dpa", "ats" in some languages; "time" is a word."""
    if printed in (organization.name, *organization.aliases) or not printed.isascii():
        return True
    spoken = (language or "").lower().split("-")[0]
    return organization.kind in (OrganizationKind.AGENCY, OrganizationKind.DISTRIBUTOR) and (
        len(printed) > 4 or spoken in _SMALL_SIGNS
    )


@cache
def _organization(row: int) -> Organization:
    """Give one row as a value; made when first asked for, as most pages name a handful."""
    name, aliases, kind, country, wikidata, hosts, source = _rows()[row]
    printed = tuple(alias.partition(" [")[0] for alias in aliases.split("|") if alias)
    return Organization(name, printed, OrganizationKind(kind), country, wikidata or None, tuple(hosts.split()), source)


@cache
def _rows() -> list[list[str]]:
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@cache
def _hosts() -> dict[str, int]:
    return {host: row for row, fields in enumerate(_rows()) for host in fields[5].split()}


@cache
def _index() -> dict[str, list[tuple[int, tuple[str, ...]]]]:
    """Give by folded name the rows it stands for, each with the languages it is looked for in (none: in all)."""
    index: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for row, (name, aliases, *_) in enumerate(_rows()):
        index.setdefault(_key(name), []).append((row, ()))
        for alias in aliases.split("|") if aliases else ():
            printed, _, languages = alias.partition(" [")
            rows = index.setdefault(_key(printed), [])
            if languages:  # what is said in one country goes first there
                rows.insert(0, (row, tuple(languages.rstrip("]").lower().split(","))))
            else:
                rows.append((row, ()))
    return index


@cache
def _first_words() -> frozenset[str]:
    return frozenset((*_ARTICLES, *(key.partition(" ")[0] for key in _index())))


@cache
def _last_words() -> frozenset[str]:
    return frozenset((*_APPOSED, *(key.rpartition(" ")[2] for key in _index())))


@cache
def _last_tokens() -> frozenset[str]:
    """Give the last word of every name as printed, and the endings of every host."""
    printed = {alias.partition(" [")[0] for name, aliases, *_ in _rows() for alias in (name, *aliases.split("|"))}
    words = (_TOKEN.findall(name.casefold()) for name in (*printed, *_hosts()))
    return frozenset((*_APPOSED, *(found[-1] for found in words if found)))


@cache
def _words_beside() -> dict[str, frozenset[str]]:
    """Give for the last word of every listed name the longest other word of each that ends so; none if one is all."""
    beside: dict[str, set[str]] = {}
    for *others, last in filter(None, map(_TOKEN.findall, _index())):
        beside.setdefault(last, set()).add(max(others, key=len, default=""))
    return {last: frozenset() if "" in words else frozenset(words) for last, words in beside.items()}


@cache
def _host_endings() -> frozenset[str]:
    return frozenset(host.rpartition(".")[2] for host in _hosts())
