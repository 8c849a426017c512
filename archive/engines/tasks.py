"""Run steps as tasks by datatrove (an extra): on this machine, on a Slurm cluster, by Ray. The only door to datatrove.

Each task is one pass through the steps, with its number and how many there are. Its base package alone is used: the
steps are ours.
"""

import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from archive.engines.worker import without_main
from archive.errors import ArchiveError, UsageError
from archive.platforms import ignore_signals, without_signals

Steps = Sequence[Callable[[Any, int, int], Any]]
PATIENCE = 0.5  # seconds
LOGS = "_tasks"
"""The folder, in that of the shards, where datatrove notes what each task did."""
MEMORY = 2  # GB a task is given


@dataclass(frozen=True, slots=True)
class SlurmOptions:
    """What a Slurm cluster wants to know: where to run, for how long at most, and what to run first on each machine."""

    partition: str
    time: str = "24:00:00"
    setup: str = ""
    qos: str = ""


def check_datatrove() -> None:
    """Raise UsageError where datatrove is not installed."""
    from importlib.util import find_spec

    if find_spec("datatrove") is None:
        raise UsageError("needs datatrove: pip install 'news-archive[bulk]'", where="bulk")


def run_local(steps: Steps, tasks: int, logs: str) -> Generator[None, None, None]:
    """Run the tasks side by side, each in a process of its own; give None while they are at work and
    when they are over, so that what they made can be told.

    A task whose process is ended costs no other, and is told of once all are over: ArchiveError. Closing the generator
    ends them all.
    """
    crew = [_LocalTask(steps, rank, tasks, logs) for rank in range(tasks)]
    try:
        while running := [task.process.sentinel for task in crew if task.process.is_alive()]:
            yield None
            wait(running, PATIENCE)
        failures = [failure for task in crew if (failure := task.failure())]
        yield None
    finally:
        for task in crew:
            task.end()
    if failures:
        raise ArchiveError(f"{failures[0]}; the same command goes on from here", where="bulk")


class _LocalTask:
    """A task in a process of its own, which ends with this one."""

    def __init__(self, steps: Steps, rank: int, tasks: int, logs: str) -> None:
        context = multiprocessing.get_context("spawn")
        self._rank, self._failure = rank, ""
        self._pipe: Any  # two classes, by the platform
        self._pipe, theirs = context.Pipe(duplex=False)
        self.process: SpawnProcess = context.Process(target=_run_task, args=(theirs, steps, rank, tasks, logs))
        with theirs, without_main(), without_signals():
            self.process.start()

    def failure(self) -> str:
        """Say how the task failed; "" if it did not."""
        with suppress(EOFError, OSError):
            return str(self._pipe.recv())
        code = self.process.exitcode or 0
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return f"task {self._rank} ended with {how}" if code else ""

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self.process.kill()
        self.process.join()
        self._pipe.close()


def _run_task(pipe: Connection, steps: Steps, rank: int, tasks: int, logs: str) -> None:
    """Run one task, in its process: what goes wrong is told in a line, and in datatrove's log of the task."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    ignore_signals()  # whoever began this ends it
    sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  datatrove's log goes there too
    try:
        run_one(steps, rank, tasks, logs)
    except Exception as error:
        pipe.send(str(error) if isinstance(error, ArchiveError) else f"task {rank}: {type(error).__name__}: {error}")
        sys.exit(1)


def run_one(steps: Steps, rank: int, tasks: int, logs: str) -> None:
    """Run one of the tasks in this process: datatrove's own pool waits for ever for one that was killed."""
    from datatrove.executor.local import LocalPipelineExecutor

    class OneTask(LocalPipelineExecutor):  # type: ignore[misc]  # datatrove has no types
        def run(self) -> None:
            self._run_for_rank(rank, local_rank=1)

    OneTask(list(steps), tasks, 1, logs, skip_completed=False).run()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def run_ray(steps: Steps, tasks: int, logs: str) -> None:
    """Run the tasks by Ray: on the cluster that RAY_ADDRESS names, else on this machine. Raises ArchiveError."""
    try:
        import ray
        from datatrove.executor.ray import RayPipelineExecutor
    except ImportError as error:
        raise UsageError("needs Ray: pip install ray", where="bulk --engine ray") from error
    _silence()
    begun = not ray.is_initialized()
    try:
        if begun:
            ray.init(log_to_driver=False, logging_level=logging.ERROR)
        RayPipelineExecutor(list(steps), tasks, logging_dir=logs, skip_completed=False).run()
    except Exception as error:  # Ray raises bare ones: it did not start, or a node was lost
        raise ArchiveError(f"Ray: {error}", where="bulk") from error
    finally:
        if begun:
            ray.shutdown()


def _silence() -> None:
    """Let datatrove's log be what it writes into its folder: on stderr it would stand between our lines."""
    from datatrove.utils.logging import logger

    logger.remove()


def slurm_executor(steps: Steps, tasks: int, logs: str, options: SlurmOptions) -> Any:
    """Give what hands the tasks to Slurm."""
    from datatrove.executor.slurm import SlurmPipelineExecutor

    _silence()
    return SlurmPipelineExecutor(
        list(steps),
        tasks,
        options.time,
        options.partition,
        mem_per_cpu_gb=MEMORY,
        job_name="archive-bulk",
        qos=options.qos,
        env_command=options.setup or None,
        logging_dir=logs,
        skip_completed=False,
    )
