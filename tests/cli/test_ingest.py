"""`archive ingest`: what it prints, what it leaves, what it ends with."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import Run, records
from tests.outside import run_outside
from tests.stories import page, write_pages


def articles(database: Path) -> int:
    """How many articles a database holds."""
    ((count,),) = run_outside(database, "select count(*) from articles")
    return int(count)


def test_ingest_prints_pages_totals_and_next_steps(run: Run, tmp_path: Path) -> None:
    """One row a page, the counts, and commands that work as printed."""
    write_pages(tmp_path / "pages", range(2))
    (tmp_path / "pages" / "empty.html").touch()
    code, out, err = run("ingest", "pages")
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert [text.split()[0] for text in lines[:4]] == ["outcome", "added", "added", "refused"]
    assert "harbour.example" in lines[1]
    assert lines[3].startswith("refused    pages/empty.html  ")
    assert lines[5].endswith(": 2 added, 1 refused")
    assert lines[7:9] == ["Try next:", "  archive show 1"]
    assert run("show", "1")[0] == 0
    write_pages(tmp_path / "more", range(2, 4))
    assert "Try next:" not in run("ingest", "pages", "more")[1]  # told once an archive


def test_ingest_next_steps_name_the_database(run: Run, tmp_path: Path) -> None:
    """Where --db was given the commands to try have it too."""
    write_pages(tmp_path / "pages", range(1))
    assert "  archive show --db 'my news.db' 1\n" in run("ingest", "pages", "--db", "my news.db")[1]


def test_ingest_a_page_with_its_address(run: Run, tmp_path: Path) -> None:
    """--url says where a file, or what comes on standard input, is from; a list may say it of each file."""
    text = page(1).replace("<link rel=canonical", "<x")
    (tmp_path / "a.html").write_text(text, "utf-8")
    (tmp_path / "list.txt").write_text("a.html\thttps://east.example/ferry\n", "utf-8")
    given = (("--url", "https://north.example/ferry", "a.html"), ("--url", "https://south.example/ferry", "-"))
    for arguments, url in (*((one, one[1]) for one in given), (("-i", "list.txt"), "https://east.example/ferry")):
        code, out, _ = run("ingest", *arguments, "--format", "jsonl", stdin=text)
        assert (code, [one["url"] for one in records(out)]) == (0, [url])


def test_ingest_standard_input_by_its_first_bytes(run: Run, tmp_path: Path) -> None:
    """A page, JSON lines or a list of targets: nobody has to say which."""
    write_pages(tmp_path / "pages", range(2))
    row = json.dumps({"url": "https://north.example/a", "html": page(3)})
    for stdin, count in ((page(2), 1), (f"{row}\n", 1), ("pages/00000.html\n# x\npages/00001.html", 2), ("", 0)):
        code, out, _ = run("ingest", "-", "--format", "jsonl", stdin=stdin)
        assert (code, [one["outcome"] for one in records(out)]) == (0, ["added"] * count)


def test_ingest_misused_url(run: Run, tmp_path: Path) -> None:
    """An address is for one file, and is one; said before anything is done."""
    for arguments in (("a", "b"), (), ("-i", "x"), ("https://x.example/",)):
        code, _, err = run("ingest", "--url", "https://north.example/", *arguments)
        assert (code, err.count("\n"), "--url" in err) == (2, 1, True)
    assert run("ingest", "--url", "north.example", "a.html")[0] == 2
    assert list(tmp_path.iterdir()) == []


def test_ingest_sums_up_what_it_passed_over(run: Run, tmp_path: Path) -> None:
    """A folder says at its end in one line what in it was no page, and why."""
    write_pages(tmp_path / "pages", range(1))
    for name in ("logo.png", "logo2.PNG", "site.css", ".hidden"):
        (tmp_path / "pages" / name).write_bytes(b"x")
    (tmp_path / "pages" / "urls.txt").write_text("https://harbour.example/a\n", "utf-8")
    code, _, err = run("ingest", "pages")
    told = "hidden files and folders: 1, list of URLs (give it with -i): 1, styles and scripts: 1"
    assert (code, err) == (0, f"passed over in pages: pictures: 2, {told}\n")


def test_ingest_addresses_as_people_write_them(run: Run, tmp_path: Path) -> None:
    """Without https:// an address is told from a file that is missing."""
    (tmp_path / "list.txt").write_text("www.harbour.example/ferry\nnorth.example\nnone.html\n", "utf-8")
    code, out, _ = run("ingest", "-i", "list.txt")
    assert (code, out.count("if it is a web address, write https:// before it")) == (1, 2)


def test_ingest_again(run: Run, tmp_path: Path) -> None:
    """The same pages again change nothing and are no failure."""
    write_pages(tmp_path / "pages", range(2))
    run("ingest", "pages")
    code, out, _ = run("ingest", "pages", "--quiet")
    assert (code, out.split(": ")[1]) == (0, "2 unchanged\n")


def test_ingest_unreadable_is_exit_code_1(run: Run, tmp_path: Path) -> None:
    """What cannot be read is named with its reason; the rest is archived."""
    write_pages(tmp_path / "pages", range(1))
    code, out, _ = run("ingest", "nowhere.html", "pages")
    assert code == 1
    assert "failed     nowhere.html  there is no such file or folder\n" in out
    assert articles(tmp_path / "archive.db") == 1


def test_ingest_jsonl(run: Run, tmp_path: Path) -> None:
    """For programs: one object a page on stdout and nothing else; the totals are on stderr."""
    write_pages(tmp_path / "pages", range(2))
    code, out, err = run("ingest", "pages", "--format", "jsonl")
    assert code == 0
    assert [(one["outcome"], one["url"], one["article_id"]) for one in records(out)] == [
        ("added", "https://harbour.example/ships/0", 1),
        ("added", "https://harbour.example/ships/1", 2),
    ]
    assert err.endswith(": 2 added\n")


def test_ingest_lists(run: Run, tmp_path: Path) -> None:
    """Targets come from -i FILE and from standard input, one a line."""
    write_pages(tmp_path / "pages", range(3))
    (tmp_path / "list.txt").write_text("# the first\npages/00000.html\n\n", "utf-8")
    _, out, _ = run("ingest", "-i", "list.txt", "-", "--quiet", stdin="pages/00001.html\npages/00002.html\n")
    assert out.split(": ")[1] == "3 added\n"
    assert run("ingest", "-i", "-", "--quiet", stdin="pages/00001.html\n")[1].split(": ")[1] == "1 unchanged\n"


def test_ingest_takes_a_list_as_it_comes(tmp_path: Path) -> None:
    """What a program names is archived before it names the next; Ctrl-C needs no further line."""
    write_pages(tmp_path / "pages", range(2))
    command = [sys.executable, "-m", "archive", "ingest", "-", "--workers", "1"]
    environment = os.environ | {"HOME": str(tmp_path)}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        for number in range(2):
            process.stdin.write(f"pages/{number:05}.html\n".encode())
            process.stdin.flush()
            while not (line := process.stdout.readline()).startswith(b"added"):
                assert line
        process.send_signal(signal.SIGINT)
        assert b"2 added" in process.stdout.read()
        assert (process.wait(), process.stderr.read().count(b"\n")) == (130, 3)


def test_ingest_list_is_missing(run: Run) -> None:
    """A list that is not there is one line, and exit code 1."""
    code, out, err = run("ingest", "-i", "nowhere.txt", "--quiet")
    assert (code, out) == (1, "")
    assert err == "archive: nowhere.txt: the list cannot be read: No such file or directory\n"


def test_ingest_nothing_named(run: Run, tmp_path: Path) -> None:
    """Without a target there is nothing to do, and no database is made."""
    code, out, err = run("ingest")
    assert (code, out) == (2, "")
    assert err.startswith("archive: name what to archive: ")
    assert list(tmp_path.iterdir()) == []


def test_ingest_bad_setting(run: Run, tmp_path: Path) -> None:
    """A bad value is told before anything is done."""
    write_pages(tmp_path / "pages", range(1))
    code, out, err = run("ingest", "pages", "--workers", "none")
    assert (code, out) == (2, "")
    assert err == "archive: --workers: workers must be a whole number from 1, not 'none'\n"


@pytest.mark.sqlite("any file may stand where an archive should")
def test_ingest_into_another_file(run: Run, tmp_path: Path) -> None:
    """A file that is no archive is refused in one line, and stays what it was."""
    (tmp_path / "notes.txt").write_text("Remember the milk. " * 9, "utf-8")
    write_pages(tmp_path / "pages", range(1))
    code, out, err = run("ingest", "pages", "--db", "notes.txt")
    assert (code, out) == (1, "")
    assert err == "archive: notes.txt: this file is no archive; name another with --db\n"
    assert (tmp_path / "notes.txt").read_text("utf-8") == "Remember the milk. " * 9


def test_ingest_hostile_names(run: Run, tmp_path: Path) -> None:
    """A file name with a line break and an escape sequence is one harmless row."""
    (tmp_path / "storm\n\x1b[2J.html").touch()
    (tmp_path / "surge.html").write_text(page(1).replace("Coaster 1 is in", "Coaster\x1b[2J\x9b1m"), "utf-8")
    code, out, _ = run("ingest", ".")
    assert code == 0
    assert ("\x1b" in out, "\x9b" in out) == (False, False)
    assert len([text for text in out.splitlines() if text.startswith(("added", "refused"))]) == 2


@pytest.mark.sqlite("a process of its own opens the file")
def test_ingest_stops_at_ctrl_c(tmp_path: Path) -> None:
    """Ctrl-C: what is in hand is stored and told, exit code 130; the same command then does the rest."""
    write_pages(tmp_path / "pages", range(600))
    command = [sys.executable, "-m", "archive", "ingest", "pages", "--workers", "1"]
    environment = os.environ | {"HOME": str(tmp_path)}
    process = subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stderr is not None
    head = [process.stdout.readline() for _ in range(2)]
    process.send_signal(signal.SIGINT)
    out, err = process.stdout.read(), process.stderr.read()  # communicate() would lose what readline() had buffered
    process.wait(60)
    process.stdout.close()
    process.stderr.close()
    told = [text for text in [*head, *out.splitlines()] if text.startswith("added")]
    assert process.returncode == 130
    assert "finishing what is in hand" in err
    assert err.endswith("archive: stopped; the same command goes on from here\n")
    assert articles(tmp_path / "archive.db") == len(told) < 600
    again = subprocess.run([*command, "-q"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert f"{600 - len(told)} added, {len(told)} unchanged" in again.stdout
