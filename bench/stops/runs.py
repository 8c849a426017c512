"""Runs of every command that writes, each forked from this process, so that a thousand need no start-up."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import forkserver, get_context
from pathlib import Path
from select import select
from time import monotonic, sleep

from archive import Archive, cli
from archive.engines.local import HEAVY, WARM
from archive.engines.worker import load_once
from bench.stops import starter
from bench.stops.stage import SETTINGS, Stage, saved_pages

LONGEST = 90.0
"""Seconds after which a run counts as one that hangs."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command that writes. `of`: the archive it begins with; `run`: does it; `made`: what it leaves beside it."""

    of: Callable[[Stage], Path]
    run: Callable[[Path, Stage], object]
    made: str = ""


def _told(result: object) -> None:
    """Acknowledge a page on standard output, at once."""
    outcome = getattr(result, "outcome", None) or getattr(result, "found", None) or getattr(result, "ending", None)
    os.write(1, f"{outcome} {getattr(result, 'url', None)}\n".encode())


def _archive(work: Callable[[Archive, Stage], object]) -> Callable[[Path, Stage], None]:
    def run(database: Path, stage: Stage) -> None:
        with Archive(database, SETTINGS) as archive:
            work(archive, stage)

    return run


def _line(*words: str) -> Callable[[Path, Stage], int]:
    return lambda database, stage: cli.run([*words, "--db", str(database)])


def _ingest(archive: Archive, stage: Stage) -> None:
    archive.ingest(*saved_pages(stage.pages, stage.address), each=_told)


def _add_all(archive: Archive, stage: Stage) -> None:
    for file in sorted(stage.pages.iterdir())[:5]:
        _told(archive.add(file.read_bytes(), url=f"{stage.address}/boats/{int(file.stem)}"))


BASE: Callable[[Stage], Path] = lambda stage: stage.base  # noqa: E731
COMMANDS = {
    "ingest": Command(BASE, _archive(_ingest)),
    "add": Command(BASE, _archive(_add_all)),
    "recrawl": Command(BASE, _archive(lambda archive, stage: archive.recrawl(budget=60, each=_told))),
    "reextract": Command(lambda stage: stage.outdated, _archive(lambda archive, stage: archive.reextract(each=_told))),
    "upgrade": Command(lambda stage: stage.old, _archive(lambda archive, stage: None)),
    "follow": Command(BASE, _archive(lambda archive, stage: archive.follow(f"{stage.address}/"))),
    "follow --remove": Command(BASE, _archive(lambda archive, stage: archive.unfollow(f"{stage.address}/feed.xml"))),
    "organizations merge": Command(BASE, _line("organizations", "merge", "Reuters", "Harbour Post")),
    "db optimize": Command(BASE, _line("db", "optimize")),
    "db backup": Command(BASE, _line("db", "backup", "made.db"), "made.db"),
    "db slim": Command(BASE, _line("db", "slim", "made.db"), "made.db"),
    "export": Command(BASE, _line("export", "-o", "made.jsonl"), "made.jsonl"),
    "export csv": Command(BASE, _line("export", "-o", "made.csv"), "made.csv"),
    "query -o": Command(BASE, _line("query", "select * from articles", "-o", "made.csv"), "made.csv"),
}


def start_for_all() -> None:
    """Start what the workers of all runs part from: a run is then killed while it writes, seldom while it starts."""
    load_once([starter.__name__, HEAVY, WARM])
    first = get_context("forkserver").Process(target=int)
    with Path(os.devnull).open("w") as nothing:
        said = os.dup(2)
        os.dup2(nothing.fileno(), 2)  # what it says of runs that are killed as they ask for a worker
        first.start()
        os.dup2(said, 2)
        os.close(said)
    first.join()  # then all is loaded
    vars(forkserver._forkserver)["ensure_running"] = lambda: None  # a run can't ask for its state: it is not its child


class Run:
    """One run, in a process group of its own; what it acknowledged is in `told` when it has ended."""

    def __init__(self, work: Callable[[], object], folder: Path) -> None:
        self._reading, writing = os.pipe()
        self._buffer = b""
        self.begun = monotonic()
        self.pid = os.fork()
        if not self.pid:
            os.close(self._reading)
            _become(work, folder, writing)
        os.close(writing)

    @property
    def told(self) -> list[str]:
        """Give the lines that were told in full."""
        return self._buffer.decode().split("\n")[:-1]

    def wait_told(self, seconds: float) -> None:
        """Let the run go on for so long at most."""
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0 and select([self._reading], [], [], left)[0]:
            piece = os.read(self._reading, 65_536)
            self._buffer += piece
            if not piece:
                return

    def send_signal(self, number: int, *, group: bool = False) -> None:
        """Send a signal, to the whole group or to the run alone."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, number) if group else os.kill(self.pid, number)

    def wait_end(self, seconds: float = LONGEST) -> int | None:
        """Wait for the end; give the exit status as os.waitpid does, None for a run that does not end."""
        end = monotonic() + seconds
        while monotonic() < end:
            if select([self._reading], [], [], 0)[0]:
                self.wait_told(0.01)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.wait_told(0.05)
                return status
            sleep(0.005)
        return None

    def close(self) -> None:
        """End what is left of the group."""
        self.send_signal(signal.SIGKILL, group=True)
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        os.close(self._reading)


@contextmanager
def running(work: Callable[[], object], folder: Path) -> Iterator[Run]:
    """Run some work in a process of its own, and leave nothing of it."""
    run = Run(work, folder)
    try:
        yield run
    finally:
        run.close()


def _become(work: Callable[[], object], folder: Path, writing: int) -> None:
    """Be the run: in its folder and group, with its standard output to read."""
    status = 70
    try:
        os.setpgid(0, 0)
        os.chdir(folder)
        os.dup2(writing, 1)
        os.dup2(os.open(os.devnull, os.O_RDWR), 0)
        os.dup2(os.open(folder / "errors.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
        found = work()
        status = found if isinstance(found, int) else 0
        sys.stdout.flush()
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(status)
