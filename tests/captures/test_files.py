import os
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from archive.captures import files
from archive.model import Capture, Unreadable

NOW = "2026-11-22T09:30:00Z"


def read(*targets: str | Path, max_bytes: int = 1_000) -> list[Capture | Unreadable]:
    return list(files.read_files(targets, max_bytes=max_bytes, now=lambda: NOW))


def names(captures: Iterable[Capture | Unreadable], folder: Path) -> list[str]:
    return [os.path.relpath(capture.origin, folder) for capture in captures]


def page(path: Path, payload: bytes = b"<p>Ferry late") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(payload)
    return path


def test_a_file_is_one_capture(tmp_path: Path) -> None:
    """A file gives its bytes, the time it was saved, and what its name says of its kind."""
    path = page(tmp_path / "ferry.html")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    expected = Capture(str(path), b"<p>Ferry late", "2023-11-14T22:13:20Z", media_type="text/html")
    assert read(path) == [expected]


@pytest.mark.parametrize("modified", [0, -1e9, 1e11])
def test_an_impossible_time_is_now(tmp_path: Path, modified: float) -> None:
    """A file from before the web or from the future was captured now."""
    path = page(tmp_path / "ferry.html")
    os.utime(path, (modified, modified))
    assert [capture.captured_at for capture in read(path) if isinstance(capture, Capture)] == [NOW]


def test_a_folder_gives_what_may_be_a_page(tmp_path: Path) -> None:
    """A folder is read to the bottom, in the order of names, without hidden files, companions and lists of URLs."""
    for name in ("b.html", "a/2.txt", "a/10", "c_files/logo.PNG", "c_files/site.css", ".hidden.html", ".git/x", "z.db"):
        page(tmp_path / name)
    page(tmp_path / "urls.txt", b"# front pages\nhttps://harbour.example/\n\nhttp://north.example/a\n")
    assert names(read(tmp_path), tmp_path) == ["a/10", "a/2.txt", "b.html"]
    assert files.count_files([tmp_path]) == 3  # the bar counts what is read
    assert files.count_files([tmp_path / "urls.txt"]) == 1


@pytest.mark.parametrize("folder", ["Storm - Times_files", "Storm - Times-Dateien", "Storm - Times.files"])
def test_the_parts_of_a_saved_page_are_none(tmp_path: Path, folder: str) -> None:
    """What a browser saves beside a page, frames of advertisements too, is told in one line; in a ZIP file as well.

    A folder of that name without its page is a folder.
    """
    saved = [page(tmp_path / "saved" / name) for name in ("Storm - Times.htm", f"{folder}/ad.html", "a_files/b.html")]
    passed_over: Counter[tuple[str, str]] = Counter()
    found = files.read_files([tmp_path / "saved"], max_bytes=1_000, now=lambda: NOW, passed_over=passed_over)
    assert names(found, tmp_path / "saved") == ["Storm - Times.htm", "a_files/b.html"]
    assert passed_over == {(str(tmp_path / "saved"), "folders with parts of saved pages"): 1}
    with zipfile.ZipFile(tmp_path / "saved.zip", "w") as packed:
        for path in saved:
            packed.write(path, path.relative_to(tmp_path))
    assert [capture.origin for capture in read(tmp_path / "saved.zip") if isinstance(capture, Capture)] == [
        f"{tmp_path}/saved.zip/saved/{name}" for name in ("Storm - Times.htm", "a_files/b.html")
    ]


def test_a_named_file_is_always_read(tmp_path: Path) -> None:
    """What a person names is read, whatever its name."""
    path = page(tmp_path / ".hidden.css")
    assert names(read(path), tmp_path) == [".hidden.css"]


def test_a_named_list_says_how_it_is_given(tmp_path: Path) -> None:
    """A list of URLs is no page, and the message says what to do."""
    path = page(tmp_path / "urls.txt", b"https://harbour.example/a\nhttps://harbour.example/b\n")
    assert read(path) == [Unreadable(str(path), "a list of URLs, not a page: give it with -i")]


def test_a_text_that_begins_with_its_address_is_a_page(tmp_path: Path) -> None:
    """A dump whose first line is a URL is no list."""
    path = page(tmp_path / "dump.txt", b"https://harbour.example/a\nThe ferry is late.\n")
    assert names(read(tmp_path), tmp_path) == [path.name]


def test_a_glob_gives_its_matches(tmp_path: Path) -> None:
    """A pattern gives the files that match; a file whose name looks like a pattern is itself."""
    for name in ("a/1.html", "a/b/2.html", "a/3.txt", "[x].html"):
        page(tmp_path / name)
    assert names(read(f"{tmp_path}/**/*.html"), tmp_path) == ["[x].html", "a/1.html", "a/b/2.html"]
    assert names(read(f"{tmp_path}/*"), tmp_path) == ["[x].html", "a/1.html", "a/3.txt", "a/b/2.html"]
    assert names(read(f"{tmp_path}/[x].html"), tmp_path) == ["[x].html"]


def test_links_are_followed_once(tmp_path: Path) -> None:
    """A loop of links ends, and a folder with two names is read once."""
    page(tmp_path / "a/1.html")
    (tmp_path / "a/up").symlink_to(tmp_path)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "c").symlink_to(tmp_path / "c")
    loop = Unreadable(str(tmp_path / "c"), "a link that leads back to itself")
    read_all = read(tmp_path)
    assert (names(read_all, tmp_path), read_all[-1]) == (["a/1.html", "c"], loop)


def test_what_cannot_be_read_is_told_in_one_line(tmp_path: Path) -> None:
    """Missing, too large, no file, a name of no file: one clear line each, and the rest is read."""
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "huge.html").open("wb") as huge:
        huge.truncate(200_000_000)
    last = page(tmp_path / "last.html")
    missing, pipe, large, zero, long = (
        result
        for result in read(tmp_path / "none.html", tmp_path / "pipe", tmp_path / "huge.html", "a\0b", "x" * 5_000, last)
        if isinstance(result, Unreadable)
    )
    assert missing == Unreadable(str(tmp_path / "none.html"), "there is no such file or folder")
    assert pipe == Unreadable(str(tmp_path / "pipe"), "a named pipe, not a file, so not a page")
    assert large.message == "200,000,000 bytes; a page may have 1,000 (setting max_bytes)"
    assert zero == Unreadable(r"a\x00b", "there is no such file or folder")
    assert long.message == "too long to be the name of a file"


def test_a_name_with_a_newline_is_shown_on_one_line(tmp_path: Path) -> None:
    """A name with a newline, or with bytes that are no text, is read, and shown escaped."""
    page(tmp_path / "two\nlines.html")
    page(Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.html")))
    assert names(read(tmp_path), tmp_path) == [r"two\nlines.html", r"\udcff.html"]


def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    """A forbidden folder or file is one clear line, and its neighbours are read."""
    page(tmp_path / "closed/1.html")
    page(tmp_path / "closed.html")
    page(tmp_path / "open.html")
    (tmp_path / "closed").chmod(0)
    (tmp_path / "closed.html").chmod(0)
    tmp_path.chmod(0o755)
    results = as_nobody(tmp_path)
    (tmp_path / "closed").chmod(0o755)
    assert results == ["closed: no permission to read it", "closed.html: no permission to read it", "open.html: read"]


def as_nobody(folder: Path) -> list[str]:
    """What a user without rights sees; root may read everything, so a child gives its rights up first."""
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        os.chdir(folder)
        if os.getuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        lines = [
            f"{capture.origin}: {capture.message if isinstance(capture, Unreadable) else 'read'}"
            for capture in files.read_files(["."], max_bytes=1_000, now=lambda: NOW)
        ]
        os.write(writer, "\n".join(lines).encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader) as answer:
        return answer.read().splitlines()


def test_the_archive_itself_is_no_page(tmp_path: Path) -> None:
    """By whatever name, in a folder or named: to open it would take the locks that SQLite has on it."""
    for name in ("news", "news-wal", "news-shm"):
        (tmp_path / name).write_bytes(b"<p>no page")
    (tmp_path / "link").symlink_to("news")
    passed = Counter[tuple[str, str]]()
    own = str(tmp_path / "news")
    found = [*files.read_files([tmp_path], max_bytes=99, now=lambda: NOW, passed_over=passed, own=own)]
    assert (found, sum(passed.values())) == ([], 4)
    (named,) = files.read_files([own], max_bytes=99, now=lambda: NOW, own=own)
    assert isinstance(named, Unreadable) and named.message == "the archive itself, not a page"
