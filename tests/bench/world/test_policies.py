"""The choice of visits beside other crawlers', in invented worlds."""

from random import Random

from archive.judge.replay import Oldest, Ours, World, replay_nights, score_policies
from bench.world.policies import ALL_POLICIES, invent_world, steep_rate


def world() -> World:
    return invent_world("steep", steep_rate, Random(3), articles=300, nights=60)


def test_an_invented_world_is_the_same_every_time() -> None:
    """The seed decides; and where articles change early, ours beats oldest first."""
    ours = [replay_nights(world(), "ours", Ours()) for _ in range(2)]
    assert ours[0] == ours[1]
    assert ours[0].caught > 1.4 * replay_nights(world(), "oldest", Oldest()).caught


def test_no_policy_finds_more_than_the_oracle() -> None:
    """Every policy makes the same visits, and who knows the changes catches most."""
    scores = score_policies(world(), ALL_POLICIES)
    assert {score.visits for score in scores} == {scores[0].visits}
    assert max(scores, key=lambda score: score.caught).policy == "oracle"
