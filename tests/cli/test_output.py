"""Standard output, whatever the command: harmless, silent where nobody listens, coloured on a terminal only."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import HOSTILE, Run


@pytest.mark.parametrize(
    "command", [["show", "1"], ["explain", "1"], ["search", "Coaster"], ["query", "select title from articles"]]
)
def test_nothing_hostile_is_printed(run: Run, archived: Path, command: list[str]) -> None:
    """An escape sequence in a page does not reach the terminal, whatever the format."""
    for form in ([], ["--format", "json"]):
        code, out, _ = run(*command, "--db", archived, *form)
        assert (code, "\x1b" in out, "\x07" in out) == (0, False, False)


@pytest.mark.sqlite("a process of its own opens the file")
def test_closed_pipe_is_silent(archived: Path) -> None:
    """`archive … | head -1` ends as programs do there: nothing on stderr."""
    sql = "with recursive n(x) as (select 1 union all select x + 1 from n limit 200000) select x from n"
    command = [sys.executable, "-m", "archive", "query", sql, "--format", "csv", "--db", str(archived)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == b"x\n"
    process.stdout.close()
    with process.stderr:
        assert (process.stderr.read(), process.wait(timeout=30)) == (b"", 141)


@pytest.mark.sqlite("a process of its own opens the file")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_output_cannot_be_written(archived: Path) -> None:
    """A full disk behind standard output is one line and exit code 1; a closed standard output is no error."""
    command = [sys.executable, "-m", "archive", "export", "--db", str(archived)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (1, "archive: reading or writing failed: No space left on device\n")
    done = subprocess.run(["sh", "-c", '"$@" >&-', "sh", *command], stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """What a command prints on a terminal of 60 columns."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "archive", *arguments]
    environment = dict(os.environ) | {"COLUMNS": "60", "TERM": "xterm"} | environment
    process = subprocess.Popen(command, stdout=slave, stderr=slave, stdin=slave, env=environment)
    os.close(slave)
    printed = b""
    while True:
        try:
            printed += os.read(master, 10_000)
        except OSError:  # Linux's way to say that the other side is closed
            break
    process.wait(timeout=30)
    os.close(master)
    return printed.decode()


@pytest.mark.sqlite("a process of its own opens the file")
def test_terminal_colours(archived: Path) -> None:
    """On a terminal: colours, cut lines, and still no escape sequence of a page's own."""
    printed = on_a_terminal("explain", "1", "--db", str(archived))
    assert "\x1b[32m✓\x1b[0m" in printed
    assert HOSTILE[:4] not in printed
    plain = on_a_terminal("explain", "1", "--db", str(archived), NO_COLOR="1")
    assert "\x1b" not in plain
    assert max(map(len, plain.splitlines())) <= 60
