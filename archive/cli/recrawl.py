"""`archive recrawl`: new visits to the articles that are likeliest to have changed."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli import COMMANDS, FAILED
from archive.cli.duration import seconds_of
from archive.cli.options import common_options, open_archive
from archive.cli.output import current_screen, print_lines, print_pieces
from archive.cli.signals import stop_on_signals
from archive.database_url import without_password
from archive.errors import AlreadyRunning, ArchiveError, UsageError
from archive.judge.replay import score_policies
from archive.judge.visit import Findings, Visited
from archive.mailing import check_mail, send_mail
from archive.model import Edit, PageResult
from archive.render.mail import night_mail, night_subject
from archive.render.night_report import findings_json, findings_text, new_row, visited_row
from archive.render.simulated import score_table
from archive.render.terminal import count_of

if TYPE_CHECKING:
    from archive.app import Archive

MOST_MAILED = 200
"""Edits in one mail."""
BUSY = 75  # EX_TEMPFAIL of sysexits.h: cron and systemd may try again
HELP = f"""{COMMANDS["recrawl"]}

Name what the night may cost: pages, time or both. What `archive follow` remembers is read first; the new articles it
lists count as pages, and take half of them and of the time at most. Not counted are the feeds themselves, and the
second load of a page that seems changed, by which noise is told from news. A changed text becomes a revision; a page
that is gone, paid for, broken or not to be believed is noted, and never takes a text away. One run a database at a
time; one that was cut off is gone on with.

\b
  archive recrawl --budget 500
  archive recrawl --for 2h --report night.json --mail-to desk@example.com
  archive recrawl --budget 50000 --enqueue
  archive recrawl --simulate

Exit codes: 0 the night is done (pages that failed are in the report), 1 nothing came, nothing could be stored, or
stored pages are damaged, 2 usage, 75 another run is at work, 130 or 143 stopped by a signal, what was seen is stored.
"""


@click.command(help=HELP)
@click.option("--budget", type=click.IntRange(1), metavar="N", help="At most so many pages, new ones included.")
@click.option("--for", "duration", metavar="TIME", help="For at most so long: 2h, 90m.")
@click.option("--per-host", metavar="N", help="Visit at most so many pages of one host.  [default: 1000]")
@click.option("--enqueue", is_flag=True, help="Plan the night only, and leave its visits to `archive worker`.")
@click.option("--report", type=click.Path(dir_okay=False), metavar="FILE", help="Write the report there, as JSON.")
@click.option(
    "--mail-to",
    multiple=True,
    metavar="ADDRESS",
    help="Mail the report and the edits there (settings smtp, mail_from).",
)
@click.option("--simulate", is_flag=True, help="Visit nothing: compare ways of choosing, in this archive's own past.")
@click.option("--workers", metavar="N", help="Processes that extract.  [default: one a core]")
@click.option("--allow-private", multiple=True, metavar="HOST", help="Fetch from this host of an intranet too.")
@click.option("-q", "--quiet", is_flag=True, help="Print the report only.")
@common_options
def command(
    budget: int | None,
    duration: str | None,
    per_host: str | None,
    enqueue: bool,
    report: str | None,
    mail_to: tuple[str, ...],
    simulate: bool,
    workers: str | None,
    allow_private: tuple[str, ...],
    quiet: bool,
    db: str | None,
) -> int:
    """Print each page once it is stored, then the report; give the exit code."""
    if simulate:
        return _print_simulation(db)
    if budget is None and duration is None:
        raise UsageError("say what the night may cost: --budget 500 (pages) or --for 2h")
    if report and not Path(report).absolute().parent.is_dir():
        raise UsageError("there is no folder for the report; make it or name another", where=report)
    seconds, each = None if duration is None else seconds_of(duration), _silent if quiet else _printer()
    target = open_archive(db, workers=workers, per_host=per_host, allow_private=allow_private or None)
    if mail_to:
        check_mail(mail_to, target.settings)
    if enqueue and (report or mail_to):
        raise UsageError("the worker that ends the night prints its report; leave --report and --mail-to out")
    try:
        if enqueue:
            return _enqueue_night(target, budget, seconds)
        with target as archive, stop_on_signals() as stop:
            found = archive.recrawl(budget=budget, seconds=seconds, each=each, stop=stop)
            edits = _edits_of(archive, found) if mail_to else []
    except AlreadyRunning as busy:
        click.echo(f"archive: {busy}", err=True)
        return BUSY
    print_lines(findings_text(found))
    if report:
        try:
            Path(report).write_text(findings_json(found), "utf-8")
        except OSError as error:
            raise ArchiveError(f"cannot be written: {error.strerror}", where=report) from error
    if mail_to:
        send_mail(
            mail_to,
            night_subject(found, edits),
            night_mail(found, edits, without_password(target.settings.db)),
            target.settings,
        )
    return stop.code or (FAILED if found.in_vain or found.damaged else 0)


def _enqueue_night(target: "Archive", budget: int | None, seconds: float | None) -> int:
    """Plan a night for workers and tell of it; give the exit code."""
    with target as archive, stop_on_signals() as stop:
        planned = archive.enqueue_recrawl(budget=budget, seconds=seconds, stop=stop)
    told = f"{count_of(planned.visits, 'visit')} and {count_of(planned.news, 'new page')}"
    print_lines([f"run {planned.run_id}: {count_of(planned.hosts, 'host')}, {told}, until {planned.until}"])
    return stop.code


def _edits_of(archive: "Archive", found: Findings) -> list[Edit]:
    """Give the edits that a night found."""
    from archive.store.read.edits import EditFilter  # a third of a second that --help need not wait for

    return archive.edits(EditFilter(run=found.run_id), limit=MOST_MAILED)


def _silent(result: Visited | PageResult) -> None:
    """Print nothing, for --quiet."""


def _printer() -> Callable[[Visited | PageResult], None]:
    view = current_screen()
    return lambda result: click.echo(
        new_row(result, view) if isinstance(result, PageResult) else visited_row(result, view)
    )


def _print_simulation(db: str | None) -> int:
    """Print what each way of choosing visits would have found in the archive's past. Raises NotFound: it has none."""
    with open_archive(db) as archive:
        past = archive.past()
    print_pieces(score_table(score_policies(past), current_screen()))
    return 0
