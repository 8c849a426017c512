"""Invented stories, and what a newsroom does to them after they are out: typos put right, paragraphs added."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from bench.site_memory.sites import AUTHORS, BODIES, DAYS, MONTHS, PEOPLE, SEASONS, THINGS, TOWNS

WHO = (
    "{person}", "the mayor of {town}", "two engineers from {town}", "the {body}", "a spokeswoman for the {body}",
    "most of the shopkeepers", "neighbours", "the builders", "{person}'s lawyer", "an auditor", "the opposition",
    "{n} pupils", "the insurers", "the owner of the {thing}", "a judge in {town}", "the night shift", "officials",
    "the union's deputy chair", "nobody at the {body}", "one of the {n} witnesses", "the former keeper", "volunteers",
)  # fmt: skip
DID = (
    "promised", "refused", "has been asked", "would rather wait", "offered again", "forgot", "voted narrowly",
    "began quietly", "had no money", "is said to plan", "declined on {day}", "hopes by {month}", "failed twice",
    "warned last {season}", "found a way", "was told", "agreed after {n} hours", "took the trouble", "threatened",
    "meant never", "is bound by contract", "did not expect", "fought for {n} years", "was paid {n},000 crowns",
)  # fmt: skip
WHAT = (
    "to mend the {thing}", "to leave {town}", "to publish its accounts", "to sell {n} acres", "to hire divers",
    "to let the tenants stay", "to pull down the east wing", "to share the cost", "to move the market to {town}",
    "to count the votes again", "to buy back the {thing}", "to plant {n} lime trees", "to keep the lights on",
    "to call an expert from {town}", "to raise fares by {n} per cent", "to reopen before the {season}",
    "to answer the letter", "to draw up another plan", "to hand over the keys", "to pay for the roof",
)  # fmt: skip
WHEN = (
    "on {day}", "early in {month}", "before the {season}", "after a stormy meeting", "without giving a reason",
    "for the first time since {year}", "in front of {n} people", "while it rained", "as the minutes show",
    "at the third attempt", "by {n} votes to {few}", "behind closed doors", "to general surprise", "in a barn",
    "late at night", "against all advice", "with a loan from {town}", "under the eyes of the police",
)  # fmt: skip
AND = (
    "and that was cheaper than the {thing}", "though {person} disagrees", "because the ground is soft there",
    "which {town} has done since {year}", "so the {body} must decide again", "but only {few} families knew",
    "and the bill came to {n},{n}00 crowns", "since the old {thing} leaks", "while {town} looked on",
    "if the weather holds until {month}", "as {person} had foretold", "and then the ice broke",
)  # fmt: skip
HEADLINES = (
    "{town} {body} to rebuild {thing} by {month}", "Who pays for the {thing} in {town}?", "{person} leaves the {body}",
    "After {n} years, {town} gets its {thing}", "{thing} near {town} closed until the {season}",
    "Quarrel over {n} acres divides {town}", "{town} counts its losses after the {season}",
    "How {person} saved the {thing} of {town}", "{n} jobs at stake as {thing} shuts in {town}",
)  # fmt: skip
NOTICES = (
    "Correction: An earlier version of this article gave the number of {few} families as {n}.",
    "This story was corrected on {day}: the {thing} was built in {year}, not a decade later.",
    "Correction: {person} was not at the meeting in {town}; a colleague spoke for the {body}.",
)


class Kind(StrEnum):
    """The kinds of difference between two versions, in the words that revisions use."""

    TYPO = "typo"
    EDIT = "edit"
    HEADLINE = "headline"
    REWRITE = "rewrite"
    CORRECTION = "correction"
    ATTRIBUTION = "attribution"


ODDS = {
    Kind.TYPO: 28, Kind.EDIT: 42, Kind.HEADLINE: 12, Kind.REWRITE: 5, Kind.CORRECTION: 8, Kind.ATTRIBUTION: 5
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """The words of an article."""

    title: str
    standfirst: str | None
    author: str
    paragraphs: tuple[str, ...]


def invent_story(random: Random) -> Text:
    """Invent a story of five to eleven paragraphs; two in three have a standfirst."""
    standfirst = invent_sentence(random) if random.random() < 0.66 else None
    paragraphs = tuple(invent_paragraph(random) for _ in range(random.randint(5, 11)))
    return Text(_headline(random), standfirst, random.choice(AUTHORS), paragraphs)


def _headline(random: Random) -> str:
    said = _filled(random.choice(HEADLINES), random)
    return said[0].upper() + said[1:]


def invent_paragraph(random: Random) -> str:
    """Invent two to four sentences."""
    return " ".join(invent_sentence(random) for _ in range(random.randint(2, 4)))


def invent_sentence(random: Random) -> str:
    """Invent one sentence, hardly ever the same twice."""
    parts = [random.choice(WHO), random.choice(DID), random.choice(WHAT), random.choice(WHEN)]
    if random.random() < 0.4:
        parts.insert(0, parts.pop())
        parts[0] += ","
    if random.random() < 0.5:
        parts[-1] += ","
        parts.append(random.choice(AND))
    said = _filled(" ".join(parts), random)
    return said[0].upper() + said[1:] + "."


def edit_text(text: Text, kind: Kind, random: Random) -> Text:
    """Make the next version of a text; never equal to it."""
    paragraphs = list(text.paragraphs)
    match kind:
        case Kind.TYPO:
            at = random.randrange(len(paragraphs))
            paragraphs[at] = _misspelt(paragraphs[at], random)
        case Kind.EDIT:
            _edit(paragraphs, random)
        case Kind.HEADLINE:
            return replace(text, title=_other(text.title, lambda: _headline(random)))
        case Kind.REWRITE:
            paragraphs = [invent_paragraph(random) for _ in range(max(5, len(paragraphs) + random.randint(-2, 2)))]
        case Kind.CORRECTION:
            notice = _other("", lambda: _filled(random.choice(NOTICES), random))
            paragraphs.insert(random.choice((0, len(paragraphs))), notice)
        case Kind.ATTRIBUTION:
            return replace(text, author=_other(text.author, lambda: random.choice(AUTHORS)))
    return replace(text, paragraphs=tuple(paragraphs))


def _edit(paragraphs: list[str], random: Random) -> None:
    """A paragraph more, one less of many, one said anew, or a sentence more."""
    at, how = random.randrange(len(paragraphs)), random.random()
    if how < 0.4:
        paragraphs.insert(at + 1, invent_paragraph(random))
    elif how < 0.55 and len(paragraphs) > 6:
        del paragraphs[at]
    elif how < 0.75:
        paragraphs[at] = invent_paragraph(random)
    else:
        paragraphs[at] = f"{paragraphs[at]} {invent_sentence(random)}"


def _misspelt(paragraph: str, random: Random) -> str:
    """Two letters inside a word change places: the typo comes or goes, which is the same to whoever compares."""
    words = paragraph.split()
    places = [at for at, word in enumerate(words) if len(word) > 5 and word.isalpha() and word[2] != word[3]]
    if not places:
        return f"{paragraph} {invent_sentence(random)}"
    at = random.choice(places)
    word = words[at]
    words[at] = word[:2] + word[3] + word[2] + word[4:]
    return " ".join(words)


def _other(old: str, make: Callable[[], str]) -> str:
    while (new := make()) == old:
        pass
    return new


def _filled(form: str, random: Random) -> str:
    return form.format(
        person=random.choice(PEOPLE),
        town=random.choice(TOWNS),
        body=random.choice(BODIES),
        thing=random.choice(THINGS),
        n=random.randint(12, 97),
        few=random.randint(2, 9),
        day=random.choice(DAYS),
        month=random.choice(MONTHS),
        season=random.choice(SEASONS),
        year=random.randint(1901, 2019),
    )
