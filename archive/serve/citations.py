"""An article as it is cited: CSL-JSON, BibTeX, and a line of APA style."""

import re
from datetime import date
from typing import Any, Final

from archive.model import StoredArticle

PARTICLES: Final = frozenset("da de del della den der di dos du la le ten ter van von zu af al el bin".split())
"""Words that belong to the family name after them."""
_SPECIAL: Final = re.compile(r"([\\{}$&#_%~^])")
_ESCAPED: Final = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def cite_csl(stored: StoredArticle) -> dict[str, Any]:
    """Give an article as CSL-JSON, which Zotero and pandoc read (https://citationstyles.org)."""
    told = stored.article
    facts = {
        "id": f"archive-{stored.id}",
        "type": "article-newspaper",
        "title": told.title,
        "author": [_csl_name(name) for name in told.authors],
        "container-title": told.site_name or told.site,
        "issued": _date_parts(told.published_at),
        "URL": _address(told.url),
        "accessed": _date_parts(stored.last_seen_at),
        "language": told.language,
        "note": f"revision {stored.revision}, SHA-256 {told.digest}",
    }
    return {name: value for name, value in facts.items() if value}


def cite_bibtex(stored: StoredArticle) -> str:
    """Give an article as an entry of BibTeX (biblatex: @online)."""
    told = stored.article
    facts = {
        "author": " and ".join(map(_tex_name, told.authors)),
        "title": f"{{{_tex(told.title)}}}" if told.title else "",
        "organization": _tex(told.site_name or told.site or ""),
        "date": (told.published_at or "")[:10],
        "url": _address(told.url).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
        "urldate": stored.last_seen_at[:10],
        "note": f"revision {stored.revision}, SHA-256 {told.digest}",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in facts.items() if value)
    return f"@online{{archive-{stored.id},\n{lines}}}\n"


def cite_apa(stored: StoredArticle) -> str:
    """Give an article as a line of APA style, with the day it was last seen."""
    told = stored.article
    people = [_apa_name(name) for name in told.authors]
    named = f"{', '.join(people[:-1])}, & {people[-1]}" if len(people) > 1 else "".join(people)
    house = told.site_name or told.site
    head = named or house or told.source
    day, title = _apa_day(told.published_at), told.title or "[Untitled]"
    parts = [f"{head} ({day})." if head else f"({day}).", f"{title}."]
    parts += [f"{house}."] if house and named else []
    if address := _address(told.url):
        parts.append(f"Retrieved {date.fromisoformat(stored.last_seen_at[:10]):%B %-d, %Y}, from {address}")
    return " ".join(parts).replace("..", ".").replace("?.", "?").replace("!.", "!")


def split_name(name: str) -> tuple[str, str]:
    """Give the family name and what stands before it; a name of one word, or in letters without spaces, is one."""
    words = name.split()
    if len(words) < 2 or (not name.isascii() and any(ord(sign) > 0x2E80 for sign in name)):
        return name, ""
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in PARTICLES:
        first -= 1
    return " ".join(words[first:]), " ".join(words[:first])


def _csl_name(name: str) -> dict[str, str]:
    family, given = split_name(name)
    return {"family": family, "given": given} if given else {"literal": name}


def _apa_name(name: str) -> str:
    family, given = split_name(name)
    return f"{family}, {' '.join(f'{word[0]}.' for word in given.split())}" if given else family


def _apa_day(time: str | None) -> str:
    if not time:
        return "n.d."
    if len(time) < 10:
        return time
    return f"{date.fromisoformat(time[:10]):%Y, %B %-d}"


def _date_parts(time: str | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in time[:10].split("-")]]} if time else None


def _address(url: str) -> str:
    return url if url.startswith(("http://", "https://")) else ""


def _tex_name(name: str) -> str:
    family, given = split_name(name)
    return f"{_tex(family)}, {_tex(given)}" if given else f"{{{_tex(family)}}}"


def _tex(text: str) -> str:
    return _SPECIAL.sub(lambda match: _ESCAPED.get(match[0], f"\\{match[0]}"), " ".join(text.split()))
