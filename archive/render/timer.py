"""The lines that let cron or systemd run the nightly re-crawl."""

import re
import shlex
from collections.abc import Sequence
from typing import Final

_BARE: Final = re.compile(r"[\w./:=-]+", re.ASCII)


def crontab_line(command: Sequence[str], folder: str, hour: int, minute: int) -> str:
    """Write a line for `crontab -e`. A per cent sign ends the command there, unless it is escaped."""
    return f"{minute} {hour} * * * cd {shlex.quote(folder)} && {shlex.join(command)}".replace("%", r"\%") + "\n"


def systemd_service(command: Sequence[str], folder: str, database: str) -> str:
    """Write archive-recrawl.service. systemd's own quoting: % and $ doubled, words in double quotes."""
    words = " ".join(_quoted(word) for word in command)
    return (
        f"[Unit]\nDescription=Nightly re-crawl of {_plain(database)}\nWants=network-online.target\n"
        "After=network-online.target\n\n"
        f"[Service]\nType=oneshot\nWorkingDirectory={_plain(folder)}\nExecStart={words}\n"
        "Nice=10\n# it stops its own processes, once they have finished what is in hand\n"
        "KillMode=mixed\nTimeoutStopSec=120\n"
        "# 75: the run before is not done yet\nSuccessExitStatus=75 143\n"
    )


def systemd_timer(hour: int, minute: int) -> str:
    """Write archive-recrawl.timer: each night, and after a night in which the machine was off."""
    return (
        "[Unit]\nDescription=Nightly re-crawl\n\n"
        f"[Timer]\nOnCalendar=*-*-* {hour:02}:{minute:02}:00\nRandomizedDelaySec=10min\nPersistent=true\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )


def _quoted(word: str) -> str:
    inner = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return inner if _BARE.fullmatch(word) else f'"{inner}"'


def _plain(text: str) -> str:
    return text.replace("%", "%%")
