"""Organisations that stories are credited to: "FOX NEWS", "foxnews.com" and "Fox News Digital" are one of them.

The list is `organizations.tsv`, read once, when first asked; each row names its source. "Newspaper" is any publication
in text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("organizations.tsv")


class Kind(StrEnum):
    """What an organisation does with stories."""

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
    kind: Kind
    country: str
    wikidata: str | None
    hosts: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a folded name stands for. `languages`: empty if everywhere, else the tags it is looked for in."""

    organization: Organization
    languages: tuple[str, ...]


_PUNCTUATION = str.maketrans(dict.fromkeys("-–—_/|·•", " ") | dict.fromkeys(".,'’‘´`\"“”„«»‹›「」『』()[]®™©!:;", ""))
_ARTICLE = re.compile(
    r"(?:[Tt]he|THE|[Dd](?:ie|er|as|e)|[Ll](?:e|a|es|os|as|o)|[Ee]l|[Ii]l|[Hh]et|[AaOo]) (?=.)|[Ll]['’]"
)  # but not LA Times
# the word for "news agency" or "newspaper" that languages put beside the name
_APPOSITION = re.compile(
    r"^(?:(?:news agency|(?:nachrichten|presse)?agentur(?:en)?|agencia(?: de noticias)?|agência(?: de notícias)?|"
    r"agence(?: de presse)?|agenzia(?: di stampa)?|agencja|agentura|agenția|агентств[оау]|информагентство|иа|persbureau|"
    r"nyhetsbyrån|nyhetsbyrået|nyhedsbureauet|haber ajansı|kantor berita|diario|periódico|jornal|quotidien|zeitung|magazin|"
    r"газет[аы]|dnevnik|gazeta|خبرگزاری|روزنامه|وكالة(?: أنباء)?|صحيفة) )"
    r"|(?: (?:news agency|newspaper|press agency|news service|ajansı|haber ajansı|通信社|通讯社|电讯|통신))$"
)
_ARTICLES = ("the", "die", "der", "das", "le", "la", "les", "el", "il", "lo", "o", "a", "de", "het", "los", "las")
_APPOSED = (
    *(
        "agency",
        "newspaper",
        "service",
        "ajansı",
        "news",
        "agentur",
        "nachrichtenagentur",
        "nachrichtenagenturen",
        "agenturen",
    ),
    *(
        "presseagentur",
        "presseagenturen",
        "agencia",
        "agência",
        "agence",
        "agenzia",
        "agencja",
        "agentura",
        "agenția",
        "агентство",
    ),
    *("агентства", "агентству", "информагентство", "иа", "газета", "газеты", "خبرگزاری", "روزنامه", "وكالة", "صحيفة"),
)
"""First and last words of the appositions above, so that `find` need not try names that cannot be any."""
_LONGEST = 60
_SMALL_SIGNS = frozenset(("de", "fr", "lb", "nl", "da", "no", "sv"))
"""Languages in which agencies sign in small letters."""
_DOMAIN = re.compile(r"^(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-z]{2,})/?$", re.IGNORECASE)


def everything() -> tuple[Organization, ...]:
    """All organisations of the list, in its order."""
    return _rows()


def find(name: str, language: str | None = None) -> Organization | None:
    """The organisation a printed name stands for, or None.

    Case, articles, punctuation and the word for "news agency" do not count. `language`: the page's tag (`de`, `en-PK`);
    short names that are words elsewhere ("AA", "PAP", "Petra") are known only on pages in their languages.
    """
    domain = _DOMAIN.match(name.strip())
    if domain and (owner := of_host(domain[1])):
        return owner
    plain = _plain(name)
    if len(plain) > _LONGEST or plain.rpartition(" ")[2] not in _last_words():
        return None
    folded = fold(name)
    for key in (plain, folded, _APPOSITION.sub("", folded).strip()):
        if found := _look(key, name, language):
            return found
    return None


def may_start(word: str) -> bool:
    """Whether any listed name, or its article, begins with the word: a cheap look before `find`."""
    return _plain(word) in _first_words()


def may_end(word: str) -> bool:
    """Whether any listed name ends with the word."""
    return _plain(word) in _last_words()


def of_host(host: str) -> Organization | None:
    """Whose domain a host is, or is under; None if no row names it. `edition.cnn.com` is CNN's."""
    hosts = _hosts()
    labels = host.lower().removeprefix("www.").split(".")
    return next((found for n in range(len(labels) - 1) if (found := hosts.get(".".join(labels[n:])))), None)


def fold(name: str) -> str:
    """A name as it is compared: lower case, no article, no punctuation, single spaces."""
    article = _ARTICLE.match(name)
    return _plain(name[article.end() :] if article else name)


def _plain(name: str) -> str:
    return name.casefold() if name.isalnum() else " ".join(name.translate(_PUNCTUATION).casefold().split())


def _key(alias: str) -> str:
    """What a listed name is looked up by. Where the article makes the name ("The Times", "El País"), it stays."""
    folded = fold(alias)
    return folded if " " in folded else _plain(alias)


def _look(folded: str, printed: str, language: str | None) -> Organization | None:
    for entry in _index().get(folded, ()):
        if not entry.languages or any(_speaks(language, wanted) for wanted in entry.languages):
            if printed.islower() and not _signs_small(entry.organization, printed, language):
                continue
            return entry.organization
    return None


def _speaks(language: str | None, wanted: str) -> bool:
    tag = (language or "").lower()
    return tag == wanted or ("-" not in wanted and tag.split("-")[0] == wanted)


def _signs_small(organization: Organization, printed: str, language: str | None) -> bool:
    """Whether a name in small letters is one: agencies sign "dpa", "ats" in some languages; "time" is a word."""
    if printed in (organization.name, *organization.aliases) or not printed.isascii():
        return True
    spoken = (language or "").lower().split("-")[0]
    return organization.kind in (Kind.AGENCY, Kind.DISTRIBUTOR) and (len(printed) > 4 or spoken in _SMALL_SIGNS)


@cache
def _rows() -> tuple[Organization, ...]:
    return tuple(organization for organization, _ in _read())


@cache
def _hosts() -> dict[str, Organization]:
    return {host: organization for organization in _rows() for host in organization.hosts}


@cache
def _index() -> dict[str, list[_Entry]]:
    index: dict[str, list[_Entry]] = {}
    for organization, gated in _read():
        everywhere = _Entry(organization, ())
        for alias, languages in ((organization.name, ""), *gated):
            entry = _Entry(organization, tuple(languages.lower().split(","))) if languages else everywhere
            entries = index.setdefault(_key(alias), [])
            entries.insert(0 if languages else len(entries), entry)  # what is said in one country goes first there
    return index


@cache
def _first_words() -> frozenset[str]:
    return frozenset((*_APPOSED, *_ARTICLES, *(key.partition(" ")[0] for key in _index())))


@cache
def _last_words() -> frozenset[str]:
    return frozenset((*_APPOSED, *(key.rpartition(" ")[2] for key in _index())))


@cache
def _read() -> tuple[tuple[Organization, tuple[tuple[str, str], ...]], ...]:
    """Every row, with its aliases and the languages each is gated to ("" if none)."""
    return tuple(_parsed())


def _parsed() -> Iterator[tuple[Organization, tuple[tuple[str, str], ...]]]:
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        name, aliases, kind, country, wikidata, hosts, source = line.split("\t")
        gated = tuple(_gate(alias) for alias in aliases.split("|")) if aliases else ()
        printed = tuple(alias for alias, _ in gated)
        yield Organization(name, printed, Kind(kind), country, wikidata or None, tuple(hosts.split()), source), gated


def _gate(alias: str) -> tuple[str, str]:
    name, bracket, languages = alias.partition(" [")
    return name, languages.rstrip("]") if bracket else ""
