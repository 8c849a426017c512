"""`archive schedule`: the lines that make the re-crawl nightly."""

import shutil
import sys
from getpass import getuser
from pathlib import Path

import click

from archive.cli import COMMANDS
from archive.cli.duration import seconds_of
from archive.cli.options import common_options
from archive.cli.output import print_pieces
from archive.database_url import without_password
from archive.errors import UsageError
from archive.mailing import check_mail
from archive.render.timer import crontab_line, systemd_service, systemd_timer
from archive.settings import load_settings

HELP = f"""{COMMANDS["schedule"]}

Nothing is installed: paste the line into `crontab -e`, or the two files into /etc/systemd/system and enable the timer.

\b
  archive schedule --for 2h --at 03:20
  archive schedule --budget 2500 --db /srv/news.db --user archive --report /srv/night.json --mail-to desk@example.com
"""
NO_SENDMAIL = (
    "\n# in the service below sendmail may not have the rights it needs: name a server, such as smtp in archive.toml\n"
)


@click.command(help=HELP)
@click.option("--budget", type=click.IntRange(1), metavar="N", help="At most so many visits a night.")
@click.option("--for", "duration", metavar="TIME", help="At most so long: 2h, 90m.  [default: 2h]")
@click.option(
    "--at", "clock", default="03:20", show_default=True, metavar="HH:MM", help="When, by the machine's clock."
)
@click.option("--user", metavar="NAME", help="Who the service runs as; who calls this, if not given.")
@click.option("--mail-to", multiple=True, metavar="ADDRESS", help="Mail each night's report and edits there.")
@click.option("--report", metavar="FILE", help="Let each night write its report there, as JSON.")
@click.option("--on-failure", default="", metavar="UNIT", help="A unit that systemd starts where the night failed.")
@common_options
def command(
    budget: int | None,
    duration: str | None,
    clock: str,
    user: str | None,
    mail_to: tuple[str, ...],
    report: str | None,
    on_failure: str,
    db: str | None,
) -> None:
    hour, minute = _clock_of(clock)
    if duration is not None:
        seconds_of(duration)
    settings = load_settings({"db": db})
    if mail_to:
        check_mail(mail_to, settings)
    target = settings.db
    if without_password(target) != target:
        told = "lines of a timer are read by others: leave the password out, it can stand in ~/.pgpass"
        raise UsageError(told, where=without_password(target))
    database = target if "://" in target else str(Path(target).absolute())
    written = str(Path(report).absolute()) if report else None
    words = ["--budget", str(budget)] if budget else []
    words += ["--for", duration or "2h"] if duration or not budget else []
    words += ["--report", written] if written else []
    words += [word for address in mail_to for word in ("--mail-to", address)]
    line = [*_program(), "recrawl", *words, "--quiet", "--db", database]
    folder = str(Path.cwd())  # where archive.toml is read from
    name = user or getuser()
    service = systemd_service(line, folder, database, user=name, report=written, on_failure=on_failure)
    print_pieces(
        [
            "# crontab -e\n",
            crontab_line(line, folder, hour, minute),
            *([NO_SENDMAIL] if mail_to and not settings.smtp else []),
            "\n# /etc/systemd/system/archive-recrawl.service\n",
            service,
            "\n# /etc/systemd/system/archive-recrawl.timer\n",
            systemd_timer(hour, minute),
            "\n# then: systemctl daemon-reload && systemctl enable --now archive-recrawl.timer\n",
        ]
    )


def _program() -> list[str]:
    """Give the words that call this very program."""
    program = shutil.which("archive", path=str(Path(sys.executable).parent)) or shutil.which("archive")
    return [program] if program else [sys.executable, "-m", "archive"]


def _clock_of(clock: str) -> tuple[int, int]:
    """Give hour and minute of a time of day. Raises UsageError for what is none."""
    try:
        hour, minute = (int(part) for part in clock.split(":"))
        if not (0 <= hour < 24 and 0 <= minute < 60):
            raise ValueError
    except ValueError:
        raise UsageError(f"--at is a time of day such as 03:20, not {clock!r}") from None
    return hour, minute
