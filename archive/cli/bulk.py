"""`archive bulk`: files of pages into shards, by many tasks."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from time import monotonic
from typing import TYPE_CHECKING

import click

from archive.cli import COMMANDS, FAILED
from archive.cli.options import verbose_option
from archive.cli.output import print_lines
from archive.cli.signals import stop_on_signals
from archive.errors import UsageError
from archive.model import Receipt, Unreadable
from archive.render.terminal import count_of, one_safe_line
from archive.settings import load_settings

if TYPE_CHECKING:
    from archive.bulk import BulkPlan

ENGINES = ("local", "slurm", "ray")
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
HELP = f"""{COMMANDS["bulk"]}

A PATH is a WARC file (plain, .gz, .zst) or another file of pages, a folder, a glob, or a URL of a file system
(s3://bucket/crawl/*.warc.gz, with s3fs installed). Each file becomes one Parquet shard in the folder --out, and a
receipt beside it once the shard is whole. A file that has its receipt is done: after an interruption, kill -9 or the
loss of a machine the same command does the rest. `archive load` brings the shards into an archive; DuckDB and pandas
read them as they are.

Pages are extracted by what `archive ingest` calls, with its bounds. The engine is datatrove's (pip install
'news-archive[bulk]'): tasks of this machine, of a Slurm cluster, or of Ray (pip install ray).

\b
  archive bulk warcs/ --out shards/ --tasks 16
  archive bulk 's3://crawl/2026/*.warc.gz' --out s3://shards/2026 --language de --since 2026-11
  archive bulk warcs/ --out shards/ --engine slurm --tasks 500 --partition cpu --dry-run
"""


@click.command(help=HELP)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--out", "folder", required=True, metavar="FOLDER", help="Where the shards go: a folder or a URL.")
@click.option("--engine", type=click.Choice(ENGINES), default="local", show_default=True, help="What runs the tasks.")
@click.option(
    "--tasks", type=click.IntRange(1), metavar="N", help="Tasks that share the files.  [default: one a core here]"
)
@click.option("--host", "hosts", multiple=True, metavar="HOST", help="Only pages of this host or below (repeatable).")
@click.option("--language", "languages", multiple=True, metavar="CODE", help="Only this language: en (repeatable).")
@click.option("--since", metavar="DATE", help="Captured then or later: 2026, 2026-11 or 2026-11-22.")
@click.option("--until", metavar="DATE", help="Captured then or before.")
@click.option("--partition", metavar="NAME", help="Of Slurm: where to run.")
@click.option("--time", default="24:00:00", show_default=True, metavar="TIME", help="Of Slurm: the most a task takes.")
@click.option("--setup", default="", metavar="COMMAND", help="Of Slurm: what to run first, as `. venv/bin/activate`.")
@click.option("--dry-run", is_flag=True, help="Run nothing: print the files to do or, for Slurm, the script.")
@click.option("--page-timeout", metavar="SECONDS", help="Give a page up after so long.  [default: 30]")
@click.option("--max-bytes", metavar="N", help="Refuse larger pages.  [default: 50000000]")
@click.option("-q", "--quiet", is_flag=True, help="Print the totals only.")
@verbose_option
def command(
    paths: tuple[str, ...],
    folder: str,
    engine: str,
    tasks: int | None,
    hosts: tuple[str, ...],
    languages: tuple[str, ...],
    since: str | None,
    until: str | None,
    partition: str | None,
    time: str,
    setup: str,
    dry_run: bool,
    quiet: bool,
    **flags: str | None,
) -> int:
    """Print each file once its shard is there, then the totals; give the exit code."""
    from archive.bulk import plan_bulk
    from archive.judge.wanted import Wanted

    for name, date in (("--since", since), ("--until", until)):
        if date is not None and not DATE.fullmatch(date):
            raise UsageError(f"{date!r} is no date: 2026, 2026-11 or 2026-11-22", where=name)
    if engine == "slurm" and not partition:
        raise UsageError("Slurm wants to know where to run: --partition NAME")
    settings = load_settings(flags)
    wanted = Wanted(tuple(host.lower() for host in hosts), languages, since, until)
    plan = plan_bulk(paths, folder, tasks or settings.workers, wanted, settings)
    _print_failures(plan.unreadable)
    if engine == "slurm":
        failed = _run_on_slurm(plan, partition or "", time, setup, dry_run=dry_run)
    elif dry_run:
        files = enumerate(file for file, _ in plan.job.files)
        print_lines(f"task {number % plan.tasks}\t{one_safe_line(file)}" for number, file in files)
        failed = 0
    else:
        failed = _run_here(plan, engine, quiet=quiet)
    return failed or (FAILED if plan.unreadable else 0)


def _run_here(plan: "BulkPlan", engine: str, *, quiet: bool) -> int:
    """Run the tasks and print what comes; give the exit code."""
    from archive.bulk import find_failures, run_bulk

    begun, counts, files = monotonic(), Counter[str](), 0
    with stop_on_signals() as stop, closing(run_bulk(plan, engine)) as receipts:
        for receipt in receipts:
            if receipt is not None:
                counts.update(receipt.counts)
                files += 1
                if not quiet:
                    print_lines([_row(receipt)])
            if stop.code:
                break
    seconds = monotonic() - begun
    done = f", {plan.done:,} done before" if plan.done else ""
    rate = f" ({counts.total() / seconds:,.1f} pages a second)" if counts and seconds > 0 else ""
    print_lines([f"{count_of(files, 'file')} in {seconds:.1f} s{rate}: {_counted(counts)}{done}"])
    if stop.code:
        click.echo("archive: stopped; the same command goes on from here", err=True)
        return stop.code
    failures = find_failures(plan)
    _print_failures(failures)
    return FAILED if failures else 0


def _run_on_slurm(plan: "BulkPlan", partition: str, time: str, setup: str, *, dry_run: bool) -> int:
    """Print the script, or hand it to Slurm and print the job's number; give the exit code."""
    from archive.bulk import slurm_script, submit_to_slurm
    from archive.engines.tasks import SlurmOptions

    options = SlurmOptions(partition, time, setup)
    if dry_run:
        print_lines([slurm_script(plan, options)])
    elif plan.job.files:
        print_lines([f"job {submit_to_slurm(plan, options)}: {count_of(len(plan.job.files), 'file')}"])
    else:
        print_lines(["all files have their shards"])
    return 0


def _row(receipt: Receipt) -> str:
    """Tell of a file: its name, what came of it, what was passed over."""
    over = sum(receipt.passed_over.values())
    told = f"; {over:,} passed over" if over else ""
    return one_safe_line(f"{receipt.file}: {_counted(receipt.counts)}{told}")


def _counted(counts: Mapping[str, int]) -> str:
    parts = [count_of(counts.get("article", 0), "article")]
    parts += [f"{counts[name]:,} {name}" for name in ("refused", "failed") if counts.get(name)]
    return ", ".join(parts)


def _print_failures(failures: Iterable[Unreadable]) -> None:
    for failure in failures:
        click.echo(one_safe_line(f"archive: {failure.origin}: {failure.message}"), err=True)
