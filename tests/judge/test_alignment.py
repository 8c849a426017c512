"""Lists of texts are compared in time of their length, and each comparison turns one into the other."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.judge.alignment import SHORT, Step, align_texts
from tests.cost import LONGER_THAN_EIGHTFOLD, eightfold_cost

texts = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f"]), max_size=40)


def rebuilt(old: list[str], new: list[str], steps: list[Step]) -> list[str]:
    """Turn `old` into `new` by the steps, which must follow one another without a gap."""
    made: list[str] = []
    place = other = 0
    for how, start, end, begin, close in steps:
        assert (place, other) == (start, begin)
        assert how != "equal" or old[start:end] == new[begin:close]
        made += old[start:end] if how == "equal" else new[begin:close]
        place, other = end, close
    assert (place, other) == (len(old), len(new))
    return made


@settings(deadline=None, max_examples=30)
@given(texts, texts, st.lists(st.integers(0, 2_000), max_size=30, unique=True))
def test_steps_turn_one_list_into_the_other(old: list[str], new: list[str], single: list[int]) -> None:
    """Short lists and long ones, with texts that recur and texts that stand once."""
    for size in (1, SHORT):
        first = [*old, *map(str, single), *old * (size // 10)]
        second = [*new, *map(str, reversed(single)), *new * (size // 10), *map(str, single[:3])]
        assert second == rebuilt(first, second, align_texts(first, second))


def test_an_edit_in_a_long_page_is_one_step() -> None:
    """Of 5,000 blocks one was replaced and one came: all others are equal."""
    old = [f"paragraph {number}" for number in range(5_000)]
    new = [*old[:100], "another", *old[101:4_000], "one more", *old[4_000:]]
    steps = align_texts(old, new)
    assert [step[0] for step in steps] == ["equal", "replace", "equal", "insert", "equal"]


def test_long_lists_of_two_texts_cost_their_length() -> None:
    """The menu of a hostile page: two words, thousands of times, in no order."""

    def compare(count: int) -> None:
        random = Random(1)
        old, new = (random.choices(("News", "Sport"), k=count) for _ in range(2))
        align_texts(old, new)

    assert eightfold_cost(compare, 40_000) < LONGER_THAN_EIGHTFOLD


def test_long_lists_of_single_texts_cost_their_length() -> None:
    """Every second block is other: difflib takes each equal one for itself, and looks at all that follow."""

    def compare(count: int) -> None:
        old = [f"{number}" if number % 2 else f"old {number}" for number in range(count)]
        align_texts(old, [text.replace("old", "new") for text in old])

    assert eightfold_cost(compare, 40_000) < LONGER_THAN_EIGHTFOLD
