"""What the files hold is known, can be used, and stands nowhere else."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import archive
from archive.extraction.labels import furniture_phrases
from archive.model import Label
from archive.words import loader

FILES = (*loader.list_languages(), "any")
README = Path(loader.__file__).with_name("README.md").read_text("utf-8")
PATTERNS = {
    "date": {"updated"},
    "byline": {"weekdays", "counted", "glued_before", "glued_after"},
    "credit": {"material", "picture_labels", "copyright", "legal", "release_words"},
    "organization": {"before_names", "after_names"},
    "refusal": {"wall", "error", "consent", "robot_check"},
    "page_kind": {"account", "profile", "weather"},
    "correction": {"openers", "notices"},
    "biography": {"verbs"},
}  # fmt: skip
"""Lists whose lines are regular expressions."""


def _keys() -> dict[str, set[str]]:
    """Give the tables and keys that the README explains."""
    known: dict[str, set[str]] = {}
    table = ""
    for first, second in re.findall(r"^\|([^|]*)\|([^|]*)\|", README, re.MULTILINE):
        table = next(iter(re.findall(r"`\[(\w+)\]`", first)), table)
        known.setdefault(table, set()).update(re.findall(r"`(\w+)`", second))
    return known


@pytest.mark.parametrize("language", FILES)
def test_every_key_is_explained(language: str) -> None:
    """A list under a misspelt key would never be read."""
    known = _keys() | {"months": {str(number) for number in range(1, 13)}}
    tables = {
        name: set(lists) for name, lists in loader.tables_of(language).items() if name not in ("furniture", "zones")
    }
    assert {name: keys - known.get(name, set()) for name, keys in tables.items() if keys - known.get(name, set())} == {}


def test_every_explained_key_is_used() -> None:
    """The README tells of nothing that no file has."""
    used = {(table, key) for language in FILES for table, keys in loader.tables_of(language).items() for key in keys}
    explained = {(table, key) for table, keys in _keys().items() for key in keys}
    assert {pair for pair in explained - used if pair[0] in PATTERNS or pair[0] in ("credit", "date")} == set()


@pytest.mark.parametrize("language", loader.list_languages())
def test_furniture_has_labels_and_known_lists(language: str) -> None:
    """Labels are those of the model, lists the four that the reader knows."""
    for title, lists in loader.tables_of(language).get("furniture", {}).items():
        if title == "words":
            assert set(lists) <= {"joiners", "not_names", "dates", "dated"}
        else:
            label, *marks = title.split("-")
            assert Label(label)
            assert set(marks) <= {"stop", "gated"}
            assert set(lists) <= {"exact", "starts", "contains", "names"}


@pytest.mark.parametrize("language", FILES)
def test_every_table_names_its_source(language: str) -> None:
    """A comment under the table's head says where the words come from."""
    text = Path(loader.__file__).with_name(f"{language}.toml").read_text("utf-8")
    heads = re.findall(r"^\[([a-z.-]+)\]\n(.)", text, re.MULTILINE)
    exempt = ("furniture.words", "furniture.byline-gated")
    assert [head for head, first in heads if head not in exempt and first != "#"] == []


@pytest.mark.parametrize("language", FILES)
def test_entries_are_written_plainly(language: str) -> None:
    """No entry has white space at its ends or stands twice in its list; words fold to something; patterns compile."""
    for table, lists in loader.tables_of(language).items():
        for key, text in lists.items() if table not in ("furniture", "zones") else ():
            lines = loader.split_lines(text)
            assert lines == [line.strip() for line in dict.fromkeys(lines)], (table, key)
            for line in lines:
                if key in PATTERNS.get(table, ()):
                    assert re.compile(line).groups >= 0
                else:
                    assert furniture_phrases._fold(line).strip() or line in ("&", "、"), (table, key, line)


@pytest.mark.parametrize("language", loader.list_languages())
def test_months_are_written_as_they_are_looked_up(language: str) -> None:
    """Lower case, no full stop, and not what CLDR has already."""
    own = loader.tables_of(language).get("months", {})
    names = [name for line in own.values() for name in line.split()]
    assert names == [name.lower().rstrip(".") for name in names]
    assert set(names).isdisjoint(loader._months()["months"].get(language, "").replace("|", ",").split(","))


ALLOWED = {
    ("extraction/labels/class_names.py", "_HINTS"): "names of classes and ids that themes give, which are markup",
    ("extraction/credits/zones.py", "MEDIA"): "the same",
    ("extraction/fields/surroundings.py", "_ELSEWHERE"): "the same",
    ("extraction/byline/candidates.py", "MARKED"): "the same",
    ("extraction/byline/candidates.py", "AUTHOR_PAGE"): "names of folders in addresses",
    ("extraction/fields/address.py", "_PAGE_NUMBER"): "names of parameters and folders in addresses",
    ("extraction/fields/address.py", "_PAGE_NAMES"): "the same",
    ("extraction/fields/language.py", "ALIASES"): "how languages are called in markup",
}
"""Constants that hold words which some list has, and what they are there."""
SECTIONS = (
    *(("byline", key) for key in ("openers", "other_trades", "ranks", "source_labels")),
    *(("credit", key) for key in ("by", "label", "helped", "first", "release")),
    *(("refusal", key) for key in ("wall", "error", "consent", "robot_check")),
    ("correction", "openers"), ("biography", "verbs"), ("date", "updated"), ("dateline", "agencies"),
)  # fmt: skip
WORD = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")


def _listed() -> set[str]:
    """Give what may stand in no code: words that are no English ones, phrases of two words and more, full months.

    English words alone are those of the program, too: "author", "text", "may"; Catalan `font` is an element of HTML.
    """
    lines = [line for table, key in SECTIONS for line in loader.lines_of("en", table, key)]
    english = {word for line in lines for run in WORD.findall(line) for word in run.split()}
    words = {word for table, key in SECTIONS for line in loader.all_of(table, key) for word in WORD.findall(line)}
    months = {name for name in loader.all_months() if name not in loader.months_of("en") or len(name) > len("march")}
    return {word for word in words | months if len(word) > 3 and (" " in word or word not in english)} - {"font"}


def _literals(file: Path) -> Iterator[tuple[str, str]]:
    """Give the strings of a module that are no docstrings, each with the name it is assigned to at the top, if any."""
    tree = ast.parse(file.read_text("utf-8"))
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for statement in tree.body:
        target = statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", None)
        for node in ast.walk(statement):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
                yield target.id if isinstance(target, ast.Name) else "", node.value


def test_no_word_of_a_list_stands_in_code() -> None:
    """An opener, a month, a wall's word or a correction's is in its language's file, where a translator finds it."""
    listed = _listed()
    root = Path(archive.__file__).parent
    found = {
        (str(file.relative_to(root)), name, word)
        for part in ("extraction", "judge")
        for file in (root / part).rglob("*.py")
        for name, text in _literals(file)
        for word in listed.intersection(_pieces(text.lower()))
        if (str(file.relative_to(root)), name) not in ALLOWED
    }
    assert found == set()


def _pieces(text: str) -> Iterator[str]:
    """Give the words of a text, and each run of two to four of them."""
    for run in WORD.findall(text):
        words = run.split(" ")
        for size in range(1, 5):
            yield from (" ".join(words[start : start + size]) for start in range(len(words) - size + 1))


def test_the_words_are_read_when_they_are_needed() -> None:
    """A command that reads no page reads no words."""
    code = (
        "import archive.cli, archive.judge.visit, archive.words.loader as loader; print(loader.tables_of.cache_info())"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).endswith("currsize=0)\n")
