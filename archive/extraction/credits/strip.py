"""Strip from the body blocks that are nothing but a credit, the house's own lines too, and label them so."""

from collections.abc import Sequence

from archive.extraction.credits import lines
from archive.extraction.credits.forms import Form
from archive.extraction.credits.phrases import phrases_of
from archive.extraction.labelled import LabelledPage
from archive.model import Credit, Label

_LONGEST = 300
_SHORT = 140
_OPENING, _CLOSING = 2, 6
"""How many of the body's first and last blocks may be a credit line; between them a sentence of that form is the
story's."""
_IN_THE_TEXT = frozenset((Form.DATELINE, Form.SIGN_OFF, Form.RELAY))
"""Forms that stand inside a paragraph, which stays."""
_UNNAMED = frozenset((Label.NAVIGATION, Label.RELATED, Label.LEGAL))


def strip_credit_lines(page: LabelledPage, credits: Sequence[Credit], language: str | None) -> None:
    """Label as credits the lines at the ends of the body, and those outside of it, that are nothing else."""
    kept = page.kept
    for index in {*kept[:_OPENING], *kept[-_CLOSING:]}:
        text = page.blocks[index].text
        rule = _rule(text, language) if len(text) <= _LONGEST else None
        if rule:
            page.relabel(index, Label.CREDIT, f"credit: {rule}")
    last_of_line = {credit.position: credit for credit in credits}
    for position, credit in last_of_line.items():
        if position is not None and _is_unnamed(page, position):
            page.relabel(position, Label.CREDIT, f"credit: {credit.rule}")


def _is_unnamed(page: LabelledPage, index: int) -> bool:
    """Tell whether a block outside the text is labelled by its place alone, or taken for a picture's credit."""
    label = page.labels[index]
    return label in _UNNAMED or (label is Label.CAPTION and page.rules[index].startswith("phrase"))


def _rule(text: str, language: str | None) -> str | None:
    """Give the form of words that makes a line a credit line, whomever it names."""
    for found in lines.parse_credit_line(text, language):
        if found.form not in _IN_THE_TEXT:
            return found.rule
    words = phrases_of(language)
    folded = text.casefold()
    helped = words.helped.search(text) if words.may_hold("helped", folded) else None
    if helped and (not _is_bare(helped["label"]) or helped.end() >= len(text.rstrip(" .)"))):
        return helped["label"].casefold()
    first = words.first.search(text) if words.may_hold("first", folded) else None
    if first and (first["story"] or len(text) <= _SHORT):
        return first["label"].casefold()
    return None


def _is_bare(label: str) -> bool:
    """Tell whether the words say as much of anything else: "Rain also contributed to the delay."."""
    return label.casefold().endswith("contributed")
