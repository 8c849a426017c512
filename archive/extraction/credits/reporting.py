"""What the credits come to, in two columns that people can group by: the article's source, and who reported it."""

from collections.abc import Iterable, Sequence

from archive.extraction.credits.forms import Form
from archive.model import Credit, Metadata, Role

_LATE = (Form.LABEL, Form.SIGN_OFF)
"""Forms that name an agency beside whoever signed: "Quelle: dpa" or "(dpa)" under a text by the paper's own Jane Doe.
A dateline, an agency's line for itself or its copyright say that the text is the agency's, and so is who signed it."""


def principal_source(credits: Iterable[Credit], house: str | None) -> str | None:
    """Give the article's source: the first agency, else origin, else press release; else the house that printed it.

    A contributor is never the source: the house wrote the story with its help.
    """
    sources = [credit for credit in credits if credit.role is not Role.CONTRIBUTOR]
    first = min(sources, key=lambda credit: credit.role.rank, default=None)
    return first.organization if first else house


def reporting_of(credits: Sequence[Credit], metadata: Metadata) -> str:
    """Tell whether the house reported the story itself: `own`, `mixed` or `syndicated`. The first that holds:

    1. own: nobody is credited.
    2. mixed: only contributors are ("with material from dpa", "The Associated Press contributed to this report").
    3. syndicated: it was first published, or released, by others.
    4. mixed: the agency stands in one byline with the house or its people ("Jane Doe and AP", "Von dpa, unserer
       Redaktion"), or at the end of a text that one of them signed ("By Jane Doe … (AFP)").
    5. syndicated: an agency wrote it, and who signs it belongs to the agency ("Jane Doe, The Associated Press").
    """
    if not credits:
        return "own"
    sources = [credit for credit in credits if credit.role is not Role.CONTRIBUTOR]
    if not sources:
        return "mixed"
    if any(credit.role is not Role.AGENCY for credit in sources):
        return "syndicated"
    shared = all(credit.rule.startswith(Form.SHARED) for credit in sources)
    late = all(credit.rule.startswith(_LATE) for credit in sources)
    return "mixed" if shared or (late and _is_signed_by_staff(metadata, sources)) else "syndicated"


def _is_signed_by_staff(metadata: Metadata, sources: Sequence[Credit]) -> bool:
    """Tell whether the printed byline names somebody of whom it does not say that he writes for a credited agency."""
    agencies = {credit.organization for credit in sources}
    theirs = {one.author for one in metadata.signatures if one.organization in agencies}
    printed = (metadata.byline or "").casefold()
    return any(author.casefold() in printed for author in metadata.authors if author not in theirs)
