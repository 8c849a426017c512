"""Bulk extraction: files of pages into a folder of shards, by tasks on this machine or many. No archive is opened."""

from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from glob import escape
from pathlib import Path

from archive.captures.bulk_files import find_bulk_files
from archive.engines.tasks import LOGS, SlurmOptions, check_datatrove, run_local, run_ray, slurm_executor
from archive.errors import ArchiveError
from archive.flows.bulk import BulkJob
from archive.judge.wanted import Wanted
from archive.model import Receipt, Unreadable
from archive.places import is_remote, join_place
from archive.render.shards import (
    PART,
    list_receipts,
    make_shard_folder,
    part_prefix,
    read_failure,
    read_receipt,
    receipt_name,
)
from archive.settings import Settings

PROCESSES = Path("/proc")
LOCAL, SLURM, RAY = ENGINES = ("local", "slurm", "ray")


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What a bulk extraction will do. `unreadable`: what was named and is not there; `done`: files that have shards."""

    job: BulkJob
    tasks: int
    done: int
    unreadable: tuple[Unreadable, ...]


def plan_bulk(places: Iterable[str], folder: str, tasks: int, wanted: Wanted, settings: Settings) -> BulkPlan:
    """Find the files of pages in `places`, and which have no shard in `folder` yet. Raises UsageError, ArchiveError."""
    check_datatrove()
    found = list(find_bulk_files(places))
    files = tuple(dict.fromkeys(one for one in found if not isinstance(one, Unreadable)))
    whole = BulkJob(files, folder, wanted, settings.page_timeout, settings.max_bytes)
    job = whole.pending()
    unreadable = tuple(one for one in found if isinstance(one, Unreadable))
    return BulkPlan(job, max(1, min(tasks, len(job.files))), len(files) - len(job.files), unreadable)


def run_bulk(plan: BulkPlan, engine: str) -> Generator[Receipt | None, None, None]:
    """Extract the files of a plan on this machine or by Ray, and give the receipt of each as its shard is there.

    None: nothing new for a moment. Raises ArchiveError if a task was ended; what it did not finish is begun again by
    the next call. Closing the generator ends the tasks.
    """
    folder = plan.job.folder
    make_shard_folder(folder)
    _clear_parts(folder)
    if not plan.job.files:
        return
    waiting = {receipt_name(file) for file, _ in plan.job.files}
    logs = join_place(folder, LOGS)
    try:
        if engine == RAY:
            run_ray(plan.job.steps(), plan.tasks, logs)
        else:
            with closing(run_local(plan.job.steps(), plan.tasks, logs)) as work:
                for _ in work:
                    fresh = list_receipts(folder) & waiting
                    waiting -= fresh
                    yield from (read_receipt(folder, name) for name in sorted(fresh))
                    yield None
    finally:
        _clear_parts(folder)
    yield from (read_receipt(folder, name) for name in sorted(list_receipts(folder) & waiting))


def find_failures(plan: BulkPlan) -> list[Unreadable]:
    """Tell which files of a plan have no shard after it was run, and why."""
    folder, receipts = plan.job.folder, list_receipts(plan.job.folder)
    return [
        Unreadable(file, read_failure(folder, file) or "was not finished; the same command begins it again")
        for file, _ in plan.job.files
        if receipt_name(file) not in receipts
    ]


def submit_to_slurm(plan: BulkPlan, options: SlurmOptions) -> str:
    """Hand the tasks of a plan to Slurm; give the number of the job. Raises ArchiveError."""
    make_shard_folder(plan.job.folder)
    executor = slurm_executor(plan.job.steps(), plan.tasks, join_place(plan.job.folder, LOGS), options)
    try:
        executor.run()
    except FileNotFoundError as error:
        raise ArchiveError("there is no sbatch here: run this where jobs are submitted", where="slurm") from error
    return str(executor.job_id)


def slurm_script(plan: BulkPlan, options: SlurmOptions) -> str:
    """Write the script that `submit_to_slurm` would hand to sbatch."""
    logs = join_place(plan.job.folder, LOGS)
    executor = slurm_executor(plan.job.steps(), plan.tasks, logs, options)
    pickled = executor.logging_dir.resolve_paths("executor.pik")
    return str(
        executor.get_launch_file_contents(
            executor.get_sbatch_args(plan.tasks), f"srun -l -n 1 launch_pickled_pipeline {pickled}"
        )
    )


def _clear_parts(folder: str) -> None:
    """Remove what tasks of this machine left unfinished when they were ended, where the system tells who is alive."""
    if is_remote(folder):
        return
    own = part_prefix()
    for part in Path(folder).glob(f"{escape(own)}*{PART}"):
        number = part.name.removeprefix(own).partition("-")[0]
        if PROCESSES.exists() and not (PROCESSES / number).exists():
            part.unlink(missing_ok=True)
