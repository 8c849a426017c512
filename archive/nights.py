"""Nights that workers on many machines share, by a queue on PostgreSQL."""

import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict
from types import ModuleType
from typing import TYPE_CHECKING

from archive.database_url import is_server
from archive.errors import UsageError
from archive.model import PageResult
from archive.settings import Settings
from archive.store.database import Database

if TYPE_CHECKING:
    from archive.flows.shared_night import HostList, QueuedNight
    from archive.flows.work import Work
    from archive.judge.visit import Findings, Visited

STALLED_AFTER = 60.0
"""Seconds without a sign of life after which a worker's hosts are given to others."""


class SharedNights:
    """The part of `Archive` by which many machines share a night."""

    settings: Settings
    _database: Database
    _now: Callable[[], str]
    _work: "Callable[[threading.Event | None], Work]"

    def enqueue_recrawl(
        self, *, budget: int | None = None, seconds: float | None = None, stop: threading.Event | None = None
    ) -> "QueuedNight":
        """Plan a night as `recrawl` does, and leave its visits to the workers: a job a host.

            archive.enqueue_recrawl(budget=50_000).hosts

        What is followed is read here. Raises UsageError for an archive that is no database of PostgreSQL, StoreError;
        its kind AlreadyRunning while another night is under way.
        """
        queue, conninfo = self._open_queue()
        from archive.flows.shared_night import close_nights, plan_night

        def enqueue(lists: "Sequence[HostList]") -> None:
            jobs = (queue.QueuedJob(one.run_id, one.host, asdict(one)) for one in lists)
            queue.enqueue_jobs(conninfo, self._database.name, jobs)

        with self._database.recrawl_lock(self._now()):
            close_nights(self._database, self._now(), queue.unfinished_runs(conninfo, self._database.name))
            planned = plan_night(self._database, self._work(stop), enqueue, budget=budget, seconds=seconds)
            if not planned.hosts:
                close_nights(self._database, self._now(), ())
        return planned

    def work_nights(
        self,
        *,
        hosts: int,
        once: bool = False,
        stalled_after: float = STALLED_AFTER,
        each: "Callable[[Visited | PageResult], object]" = lambda result: None,
        done: "Callable[[Findings], object]" = lambda found: None,
        failed: Callable[[str, Exception], object] = lambda host, error: None,
        stop: threading.Event | None = None,
    ) -> None:
        """Work off the hosts of nights that were enqueued, so many at once, until `stop` is set.

        With `once` until no night is under way. `each` is called as in `recrawl`, `done` with the report of a night
        that ended here, `failed` where a host could not be worked off, which is tried again. A worker that is silent
        for `stalled_after` seconds is taken for dead, and its hosts are given to others; name the same number to all
        workers. Raises as `enqueue_recrawl`.
        """
        queue, conninfo = self._open_queue()
        from archive.flows.night_worker import NightWatch, NightWorker
        from archive.store.postgres.host_locks import open_host_locks

        name, work = self._database.name, self._work(stop)
        with open_host_locks(self.settings.db, name) as locks:
            worker = NightWorker(self._database, work, locks, NightWatch(each, done, failed))

            def tend(runs: Collection[int]) -> bool:
                worker.end_nights(runs, lambda: queue.unfinished_runs(conninfo, name))
                return bool(runs) or not once

            queue.work_jobs(conninfo, name, queue.Crew(hosts, stalled_after), worker.work_job, tend, work.stop)

    def _open_queue(self) -> tuple[ModuleType, str]:
        """Give the room of the queue, and how to connect to it. Raises UsageError, StoreError."""
        self._database.check_open()
        if not is_server(self.settings.db):
            told = "workers share an archive on PostgreSQL; `archive db copy` takes this one there"
            raise UsageError(told, where=self._database.name)
        try:
            from archive.engines import queue
        except ImportError as error:
            raise UsageError("workers need more: pip install 'news-archive[cluster]'") from error
        from archive.store.postgres.queue_schema import open_queue_schema

        return queue, open_queue_schema(self.settings.db, self._database.name, queue.queue_tables(), queue.MARK)
