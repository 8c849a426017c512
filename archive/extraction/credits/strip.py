"""Which blocks are nothing but a credit: they leave the body and get its label, the house's own lines too."""

from collections.abc import Sequence

from archive.extraction.credits import lines
from archive.extraction.credits.forms import Form
from archive.extraction.credits.phrases import phrases_of
from archive.extraction.decoding.blocks import Layout
from archive.extraction.labels.second_pass import Labelled
from archive.model import KEPT, Credit, Label

_LONGEST = 300
_SHORT = 140
_OPENING, _CLOSING = 2, 6
"""How many of the body's first and last blocks may be a credit line; between them a sentence of that form is the
story's."""
_IN_THE_TEXT = frozenset((Form.DATELINE, Form.SIGN_OFF, Form.RELAY))
"""Forms that stand inside a paragraph, which stays."""
_UNNAMED = frozenset((Label.NAVIGATION, Label.RELATED, Label.LEGAL))


def strip_credit_lines(
    layout: Layout, verdicts: Sequence[Labelled], credits: Sequence[Credit], language: str | None
) -> list[Labelled]:
    """The verdicts, with credit lines labelled so."""
    stripped = list(verdicts)
    kept = [index for index, verdict in enumerate(verdicts) if verdict[0] in KEPT]
    for index in {*kept[:_OPENING], *kept[-_CLOSING:]}:
        text = layout.blocks[index].text
        if len(text) <= _LONGEST:
            rule = _rule(text, language)
            if rule:
                stripped[index] = (Label.CREDIT, f"credit: {rule}")
    for credit in credits:
        if credit.position is None:
            continue
        label, why = verdicts[credit.position]
        if label in _UNNAMED or (label is Label.CAPTION and why.startswith("phrase")):
            stripped[credit.position] = (Label.CREDIT, f"credit: {credit.rule}")
    return stripped


def _rule(text: str, language: str | None) -> str | None:
    """The form of words that makes a line a credit line, whomever it names."""
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
    """Whether the words say as much of anything else: "Rain also contributed to the delay."."""
    return label.casefold().endswith("contributed")
