"""A queue of jobs that workers on many machines share, by procrastinate on PostgreSQL. The only door to procrastinate.

A job has a lock, and no two jobs of one lock run at a time. A worker tells the queue that it is alive; where it does so
no more, its jobs are taken back and given to others.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from math import ceil
from typing import Any
from uuid import uuid4

from procrastinate import App, BaseRetryStrategy, PsycopgConnector, RetryDecision, SyncPsycopgConnector
from procrastinate.exceptions import ProcrastinateException
from procrastinate.jobs import Job, Status
from procrastinate.schema import SchemaManager

from archive.errors import StoreError

QUEUE = "recrawl"
MARK = "procrastinate_jobs"
"""A table that tells whether the queue is there."""
AT_ONCE = 200
"""Jobs that are put into the queue at once."""
TRIES = 5
"""Times that a job which fails is begun."""
PATIENCE = 0.2
"""Seconds until a stop is noticed."""
_TASK, _TAKE_BACK = "work_off", "take_back"
_UNFINISHED = """
SELECT DISTINCT split_part(queueing_lock, ' ', 1)::int AS run FROM procrastinate_jobs
WHERE queue_name = %(queue)s AND task_name = %(task)s AND status IN ('todo', 'doing')
"""
_FORGET_ENDED = """
DELETE FROM procrastinate_jobs WHERE queue_name = %(queue)s AND status NOT IN ('todo', 'doing')
AND id NOT IN (SELECT job_id FROM procrastinate_periodic_defers WHERE job_id IS NOT NULL)
"""


@dataclass(frozen=True, slots=True)
class QueuedJob:
    """A job: the run it belongs to, what no other may work on meanwhile, and what it is to do, as JSON."""

    run_id: int
    lock: str
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Crew:
    """How a worker works: so many jobs at once; one that is silent for `stalled_after` seconds is taken for dead."""

    jobs: int
    stalled_after: float


class NotDone(Exception):
    """A job has something left to do, for which it is to be begun again in so many seconds.

    `counted`: as one of the tries that it has.
    """

    def __init__(self, seconds: float, *, counted: bool = True) -> None:
        super().__init__(f"is to go on in {seconds:g} s")
        self.seconds = seconds
        self.counted = counted


class _Again(BaseRetryStrategy):
    """Begins a job again that is not done, or that failed."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Tell when, if at all."""
        if isinstance(exception, NotDone) and not exception.counted:
            return RetryDecision(retry_in={"seconds": ceil(exception.seconds)})
        if job.attempts + 1 >= TRIES:
            return None
        wait = ceil(exception.seconds) if isinstance(exception, NotDone) else 5 << job.attempts
        return RetryDecision(retry_in={"seconds": wait})


def queue_tables() -> str:
    """Give the SQL that makes the tables of a queue."""
    return str(SchemaManager.get_schema())


def enqueue_jobs(conninfo: str, where: str, jobs: Iterable[QueuedJob]) -> None:
    """Put jobs into the queue. Raises StoreError."""
    coming = iter(jobs)
    with _as_store_errors(where):
        app = App(connector=SyncPsycopgConnector(conninfo=conninfo, min_size=1, max_size=1))
        with app.open():
            app.connector.get_sync_connector().execute_query(_FORGET_ENDED, queue=QUEUE)
            while some := list(islice(coming, AT_ONCE)):
                app.job_manager.batch_defer_jobs([_job_of(one) for one in some])


def unfinished_runs(conninfo: str, where: str) -> set[int]:
    """Give the runs that have jobs waiting or being worked off. Raises StoreError."""
    with _as_store_errors(where):
        app = App(connector=SyncPsycopgConnector(conninfo=conninfo, min_size=1, max_size=1))
        with app.open():
            rows = app.connector.get_sync_connector().execute_query_all(_UNFINISHED, queue=QUEUE, task=_TASK)
    return {row["run"] for row in rows}


def work_jobs(
    conninfo: str,
    where: str,
    crew: Crew,
    work: Callable[[Mapping[str, Any]], None],
    tend: Callable[[Collection[int]], bool],
    stop: threading.Event,
) -> None:
    """Work off jobs, each by `work` in a thread, until `stop` is set; what is in hand then is finished first.

    `work` raises NotDone where something is left. `tend` is called now and then with the runs that have jobs left; once
    it gives False the work ends. A second Ctrl-C comes through as KeyboardInterrupt: what is in hand is left as it is,
    and taken back by others. Raises StoreError.
    """
    loop = asyncio.new_event_loop()
    with _as_store_errors(where):
        loop.run_until_complete(_work_jobs(conninfo, crew, work, tend, stop))
    loop.close()


async def _work_jobs(
    conninfo: str,
    crew: Crew,
    work: Callable[[Mapping[str, Any]], None],
    tend: Callable[[Collection[int]], bool],
    stop: threading.Event,
) -> None:
    app = App(connector=PsycopgConnector(conninfo=conninfo, min_size=1, max_size=3))
    loop = asyncio.get_running_loop()
    threads = ThreadPoolExecutor(crew.jobs, "job")

    @app.task(name=_TASK, queue=QUEUE, retry=_Again())
    async def work_off(**told: Any) -> None:
        await loop.run_in_executor(threads, work, told)

    _take_back_stalled(app, crew.stalled_after)
    async with app.open_async(), _running(app, crew, stop) as running:
        while not stop.is_set() and not running.done():
            rows = await app.connector.execute_query_all_async(_UNFINISHED, queue=QUEUE, task=_TASK)
            if not await loop.run_in_executor(None, tend, {row["run"] for row in rows}):
                break
            for _ in range(5):
                if not stop.is_set():
                    await asyncio.wait([running], timeout=PATIENCE)
    threads.shutdown()


@asynccontextmanager
async def _running(app: App, crew: Crew, stop: threading.Event) -> AsyncIterator[asyncio.Task[None]]:
    """Run procrastinate's worker beside the block; at its end let it finish what it has in hand."""
    running = asyncio.create_task(
        app.run_worker_async(
            queues=[QUEUE],
            concurrency=crew.jobs,
            install_signal_handlers=False,
            delete_jobs="successful",
            fetch_job_polling_interval=min(5.0, crew.stalled_after),
            update_heartbeat_interval=crew.stalled_after / 4,
            stalled_worker_timeout=crew.stalled_after,
        )
    )
    try:
        yield running
    finally:
        stop.set()
        running.cancel()
        await asyncio.wait([running])
    if not running.cancelled():
        running.result()
        raise StoreError("the connection to the queue broke; run this again")


def _take_back_stalled(app: App, seconds: float) -> None:
    """Let a periodic job give the jobs of dead workers to others."""
    every = max(1, min(30, int(seconds / 4)))

    @app.periodic(cron=f"* * * * * */{every}")
    @app.task(name=_TAKE_BACK, queue=QUEUE, queueing_lock=_TAKE_BACK, priority=10)
    async def take_back(timestamp: int) -> None:
        for job in await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=seconds):
            with suppress(ProcrastinateException):  # another took it back
                if job.task_name == _TASK:
                    await app.job_manager.retry_job(job)
                else:  # one like this, of which another waits
                    await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)


def _job_of(one: QueuedJob) -> Job:
    return Job(
        queue=QUEUE,
        lock=one.lock,
        queueing_lock=f"{one.run_id} {uuid4().hex}",  # it names the run; of one lock several may wait
        task_name=_TASK,
        task_kwargs=dict(one.told),
        status=Status.TODO.value,
    )


@contextmanager
def _as_store_errors(where: str) -> Iterator[None]:
    """Turn what procrastinate raises inside the block into a StoreError."""
    try:
        yield
    except ProcrastinateException as error:
        cause = error.__cause__ or error
        raise StoreError(f"the queue cannot be used: {cause}", where=where) from error
    except StoreError as error:
        raise StoreError(error.message, where=error.where or where) from error
