"""What one line says about where the story comes from, by its words alone.

Whether a line speaks for the story is for `find` to say.

Each form of words is one small function from a line to what it names. Open names, which no list knows, come only
from the forms that leave no doubt that a source is meant: "originally published by …", "Quelle: …", "Provided by …".
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice

from archive.extraction import organizations
from archive.extraction.credits import bylines, dateline, filings, owners, slots
from archive.extraction.credits.bylines import cut_picture_credit, unglue_words
from archive.extraction.credits.forms import Form, Mention, known_mentions
from archive.extraction.credits.names import REACH, Names, is_initials, is_person, sentence_from, split_names
from archive.extraction.credits.open_names import is_man, open_name
from archive.extraction.credits.phrases import Phrases, is_invitation, phrases_of
from archive.extraction.organizations import OrganizationKind
from archive.scripts import is_east_asian
from archive.words import loader

Reader = Callable[[str, Phrases, str | None], Iterator[Mention]]

_OPEN = frozenset((Form.FIRST, Form.RELEASE, Form.LABEL, Form.ISSUER, Form.SLOT))
"""Forms that may name what no list knows."""
_ACCOMPANIED = frozenset((Form.DATELINE, Form.RELEASE))
"""Forms that another may stand beside: "© 2026 Los Angeles Times. Distributed by Tribune Content Agency"."""
_SHORT = 140
"""Characters of the longest line that can be nothing but a byline or a list of names."""
_LABELLED = 220
_DATE = 30
_LABEL_SIGNS = ":：|｜"
_MOST_PHRASES = 50
"""Credits of one form of words that a block's text is read for; a list of agencies at the end of a year has a dozen."""
_BARE = 50
"""Characters of a line that a source's opener without a colon may begin, and more than the name follow."""
_SENTENCE_BEFORE = re.compile(r".*(?:[^\W\d_]{3}[.!?…]|[;|])[”\"’)\]]*\s+", re.DOTALL)
_END = 80
_SIGNED = re.compile(
    r"[.,!?…。։؟”\"»)]\s*(?:(?P<dash>[-–—]{1,3})\s*[(\[/]?|[(\[（【/])\s*"
    r"(?P<names>[^()（）\[\]\n.!?]{2,40}(?:\.[A-Z]{2})?)\s*[)\]）】/]?\s*[.-]?\s*$"
)
_SIGNED_BARE = re.compile(r"[.!?…。”\"»]\s+(?P<names>[^\W\d_a-z]{2,6}(?:[/,-]\s?[^\W\d_a-z]{2,6}){0,2})\s*\.?\s*$")
_SECOND = re.compile(r"[:：][^,，;；]+(?P<cut>[,，;；])\s*(?=[^,，;；:：]{2,8}[:：])")
_TITLE = re.compile(r"\s*《([^》]+)》")
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_NEXT = re.compile(r"(?<=[^\s:：])\s+(?:[^\W\d_]{3,20}\s?[:：]\s|\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\d{4}-\d\d-\d\d)")
"""What ends a name in any language: another label with its colon ("Views: 356"), a date."""
_RELEASE_OF = re.compile(
    rf"(?:{loader.alternatives_of('credit', 'release_words')})"
    rf"(?: (?:{loader.alternatives_of('credit', 'release_of')}))?\s+(?=\S)",
    re.IGNORECASE,
)
_ISSUER_LINE = re.compile(r"(?:SOURCE:?\s+|Source:\s+)(?=\S)")


def parse_credit_line(
    text: str, language: str | None = None, forms: frozenset[Form] = frozenset(Form)
) -> list[Mention]:
    """Give everything a line names as a source, by the dateline and the first other form of words that fits.

    `text`: one block, one line. `language`: the page's tag (`de`, `en-PK`), None if unknown. `forms`: those looked for.
    """
    found: list[Mention] = []
    words = phrases_of(language)
    folded = text.casefold()
    readers = _readers(forms)
    short = len(text) <= _BARE
    if len(readers) > 1 and not organizations.may_name(text, article=short) and not _may_name_glued(text):
        readers = _readers(forms & _OPEN)
    for form, reader, key in readers:
        if not key or words.may_hold(key, folded):
            said = list(reader(text, words, language))
            found.extend(said)
            if said and form not in _ACCOMPANIED:
                break
    return found


def _may_name_glued(text: str) -> bool:
    """Tell whether a short line is a sign-off, or names an organisation once its words are apart.

    "ByThe Associated Press3 minute Read".
    """
    if len(text) <= _BARE and text.startswith(("-", "–", "—")):
        return True
    apart = unglue_words(text) if len(text) <= _SHORT else text
    return apart != text and organizations.may_name(apart)


@cache
def _readers(forms: frozenset[Form]) -> tuple[tuple[Form, Reader, str], ...]:
    return tuple((form, reader, key) for form, (reader, key) in _FORMS.items() if form in forms)


def _sign_off(text: str, words: Phrases, language: str | None) -> Iterator[Mention]:
    """Give the agency at the end of the last paragraph: "… la prossima settimana. (ANSA).", "… next week. — AFP"."""
    match = _SIGNED.search(text[-_END:]) or _SIGNED_BARE.search(text[-_END:])
    if is_east_asian(text[-_DATE:]) and (filed := list(filings.credits_of_signature(text))):
        yield from filed
    elif match:
        if helped := words.with_short.search(match["names"]):  # "(FR mit dpa)", "(avec AFP)"
            yield from _signed_with(match["names"], helped, words, language)
            return
        label = words.label.match(match["names"])  # "(Quelle: …)" can name an outlet, the bare name is an agency's
        names = split_names(match["names"][label.end() if label else 0 :], words, language)
        if all(map(is_initials, names.others)):
            for name in names.known:
                wire = name.organization.kind in (OrganizationKind.AGENCY, OrganizationKind.DISTRIBUTOR)
                wire = wire or bool(match.re is _SIGNED and match["dash"] and " " in name.printed)  # "- Pretoria News"
                if not name.beside and (label or wire or is_east_asian(name.printed)):
                    yield Mention(name.organization, name.printed, Form.SIGN_OFF, label["label"] if label else "")


def _signed_with(signed: str, match: re.Match[str], words: Phrases, language: str | None) -> Iterator[Mention]:
    """Read a sign-off in which the house names whose material it used.

    Initials or nothing, "with", and agencies only.
    """
    names = split_names(signed[match.end() :], words, language)
    before = signed[: match.start()].strip(" /,")
    agencies = all(name.organization.kind is OrganizationKind.AGENCY and not name.beside for name in names.known)
    if agencies and not names.others and (not before or is_initials(before)):
        yield from known_mentions(names, Form.WITH_NAMES, match["label"])


def _dateline(text: str, words: Phrases, language: str | None) -> Iterator[Mention]:
    opening = dateline.parse_dateline(text, language)
    for name in opening.names if opening else dateline.datelines_inside(text, language):
        yield Mention(name.organization, name.printed, Form.DATELINE, "" if opening else "inside")
    if not opening and is_east_asian(text[:_DATE]):
        yield from filings.credits_of_filing(text)


def _helped(text: str, words: Phrases, language: str | None) -> Iterator[Mention]:
    for match in islice(words.helped.finditer(text), _MOST_PHRASES):
        if " " not in match["label"] and (len(text) > _SHORT or match.end() < len(text.rstrip(" .)"))):
            continue
        before = text[max(0, match.start() - REACH) : match.start()]
        boundary = _SENTENCE_BEFORE.match(before)
        names = split_names(before[boundary.end() if boundary else 0 :], words, language)
        yield from known_mentions(names, Form.HELPED, match["label"])


def _with_further(text: str, words: Phrases, language: str | None) -> Iterator[Mention]:
    for match in islice(words.with_long.finditer(text), _MOST_PHRASES):
        slot = sentence_from(text, match.end())
        yield from known_mentions(split_names(slot, words, language), Form.WITH, match["label"])


def _first(text: str, words: Phrases, language: str | None) -> Iterator[Mention]:
    if is_invitation(text):
        return
    yield from _told(text, words, language)
    for match in islice(words.first.finditer(text), _MOST_PHRASES):
        yield from _slot(text, match.end(), words, language, Form.FIRST, match["label"])


def _told(text: str, words: Phrases, language: str | None) -> Iterator[Mention]:
    """Read "This report by The Canadian Press was first published Nov. 18": the house style of some agencies."""
    match = words.told.match(text) if len(text) <= _LABELLED else None
    if match:
        names = split_names(match["slot"], words, language)
        persons = all(map(is_person, names.others))
        yield from known_mentions(names, Form.FIRST, "told by") if persons else ()


def _release(text: str, words: Phrases, language: str | None) -> Iterator[Mention]:
    if len(text) <= _LABELLED:
        for match in words.release.finditer(text):
            yield from _slot(text, match.end(), words, language, Form.RELEASE, match["label"])


def _label(text: str, words: Phrases, language: str | None) -> Iterator[Mention]:
    """Read what a source's label names; in "(來源：財匯資訊，摘自：中國經濟網)" one label follows another."""
    if len(text) > _LABELLED:
        return
    second = _SECOND.search(text) if is_east_asian(text) else None
    if second and words.label.match(text[second.end() :]):
        yield from _labelled(text[: second.start("cut")], words, language)
        yield from _labelled(text[second.end() :].rstrip(")）"), words, language)
        return
    yield from _labelled(text, words, language)


def _labelled(text: str, words: Phrases, language: str | None) -> Iterator[Mention]:
    signed = any(sign in text for sign in _LABEL_SIGNS)
    match = words.label.search(text) if signed else None
    if match is None and len(text) <= _SHORT and (bare := words.bare_label.match(text)):
        names = split_names(bare["slot"], words, language)
        if names.known and not names.others and not any(name.beside for name in names.known):
            yield from known_mentions(names, Form.LABEL, bare["label"])
            return
    match = match or _via(text, words)
    line = cut_picture_credit(text) if match else None
    if match is None or line is None or len(line) <= match.start("label"):
        return
    slot = sentence_from(line, match.end())
    names = split_names(slot, words, language)
    if names.known and len(names.others) > 1 and is_east_asian(slot):  # "来源: 新京报(北京)　跟贴 0 条"
        names = split_names(slot.split(maxsplit=1)[0].partition("(")[0], words, language)
    spare = ":" in match[0] or "：" in match[0] or len(line) <= _BARE or not line[match.end() :].count(",")
    if names.known and len(names.others) <= 1 and spare:
        yield from known_mentions(names, Form.LABEL, match["label"])
        for host in filter(_HOST.fullmatch, names.others):
            yield Mention(organizations.find(host, language), host.lower(), Form.LABEL, match["label"].casefold())
    elif not names.known and spare and _may_be_open(line, match, names, words):
        hosts = [piece.strip() for piece in line[match.end() :].split(",")]
        if len(hosts) > 1 and all(map(_HOST.fullmatch, hosts)):  # "Источник: meddaily.example, vesti.example"
            for host in hosts:
                yield Mention(organizations.find(host, language), host.lower(), Form.LABEL, match["label"].casefold())
            return
        yield from _slot(line, match.end(), words, language, Form.LABEL, match["label"])


def _via(text: str, words: Phrases) -> re.Match[str] | None:
    """Find a source's opener that needs no colon; "(via …)" tips the hat to who saw it first, and is no source."""
    match = words.via.match(text)
    hat = match is not None and match["label"].casefold() == "via" and text.lstrip()[:1] in ("(", "[")
    return None if hat else match


def _issuer(text: str, words: Phrases, language: str | None) -> Iterator[Mention]:
    """Read the last line of a release that a distributor sent: "SOURCE Acme Corporation"."""
    match = _ISSUER_LINE.match(text) if len(text) <= _SHORT else None
    if match:
        yield from _slot(text, match.end(), words, language, Form.ISSUER, "source")


def _may_be_open(text: str, match: re.Match[str], names: Names, words: Phrases) -> bool:
    """Tell whether a source label may name what no list knows: it opens the line, and no list of references follows."""
    label = match["label"].casefold()
    if (
        label in words.known_only
        or (label == "via" and ":" not in match[0])
        or not _opens_line(text[: match.start("label")])
    ):
        return False
    return sum(" " in other and not any(map(str.isdigit, other)) for other in names.others[1:]) <= 1


def _opens_line(before: str) -> bool:
    """Tell whether nothing but a date stands before a label."""
    dated = any(map(str.isdigit, before)) or (is_east_asian(before) and before[-1].isspace())
    return not any(map(str.isalpha, before)) or (len(before) <= _DATE and dated)


def _relay(text: str, words: Phrases, language: str | None) -> Iterator[Mention]:
    match = words.relay.match(text)
    if match and len(match["slot"].split()) <= 4:
        names = split_names(match["slot"], words, language)
        yield from known_mentions(names, Form.RELAY, match["label"])


_FORMS: dict[Form, tuple[Reader, str]] = {
    Form.DATELINE: (_dateline, ""),
    Form.HELPED: (_helped, "helped"),
    Form.WITH: (_with_further, "with"),
    Form.WITH_NAMES: (bylines.credits_of_with, ""),
    Form.FIRST: (_first, "first"),
    Form.RELEASE: (_release, "release"),
    Form.RELAY: (_relay, "relay"),
    Form.LABEL: (_label, ""),
    Form.ISSUER: (_issuer, ""),
    Form.BYLINE: (bylines.credits_of_byline, ""),
    Form.NAMES: (bylines.credits_of_names, ""),
    Form.SLOT: (slots.credits_of_slot, ""),
    Form.COPYRIGHT: (owners.credits_of_copyright, ""),
    Form.SIGN_OFF: (_sign_off, ""),
}
"""Strongest first, with the kind of phrase that a line must hold a word of ("" if none)."""


def _slot(text: str, start: int, words: Phrases, language: str | None, form: Form, phrase: str) -> Iterator[Mention]:
    """Give the one name after a phrase: a known organisation, else an open name if it is written as names are."""
    end = words.end.search(text, start, start + REACH)
    raw = text[start : end.start() if end else start + REACH]
    raw = title[1] if (title := _TITLE.match(raw)) else raw
    raw = raw[: cut.start()] if (cut := _NEXT.search(raw)) else raw
    printed = raw.strip(" .:,\"'“”„«»‘’《》【】©*([")
    if issued := _RELEASE_OF.match(printed):  # "Quelle: Pressemitteilung …"
        printed, form = printed[issued.end() :], Form.RELEASE
    if not printed:
        return
    phrase = " ".join(phrase.casefold().split())
    names = split_names(printed, words, language)
    if names.known:
        yield Mention(names.known[0].organization, names.known[0].printed, form, phrase)
    elif names.others and (name := open_name(printed)) and (issued or form is not Form.RELEASE or not is_man(name)):
        yield Mention(None, name, form, phrase)
