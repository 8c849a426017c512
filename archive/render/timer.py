"""The lines that let cron or systemd run the nightly re-crawl."""

import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Final

_BARE: Final = re.compile(r"[\w./:=-]+", re.ASCII)


def crontab_line(command: Sequence[str], folder: str, hour: int, minute: int) -> str:
    """Write a line for `crontab -e`. A per cent sign ends the command there, unless it is escaped."""
    return f"{minute} {hour} * * * cd {shlex.quote(folder)} && {shlex.join(command)}".replace("%", r"\%") + "\n"


SANDBOX: Final = """\
# it reads pages that strangers wrote: it may write into these folders alone, and reach the web, and nothing else
NoNewPrivileges=yes
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
ProtectSystem=strict
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProcSubset=pid
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged
CapabilityBoundingSet=
UMask=0077
MemoryMax=2G
"""
"""`systemd-analyze security` gives a service with it under 2. 2 GiB: a writer and two workers take 0.5."""


ROOT: Final = "# better a user of its own, who owns the folder of the database: archive schedule --user NAME"


def systemd_service(
    command: Sequence[str], folder: str, database: str, *, user: str, report: str | None = None, on_failure: str = ""
) -> str:
    """Write archive-recrawl.service. systemd's own quoting: % and $ doubled, words in double quotes.

    `user`: who it runs as. `report`: the file that the command writes its report to. `on_failure`: a unit to start
    where the night failed; systemd's specifiers (`%n`) are left as they are.
    """
    words = " ".join(_quoted(word) for word in command)
    written = dict.fromkeys(str(Path(path).parent) for path in (database, report) if path and "://" not in path)
    lines = [
        "[Unit]",
        f"Description=Nightly re-crawl of {_plain(database)}",
        "Wants=network-online.target",
        "After=network-online.target",
        *([f"OnFailure={on_failure}"] if on_failure else []),
        "",
        "[Service]",
        "Type=oneshot",
        *([ROOT] if user == "root" else []),
        f"User={_plain(user)}",
        f"WorkingDirectory={_plain(folder)}",
        f"ExecStart={words}",
        "Nice=10",
        "# it stops its own processes, once they have finished what is in hand",
        "KillMode=mixed",
        "TimeoutStopSec=120",
        "# 75: the run before is not done yet",
        "SuccessExitStatus=75 143",
    ]
    folders = [f"ReadWritePaths={_quoted(path)}" for path in written]
    return "\n".join(lines) + "\n" + SANDBOX + "\n".join(folders) + "\n"


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
