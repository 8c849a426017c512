"""Where a story comes from: every organisation the page credits, with its role and the words that say so.

The lines around the body and at its ends are read (`lines`); a line counts where its form of words may stand
(`zones`), and only for others than the house itself. What the markup states is added where no line does.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from archive import urls
from archive.extraction.credits import lines, markup
from archive.extraction.credits.forms import Form, Mention
from archive.extraction.credits.house import House
from archive.extraction.credits.logos import find_logos
from archive.extraction.credits.phrases import phrases_of
from archive.extraction.credits.zones import Places
from archive.extraction.fields.metadata import Stated
from archive.extraction.labelled import LabelledPage
from archive.extraction.organizations import OrganizationKind
from archive.model import Confidence, Credit, Metadata, Role

_BYLINES = frozenset((Form.BYLINE, Form.NAMES, Form.SIGNED))
_SOURCED = frozenset((Form.LABEL, Form.SLOT))
_LONGEST_EVIDENCE = 200
_AROUND = 90
_OUTLETS = frozenset((OrganizationKind.NEWSPAPER, OrganizationKind.BROADCASTER))
_LABEL, _LABELLED = 40, 60
"""Characters of a block that only says "Source:", and of the next that names it."""
_LONGEST_LABEL = 100
"""Characters of a line in which its source label ends."""
_LABELS = 3
"""Lines with the same source label that one story may have."""


def find_credits(
    page: LabelledPage, *, metadata: Metadata, stated: Stated | None = None, url: str | None = None
) -> tuple[Credit, ...]:
    """Give every organisation the page names as its source, once each, with its strongest role.

    In page order, those of the markup last. `stated`: None for a text dump. `url`: where the page was found.
    """
    host = urls.host_of(url or metadata.url or "")
    language = _tag(metadata.language, host)
    places = Places(page)
    house = House(host, (metadata.site_name, metadata.publisher), places.furniture())
    credits = list(_without_weak(list(_visible(page, places, house, language))))
    references = _reference_rules(credits, page, places)
    credits = [credit for credit in credits if credit.rule not in references]
    if stated is not None:
        printed = None if credits else partial(_is_printed, page)
        credits.extend(markup.credits_of_markup(stated, house, language, printed=printed))
    return tuple(_strongest(credits))


def _is_printed(page: LabelledPage, pattern: re.Pattern[str]) -> bool:
    """Tell whether a block of the page has the pattern."""
    return any(pattern.search(block.text) for block in page.blocks)


def _visible(page: LabelledPage, places: Places, house: House, language: str | None) -> Iterator[Credit]:
    """Give what the lines say, in page order, and then what pictures do."""
    logos = [(found, position) for found, position in find_logos(page, language) if position in places.window()]
    shown = {position for _, position in logos}
    for position in places.window():
        text = _with_next(page, position, language)
        parsed = lines.parse_credit_line(text, language, places.forms(position))
        named = [found for found in parsed if places.allow(found, position)]
        others = [found for found in named if not _is_own(found, text, house)]
        if position in shown:  # behind the label stands a picture, then whatever name
            named = others = [found for found in others if found.organization]
        beside_house = len(others) < len(named)
        for found in others:
            if beside_house and found.form in _BYLINES:  # "Par Le Figaro et AFP"
                found = replace(found, form=Form.SHARED)
            yield _credit(found, text, position)
    for found, position in logos:
        if not house.owns(found.printed, found.organization):
            yield replace(_credit(found, f"{found.printed} (a picture)", position), confidence=Confidence.LIKELY)


def _with_next(page: LabelledPage, position: int, language: str | None) -> str:
    """Give a block's text; with that of the next, if it is nothing but the label of a source: "Source:"."""
    text = page.blocks[position].text
    if text[-1] in ":：" and len(text) <= _LABEL and position + 1 < len(page.blocks):
        label = phrases_of(language).label.match(text)
        following = page.blocks[position + 1].text
        if label and label.end() == len(text) and len(following) <= _LABELLED and following[-1] not in ":：":
            return f"{text} {following}"
    return text


def _tag(language: str | None, host: str | None) -> str | None:
    """Give the language with the country of the host (`en-pk`): what APP, CP or CNA stand for depends on it."""
    country = (host or "").rpartition(".")[2]
    return f"{language}-{country}" if language and len(country) == 2 else language


def _is_own(found: Mention, text: str, house: House) -> bool:
    """Tell whether the house names itself.

    A distributor's site is not the issuer of what it distributes, and says so.
    """
    if house.owns(found.printed, found.organization):
        return not (found.form is Form.RELEASE and found.organization and found.role is Role.PRESS_RELEASE)
    if not house.host and found.form is not Form.FIRST and found.organization and found.organization.kind in _OUTLETS:
        return found.form is Form.COPYRIGHT or house.prints(found.printed, text)  # a page that does not say where it is
    return found.form in _SOURCED and found.role is Role.ORIGIN and house.prints(found.printed, text)


def _reference_rules(credits: Sequence[Credit], page: LabelledPage, places: Places) -> set[str]:
    """Give the rules of source labels that a page has many of: they say where its links, charts or figures are from."""
    labels = {
        credit.rule: label
        for credit in credits
        for form, _, label in [credit.rule.partition(": ")]
        if form == Form.LABEL
    }
    if not labels:
        return set()
    begins = [page.blocks[position].text[:_LONGEST_LABEL].lstrip("( ").casefold() for position in places.window()]
    return {rule for rule, label in labels.items() if sum(begin.startswith(label) for begin in begins) > _LABELS}


def _credit(found: Mention, text: str, position: int) -> Credit:
    return Credit(
        organization=found.name,
        role=found.role,
        credited_as=found.printed,
        evidence=_evidence(text, found.printed),
        rule=found.rule,
        confidence=found.confidence,
        position=position,
    )


def _evidence(text: str, printed: str) -> str:
    """Give the block's words, cut at word borders around the name if there are many."""
    if len(text) <= _LONGEST_EVIDENCE:
        return text
    at = max(text.rfind(printed), 0)
    start = 0 if at <= _AROUND else text.find(" ", at - _AROUND) + 1
    end = text.rfind(" ", at, at + len(printed) + _AROUND + 1)
    return text[min(start, at) : end if end > at + len(printed) else None].strip()


def _without_weak(credits: Sequence[Credit]) -> Iterator[Credit]:
    """Drop credits that a stronger line contradicts.

    A copyright line names who sold the story where another line names a source in the same role. "SOURCE Acme" names an
    issuer under a distributor's release only; elsewhere it is about data.
    """
    strong = {credit.role for credit in credits if not credit.rule.startswith((Form.COPYRIGHT, Form.ISSUER))}
    for credit in credits:
        weak = credit.rule.startswith(Form.COPYRIGHT) and credit.role in strong
        if not weak and (not credit.rule.startswith(Form.ISSUER) or Role.PRESS_RELEASE in strong):
            yield credit


def _strongest(credits: Iterable[Credit]) -> Iterator[Credit]:
    """Give each organisation once: its first credit, or the first in a stronger role."""
    kept: dict[str, Credit] = {}
    for credit in credits:
        key = credit.organization.casefold().removeprefix("the ")
        held = kept.get(key)
        if held is None:
            kept[key] = credit
        elif credit.role.rank < held.role.rank:
            kept[key] = replace(credit, organization=held.organization)
    yield from kept.values()
