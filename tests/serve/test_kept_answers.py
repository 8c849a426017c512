"""Answers that are kept: the same as if they were made now, and never more of them than there is room."""

from archive.serve.kept_answers import KeptAnswers


class Source:
    """Something that is asked, and how often what was made of it."""

    def __init__(self) -> None:
        self.version, self.made = 1, 0

    def make(self) -> bytes:
        """Make an answer of ten bytes that tells the version it is of."""
        self.made += 1
        return b"answer %3d" % self.version


def test_made_once_until_something_changes() -> None:
    """By its key; what changes while it is made counts as a change after it."""
    source = Source()
    kept = KeptAnswers(lambda: source.version)
    assert [kept.body("a", source.make) for _ in range(3)] == [b"answer   1"] * 3
    assert kept.body("b", source.make) == b"answer   1"
    assert source.made == 2
    assert (kept.has("a"), kept.has("c")) == (True, False)
    source.version = 2
    assert not kept.has("a")
    assert [kept.body("a", source.make) for _ in range(2)] == [b"answer   2"] * 2

    def make_amid_change() -> bytes:
        body = source.make()
        source.version += 1
        return body

    assert kept.body("c", make_amid_change) == b"answer   2"
    assert kept.body("c", source.make) == b"answer   3"


def test_no_more_than_there_is_room_for() -> None:
    """Those that nobody asked for longest are dropped; one that is too large is not kept."""
    source = Source()
    kept = KeptAnswers(lambda: 1, room=29)
    for key in "abac":
        kept.body(key, source.make)
    assert source.made == 3
    kept.body("a", source.make)
    assert source.made == 3
    kept.body("b", source.make)
    assert source.made == 4
    assert len(kept.body("d", lambda: b"-" * 30)) == len(kept.body("d", lambda: b"+" * 30)) == 30
    assert kept.body("d", lambda: b"+" * 30).startswith(b"+")


def test_a_failure_is_not_kept() -> None:
    """What could not be made is tried again."""
    kept = KeptAnswers(lambda: 1)
    tried: list[int] = []

    def fail_once() -> bytes:
        tried.append(1)
        if len(tried) == 1:
            raise ValueError
        return b"well"

    for _ in range(3):
        try:
            kept.body("a", fail_once)
        except ValueError:
            continue
    assert len(tried) == 2
