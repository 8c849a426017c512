"""The nightly flow: what is new first; then visits, chosen, made conditionally, read in processes, judged, stored."""

from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from math import inf

from archive.captures.web.session import Web, open_web
from archive.flows.news import archive_news
from archive.flows.visits import Loads
from archive.flows.work import Deadline, Work
from archive.judge.pings import ping_truth
from archive.judge.schedule import Learnt, Visit, learn_rates, site_multipliers
from archive.judge.visit import Ended, Findings, Visited
from archive.judge.visit_choice import VisitChoice
from archive.model import PageResult
from archive.settings import Settings
from archive.store.database import Database
from archive.store.read.agenda import Agenda
from archive.store.write.runs import Run, RunWriter
from archive.store.write.visits import VisitWriter
from archive.times import hours

PLANNED = 20_000
"""Visits that are chosen at once: memory is for so many, whatever the archive holds."""
SAMPLED = 64
"""One visit in so many is looked at first."""
LOOKING = 0.9
"""Of a night's time what first visits may take; the rest is for the second loads. Of less than a minute all."""
NEW_SHARE = 2
"""One in so many of the night's pages, and of its seconds, may be for new articles."""


def recrawl_articles(
    database: Database,
    work: Work,
    *,
    budget: int | None = None,
    seconds: float | None = None,
    web: Web | None = None,
) -> Generator[Visited | PageResult, None, Findings]:
    """Archive what is new, then visit articles again; tell of each page, and return the report of the night.

    First what is followed is read, and new articles archived: a PageResult each. Then articles are visited: a Visited
    each. At most `budget` pages in all, for at most `seconds`; at most half of either goes to what is new. What was
    told of is committed. A run that was cut off in the last hours is gone on with: what it did counts, and is not done
    twice. A stored page that had to be read again and is damaged is a PageResult too. Once the work is stopped no more
    answers are waited for, and what came is stored. `web`: the session to use, if it is not to be one of its own.
    Raises StoreError.
    """
    agenda, runs, limit = Agenda(database), RunWriter(database), inf if seconds is None else seconds
    run, made, damaged = runs.begin(work.now()), 0, 0
    looking, over = start_deadlines(work, limit)
    with ExitStack() as stack:
        web = web or stack.enter_context(open_web(settings=work.settings, now=work.now))
        most = most_news(budget, run)
        half = work.with_stop(work.start_deadline(limit / NEW_SHARE))
        run = replace(run, news=(yield from archive_news(database, run, web, half, most)))
        left = None if budget is None else max(0, budget - run.visited - run.news.pages)
        learnt = learn_changes(agenda)
        per_host = most_per_host(work.settings, seconds)
        chosen = choose_due(agenda, learnt, work.now(), run, most=left, per_host=per_host)
        loads = Loads(database, web, VisitWriter(database, run.id, learnt), work)
        with closing(loads.visit_all(agenda.requests(visit.url for visit in chosen), looking, over)) as visits:
            for visited in visits:
                made += isinstance(visited, Visited)
                damaged += isinstance(visited, PageResult)
                yield visited
    spent = left is not None and made >= left
    return runs.finish(run, work.now(), _why_ended(work, looking, spent=spent), damaged)


def _why_ended(work: Work, looking: Deadline, *, spent: bool) -> Ended:
    """Tell why a night ended. `spent`: its budget is."""
    if work.stop.is_set():
        return Ended.STOPPED
    if spent:
        return Ended.BUDGET
    return Ended.TIME if looking.is_late else Ended.DONE


def start_deadlines(work: Work, seconds: float) -> tuple[Deadline, Deadline]:
    """Give when first visits end, and when all does: a night of a minute or more leaves time for second loads."""
    over = work.start_deadline(seconds)
    return work.start_deadline(seconds * LOOKING if seconds >= 60 else seconds), over


def most_news(budget: int | None, run: Run) -> int | None:
    """Tell how many new articles a run may fetch yet, None for as many as there are."""
    return None if budget is None else max(0, budget // NEW_SHARE - run.news.pages)


def learn_changes(agenda: Agenda) -> Learnt:
    """Learn from past visits how articles change, and which sites tell truly that they did."""
    truths = {one.site: ping_truth(one.answered, one.true, one.expected) for one in agenda.pings()}
    return Learnt(learn_rates(agenda.checks()), site_multipliers(agenda.sites()), truths=truths)


def most_per_host(settings: Settings, seconds: float | None) -> int:
    """Tell how many pages one host may be asked for: what the settings say, and no more than there is time for."""
    in_time = seconds / settings.host_delay if seconds and settings.host_delay else inf
    return max(1, int(min(settings.per_host, in_time)))


def choose_due(
    agenda: Agenda, learnt: Learnt, at: str, run: Run, *, most: int | None, per_host: int
) -> Iterator[Visit]:
    """Choose the night's visits, `PLANNED` at a time: when those are under way it is asked again what is due.

    One visit in `SAMPLED` tells first about how much the others must be worth, so that few are read for nothing.
    """
    now, hosts, given = hours(at), Counter[str](), set[int]()

    def consider(choice: VisitChoice, every: int = 1) -> VisitChoice:
        for visit in agenda.due(at, run.id, learnt, choice.floors, every=every):
            if hash(visit.url) not in given:
                choice.add(visit)
        return choice

    left = inf if most is None else most
    while left:
        size, number = int(min(left, PLANNED)), len(given)
        few = consider(VisitChoice(learnt, now, most=_in_sample(size), per_host=_in_sample(per_host)), SAMPLED)
        guess = replace(few.floors(), hosts={})
        choice = consider(VisitChoice(learnt, now, most=size, per_host=per_host, hosts=hosts, guess=guess))
        if not choice.is_right():
            choice = consider(VisitChoice(learnt, now, most=size, per_host=per_host, hosts=hosts))
        for visit in choice.visits():
            given.add(hash(visit.url))
            yield visit
        if len(given) - number < size:
            return
        left -= size


def _in_sample(number: int) -> int:
    """Tell how many of a sample are compared with so many of all: half as many again, since it is one."""
    return number * 3 // (2 * SAMPLED) + 8
