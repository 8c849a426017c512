"""Run the examples of README.md and docs/ and write what they print into the pages: `python tests/readme.py`.

A test does the same and compares. A ```console block holds commands after `$ `, each followed by what it prints. A
```sql or ```python block is followed by a ```text block with its answer. All run in one folder that holds the seeds, on
a terminal of 100 columns without colours; the README comes first, since it fills the archive that the other pages ask.
What stands between two markers is written from the code: the settings, the schema, the list of decisions.
"""

import os
import pty
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Final

from archive import Archive
from archive.render.rows import text_table
from archive.render.terminal import Screen
from archive.settings import Settings
from archive.store.schema import schema_markdown
from tests.manual import command_page, man_page

CHECKOUT: Final = Path(__file__).parents[1]
README: Final = CHECKOUT / "README.md"
DOCS: Final = CHECKOUT / "docs"
DECISIONS: Final = DOCS / "decisions"
MAN_PAGE: Final = DOCS / "archive.1"
COMMAND_PAGE: Final = DOCS / "reference/command-line.md"
COLUMNS: Final = 100
FENCE: Final = re.compile(r"^```(console|sql|python|text)\n(.*?)^```$", re.M | re.S)
SECTION: Final = re.compile(r"(<!-- (\w+): written by tests/readme.py -->\n).*?(?=<!-- /\2 -->)", re.S)
DECISION: Final = re.compile(r"# (.+)\n\nDate: (\d{4}-\d\d-\d\d) · Status: (.+)\n")
TIMES: Final = re.compile(r"\bin [\d.]+ s \([\d.]+ a second\)")


def list_pages() -> list[Path]:
    """List the pages that hold examples or generated sections, in the order in which their examples run."""
    return [README, *sorted(DOCS.glob("*.md")), DECISIONS / "README.md"]


def list_decisions() -> list[Path]:
    """List the decision pages by name, without their index."""
    return sorted(set(DECISIONS.glob("*.md")) - {DECISIONS / "README.md"})


def rewrite_pages(folder: Path) -> dict[Path, str]:
    """Give each page with what its examples print now. `folder` is empty and will hold the seeds and an archive."""
    (folder / "seeds").symlink_to(CHECKOUT / "seeds")
    return {page: rewrite_page(page.read_text("utf-8"), folder) for page in list_pages()}


def rewrite_page(page: str, folder: Path) -> str:
    """Give the text of a page with new answers and new generated sections."""
    asked = ""

    def answer_fence(fence: re.Match[str]) -> str:
        nonlocal asked
        kind, text = fence.groups()
        if kind == "console":
            commands = re.findall(r"^\$ (.*)$", text, re.M)
            text = "".join(f"$ {command}\n{run_command(['bash', '-c', command], folder)}" for command in commands)
        elif kind == "sql":
            asked = answer_sql(text, folder / "archive.db")
        elif kind == "python":
            asked = run_command([sys.executable, "-c", text], folder)
        elif asked:
            text, asked = asked, ""
        return f"```{kind}\n{text}```"

    answered = FENCE.sub(answer_fence, page)
    return SECTION.sub(lambda section: f"{section[1]}\n{WRITERS[section[2]]()}\n", answered)


def settings_markdown() -> str:
    """Write the settings as a table: name, default, and what the docstring of `Settings` says of each."""
    meanings = dict(re.findall(r"^    (\w+): (.*)\.$", Settings.__doc__ or "", re.M))
    lines = ["| setting | default | meaning |", "|---|---|---|"]
    for field in fields(Settings):
        value = ("off", "on")[field.default] if isinstance(field.default, bool) else field.default
        default = "one a core" if value is MISSING else f"{value:g}" if isinstance(value, float) else value or "none"
        lines.append(f"| `{field.name}` | {default} | {meanings[field.name]} |")
    return "\n".join(lines) + "\n"


def decisions_markdown() -> str:
    """Write the list of decisions: title, date and status as each page gives them under its first line."""
    lines = ["| decision | date | status |", "|---|---|---|"]
    for page in list_decisions():
        if found := DECISION.match(page.read_text("utf-8")):
            title, date, status = found.groups()
            lines.append(f"| [{title}]({page.name}) | {date} | {status} |")
    return "\n".join(lines) + "\n"


WRITERS: Final[dict[str, Callable[[], str]]] = {
    "settings": settings_markdown,
    "schema": schema_markdown,
    "decisions": decisions_markdown,
}
"""Who writes which generated section."""


def strip_times(page: str) -> str:
    """Replace the seconds and rates that differ at each run."""
    return TIMES.sub("in … s (… a second)", page)


def answer_sql(sql: str, database: Path) -> str:
    """Give what `archive query` prints on the same terminal; in this process, since there are ten of them."""
    with Archive(database, Settings(), create=False) as archive:
        answer = archive.query(sql)
        return "".join(text_table(answer.columns, answer.rows, Screen(COLUMNS)))


def run_command(command: list[str], folder: Path) -> str:
    """Run a command on a terminal, with the package of this checkout; give its output, then its errors."""
    master, slave = pty.openpty()
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(CHECKOUT),
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
    """Bring all pages up to date."""
    with tempfile.TemporaryDirectory() as folder:
        for page, text in rewrite_pages(Path(folder)).items():
            page.write_text(text, "utf-8")
    MAN_PAGE.write_text(man_page(), "utf-8")
    COMMAND_PAGE.write_text(command_page(), "utf-8")


if __name__ == "__main__":
    main()
