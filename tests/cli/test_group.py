"""The command as a whole: help, start-up, exit codes, one line for whatever goes wrong."""

import os
import pkgutil
import re
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from archive import __version__, cli
from archive.errors import NotFound, UsageError
from tests.commands import COUNT, Run

HEAVY = (
    "sqlalchemy",
    "alembic",
    "trafilatura",
    "lxml",
    "httpx",
    "numpy",
    "py3langid",
    "procrastinate",
    "archive.store",
    "archive.render",
)


def needs_shell(shell: str) -> pytest.MarkDecorator:
    """Skip where there is no such shell."""
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"no {shell} here")


def python(code: str, *, cwd: Path | None = None) -> str:
    """What a fresh interpreter prints when it runs `code`."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=cwd)
    return done.stdout


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_help(name: str) -> None:
    """Each command exists, opens with the line that the list of commands prints, and gives examples of itself."""
    command = import_module(f"archive.cli.{name}").command
    assert isinstance(command, click.Command)
    assert command.help is not None
    assert command.help.startswith(cli.COMMANDS[name])
    assert f"archive {name}" in command.help


def test_every_command_is_listed() -> None:
    """A module that holds a command is in the list, so that it can be called."""
    names = {module.name for module in pkgutil.iter_modules(cli.__path__)}
    found = {name for name in names if hasattr(import_module(f"archive.cli.{name}"), "command")}
    assert found == set(cli.COMMANDS)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_option_is_explained(name: str) -> None:
    """No option without a word on it."""
    command = import_module(f"archive.cli.{name}").command
    for each in command.commands.values() if isinstance(command, click.Group) else [command]:
        options = [one for one in each.params if isinstance(one, click.Option)]
        assert [one.name for one in options if not one.help] == []
        on_one = name != "bulk" and each.name != "copy"  # which is between two databases
        taken = {"--db", "--verbose"} if on_one else {"--verbose"}
        assert taken <= {flag for one in options for flag in one.opts}


@pytest.mark.parametrize("code", ["import archive", "from archive.cli import run; run(['--help'])"])
def test_start_is_light(code: str) -> None:
    """Neither `import archive` nor `archive --help` loads what only a command needs."""
    loaded = python(f"import sys\n{code}\nprint('loaded', *sys.modules)").split("loaded ")[1].split()
    assert [name for name in HEAVY if name in loaded] == []


@pytest.mark.sqlite("asks without SQLAlchemy, which a server needs")
@pytest.mark.parametrize(
    "arguments",
    [
        ["query", "select 1"],
        ["search", "storm", "--site", "a.example", "--since", "2020", "--without-rights", "noai"],
        ["search", "嵐"],
        ["show", "1"],
        ["show", "1", "--format", "raw"],
        ["stats"],
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_a_question_is_light(arguments: list[str], light: str) -> None:
    """What is asked most is answered without SQLAlchemy, and without what reads pages, extracts or upgrades."""
    banned = (
        *("sqlalchemy", "alembic", "numpy", "lxml", "httpx", "trafilatura"),
        *("archive.flows", "archive.captures", "archive.extraction", "archive.judge.visit", "archive.store.write"),
        *("archive.render.export_files", "archive.render.diff"),
    )
    code = f"import sys; from archive.cli import run; code = run({[*arguments, '--db', light]}); "
    done = python(f"{code}sys.stdout.flush(); print('loaded', code, *sys.modules)")
    loaded = done.split("loaded ")[1].split()
    assert ([name for name in banned if name in loaded], loaded[0]) == ([], "0")


@pytest.fixture(scope="module")
def light(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Make an archive of the seeds."""
    db = str(tmp_path_factory.mktemp("light") / "archive.db")
    assert cli.run(["ingest", str(Path(__file__).parents[2] / "seeds"), "--db", db]) == 0
    return db


def test_help_lists_commands_and_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    """`archive --help` names every command and says what an exit code means."""
    assert cli.run(["--help"]) == 0
    printed = capsys.readouterr().out
    assert [name for name in cli.COMMANDS if f"  {name} " not in printed] == []
    assert "Exit codes:" in printed


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """`archive --version` is the version of the package."""
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out == f"archive {__version__}\n"


@pytest.mark.parametrize("arguments", [["fly"], ["--fly"], ["show"], ["stats", "--format", "xml"], ["ingest"]])
def test_misuse(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What is not understood is told on stderr, with exit code 2."""
    assert cli.run(arguments) == 2
    printed = capsys.readouterr()
    assert (printed.out, bool(printed.err)) == ("", True)


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (NotFound("no such article", where="news.db"), 1, "archive: news.db: no such article\n"),
        (UsageError("cannot be read", where="archive.toml"), 2, "archive: archive.toml: cannot be read\n"),
        (NotFound("evil \x1b[2J\nname"), 1, "archive: evil ␛[2J name\n"),
        (KeyboardInterrupt(), 130, "archive: stopped\n"),
        (
            ZeroDivisionError("by\nzero"),
            1,
            "archive: unexpected error (ZeroDivisionError: by zero); the same command with -v shows where\n",
        ),
    ],
)
def test_failure_is_one_line(
    error: BaseException, code: int, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever is raised: one harmless line on stderr and the documented exit code."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(cli.archive, "invoke", fail)
    assert cli.run(["stats"]) == code
    assert capsys.readouterr() == ("", told)


def test_verbose_shows_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """With -v an unexpected error is not hidden."""

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli.archive, "invoke", fail)
    with pytest.raises(ZeroDivisionError):
        cli.run(["stats", "-v"])


def test_verbose_tells_the_settings(capsys: pytest.CaptureFixture[str]) -> None:
    """With -v the settings are told, on stderr."""
    assert cli.run(["stats", "-v", "--db", "nowhere/x.db"]) == 1
    assert "archive: Settings(db='nowhere/x.db', workers=" in capsys.readouterr().err


def test_help_of_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    """`archive help VERB` prints what `archive VERB --help` does; a verb there is not is named."""
    assert cli.run(["help", "stats"]) == 0
    printed = capsys.readouterr().out
    assert cli.run(["stats", "--help"]) == 0
    assert printed == capsys.readouterr().out
    assert cli.run(["help"]) == 0
    assert "archive ingest pages/" in capsys.readouterr().out
    assert cli.run(["help", "db", "check"]) == 0
    assert "Usage: archive db check" in capsys.readouterr().out
    assert cli.run(["help", "nothing"]) == 2
    assert "no command is called 'nothing'" in capsys.readouterr().err
    assert cli.run(["help", "stats", "more"]) == 2
    assert capsys.readouterr().err == "archive: `archive stats` is a whole command; 'more' is none of its own\n"


def test_short_version(capsys: pytest.CaptureFixture[str]) -> None:
    """`-V` is `--version`."""
    assert cli.run(["-V"]) == 0
    assert capsys.readouterr().out == f"archive {__version__}\n"


def test_another_program_of_the_name(tmp_path: Path) -> None:
    """The unpacker `Archive` installs a package of our name: it is told; our own distribution is not."""
    (tmp_path / "archive-0.3.dist-info").mkdir()
    metadata = tmp_path / "archive-0.3.dist-info" / "METADATA"
    metadata.write_text("Name: Archive\nVersion: 0.3\nSummary: Simple library for archive extraction\n")
    assert cli.other_distribution(tmp_path) == "archive-0.3"
    metadata.write_text("Name: archive\nVersion: 0.3.0\nSummary: Raw news pages in; clean articles out\n")
    assert cli.other_distribution(tmp_path) is None
    assert cli.other_distribution(tmp_path / "none") is None


@pytest.mark.parametrize(("shell", "sign"), [("bash", "complete "), ("zsh", "compdef "), ("fish", "complete ")])
def test_shell_completion(shell: str, sign: str) -> None:
    """A shell can ask for its completion script, and for what may follow a word."""
    code = "from archive.cli import main; main()"
    command = [sys.executable, "-c", f"import sys; sys.argv = ['archive']; {code}"]
    asked = os.environ | {"_ARCHIVE_COMPLETE": f"{shell}_source"}
    script = subprocess.run(command, capture_output=True, text=True, check=True, env=asked).stdout
    assert sign in script
    words = {
        "_ARCHIVE_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": "archive re",
        "COMP_CWORD": "re" if shell == "fish" else "1",
    }
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | words)
    assert {"recrawl", "reextract"} <= set(re.split(r"[\s,]+", done.stdout))


ASK = {
    "bash": 'eval "$(_ARCHIVE_COMPLETE=bash_source archive)"; COMP_WORDS=(archive rec); COMP_CWORD=1; '
    "_archive_completion archive rec archive; echo ${COMPREPLY[@]}",
    "zsh": "zmodload zsh/zpty; zpty shell zsh -f -i; "
    "zpty -w shell 'PS1=; autoload -U compinit; compinit -u -D; eval \"$(_ARCHIVE_COMPLETE=zsh_source archive)\"'; "
    "zpty -w -n shell $'archive rec\\t'; zpty -r shell told '*archive recrawl*'; echo $told; zpty -d shell",
    "fish": "_ARCHIVE_COMPLETE=fish_source archive | source; complete -C 'archive rec'",
}


@pytest.mark.parametrize("shell", [pytest.param(shell, marks=needs_shell(shell)) for shell in ASK])
def test_a_shell_completes_a_word(shell: str, tmp_path: Path) -> None:
    """The shell itself, with the line that the docs name, makes `recrawl` of `rec`."""
    program = tmp_path / "archive"
    program.write_text(f"#!{sys.executable}\nfrom archive.cli import main\nmain()\n", "utf-8")
    program.chmod(0o755)
    environment = os.environ | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "HOME": str(tmp_path)}
    done = subprocess.run(
        [shell, "-c", ASK[shell]], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    assert "recrawl" in done.stdout, done.stderr


def test_the_nearest_command_is_named(run: Run) -> None:
    """A slip of the finger costs no look into the help; what is like nothing gets no guess."""
    assert run("serch", "storm")[2].endswith("Error: No such command 'serch'. Did you mean 'search'?\n")
    assert run("xyzzy")[2].endswith("Error: No such command 'xyzzy'.\n")


def test_the_database_stands_before_or_after_the_command(run: Run, archived: Path) -> None:
    """Both ways, with a space or an equals sign."""
    after = run("query", COUNT, "--db", archived)
    assert after == run("--db", archived, "query", COUNT) == run(f"--db={archived}", "query", COUNT)
    assert run("--db", archived)[0] == 2
