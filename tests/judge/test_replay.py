"""The archive's own past under several ways to choose."""

from dataclasses import replace

from archive.judge.replay import DAY, Score, SimulatedArticle, World, score_policies

PAST = World(
    "past",
    (
        SimulatedArticle("a", "harbour.example", 0.0, ()),
        SimulatedArticle("b", "harbour.example", 1.0, (2.5 * DAY,)),
        SimulatedArticle("c", "quay.example", 2.0, (1.5 * DAY, 2.6 * DAY)),
    ),
    begin=DAY,
    nights=3,
)


def test_each_way_to_choose_is_scored() -> None:
    """One visit a night: newest first sees c each time, oldest first each article once; the oracle what can be seen.

    Of the two changes of c that oldest first finds at once, one is older than a day.
    """
    scores = {score.policy: score for score in score_policies(PAST, share=1 / 3)}
    assert scores["newest first"] == Score("newest first", visits=3, caught=2, changes=3, prompt=2)
    assert scores["oldest first"] == Score("oldest first", visits=3, caught=1, changes=3, prompt=1)
    assert scores["oracle"].caught == 2
    assert list(scores) == ["ours", "oldest first", "newest first", "oracle"]


def test_the_first_nights_may_be_for_learning() -> None:
    """What is visited, caught and changed in them is not counted."""
    scores = {score.policy: score for score in score_policies(replace(PAST, uncounted=2), share=1 / 3)}
    assert scores["newest first"] == Score("newest first", visits=1, caught=1, changes=0)
