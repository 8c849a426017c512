"""Patterns of long lists wait until they are used."""

import re

from archive.words import patterns


def test_a_pattern_that_waits_does_what_others_do() -> None:
    """Its methods and attributes are those of the compiled one."""
    waiting = patterns.compiled_later(r"(?P<day>\d+) (?:may|june)", re.I)
    assert waiting.pattern == r"(?P<day>\d+) (?:may|june)"
    assert [found["day"] for found in waiting.finditer("2 May, 31 JUNE")] == ["2", "31"]
    assert waiting.sub("?", "on 2 May") == "on ?"
    assert waiting.groupindex == {"day": 1}


def test_all_that_wait_can_be_compiled_at_once() -> None:
    """What waits is compiled, each once."""
    waiting = patterns.compiled_later("tide")
    patterns.compile_all()
    assert "compiled" in vars(waiting)
