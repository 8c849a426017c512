import os
from pathlib import Path

import pytest

from archive.captures import lists
from archive.errors import UnreadableFile
from archive.model import SavedPage


def test_a_list_has_one_target_a_line(tmp_path: Path) -> None:
    """Blank lines and comments are left out, whatever the line ends, and a byte order mark is no part of a target."""
    path = tmp_path / "urls.txt"
    path.write_bytes(b"\xef\xbb\xbfhttps://harbour.example/a\r\n\n  # the north\n  pages/two words.html \n\xff.html")
    assert list(lists.read_list(path)) == ["https://harbour.example/a", "pages/two words.html", "\udcff.html"]


@pytest.mark.parametrize(
    "line",
    [
        '"%s"', "'%s',", "<%s>", "[%s]", "(%s)", "- %s", "* <%s>", "1. %s", "- [The ferry](%s)", '  "%s",', "%s,",
    ],
)  # fmt: skip
def test_addresses_are_found_in_what_stands_around_them(line: str) -> None:
    """Quotes, brackets, commas, points of a list and links in Markdown are no part of an address."""
    url = "https://harbour.example/ferry(1)?a=1,2"
    plain = "https://harbour.example/ferry"
    assert list(lists.parse_targets([(line % plain).encode()])) == [plain]
    assert list(lists.parse_targets([url.encode()])) == [url]


def test_a_line_may_say_a_file_and_its_address() -> None:
    """With a tab between them; other tabs are part of a name."""
    lines = [b"a b.html\thttps://harbour.example/a", b"a\tb.html"]
    assert list(lists.parse_targets(lines)) == [SavedPage("a b.html", "https://harbour.example/a"), "a\tb.html"]


def test_a_missing_list_is_an_error_that_names_it(tmp_path: Path) -> None:
    """A list that is not there is told at once, with its name."""
    with pytest.raises(UnreadableFile, match=r"none\.txt: the list cannot be read: No such file or directory"):
        lists.read_list(tmp_path / "none.txt")
    with pytest.raises(UnreadableFile, match="a folder, not a file"):
        lists.read_list(tmp_path)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (b"", False),
        (b"# nothing\n", False),
        (b"https://harbour.example/a", True),
        (b"# two\nhttps://harbour.example/a\n\nHTTP://north.example/\n", True),
        (b"https://harbour.example/a\nThe ferry is late.", False),
        (b"<a href='https://harbour.example/a'>", False),
    ],
)
def test_only_addresses_make_a_list(payload: bytes, expected: bool) -> None:
    """A file is a list if every line is a web address."""
    assert lists.is_list(payload) == expected


def test_feeds_are_told_from_pages() -> None:
    """A file that begins as a feed or sitemap is no page; one that only speaks of them is."""
    told = [b'<?xml version="1.0"?>\n<rss version="2.0">', b"<urlset>", b"<p>Use <rss-x>", b"<html><feed >"]
    assert [lists.is_listing(payload) for payload in told] == [True, True, False, False]


def test_a_pipe_or_device_is_no_list(tmp_path: Path) -> None:
    """To open a named pipe would wait for a writer, and a device never ends: each is told by what it is."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableFile, match="it is a named pipe, not a file; give what it holds on standard input"):
        lists.read_list(tmp_path / "pipe")
    with pytest.raises(UnreadableFile, match="it is a device, not a file"):
        lists.read_list("/dev/zero")


def test_a_stream_that_the_shell_hands_over_is_read() -> None:
    """`-i <(sort list.txt)` names a pipe that somebody writes into."""
    reader, writer = os.pipe()
    os.write(writer, b"https://harbour.example/a\n")
    os.close(writer)
    assert list(lists.read_list(f"/dev/fd/{reader}")) == ["https://harbour.example/a"]
    os.close(reader)


@pytest.mark.parametrize(
    "line",
    [
        "{}", '"{}"', "'{}'", "<{}>", "({})", "[{}]", "“{}”", "«{}»", "`{}`", "- {}", "* <{}>", "12. {}",
        "[A bridge]({})", '"{}",', "{},", "{};",
    ],
)  # fmt: skip
def test_addresses_are_found_in_their_wrapping(line: str) -> None:
    """Quotes, brackets, Markdown and the commas of a table around an address are no part of it."""
    for address in ("https://harbour.example/a?b=c", "HTTP://harbour.example/Bridge_(town)"):
        assert list(lists.parse_targets([line.format(address).encode()])) == [address]


def test_names_of_files_stay_as_they_are() -> None:
    """Only what is an address inside is unwrapped."""
    names = ['"my page".html', "[draft] page.html", "- page.html", "https.html"]
    assert list(lists.parse_targets([name.encode() for name in names])) == names
