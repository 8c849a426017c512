"""The README's examples, run: `python tests/readme.py` writes what they print into the README, a test finds it there.

A ```console block holds commands after `$ `, each followed by what it prints. A ```sql or ```python block is followed
by a ```text block with its answer. All run in one folder that holds the seeds, on a terminal of 100 columns without
colours. What stands between markers is written from the code: the settings, the schema.
"""

import os
import pty
import re
import subprocess
import sys
import tempfile
from dataclasses import MISSING, fields
from pathlib import Path

from archive import Archive
from archive.render.rows import text_table
from archive.render.terminal import Screen
from archive.settings import Settings
from archive.store.schema import schema_markdown

CHECKOUT = Path(__file__).parents[1]
README = CHECKOUT / "README.md"
COLUMNS = 100
FENCE = re.compile(r"^```(console|sql|python|text)\n(.*?)^```$", re.M | re.S)
SECTION = re.compile(r"(<!-- (settings|schema): written by tests/readme.py -->\n).*?(?=<!-- /\2 -->)", re.S)
TIMES = re.compile(r"\bin [\d.]+ s \([\d.]+ a second\)")


def written(readme: str, folder: Path) -> str:
    """The README with what its examples print now. `folder` is empty and will hold the seeds and an archive."""
    (folder / "seeds").symlink_to(CHECKOUT / "seeds")
    asked = ""

    def answer(fence: re.Match[str]) -> str:
        nonlocal asked
        kind, text = fence.groups()
        if kind == "console":
            commands = re.findall(r"^\$ (.*)$", text, re.M)
            text = "".join(f"$ {command}\n{printed(['bash', '-c', command], folder)}" for command in commands)
        elif kind == "sql":
            asked = answered(text, folder / "archive.db")
        elif kind == "python":
            asked = printed([sys.executable, "-c", text], folder)
        elif asked:
            text, asked = asked, ""
        return f"```{kind}\n{text}```"

    sections = {"settings": settings_markdown(), "schema": schema_markdown()}
    return SECTION.sub(lambda section: f"{section[1]}\n{sections[section[2]]}\n", FENCE.sub(answer, readme))


def settings_markdown() -> str:
    """The settings with their defaults and what the class says of them."""
    said = dict(re.findall(r"^    (\w+): (.*)\.$", Settings.__doc__ or "", re.M))
    lines = ["| setting | default | |", "|---|---|---|"]
    for field in fields(Settings):
        value = field.default
        default = "one a core" if value is MISSING else f"{value:g}" if isinstance(value, float) else value or "none"
        lines.append(f"| `{field.name}` | {default} | {said[field.name]} |")
    return "\n".join(lines) + "\n"


def timeless(readme: str) -> str:
    """The README without the times that differ at each run."""
    return TIMES.sub("in … s (… a second)", readme)


def answered(sql: str, database: Path) -> str:
    """What `archive query` prints on the same terminal; in this process, since there are ten of them."""
    with Archive(database, Settings(), create=False) as archive:
        answer = archive.query(sql)
        return "".join(text_table(answer.columns, answer.rows, Screen(COLUMNS)))


def printed(command: list[str], folder: Path) -> str:
    """What a command prints on a terminal, errors after it."""
    master, slave = pty.openpty()
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(folder),
        "COLUMNS": str(COLUMNS),
        "NO_COLOR": "1",
        "TERM": "xterm",
        "LANG": "C.UTF-8",
        "PYTHONWARNINGS": "error",
    }
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=slave, stderr=subprocess.PIPE)
    os.close(slave)
    out = b""
    while True:
        try:
            out += os.read(master, 65_536)
        except OSError:  # Linux's way to say that the other side is closed
            break
    os.close(master)
    _, err = process.communicate()
    return (out + err).decode().replace("\r\n", "\n")


def main() -> None:
    """Bring the README up to date."""
    with tempfile.TemporaryDirectory() as folder:
        README.write_text(written(README.read_text("utf-8"), Path(folder)), "utf-8")


if __name__ == "__main__":
    main()
