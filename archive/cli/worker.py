"""`archive worker`: the hosts of a night that many machines share."""

import os
import sys
from typing import TYPE_CHECKING

import click

from archive.cli import COMMANDS, FAILED
from archive.cli.options import common_options, open_archive
from archive.cli.output import current_screen, print_lines
from archive.cli.signals import stop_on_signals
from archive.model import PageResult
from archive.render.night_report import findings_text, new_row, visited_row
from archive.render.terminal import one_safe_line

if TYPE_CHECKING:
    from archive.judge.visit import Findings, Visited

A_CORE = 4
"""Hosts at once for each core: most of the time is waiting for them."""
HELP = f"""{COMMANDS["worker"]}

Run one on each machine that has the archive's database, as a service or by hand; `archive recrawl --enqueue` plans the
night, a job for each host. A host is one worker's at a time, so its delay and robots.txt hold as in a re-crawl on one
machine. The hosts of a worker that died are given to others, which visit what is still due. Whoever ends the last host
ends the night, and prints its report: one run, as ever.

This needs PostgreSQL and an extra: pip install 'news-archive[cluster]'.

\b
  archive recrawl --budget 50000 --enqueue
  archive worker
  archive worker --hosts 32 --once --quiet

Exit codes: 0 ended as asked (--once), 1 a host could not be worked off, or the database is gone, 2 usage, 130 or 143
stopped by a signal: what was seen is stored, other workers go on with the rest.
"""


@click.command(help=HELP)
@click.option(
    "--hosts",
    type=click.IntRange(1, 500),
    metavar="N",
    help="Ask so many hosts at once; each takes a process that extracts.  [default: 4 a core]",
)
@click.option("--once", is_flag=True, help="End as soon as no night is under way.")
@click.option(
    "--stalled-after",
    type=click.FloatRange(1),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="Take a worker for dead that was silent so long; the same for all.",
)
@click.option("--allow-private", multiple=True, metavar="HOST", help="Fetch from this host of an intranet too.")
@click.option("-q", "--quiet", is_flag=True, help="Print reports only.")
@common_options
def command(
    hosts: int | None,
    once: bool,
    stalled_after: float,
    allow_private: tuple[str, ...],
    quiet: bool,
    db: str | None,
) -> int:
    """Print each page once it is stored, and the report of a night that ends here; give the exit code."""
    screen, failures = current_screen(), list[str]()

    def tell(result: "Visited | PageResult") -> None:
        if not quiet:
            click.echo(new_row(result, screen) if isinstance(result, PageResult) else visited_row(result, screen))

    def report(found: "Findings") -> None:
        print_lines(findings_text(found))
        sys.stdout.flush()

    def fail(host: str, error: Exception) -> None:
        failures.append(host)
        click.echo(one_safe_line(f"archive: {host}: {error}; it is tried again"), err=True)

    with open_archive(db, allow_private=allow_private or None) as archive, stop_on_signals() as stop:
        at_once = hosts or A_CORE * archive.settings.workers
        try:
            archive.work_nights(
                hosts=at_once,
                once=once,
                stalled_after=stalled_after,
                each=tell,
                done=report,
                failed=fail,
                stop=stop,
            )
        except KeyboardInterrupt:  # the second signal: nothing is waited for, and others take back what was in hand
            click.echo("archive: stopped", err=True)
            sys.stdout.flush()
            os._exit(stop.code)
    return stop.code or (FAILED if failures else 0)
