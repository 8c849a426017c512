"""A Python without what Windows has not: no fork, no alarm, no `resource`, no `fcntl`. For the tests of platforms."""

import os
import sys
from pathlib import Path

TAKEN = """
import os, signal, sys

GONE = {"fcntl", "grp", "posix_ipc", "pwd", "resource", "termios", "tty"}

class Gone:
    def find_spec(self, name, path=None, target=None):
        if name in GONE:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Gone())
for name in GONE:
    sys.modules.pop(name, None)
for name in "SIGALRM SIGHUP SIGPIPE ITIMER_REAL setitimer pthread_sigmask".split():
    delattr(signal, name)
for name in "fork O_NONBLOCK O_CLOEXEC".split():
    delattr(os, name)
"""


def environment_in(folder: Path) -> dict[str, str]:
    """Give the environment in which each Python, and each that it starts, is without; `folder` holds what does it."""
    (folder / "sitecustomize.py").write_text(TAKEN, "utf-8")
    path = [str(folder), str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {"PYTHONPATH": os.pathsep.join(path), "HOME": str(folder), "ARCHIVE_WORKERS": "1"}


def run_each(commands: list[str]) -> int:
    """Run command lines that "then" stands between, as long as they end well; give the last exit code."""
    from archive import cli
    from archive.store.file import question

    question._COMMAND = TAKEN + question._COMMAND  # that process is started without sitecustomize
    code = 0
    while commands and code == 0:
        end = commands.index("then") if "then" in commands else len(commands)
        code = cli.run(commands[:end])
        commands = commands[end + 1 :]
    return code


if __name__ == "__main__":
    sys.exit(run_each(sys.argv[1:]))
