"""Judge nights of a world: what a re-crawl should have found, by the server's log, and what it did find."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive.judge.visit import Finding, Visited
from archive.model import Outcome, PageResult
from bench.world.listings import RENAMED
from bench.world.script import Mode, World
from bench.world.stage import Entry

Address = tuple[str, str]

EXPECTED = {
    Mode.REMOVED.value: Finding.GONE,
    Mode.FORBIDDEN.value: Finding.BLOCKED,
    **dict.fromkeys((Mode.PAYWALL.value, Mode.STUB.value, Mode.CONSENT.value, Mode.CAPTCHA.value), Finding.SUSPECT),
    **dict.fromkeys((Mode.PART.value, Mode.EMPTY.value, Mode.SHELL.value), Finding.SUSPECT),
    **dict.fromkeys((Mode.NOTICE.value, Mode.SOFT.value, Mode.FRONT.value, Mode.SECTION.value), Finding.SUSPECT),
    **dict.fromkeys((Mode.BROKEN.value, Mode.CUT.value, Mode.DROPPED.value, Mode.SLOW.value), Finding.FAILED),
    **dict.fromkeys((Mode.LOOP.value, Mode.UNASKED.value, "throttled"), Finding.FAILED),
    "not modified": Finding.SAME,
}
"""What a visit is to find whose last answer was that; pages, redirects that are followed, and 404s depend on more."""


@dataclass(slots=True)
class Tally:
    """The counts of a world.

    `seen`: edits that visits could see, by kind; `found` of them, and `kinds_right`; `missed`; `false`: changes that
    were none; `hidden`: visits that a false 304 kept from an edit. `told`: visits by what was served and what was
    found; `due`, `right`: by what was to be found, and those found so; `wrong`: the others, each as (night, URL, what
    was served, what was to be found, what was found). `new`: articles that came out later and whose page was served;
    `added`: those of them that were archived then. `shortest`: seconds of the world between two requests to a host.
    """

    visits: int = 0
    requests: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    found: int = 0
    kinds_right: int = 0
    false: int = 0
    missed: int = 0
    new: int = 0
    added: int = 0
    hidden: int = 0
    told: Counter[tuple[str, str]] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    due: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[int, str, str, str, str]] = field(default_factory=list)
    against_robots: list[Entry] = field(default_factory=list)
    too_soon: list[tuple[float, Entry]] = field(default_factory=list)
    in_pause: list[Entry] = field(default_factory=list)
    shortest: float = float("inf")


@dataclass(slots=True)
class Known:
    """The versions that the archive is to hold of an article. `chain`: versions in the order they became revisions.

    It is empty until the archive has the article. `led`: its address led to another once, so it may have two.
    `renamed`: when it was archived a feed gave it another link already.
    """

    address: Address
    chain: list[int] = field(default_factory=lambda: [0])
    missing: bool = False
    led: bool = False
    renamed: bool = False


class Judge:
    """Compares, night after night. `delay`: seconds a host rests by default, in the world's time."""

    def __init__(self, world: World, delay: float) -> None:
        self._world = world
        self._delay = delay
        self.known = [Known(story.addresses[0], [] if story.since else [0]) for story in world.stories]
        self.tally = Tally()

    def night(self, number: int, told: Iterable[Visited | PageResult], log: Sequence[Entry], speed: float) -> None:
        """Judge one night by its log, and by what it told of pages."""
        self.manners(number, log, speed)
        answers: defaultdict[int, list[Entry]] = defaultdict(list)
        for entry in log:
            if entry.article is not None:
                _, _, led_by = entry.path.partition("?from=")
                answers[int(led_by) if led_by else entry.article].append(entry)
        results = list(told)
        self._news(number, [one for one in results if isinstance(one, PageResult)], answers)
        for visit in results:
            if not isinstance(visit, Visited):
                continue
            self.tally.visits += 1
            article = _article_at(self._world, visit.url.removesuffix("?seen"))
            if article is not None and self.known[article].chain:
                self._visit(number, visit, article, answers[article])
            else:
                self.tally.wrong.append((number, visit.url, "an address of no article", "", visit.found.value))

    def _news(self, night: int, results: Sequence[PageResult], answers: Mapping[int, Sequence[Entry]]) -> None:
        """New articles: each is to be added once, when its page is served first, and asked for by one link."""
        added = Counter(one.origin for one in results if one.outcome is Outcome.ADDED)
        for story in self._world.stories:
            known, entries = self.known[story.number], answers.get(story.number, ())
            if known.chain and not known.renamed and any(entry.path.endswith(RENAMED) for entry in entries):
                self.tally.wrong.append((night, story.addresses[0][1], "another link", "not asked for", "asked for"))
            if known.chain or not entries:
                continue
            page = next((entry for entry in entries if entry.served == "page"), None)
            due = int(page is not None)
            made = sum(count for url, count in added.items() if _article_at(self._world, url) == story.number)
            self.tally.new += due
            self.tally.added += due and made == 1
            if made != due:
                row = f"added {due} times", f"{made} times"
                self.tally.wrong.append((night, story.addresses[0][1], entries[-1].served, *row))
            if page:
                known.chain.append(page.version)
                known.renamed = page.path.endswith(RENAMED)

    def manners(self, night: int, log: Sequence[Entry], speed: float) -> None:
        """Robots, delays and pauses; `speed` turns the log's seconds into the world's."""
        last: dict[str, Entry] = {}
        paused: dict[str, float] = {}
        for entry in log:
            self.tally.requests += 1
            plan = self._world.at_host[entry.host][night]
            page = entry.path != "/robots.txt"
            if page and (plan.rules == "" or entry.path.startswith(plan.forbidden or ("\n",))):
                self.tally.against_robots.append(entry)
            if entry.at < paused.get(entry.host, 0.0):
                self.tally.in_pause.append(entry)
            if entry.served == "throttled" and plan.throttle:
                paused[entry.host] = entry.at + plan.throttle.seconds / speed
            if before := last.get(entry.host):
                gap = (entry.at - before.at) * speed
                over = gap - max(self._delay, plan.crawl_delay)
                self.tally.shortest = min(self.tally.shortest, gap)
                if over < 0:
                    self.tally.too_soon.append((gap, entry))
            last[entry.host] = entry

    def _visit(self, night: int, visit: Visited, number: int, answers: Sequence[Entry]) -> None:
        known, tally, answers = self.known[number], self.tally, _first_load(answers)
        last = answers[-1] if answers else None
        served = last.served if last else "not asked"
        expected = self._expected(night, number, known, last, answers)
        if last is None and visit.found is Finding.FAILED and self._world.at_host[known.address[0]][night].throttle:
            expected = Finding.FAILED  # it wanted to be left alone: nobody need ask what its robots.txt forbids besides
        if served == Mode.REMOVED.value and known.led and visit.found is Finding.FAILED:
            expected = Finding.FAILED  # its second address is asked the next night
        tally.told[served, visit.found.value] += 1
        tally.due[expected.value] += 1
        if served == "not modified" and last and last.version != known.chain[-1]:
            tally.hidden += 1
        if expected is Finding.CHANGED and last:
            self._edit(known, number, visit, last)
        elif visit.found is Finding.CHANGED:
            tally.false += 1
        if visit.found is expected:
            tally.right[expected.value] += 1
        else:
            reason = f"{visit.found.value} ({visit.reason}: {visit.detail})"
            tally.wrong.append((night, visit.url, served, expected.value, reason))
        known.missing = served in (Mode.MISSING.value, Mode.REMOVED.value)
        known.led = known.led or any(entry.target for entry in answers)
        if expected in (Finding.MOVED, Finding.CHANGED):
            known.address = self._moved_to(answers) or known.address

    def _edit(self, known: Known, number: int, visit: Visited, last: Entry) -> None:
        """An edit that the visit could see."""
        tally, story = self.tally, self._world.stories[number]
        between = story.kinds[known.chain[-1] : last.version]
        kind = between[0].value if len(between) == 1 else "several"
        tally.seen[kind] += 1
        if visit.found is Finding.CHANGED:
            tally.found += 1
            tally.kinds_right += kind in ("several", visit.reason)
        else:
            tally.missed += 1
        known.chain.append(last.version)

    def _expected(self, night: int, number: int, known: Known, last: Entry | None, answers: Sequence[Entry]) -> Finding:
        if last is None:
            return self._unasked(night, known.address)
        if last.target and (last.status == 301 or last.served in (Mode.ASIDE.value, Mode.ELSEWHERE.value)):
            return self._unasked(night, last.target)
        if last.path.partition("?")[2].startswith("from="):
            return Finding.SUSPECT
        if last.served == Mode.MISSING.value:
            return Finding.GONE if known.missing else Finding.FAILED
        if last.served == "page":
            other = self._differs(number, known.chain[-1], last.version)
            led = self._moved_to(answers) not in (None, known.address)
            return Finding.CHANGED if other else Finding.MOVED if led else Finding.SAME
        return EXPECTED[last.served]

    def _unasked(self, night: int, address: Address) -> Finding:
        """Say why an address was not asked: robots.txt forbids it or is broken, or the host wants to be left alone."""
        plan = self._world.at_host[address[0]][night]
        forbidden = plan.rules and address[1].startswith(plan.forbidden)
        return Finding.BLOCKED if forbidden else Finding.FAILED

    def _differs(self, number: int, held: int, shown: int) -> bool:
        """Tell whether one version is news after another; a headline that the article had before is none."""
        versions = self._world.stories[number].versions
        text = versions[shown]
        if text.title in {versions[version].title for version in self.known[number].chain}:
            text = replace(text, title=versions[held].title)
        return versions[held] != text

    @staticmethod
    def _moved_to(answers: Sequence[Entry]) -> Address | None:
        """Tell where permanent redirects led."""
        return next((entry.target for entry in reversed(answers) if entry.served == "moved"), None)


def _first_load(answers: Sequence[Entry]) -> Sequence[Entry]:
    for place, entry in enumerate(answers, 1):
        if entry.target is None and entry.status not in (0, 429, 502, 503, 504) and entry.served != Mode.CUT.value:
            return answers[:place]
    return answers


def _article_at(world: World, url: str) -> int | None:
    place = world.led.get(_address(url.removesuffix(RENAMED)))
    return place[0] if place else None


def _address(url: str) -> Address:
    authority, _, path = url.partition("://")[2].partition("/")
    return authority.partition(":")[0], f"/{path}"
