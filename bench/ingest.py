"""`python -m bench ingest`: raw pages into the database, and once more, beside trafilatura and a short script."""

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.forkserver import _forkserver
from pathlib import Path

from bench.sets import BODY_SETS, SNIPPET_SETS, read_sets
from bench.speed import tools
from bench.tables import heading, markdown

Job = Callable[[Sequence[Path], Path, int], tuple[int, int]]
"""Works through files with a folder for itself and so many workers; gives articles and bytes stored."""

MOST_FOR_ADD = 1.2
"""Times the CPU of one ingest that the same pages may take one by one."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one job took: articles and bytes stored, CPU seconds of all its processes, wall seconds, peak memory.

    `peak`, `worker_peak`: resident bytes of the process itself, and the most of any of its children.
    """

    articles: int
    stored: int
    cpu: float
    wall: float
    peak: int
    worker_peak: int


def run(arguments: argparse.Namespace) -> int:
    """Run each job in a fresh process, so that imports and peaks are its own; print the table."""
    names = arguments.sets.split(",") if arguments.sets else BODY_SETS + SNIPPET_SETS
    files = [page.file for page in read_sets(arguments.data, names, arguments.limit)]
    if arguments.add:
        return compare_add(files[: arguments.add], arguments.command_line)
    jobs: list[tuple[str, Job, int]] = [("bare_extraction(with_metadata=True)", trafilatura_alone, 0)]
    jobs += [("trafilatura + sqlite-utils + FTS", script, 0)]
    jobs += [("archive ingest", archive_ingest, workers) for workers in sorted({1, arguments.workers})]
    jobs += [("the same again", archive_ingest, 1)]
    with tempfile.TemporaryDirectory() as folder:
        places = {workers: Path(folder, str(workers)) for workers in {0, 1, arguments.workers}}
        costs = [(name, workers, measured(job, files, workers, places[workers])) for name, job, workers in jobs]
    print(heading(arguments.command_line))
    print(table(len(files), costs))
    return 0


def compare_add(files: Sequence[Path], command_line: str) -> int:
    """Print what the pages cost one by one through `Archive.add`, against one ingest; 1 if that is too much."""
    jobs: list[tuple[str, Job]] = [("archive ingest", archive_ingest), ("Archive.add in a loop", archive_add)]
    costs = [(name, 1, measured(job, files, 1)) for name, job in jobs]
    print(heading(command_line))
    print(table(len(files), costs))
    ratio = costs[1][2].cpu / costs[0][2].cpu
    print(f"target, at most {MOST_FOR_ADD} × the CPU of an ingest: {'met' if ratio <= MOST_FOR_ADD else 'MISSED'}")
    return int(ratio > MOST_FOR_ADD)


def trafilatura_alone(files: Sequence[Path], folder: Path, workers: int) -> tuple[int, int]:
    """Trafilatura on every file, one after the other; nothing is stored."""
    import trafilatura

    found = 0
    for file in files:
        found += trafilatura.bare_extraction(file.read_bytes(), with_metadata=True) is not None
    return found, 0


def script(files: Sequence[Path], folder: Path, workers: int) -> tuple[int, int]:
    """The script that everybody writes, which keeps the page and can be searched."""
    read = tools.script()
    return sum(read(file.read_bytes(), None) is not None for file in files), 0


def archive_ingest(files: Sequence[Path], folder: Path, workers: int) -> tuple[int, int]:
    """The files into the archive in the folder, as `archive ingest` does it; the size: the closed database's."""
    from archive import Archive, Settings
    from archive.cli.ingest import imports_uncollected

    database = folder / "archive.db"
    with Archive(settings=Settings(db=str(database), workers=workers)) as archive:
        with imports_uncollected():
            archive.ingest(*files)
        ((articles,),) = archive.query("select count(*) from articles").rows
    return int(str(articles)), sum(file.stat().st_size for file in folder.iterdir())


def archive_add(files: Sequence[Path], folder: Path, workers: int) -> tuple[int, int]:
    """The files into a new archive, one by one, each committed before the next."""
    from archive import Archive, Settings
    from archive.cli.ingest import imports_uncollected

    database = folder / "archive.db"
    with Archive(settings=Settings(db=str(database), workers=workers)) as archive:
        with imports_uncollected():
            for file in files:
                archive.add(file.read_bytes())
        ((articles,),) = archive.query("select count(*) from articles").rows
    return int(str(articles)), sum(file.stat().st_size for file in folder.iterdir())


def measured(job: Job, files: Sequence[Path], workers: int, folder: Path | None = None) -> Cost:
    """One job in a process of its own, with a folder that goes with it, or this one."""
    if folder is None:
        with tempfile.TemporaryDirectory() as made:
            return measured(job, files, workers, Path(made))
    folder.mkdir(exist_ok=True)
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_measure, args=(there, job, files, folder, workers))
    process.start()
    there.close()
    try:
        cost: Cost = here.recv()
    except EOFError:
        raise SystemExit("the job failed; its message is above") from None
    process.join()
    return cost


def _measure(result: Connection, job: Job, files: Sequence[Path], folder: Path, workers: int) -> None:
    began = time.monotonic()
    articles, stored = job(files, folder, workers)
    wall = time.monotonic() - began
    _forkserver._stop()  # type: ignore[attr-defined]  # what it and its workers used counts once it is waited for
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    result.send(Cost(articles, stored, cpu, wall, own.ru_maxrss * 1024, children.ru_maxrss * 1024))


def table(pages: int, costs: Sequence[tuple[str, int, Cost]]) -> str:
    """The costs side by side; the first is what the others are compared with."""
    reference = costs[0][2].cpu
    rows = [
        (
            name,
            str(workers or "–"),
            str(pages),
            str(cost.articles),
            f"{pages / cost.cpu:.1f}",
            f"{cost.cpu / reference:.2f}",
            f"{pages / cost.wall:.1f}",
            f"{cost.peak / 1e6:.0f}",
            f"{cost.worker_peak / 1e6:.0f}" if workers else "–",
            f"{cost.stored / max(1, cost.articles):,.0f}" if cost.stored else "–",
        )
        for name, workers, cost in costs
    ]
    header = "", "workers", "pages", "articles", "pages a CPU-second", "CPU ratio", "pages a second"
    return markdown((*header, "peak MB", "peak MB of a worker", "bytes an article stored"), rows)
