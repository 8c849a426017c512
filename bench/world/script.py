"""The script of a world: some newspapers, their articles, and what becomes of them night after night.

All of it follows from the seed, so the server that plays it and the judge who knows the truth need not talk. A night's
state does not change while it is night; only noise does, at every load.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from math import exp
from random import Random
from types import MappingProxyType

from bench.world.oddities import FASHIONS, HABITS, LISTINGS, Fashion, Habit, Odd, odd_of
from bench.world.texts import ODDS, Kind, Text, edit_text, invent_sentence, invent_story

BEGIN = datetime(2026, 3, 1, 2, tzinfo=UTC)
SECTIONS = ("news", "sport", "culture", "local")
CLOSED = "/members/"
"""A path that every robots.txt of a host with rules forbids; articles link to it, and some move there."""


class Mode(StrEnum):
    """The answers of an article's URL on a night."""

    PAGE = "page"
    ASIDE = "redirect for a night"
    MISSING = "404"
    REMOVED = "410"
    PAYWALL = "paywall"
    STUB = "fragment"
    PART = "a part that leads on or breaks off"
    EMPTY = "nothing"
    SHELL = "the shell of a script"
    CONSENT = "consent page"
    CAPTCHA = "robot check"
    NOTICE = "maintenance notice"
    SOFT = "not found, said with 200"
    FRONT = "redirect to the front page"
    SECTION = "redirect to a section"
    ELSEWHERE = "redirect to another article"
    LOOP = "redirect to itself"
    FORBIDDEN = "401, 402, 403 or 451"
    BROKEN = "500"
    CUT = "cut off in the middle"
    DROPPED = "closed without an answer"
    SLOW = "no answer in time"
    UNASKED = "304 though not asked since when"


SPELLS = {
    Mode.PAYWALL: (0.0030, 4),
    Mode.STUB: (0.0015, 3),
    Mode.PART: (0.0015, 3),
    Mode.EMPTY: (0.0010, 2),
    Mode.SHELL: (0.0010, 2),
    Mode.CONSENT: (0.0020, 3),
    Mode.CAPTCHA: (0.0025, 2),
    Mode.SOFT: (0.0010, 3),
    Mode.FRONT: (0.0015, 4),
    Mode.SECTION: (0.0010, 4),
    Mode.ELSEWHERE: (0.0008, 4),
    Mode.ASIDE: (0.0015, 3),
    Mode.LOOP: (0.0005, 2),
    Mode.FORBIDDEN: (0.0020, 3),
    Mode.BROKEN: (0.0040, 2),
    Mode.CUT: (0.0030, 2),
    Mode.DROPPED: (0.0020, 2),
    Mode.SLOW: (0.0006, 1),
    Mode.UNASKED: (0.0005, 2),
    Mode.MISSING: (0.0030, 2),
}
"""Of an article's nights the share on which such a spell begins, and how many nights it lasts at most."""

DELETED, REMOVED, MOVED = 0.0012, 0.0010, 0.0030
"""Of an article's nights the share on which it goes for ever, without a word or with a 410, and on which it moves."""
LATE, CALM = 8, 5
"""Of a host's articles one in so many comes out later, and is listed; so many nights nothing befalls it then."""
FLIP = 0.4
"""Chance that a house which tries two headlines shows the other one tonight."""
EDITS = 0.04
"""Edits an article and night, the mean over the world; new articles and restless ones have more."""


@dataclass(frozen=True, slots=True)
class Throttle:
    """A host that wants fewer requests. `seconds` of Retry-After, as a date if `dated`; `once`: the next is "
    "answered."""

    status: int
    seconds: int
    dated: bool
    once: bool


@dataclass(frozen=True, slots=True)
class HostNight:
    """A host on a night. `rules`: its robots.txt, None where it has none, "" where it is broken."""

    rules: str | None
    forbidden: tuple[str, ...] = ()
    crawl_delay: int = 0
    throttle: Throttle | None = None
    odd: Odd = Odd.NONE


@dataclass(frozen=True, slots=True)
class State:
    """An article on a night: which version, at which of its addresses, and how it answers."""

    version: int
    address: int
    mode: Mode


@dataclass(slots=True)
class Story:
    """An article: its `versions` with their `kinds` (of all but the first) and birth nights, its addresses (host and
    path), its state on each night from 0, and what its readers will write under it, one in two nights.

    `since`: the night on which it comes out; on so many nights from then on as it is in `vain` its page is none.
    """

    number: int
    published: datetime
    versions: list[Text]
    kinds: list[Kind]
    born: list[int]
    addresses: list[tuple[str, str]]
    nights: list[State]
    comments: tuple[str, ...]
    since: int = 0
    vain: int = 0

    def is_calm(self, night: int) -> bool:
        """Tell whether it is new tonight, or was not long ago."""
        return self.since > 0 and night <= self.since + self.vain + CALM


class World:
    """`hosts` names, `articles` shared among them, `nights` of them after night 0, on which all is well."""

    def __init__(self, hosts: int, articles: int, nights: int, seed: int = 1) -> None:
        self.seed = seed
        self.nights = nights
        self.hosts = tuple(f"paper{number:02}.example" for number in range(hosts))
        self._random = Random(f"world {seed}")
        self.at_host = {host: self._host_nights(number) for number, host in enumerate(self.hosts)}
        self.notices = {host: self._spell_nights(0.006) for host in self.hosts}
        self.habits = MappingProxyType({host: HABITS[number % len(HABITS)] for number, host in enumerate(self.hosts)})
        self.fashions = {host: self._fashion(number) for number, host in enumerate(self.hosts)}
        self.listings = {host: LISTINGS[number % len(LISTINGS)] for number, host in enumerate(self.hosts)}
        self.stories = [self._story(number) for number in range(articles)]
        self.of_host: defaultdict[str, list[Story]] = defaultdict(list)
        for one in self.stories:
            self.of_host[one.addresses[0][0]].append(one)
        self.led = {address: (one.number, at) for one in self.stories for at, address in enumerate(one.addresses)}

    def state(self, number: int, night: int) -> State:
        """An article on a night; a host's maintenance notice stands before everything else."""
        state = self.stories[number].nights[night]
        host = self.stories[number].addresses[state.address][0]
        closed = night in self.notices[host] and not self.stories[number].is_calm(night)
        return State(state.version, state.address, Mode.NOTICE) if closed else state

    def edit_some(self, share: float) -> int:
        """One night more, on which all is well and just that share of the articles is edited; its number."""
        night = len(self.stories[0].nights)
        random = Random(f"more {self.seed} {night}")
        changed = set(random.sample(range(len(self.stories)), round(share * len(self.stories))))
        for one in self.stories:
            last = one.nights[-1]
            lost = last.mode if last.mode is Mode.REMOVED or self._deleted(one) else Mode.PAGE
            if one.number in changed and lost is Mode.PAGE:
                self._edit(one, night, random)
            one.nights.append(State(len(one.versions) - 1, last.address, lost))
        for host in self.hosts:
            plain = self.at_host[host][0]
            self.at_host[host].append(plain)
        return night

    @staticmethod
    def _deleted(one: Story) -> bool:
        return len(one.nights) > 6 and all(state.mode is Mode.MISSING for state in one.nights[-6:])

    def _host_nights(self, number: int) -> list[HostNight]:
        """Every third host has no robots.txt; of the rest every third asks for a longer delay."""
        random, nights = self._random, []
        ruled, delay = number % 3 != 1, (0, 5, 0, 0, 10, 0)[number % 6] if number % 3 != 1 else 0
        since = random.randint(5, 20) if number % 7 == 2 else 10**6
        for night in range(self.nights + 1):
            forbidden = (CLOSED, "/print/", *(("/sport/",) if since <= night < since + 8 else ())) if ruled else ()
            lines = ["User-agent: *", *(f"Disallow: {path}" for path in forbidden)]
            lines += [f"Crawl-delay: {delay}"] if delay else []
            rules = "\n".join(lines) + "\n" if ruled else None
            broken = night > 0 and random.random() < 0.006
            throttle = self._throttle() if night and not broken and random.random() < 0.05 else None
            nights.append(
                HostNight("" if broken else rules, forbidden, 0 if broken else delay, throttle, odd_of(number, night))
            )
        return nights

    def _fashion(self, number: int) -> Fashion:
        """No line of the house where a 304 lies: a page that is alone to show it cannot tell whose it is."""
        fashion = FASHIONS[number % len(FASHIONS)]
        lies = self.habits[self.hosts[number]] in (Habit.LIES, Habit.STALE)
        return Fashion.NONE if lies and fashion is Fashion.HOUSE_LINE else fashion

    def _throttle(self) -> Throttle:
        random = self._random
        once = random.random() < 0.6
        seconds = random.randint(4, 60) if once else random.randint(4, 60) * 600
        return Throttle(random.choice((429, 503)), seconds, random.random() < 0.5, once)

    def _spell_nights(self, share: float) -> frozenset[int]:
        return frozenset(night for night in range(1, self.nights + 1) if self._random.random() < share)

    def _story(self, number: int) -> Story:
        random = Random(f"{self.seed} {number}")
        host = self.hosts[number % len(self.hosts)]
        path = f"/{random.choice(SECTIONS)}/{2026}/story-{number}"
        late = number // len(self.hosts) % LATE == 3
        since = random.randint(1, max(1, self.nights * 3 // 5 - 2)) if late else 0
        vain = random.choice((0, 1, 1, 2)) if late else 0
        old = timedelta(hours=2) if late else timedelta(hours=random.expovariate(1 / 240))
        published = BEGIN + timedelta(days=since) - old
        first = invent_story(random)
        comments = tuple(invent_sentence(random) for _ in range(random.randint(0, 9)))
        one = Story(
            number, published, [first], [], [0], [(host, path)], [State(0, 0, Mode.PAGE)], comments, since, vain
        )
        in_vain = random.choice((Mode.EMPTY, Mode.SHELL))
        restless = random.lognormvariate(-0.5, 1.0)
        spell, left = Mode.PAGE, 0
        for night in range(1, self.nights + 1):
            if night < since + vain:
                one.nights.append(State(0, 0, Mode.MISSING if night < since else in_vain))
                continue
            age = (BEGIN + timedelta(days=night) - published).days
            while random.random() < min(0.6, EDITS * restless * (0.35 + 3 * exp(-age / 7))):
                self._edit(one, night, random)
            if self.fashions[host] is Fashion.HEADLINES and random.random() < FLIP:
                self._flip(one, night, random)
            if random.random() < MOVED and not one.is_calm(night):
                self._move(one, random)
            left -= 1
            if left <= 0 and not one.is_calm(night):
                spell, left = self._spell(random)
            one.nights.append(State(len(one.versions) - 1, len(one.addresses) - 1, spell))
        return one

    @staticmethod
    def _edit(one: Story, night: int, random: Random) -> None:
        kind = random.choices(list(ODDS), list(ODDS.values()))[0]
        one.versions.append(edit_text(one.versions[-1], kind, random))
        one.kinds.append(kind)
        one.born.append(night)

    @staticmethod
    def _flip(one: Story, night: int, random: Random) -> None:
        """Show the headline that it had before this one; a second one if it had none."""
        text = one.versions[-1]
        other = next((old.title for old in reversed(one.versions) if old.title != text.title), None)
        one.versions.append(replace(text, title=other) if other else edit_text(text, Kind.HEADLINE, random))
        one.kinds.append(Kind.HEADLINE)
        one.born.append(night)

    def _move(self, one: Story, random: Random) -> None:
        """To another path, another host, or behind what robots.txt forbids."""
        host, _ = one.addresses[-1]
        where = random.random()
        if where < 0.2:
            one.addresses.append((host, f"{CLOSED}story-{one.number}-{len(one.addresses)}"))
            return
        if where < 0.5:
            host = random.choice(self.hosts)
        one.addresses.append((host, f"/{random.choice(SECTIONS)}/moved/story-{one.number}-{len(one.addresses)}"))

    def _spell(self, random: Random) -> tuple[Mode, int]:
        drawn = random.random()
        for mode, share in ((Mode.MISSING, DELETED), (Mode.REMOVED, REMOVED)):
            if drawn < share:
                return mode, self.nights + 1
            drawn -= share
        for mode, (share, longest) in SPELLS.items():
            if drawn < share:
                return mode, random.randint(1, longest)
            drawn -= share
        return Mode.PAGE, 1
