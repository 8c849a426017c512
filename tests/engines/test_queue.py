"""A queue of jobs on a real PostgreSQL: those of dead workers are given to others, whatever else they left."""

import threading
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from archive.engines import queue
from archive.store.postgres.queue_schema import open_queue_schema

if TYPE_CHECKING:
    from tests.postgres import Server


@pytest.fixture
def conninfo(postgres_server: "Server", tmp_path: Path) -> Iterator[str]:
    """How to connect to an empty queue."""
    url = postgres_server.database_of(str(tmp_path / "own"), filled=True)
    yield open_queue_schema(url, "news", queue.queue_tables(), queue.MARK)
    postgres_server.drop_below(tmp_path)


def test_jobs_of_a_dead_worker_are_taken_back(conninfo: str) -> None:
    """Also where it died taking back others, and a host has two lists; a job that is not done comes again.

    It takes the second in which a silent worker counts as dead.
    """
    jobs = [queue.QueuedJob(7, host, {"host": host, "part": part}) for host in ("tide", "quay") for part in (1, 2)]
    queue.enqueue_jobs(conninfo, "news", jobs)
    taking = "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, status, args) VALUES"
    with psycopg.connect(conninfo) as connection:
        connection.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE args->>'part' = '1'")
        for status in ("doing", "todo"):
            row = f"('recrawl', 'take_back', 'take_back', '{status}', '{{\"timestamp\": 1}}')"
            connection.execute(f"{taking} {row}".encode())
    done: list[tuple[str, int]] = []
    again = {"quay"}

    def work(told: Mapping[str, Any]) -> None:
        if told["host"] in again:
            again.discard(told["host"])
            raise queue.NotDone(0, counted=False)
        done.append((told["host"], told["part"]))

    def tend(runs: Collection[int]) -> bool:
        assert set(runs) <= {7}
        return len(done) < len(jobs)

    assert queue.unfinished_runs(conninfo, "news") == {7}
    queue.work_jobs(conninfo, "news", queue.Crew(2, 1), work, tend, threading.Event())
    assert sorted(done) == [("quay", 1), ("quay", 2), ("tide", 1), ("tide", 2)]
    assert queue.unfinished_runs(conninfo, "news") == set()
