"""Glob patterns, in folders whose links lead back to them."""

import glob
from pathlib import Path

import pytest

from archive.captures.patterns import expand_pattern

FILES = ("1.html", "a/2.html", "a/b/3.html", "a/b/c/4.txt", ".hidden/5.html", "a/.6.html", "x[1].html")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A few files in folders."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"<p>x")
    return tmp_path


@pytest.mark.parametrize(
    "pattern",
    ["*", "*.html", "*/*.html", "**/*.html", "**", "a/**", "a/**/*.txt", "**/b/*", "a/?/3.html", "[12].html", ".*/*",
     "a/.*", "**/**/*.html", "none/*", "*/none", "a/../*.html", "x[[]1].html", "*.html/*"],
)  # fmt: skip
def test_patterns_match_as_in_a_shell(tree: Path, pattern: str) -> None:
    """Each gives what the standard library's `glob` gives, in folders without links."""
    expected = [*map(Path, set(glob.glob(f"{tree}/{pattern}", recursive=True)))]  # noqa: PTH207
    found = list(expand_pattern(f"{tree}/{pattern}"))
    if "**" in pattern:  # folders themselves are of no use there
        expected, found = ([path for path in some if not path.is_dir()] for some in (expected, found))
    assert sorted(set(expected)) == sorted(found)


def test_links_back_are_followed_once(tree: Path) -> None:
    """Two links of a folder to itself: 2⁴⁰ paths for the standard library. Other links are followed."""
    for name in ("one", "two", "a/up"):
        (tree / name).symlink_to(tree)
    found = [path.name for path in expand_pattern(f"{tree}/**/*.html")]
    assert sorted(found) == ["1.html", "2.html", "3.html", "x[1].html"]


def test_a_deep_pattern_over_links_back_ends(tree: Path) -> None:
    """Forty parts, each of which matches both links."""
    for name in ("one", "two"):
        (tree / name).symlink_to(tree)
    names = sorted(path.name for path in expand_pattern(f"{tree}{'/*' * 30}/*.html"))
    assert names == ["1.html", "2.html", "3.html", "x[1].html"]
