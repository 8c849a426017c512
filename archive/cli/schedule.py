"""`archive schedule`: the lines that make the re-crawl nightly."""

import shutil
import sys
from pathlib import Path

import click

from archive.cli import COMMANDS
from archive.cli.duration import seconds_of
from archive.cli.options import common_options
from archive.cli.output import print_pieces
from archive.errors import UsageError
from archive.render.timer import crontab_line, systemd_service, systemd_timer
from archive.settings import load_settings

HELP = f"""{COMMANDS["schedule"]}

Nothing is installed: paste the line into `crontab -e`, or the two files into /etc/systemd/system and enable the timer.

\b
  archive schedule --for 2h --at 03:20
  archive schedule --budget 2500 --db /srv/news.db
"""


@click.command(help=HELP)
@click.option("--budget", type=click.IntRange(1), metavar="N", help="At most so many visits a night.")
@click.option("--for", "duration", metavar="TIME", help="At most so long: 2h, 90m.  [default: 2h]")
@click.option(
    "--at", "clock", default="03:20", show_default=True, metavar="HH:MM", help="When, by the machine's clock."
)
@common_options
def command(budget: int | None, duration: str | None, clock: str, db: str | None) -> None:
    try:
        hour, minute = (int(part) for part in clock.split(":"))
        if not (0 <= hour < 24 and 0 <= minute < 60):
            raise ValueError
    except ValueError:
        raise UsageError(f"--at is a time of day such as 03:20, not {clock!r}") from None
    if duration is not None:
        seconds_of(duration)
    target = load_settings({"db": db}).db
    database = target if "://" in target else str(Path(target).absolute())
    program = shutil.which("archive", path=str(Path(sys.executable).parent)) or shutil.which("archive")
    limits = ["--budget", str(budget)] if budget else []
    limits += ["--for", duration or "2h"] if duration or not budget else []
    call = [program] if program else [sys.executable, "-m", "archive"]
    line = [*call, "recrawl", *limits, "--quiet", "--db", database]
    folder = str(Path.cwd())  # where archive.toml is read from
    print_pieces(
        [
            "# crontab -e\n",
            crontab_line(line, folder, hour, minute),
            "\n# /etc/systemd/system/archive-recrawl.service\n",
            systemd_service(line, folder, database),
            "\n# /etc/systemd/system/archive-recrawl.timer\n",
            systemd_timer(hour, minute),
            "\n# then: systemctl daemon-reload && systemctl enable --now archive-recrawl.timer\n",
        ]
    )
