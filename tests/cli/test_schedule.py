"""`archive schedule`: lines that cron and systemd take as they are."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.commands import Run


def units(printed: str) -> dict[str, str]:
    """The files that are printed, by name."""
    parts = printed.partition("\n# then: ")[0].split("# /etc/systemd/system/")[1:]
    return {name: text for name, _, text in (part.partition("\n") for part in parts)}


def test_cron_runs_this_very_database(run: Run, tmp_path: Path) -> None:
    """The crontab line names program and database in full, and begins in the folder whose settings count."""
    line = run("schedule", "--budget", "2500", "--at", "03:05", "--db", "my 100% news.db")[1].splitlines()[1]
    assert line.startswith(f"5 3 * * * cd {tmp_path} && /")
    assert line.endswith(f" recrawl --budget 2500 --quiet --db '{tmp_path}/my 100\\% news.db'")


def test_each_night_is_mailed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """To every address, by cron and systemd; without a server a line says why one is wanted. A wrong one is told."""
    mailed = ("schedule", "--mail-to", "desk@harbour.example", "--mail-to", "eve@harbour.example")
    monkeypatch.setenv("ARCHIVE_SMTP", "smtp://mail.example:587")
    printed = run(*mailed)[1]
    assert " --mail-to desk@harbour.example --mail-to eve@harbour.example --quiet" in printed
    assert ' --mail-to "desk@harbour.example" --mail-to "eve@harbour.example" --quiet' in printed
    assert "sendmail" not in printed
    monkeypatch.delenv("ARCHIVE_SMTP")
    monkeypatch.setattr("archive.mailing._sendmail", lambda: "/usr/sbin/sendmail")
    assert "smtp in archive.toml" in run(*mailed)[1]
    assert run("schedule", "--mail-to", "nobody")[0] == 2


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_takes_the_units(run: Run, tmp_path: Path) -> None:
    """`systemd-analyze verify` has nothing to say, be the database's name what it will."""
    found = units(run("schedule", "--for", "90m", "--db", 'a "b" 100% $HOME.db')[1])
    assert list(found) == ["archive-recrawl.service", "archive-recrawl.timer"]
    for name, text in found.items():
        (tmp_path / name).write_text(text, "utf-8")
    command = ["systemd-analyze", "verify", *(str(tmp_path / name) for name in found)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_the_service_is_confined(run: Run, tmp_path: Path) -> None:
    """It may write to the folders of database and report alone, and systemd rates its exposure under 3 of 10."""
    options = ("--user", "news", "--report", "reports/night.json", "--on-failure", "mail@%n.service")
    service = units(run("schedule", *options, "--db", "news.db")[1])["archive-recrawl.service"]
    for line in ("User=news", "OnFailure=mail@%n.service", f"ReadWritePaths={tmp_path}"):
        assert line in service.splitlines()
    assert f"ReadWritePaths={tmp_path}/reports" in service
    assert f"--report {tmp_path}/reports/night.json" in service
    unit = tmp_path / "archive-recrawl.service"
    unit.write_text(service, "utf-8")
    command = ["systemd-analyze", "security", "--offline=yes", "--threshold=30", str(unit)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-300:]


@pytest.mark.parametrize("arguments", [("--at", "25:00"), ("--at", "noon"), ("--for", "long"), ("--budget", "0")])
def test_misuse(run: Run, arguments: tuple[str, str]) -> None:
    """A time that is none, a length that is none: exit code 2."""
    assert run("schedule", *arguments)[0] == 2
