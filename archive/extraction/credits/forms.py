"""What a line can name: an organisation, in one of the forms of words that pages use for their sources."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from archive.extraction.credits.names import Names
from archive.extraction.credits.phrases import is_issuer
from archive.extraction.organizations import Organization, OrganizationKind
from archive.model import Confidence, Role


class Form(StrEnum):
    """The form of words a credit was found in."""

    DATELINE = "dateline"
    BYLINE = "byline"
    SHARED = "shared byline"
    """An agency beside the house's own people: "Jane Doe and AP", "dpa, unserer Redaktion"."""
    SIGNED = "signed"
    """A person and whom he writes for, without another word: "Jane Doe, The Associated Press"."""
    NAMES = "names alone"
    LABEL = "source label"
    SLOT = "source slot"
    """A name beside the date, or before the reporter, that no word calls the source."""
    WITH = "with"
    WITH_NAMES = "byline with"
    HELPED = "contributed"
    FIRST = "first print"
    RELEASE = "release"
    ISSUER = "issuer line"
    SIGN_OFF = "sign-off"
    COPYRIGHT = "copyright"
    RELAY = "relay"


_WORDLESS = frozenset((Form.NAMES, Form.SIGNED, Form.SHARED, Form.COPYRIGHT, Form.SIGN_OFF))
_HELPERS = frozenset((Form.WITH, Form.WITH_NAMES, Form.HELPED))
_ISSUED = frozenset((Form.RELEASE, Form.ISSUER))
_ROLES = {
    OrganizationKind.AGENCY: Role.AGENCY,
    OrganizationKind.DISTRIBUTOR: Role.PRESS_RELEASE,
    OrganizationKind.ISSUER: Role.PRESS_RELEASE,
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a form of words.

    `organization` is None for a name no list knows; `phrase` is what gave it away ("" if nothing but the name).
    """

    organization: Organization | None
    printed: str
    form: Form
    phrase: str

    @property
    def name(self) -> str:
        """The canonical name, or the name as printed."""
        return self.organization.name if self.organization else self.printed

    @property
    def role(self) -> Role:
        """The part the organisation had, by the form of words and by its kind."""
        if self.form in _HELPERS:
            return Role.CONTRIBUTOR
        if self.organization:
            return role_of(self.organization.kind)
        return Role.PRESS_RELEASE if self.form in _ISSUED or is_issuer(self.printed) else Role.ORIGIN

    @property
    def confidence(self) -> Confidence:
        """Certain for a known organisation, but where no word says that it is the source: there only for agencies."""
        wordless = self.form is Form.SLOT or (self.form in _WORDLESS and self.role is Role.ORIGIN)
        return Confidence.CERTAIN if self.organization and not wordless else Confidence.LIKELY

    @property
    def rule(self) -> str:
        """The form, and the phrase that gave it away."""
        return f"{self.form}: {self.phrase}" if self.phrase else str(self.form)


def role_of(kind: OrganizationKind) -> Role:
    """Give the role of an organisation that is credited without further words."""
    return _ROLES.get(kind, Role.ORIGIN)


def known_mentions(names: Names, form: Form, phrase: str) -> Iterator[Mention]:
    """Give each known organisation of a stretch of text, in a form of words."""
    for name in names.known:
        yield Mention(name.organization, name.printed, form, " ".join(phrase.casefold().split()))
