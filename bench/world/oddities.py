"""The oddities of hosts: how they answer on some nights, what they print beside a text, and how they list what is new.

Each host has a `Habit`, a `Fashion` and a `Listed` for all nights, and an `Odd` way to answer on every other one.
"""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from html import escape
from random import Random

from bench.world.texts import Text

LINES = (
    "Sign up for our morning briefing and get the three stories that matter in your inbox at six.",
    "Download our app and never miss a headline from {town} again, by day and by night.",
    "Become a member from 4 crowns a month and support local reporting in your own town.",
    "Win two tickets for the summer concert in the old dry dock of {town}: take part until Friday noon.",
)
"""Lines of a house that stand in the text of all its pages, one for some nights."""
LINE_LASTS = 3
ADS = (
    "Get 40% off your new mattress when you order before midnight tonight with our exclusive reader code.",
    "Earn 3.9 percent a year with a savings account from the Harbour Bank, opened in only five minutes.",
    "Fly to the islands this spring from only 49 crowns, taxes and a small suitcase included in the price.",
    "Compare the electricity tariffs of 120 companies now and save up to 300 crowns a year.",
)


class Habit(StrEnum):
    """The ways of hosts with conditional requests."""

    ETAG = "ETag of the text"
    DATE = "Last-Modified of the text"
    WEAK = "weak ETag of the text"
    NEVER = "no validators"
    FRESH = "a new ETag at every load"
    DEAF = "an ETag, but always the whole page"
    LIES = "an ETag that never changes"
    STALE = "a Last-Modified that never changes"


HABITS = (
    *(Habit.ETAG, Habit.NEVER, Habit.DATE, Habit.ETAG, Habit.LIES, Habit.WEAK, Habit.FRESH, Habit.ETAG),
    *(Habit.DEAF, Habit.DATE, Habit.STALE, Habit.ETAG, Habit.NEVER),
)
"""Host by host, from the beginning again after the last: half of them tell truly what did not change."""


class Odd(StrEnum):
    """The ways of a host to answer on a night."""

    NONE = "as it should"
    TYPE_TWICE = "its content type twice"
    BROKEN_LINE = "a broken header line"
    ENCODING_NONE = "Content-Encoding: none"
    ENCODING_CHARSET = "Content-Encoding: utf-8"
    ENCODING_LIE = "Content-Encoding: gzip, of what is not packed"
    MEMBERS = "several gzip members"
    DEFLATE = "deflate without its frame"
    BROTLI = "br that nobody asked for"
    PROXIED = "203"
    COOKIE_WALL = "a wall that its cookie opens"
    REFRESH = "a page that is a meta refresh"


class Fashion(StrEnum):
    """The things a host does to its pages that are no news."""

    NONE = "none"
    HOUSE_LINE = "a new line in the text of all pages"
    ROTATION = "most read and advertisement, others each night"
    HEADLINES = "two headlines in turns"
    CAPITALS = "bylines in capitals from some night on"


class Listed(StrEnum):
    """The ways of a host to list its new articles."""

    AMPERSAND = "feed with a bare &"
    ENTITY = "feed with an unknown entity"
    GUID = "feed whose links change and guids do not"
    RELATIVE = "sitemap with relative addresses"
    BLANK = "sitemap after a blank line, with a bare &"


FASHIONS, LISTINGS = tuple(Fashion), tuple(Listed)
SINCE = 2
"""The first night of a fashion."""


def odd_of(host: int, night: int) -> Odd:
    """Give the way in which a host answers on a night; every other one, and on night 0, as it should."""
    ways = tuple(Odd)[1:]
    return ways[(3 * host + (night - 1) // 2) % len(ways)] if night and (host + night) % 2 else Odd.NONE


def house_line(town: str, night: int) -> str | None:
    """Give the line that the pages of a house have in their texts on a night, if any."""
    return LINES[night // LINE_LASTS % len(LINES)].format(town=town) if night >= SINCE else None


def dress_text(
    fashion: Fashion, text: Text, town: str, night: int, others: Sequence[tuple[Text, str]], chance: Random
) -> tuple[Text, Sequence[str]]:
    """Give a text as a house shows it on a night, and the boxes in it. `chance`: of this page and night."""
    match fashion:
        case Fashion.HOUSE_LINE if line := house_line(town, night):
            return replace(text, paragraphs=(*text.paragraphs[:2], line, *text.paragraphs[2:])), ()
        case Fashion.CAPITALS if night >= SINCE:
            return replace(text, author=text.author.upper()), ()
        case Fashion.ROTATION:
            return text, rotating_boxes([(escape(other.title), path) for other, path in others], chance)
    return text, ()


def line_begun(night: int) -> int:
    """Give the night on which the line that the pages of a house have was new; 0 before there is one."""
    return max(SINCE, night - night % LINE_LASTS) if night >= SINCE else 0


def rotating_boxes(links: Sequence[tuple[str, str]], chance: Random) -> tuple[str, str]:
    """Make an advertisement, and a list of what others read; `links`: headlines and paths of other articles."""
    some = chance.sample(list(links), min(5, len(links)))
    entries = "".join(f"<li><a href='{path}'>{title}</a></li>" for title, path in some)
    return (
        f"<div class=ad>{chance.choice(ADS)}</div>",
        f"<div class=mostread><h4>Most read</h4><ol>{entries}</ol></div>",
    )
