"""Test sites for site memory: invented templates and stories, and of every block what it is.

A site repeats what real sites repeat: boxes amid the text, an invitation under it, the house's own description, who the
author is, teasers of the last stories. It also repeats what must stay: a paragraph of background, short headings, a
credit line, and now and then yesterday's story under another address.
"""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

TOWNS = ("Aldmere", "Brackwell", "Corrindale", "Dunhaven", "Esker", "Farrowby", "Glenmoor", "Hartsea", "Inverlow")
AUTHORS = ("Hedda Falk", "Ilya Brandt", "Juno Castellan", "Kofi Lindgren", "Lotte Amsel")
PEOPLE = ("Ana Kestrel", "Bram Oduya", "Cleo Marchetti", "Dag Ferron", "Edda Lim", "Farid Novak", "Greta Sandoval")
THINGS = ("bridge", "library", "ferry", "school", "mill", "harbour wall", "tram line", "orchard", "hospital", "dyke")
BODIES = ("council", "water board", "growers' union", "chamber of trade", "parish", "rescue service", "planning office")
SENTENCES = (
    "The {body} of {town} voted {count} to {fewer} on {day} to rebuild the {thing} before the {season}.",
    "{person}, who has run the {thing} for {count} years, said the money would last until {month} at best.",
    "Nearly {big} people signed the letter that asked for the {thing} near {town} to stay open.",
    "Work on the {thing} is to begin in {month}, {count} weeks later than the {body} had promised.",
    "A storm in {month} tore {count} metres off the {thing}, and the {body} closed the road to {town}.",
    '"We have waited {count} years for this," said {person}, who lives beside the {thing} in {town}.',
    "The plan would cost {big} crowns, a third more than the {body} thought when it was drawn up in {month}.",
    "In {town}, where the {thing} burned down in the {season}, {person} has opened a smaller one in a barn.",
    "Engineers found {count} cracks in the {thing}; the {body} will decide on {day} whether it can be mended.",
    "{person} called the decision a mistake and said that {town} would remember it in the {season}.",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
MONTHS = ("January", "March", "April", "June", "August", "September", "November")
SEASONS = ("winter", "harvest", "school year", "spring floods", "elections")
HEADINGS = ("Background", "What happens next", "The money", "Voices from the town")

BOXES = (
    "Reporting like this takes time: tell a neighbour about the {name}.",
    "Every Friday our correspondents talk about the week in the {name} hour on Radio {town}.",
    "Photographs of this story hang in our window in Market Street.",
    "The {name} is also read aloud for you, morning and evening.",
)
INVITATIONS = (
    "Letters reach the newsroom on weekdays between nine and four; the address is in the imprint.",
    "Something missing or wrong here? The {name} is glad of every hint.",
    "The next {name} is at the kiosks of {town} before six in the morning.",
)
HOUSES = (
    "The {name} has been printed in {town} since {year} and belongs to those who read it. It takes no money from "
    "parties or ministries, and publishes its accounts every spring.",
    "The {name} is a cooperative of {count} journalists in {town}. Members meet twice a year, elect the editor, and "
    "decide together what the paper spends on travel, printers and lawyers.",
)
PERSONS = (
    "{author} writes about towns and their quarrels for the {name}.",
    "{author} has been with the {name} since {year} and grows pears.",
)
MENU = ("Home", "Politics", "Sport", "Culture", "Weather", "Archive", "About us", "Imprint")
END = "© {year} {name}. All rights reserved."


LAYOUTS = (
    ("<article>{}</article>", "<p>{}</p>"),
    ("<div class=content><div class=text>{}</div></div>", "<p>{}</p>"),
    ("<table><tr><td>{}</td></tr></table>", "<p>{}</p>"),
    ("<main><section>{}</section></main>", "<div><p>{}</p></div>"),
    ("<div id=c>{}</div>", "<div>{}</div>"),
)
"""What stands around the text, and around each paragraph: nothing that names the furniture among them."""

CREDIT = "With material from Reuters."


class Kind(StrEnum):
    """What a block is. STORY and HEADING are the body; of a CREDIT neither loss nor presence in the body counts."""

    STORY = "story"
    HEADING = "heading"
    CREDIT = "credit"
    BOX = "boxes"
    HOUSE = "house"
    AUTHOR = "authors"
    TEASER = "teasers"


FURNITURE = (Kind.BOX, Kind.HOUSE, Kind.AUTHOR, Kind.TEASER)


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of a page."""

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class SitePage:
    """One page of a test site: its address, its bytes and its blocks in page order, headline and menus left out."""

    url: str
    media_type: str
    payload: bytes
    pieces: tuple[Piece, ...]


def sites(count: int = 20, pages: int = 30, seed: int = 1) -> Iterator[list[SitePage]]:
    """The pages of each test site, oldest first; the same for the same `seed`. Every third site is text dumps."""
    for number in range(count):
        yield Site(number, Random(f"{seed} {number}")).pages(pages)


class Site:
    """A newspaper with a layout, furniture and habits of its own."""

    def __init__(self, number: int, random: Random) -> None:
        self.random = random
        self.town = TOWNS[number % len(TOWNS)]
        self.name = f"{self.town} {('Herald', 'Courier', 'Mirror', 'Observer')[number % 4]}"
        self.host = f"{self.name.lower().replace(' ', '-')}-{number}.example"
        self.dump = number % 3 == 2
        self.credited = number % 4 == 1
        self.layout = number % len(LAYOUTS)
        self.boxes = self._furniture(random.sample(BOXES, 2))
        self.ending = self._furniture([random.choice(INVITATIONS), random.choice(HOUSES)])
        self.authors = random.sample(AUTHORS, 3)
        self.bios = dict(zip(self.authors, self._furniture([random.choice(PERSONS)] * 3, self.authors), strict=True))
        self.background = [self.paragraph() for _ in range(3)]
        self.teasers: list[str] = []

    def pages(self, count: int) -> list[SitePage]:
        """The first `count` pages."""
        made: list[SitePage] = []
        story: list[Piece] = []
        for number in range(count):
            again = number % 10 == 9  # yesterday's story goes on, under a new address
            story = [*story[:-1], Piece(self.paragraph(), Kind.STORY)] if again else self.story()
            made.append(self._page(number, story))
        return made

    def story(self) -> list[Piece]:
        """Five to nine paragraphs, one of them sometimes printed before; sometimes with a heading between them."""
        paragraphs = [Piece(self.paragraph(), Kind.STORY) for _ in range(self.random.randint(5, 9))]
        if self.random.random() < 0.3:
            paragraphs.insert(3, Piece(self.random.choice(self.background), Kind.STORY))
        if self.random.random() < 0.3:
            paragraphs.insert(2, Piece(self.random.choice(HEADINGS), Kind.HEADING))
        return paragraphs

    def paragraph(self) -> str:
        """Two to four sentences that no other paragraph has."""
        return " ".join(self._sentence() for _ in range(self.random.randint(2, 4)))

    def _sentence(self) -> str:
        random = self.random
        return random.choice(SENTENCES).format(
            body=random.choice(BODIES),
            town=random.choice(TOWNS),
            thing=random.choice(THINGS),
            person=random.choice(PEOPLE),
            count=random.randint(3, 90),
            fewer=random.randint(1, 9),
            big=f"{random.randint(1, 900)},{random.randint(100, 999)}",
            day=random.choice(DAYS),
            month=random.choice(MONTHS),
            season=random.choice(SEASONS),
        )

    def _furniture(self, texts: Sequence[str], authors: Sequence[str] = ()) -> list[str]:
        facts = {"name": self.name, "town": self.town, "year": 1900 + self.random.randint(0, 99), "count": 17}
        return [text.format(**facts, author=authors[at] if authors else "") for at, text in enumerate(texts)]

    def _page(self, number: int, story: Sequence[Piece]) -> SitePage:
        author = self.random.choice(self.authors)
        title = self._sentence().rstrip('."')[:70].rsplit(" ", 1)[0]
        pieces = list(story)
        pieces.insert(2, Piece(self.boxes[0], Kind.BOX))
        pieces.insert(len(pieces) - 1, Piece(self.boxes[1], Kind.BOX))
        if self.credited:
            pieces.append(Piece(CREDIT, Kind.CREDIT))
        pieces.append(Piece(self.bios[author], Kind.AUTHOR))
        pieces += [Piece(text, Kind.HOUSE) for text in self.ending]
        pieces += [Piece(text, Kind.TEASER) for text in self.teasers[-3:]]
        self.teasers.append(f"{title}. {self._sentence()}")
        url = f"https://www.{self.host}/{2020 + number % 5}/story-{number}"
        if self.dump:
            return SitePage(url, "text/plain", self._text(title, author, pieces).encode(), tuple(pieces))
        return SitePage(url, "text/html", self._html(url, title, author, pieces).encode(), tuple(pieces))

    def _html(self, url: str, title: str, author: str, pieces: Sequence[Piece]) -> str:
        outer, paragraph = LAYOUTS[self.layout]
        forms = {Kind.HEADING: "<h2>{}</h2>"}
        inner = "".join(forms.get(piece.kind, paragraph).format(html.escape(piece.text)) for piece in pieces)
        menu = "".join(f"<li><a href='/{entry}'>{entry}</a></li>" for entry in MENU)
        head = f"<title>{html.escape(title)} | {self.name}</title><link rel=canonical href='{url}'>"
        return (
            f"<!doctype html><html lang=en><head>{head}</head><body><ul>{menu}</ul><h1>{html.escape(title)}</h1>"
            f"<p class=byline>By {author}</p>{outer.format(inner)}<footer>{self._end()}</footer></body></html>"
        )

    def _text(self, title: str, author: str, pieces: Sequence[Piece]) -> str:
        lines = [*MENU, title, f"By {author}", *(piece.text for piece in pieces), self._end()]
        return "\n\n".join(lines)

    def _end(self) -> str:
        return END.format(name=self.name, year=2026)
