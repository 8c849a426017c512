"""A worker of the nights that many machines share: each job is one host's list for tonight."""

import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from archive.captures.web.session import open_web
from archive.engines.queue import NotDone
from archive.errors import AlreadyRunning
from archive.flows.recrawl import learn_changes
from archive.flows.shared_night import HostList, close_nights, work_off
from archive.flows.work import Work
from archive.judge.schedule import Learnt
from archive.judge.visit import Findings, Visited
from archive.model import PageResult
from archive.store.database import Database
from archive.store.postgres.host_locks import HostClaims, HostLocks
from archive.store.read.agenda import Agenda
from archive.store.write.runs import RunWriter

HOST_TAKEN = 15.0
"""Seconds until a host is tried again that another worker has."""
LONGEST_REST = 120.0
"""Seconds that a host rests at most before another worker may ask it."""


@dataclass(frozen=True, slots=True)
class NightWatch:
    """Whom a worker tells: of each visit or new article, of a night that ended, of a host that failed for now."""

    each: Callable[[Visited | PageResult], object] = lambda result: None
    done: Callable[[Findings], object] = lambda found: None
    failed: Callable[[str, Exception], object] = lambda host, error: None
    mutex: threading.Lock = field(default_factory=threading.Lock)


class NightWorker:
    """Works off hosts, each in a thread with a session of its own, and ends nights that have none left."""

    def __init__(self, database: Database, work: Work, locks: HostLocks, watch: NightWatch) -> None:
        self._database = database
        self._work = replace(work, settings=replace(work.settings, workers=1))
        self._locks = locks
        self._watch = watch
        self._learning = threading.Lock()
        self._learnt: tuple[int, Learnt] | None = None

    def work_job(self, told: Mapping[str, Any]) -> None:
        """Work off what is still due of a host's list. Raises NotDone where something is left, StoreError."""
        some = HostList(**{**told, "news": tuple(told["news"]), "visits": tuple(told["visits"])})
        if self._work.now() >= some.until:
            return
        claims = HostClaims(self._locks, some.host)
        if not claims.take(some.host):
            raise NotDone(HOST_TAKEN, counted=False)
        try:
            self._visit(some, claims)
        except NotDone:
            raise
        except Exception as error:
            with self._watch.mutex:
                self._watch.failed(some.host, error)
            raise
        finally:
            claims.close()

    def _visit(self, some: HostList, claims: HostClaims) -> None:
        """Ask a host, and let it rest before another worker may. Raises NotDone where something is left."""
        work = self._work
        with open_web(settings=work.settings, now=work.now, claims=claims) as web:
            results = work_off(self._database, work, some, self._changes_for(some.run_id), web)
            while True:
                try:
                    result = next(results)
                except StopIteration as end:
                    complete = bool(end.value)
                    break
                with self._watch.mutex:
                    self._watch.each(result)
            rest = min(max(web.rest_left(), 0.0), LONGEST_REST)
            if work.stop.wait(rest if complete else 0):
                raise NotDone(rest, counted=False)
        if not complete:
            raise NotDone(HOST_TAKEN)

    def _changes_for(self, run_id: int) -> Learnt:
        """Give what past visits teach, learnt once a night."""
        with self._learning:
            if self._learnt is None or self._learnt[0] != run_id:
                self._learnt = run_id, learn_changes(Agenda(self._database))
            return self._learnt[1]

    def end_nights(self, unfinished: Collection[int], recount: Callable[[], Collection[int]]) -> None:
        """End nights that have no lists left, but for the `unfinished`. `recount` tells these anew, under the lock."""
        if all(one.run.id in unfinished for one in RunWriter(self._database).shared_nights()):
            return
        try:
            with self._database.recrawl_lock(self._work.now()):
                ended = close_nights(self._database, self._work.now(), recount())
        except AlreadyRunning:  # another worker ends it, or a night is being planned
            return
        for found in ended:
            with self._watch.mutex:
                self._watch.done(found)
