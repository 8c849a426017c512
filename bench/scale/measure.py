"""`python -m bench scale`: WARC files to rows and shards, beside trafilatura and other tools on the same pages."""

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bench.ingest import Cost, measured
from bench.scale.crawl import crawled_pages, write_crawl, write_empty_crawl, write_long_crawl
from bench.scale.memory import children_cpu, watch_memory
from bench.scale.peers import measure_peers
from bench.tables import heading, markdown

MOST_BESIDE_FILES = 1.05
"""Times the CPU of an ingest of the files that the way from WARC files may take."""
LEAST_GAIN = 1.8
MOST_EMPTY = 1.0  # ms a page
MOST_MEMORY = 300  # MB
EMPTY = 2_000


def run(arguments: argparse.Namespace) -> int:
    """Measure the parts that were asked for; 1 if a target is missed."""
    print(heading(arguments.command_line))
    print(f"load of the machine when this began: {os.getloadavg()[0]:.1f}\n")
    parts = arguments.parts.split(",")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        missed = 0
        if "rows" in parts:
            missed += compare_rows(arguments, folder)
        if "tasks" in parts:
            missed += compare_tasks(arguments, folder)
        if "empty" in parts:
            missed += measure_empty(folder)
        if "memory" in parts:
            missed += measure_memory(arguments, folder)
        if "peers" in parts:
            compare_peers(arguments, folder)
    return int(missed > 0)


def compare_rows(arguments: argparse.Namespace, folder: Path) -> int:
    """The CPU of each way to rows, over trafilatura's on the same pages."""
    pages = crawled_pages(arguments.data, arguments.limit)
    files = [page.file for page in pages]
    listed = folder / "pages.tsv"
    listed.write_text("".join(f"{page.file.absolute()}\t{page.url}\n" for page in pages), "utf-8")
    (crawl,) = write_crawl(folder, pages)
    jobs = {
        "bare_extraction(with_metadata=True)": measured(trafilatura_with_addresses, [listed], 1),
        "archive ingest, files": measured(ingest_list, [listed], 1),
        "archive ingest, WARC": measured(ingest_warc, [crawl], 1),
        "archive bulk, then load": measured(bulk_and_load, [crawl], 1),
    }
    reference, beside = jobs["bare_extraction(with_metadata=True)"].cpu, jobs["archive ingest, files"].cpu
    rows = [_row(name, cost, len(files), reference, beside) for name, cost in jobs.items()]
    print(markdown(("", "articles", "CPU ms a page", "over trafilatura", "over files"), rows))
    ratio = jobs["archive ingest, WARC"].cpu / beside
    return _judge("WARC to rows over files to rows", ratio, MOST_BESIDE_FILES)


def _row(name: str, cost: Cost, pages: int, reference: float, beside: float) -> list[str]:
    figures = (f"{cost.cpu / pages * 1000:.1f}", f"{cost.cpu / reference:.2f}", f"{cost.cpu / beside:.2f}")
    return [name, str(cost.articles), *figures]


def compare_tasks(arguments: argparse.Namespace, folder: Path) -> int:
    """The wall time of one task and of two, in turns, and how many cores each was given."""
    crawl = write_crawl(folder, crawled_pages(arguments.data, arguments.limit), 4)
    rows, seconds = [], {}
    for tasks in (1, 2):
        seconds[tasks], used = bulk_seconds(crawl, folder, tasks)
        rows.append([str(tasks), f"{seconds[tasks]:.1f}", f"{used:.1f}", f"{used / seconds[tasks]:.2f}"])
    print(markdown(("tasks", "wall seconds", "CPU seconds", "cores it was given"), rows))
    print(f"load of the machine when this ended: {os.getloadavg()[0]:.1f}\n")
    gain = seconds[1] / seconds[2]
    print(f"two tasks against one: {gain:.2f} × (target {LEAST_GAIN})\n")
    return int(gain < LEAST_GAIN)


def measure_empty(folder: Path) -> int:
    """What a page costs beside its extraction: reading, the way into a process and back, the row, the engine."""
    few, many = write_empty_crawl(folder / "few.warc.gz", 1), write_empty_crawl(folder / "many.warc.gz", EMPTY)
    costs = [measured(bulk_only, [crawl], 1).cpu for crawl in (few, many)]
    return _judge("ms of CPU an empty page", (costs[1] - costs[0]) / (EMPTY - 1) * 1000, MOST_EMPTY)


def measure_memory(arguments: argparse.Namespace, folder: Path) -> int:
    """The peak of each process of one task over many pages, and whether it grows."""
    crawl = write_long_crawl(folder / "long.warc.gz", crawled_pages(arguments.data, 400), arguments.pages)
    peaks = watch_memory([crawl], folder / "watched")
    print(markdown(("process", "first half, peak MB", "second half, peak MB"), peaks))
    return _judge("peak MB of a process", max(float(row[2]) for row in peaks), MOST_MEMORY)


def compare_peers(arguments: argparse.Namespace, folder: Path) -> None:
    """The same file by other tools; of the set of publishers that fundus has parsers for, else it would find none."""
    pages = crawled_pages(arguments.data, arguments.limit, "fundus")
    (crawl,) = write_crawl(folder, pages)
    own = []
    for name, job in (("archive ingest", ingest_warc), ("archive bulk", bulk_only)):
        cost = measured(job, [crawl], 1)
        own.append((name, cost.articles, cost.cpu))
    print(measure_peers(crawl, len(pages), own))


def _judge(name: str, found: float, most: float) -> int:
    print(f"{name}: {found:.2f} (target, at most {most:g}): {'met' if found <= most else 'MISSED'}\n")
    return int(found > most)


def trafilatura_with_addresses(files: Sequence[Path], folder: Path, workers: int) -> tuple[int, int]:
    """Trafilatura on each page of a list, with its address."""
    import trafilatura

    found = 0
    for line in files[0].read_text("utf-8").splitlines():
        path, url = line.split("\t")
        found += trafilatura.bare_extraction(Path(path).read_bytes(), url=url, with_metadata=True) is not None
    return found, 0


def ingest_list(files: Sequence[Path], folder: Path, workers: int) -> tuple[int, int]:
    """The pages of a list into a new archive, one worker."""
    from archive import Archive, Settings
    from archive.cli.ingest import imports_uncollected

    with Archive(settings=Settings(db=str(folder / "a.db"), workers=workers)) as archive:
        with imports_uncollected():
            archive.ingest(lists=[str(files[0])])
        return archive.stats().articles, 0


def ingest_warc(files: Sequence[Path], folder: Path, workers: int) -> tuple[int, int]:
    """A WARC file into a new archive, one worker."""
    from archive import Archive, Settings
    from archive.cli.ingest import imports_uncollected

    with Archive(settings=Settings(db=str(folder / "a.db"), workers=workers)) as archive:
        with imports_uncollected():
            archive.ingest(*files)
        return archive.stats().articles, 0


def bulk_only(files: Sequence[Path], folder: Path, workers: int) -> tuple[int, int]:
    """A WARC file into a shard, by the steps of one task under datatrove."""
    from archive.bulk import plan_bulk
    from archive.engines.tasks import run_one
    from archive.judge.wanted import Wanted
    from archive.render.shards import list_receipts, make_shard_folder, read_receipt
    from archive.settings import Settings

    make_shard_folder(str(folder))
    plan = plan_bulk(map(str, files), str(folder), 1, Wanted(), Settings())
    run_one(plan.job.steps(), 0, 1, str(folder / "_tasks"))
    (name,) = list_receipts(str(folder))
    return read_receipt(str(folder), name).counts.get("article", 0), 0


def bulk_and_load(files: Sequence[Path], folder: Path, workers: int) -> tuple[int, int]:
    """A WARC file into a shard, and that into a new archive."""
    from archive import Archive, Settings
    from archive.cli.ingest import imports_uncollected

    bulk_only(files, folder, workers)
    with Archive(settings=Settings(db=str(folder / "a.db"), workers=workers)) as archive:
        with imports_uncollected():
            archive.load(folder)
        return archive.stats().articles, 0


def bulk_seconds(files: Sequence[Path], folder: Path, tasks: int) -> tuple[float, float]:
    """The wall time and the CPU of a bulk extraction, as the command runs it."""
    from archive.bulk import plan_bulk, run_bulk
    from archive.judge.wanted import Wanted
    from archive.settings import Settings

    begun = time.monotonic()
    plan = plan_bulk(map(str, files), str(folder / f"by-{tasks}"), tasks, Wanted(), Settings())
    used: dict[Path, float] = {}
    made = 0
    with closing(run_bulk(plan, "local")) as receipts:
        for receipt in receipts:
            made += receipt is not None
            used |= children_cpu()
    assert made == len(files)
    return time.monotonic() - begun, sum(used.values())
