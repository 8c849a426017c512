"""Nights on a small world: what `python -m bench recrawl` measures at full size, on a real server."""

from collections import Counter
from pathlib import Path

import pytest

from bench.world.oddities import Fashion, Listed, Odd
from bench.world.run import DELAY, Outcome, Size, _holding, play_world
from bench.world.script import World

SIZE = Size(hosts=5, articles=30, nights=6, budget=25)


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Six nights on five hosts of six articles, and one on which everything is visited."""
    folder: Path = tmp_path_factory.mktemp("world")
    return play_world(SIZE, folder)


def test_every_edit_is_a_revision_and_nothing_else_is(outcome: Outcome) -> None:
    """What a visit could see is one revision; ads, counters, dates and related boxes are none."""
    tally, kept = outcome.tally, outcome.kept
    assert (outcome.added, outcome.late, tally.missed, tally.false) == (25, 5, 0, 0)
    assert tally.seen.total() == tally.found > 5
    assert (kept.revisions, kept.vanished) == (kept.texts, 0)


def test_no_word_is_lost(outcome: Outcome) -> None:
    """Every text that a visit saw is in the archive; each article says what was seen last, at its last address."""
    kept = outcome.kept
    assert (kept.lost, kept.current_wrong, kept.addresses_wrong) == (0, 0, 0)
    assert kept.words > 5_000


def test_every_visit_is_told_as_the_script_has_it(outcome: Outcome) -> None:
    """The same, changed, moved, gone, blocked, suspect and failed, each for what it was."""
    assert outcome.tally.wrong == []
    assert outcome.tally.right == outcome.tally.due
    assert outcome.tally.visits == outcome.tally.due.total() > 100


def test_every_new_article_is_archived_once(outcome: Outcome) -> None:
    """What faulty feeds and sitemaps list comes in as soon as its page is one, and by one link."""
    tally = outcome.tally
    assert (tally.new, tally.added, outcome.kept.strangers) == (5, 5, 0)


def test_the_small_world_has_all_oddities() -> None:
    """Every odd answer, fashion and listing is played on it."""
    world = World(SIZE.hosts, SIZE.articles, SIZE.nights)
    assert {plan.odd for nights in world.at_host.values() for plan in nights} == set(Odd)
    assert (set(world.fashions.values()), set(world.listings.values())) == (set(Fashion), set(Listed))
    assert {one.vain > 0 for one in world.stories if one.since} == {True, False}


def test_a_text_is_looked_for_where_it_stands() -> None:
    """Not in the next version, though that has less furniture beside it: no word is lost which a revision has."""
    old, new = Counter("They promised to mend it".split()), Counter("They prmoised to mend it".split())
    beside = old + Counter("Read also: who pays for the ferry?".split())
    assert _holding(old, [(new, new), (beside, beside)]) == (beside, beside)
    assert _holding(old, [(beside, beside), (old, old)]) == (old, old)


def test_manners(outcome: Outcome) -> None:
    """The server's log: no request against robots.txt, none before the delay is over, none while Retry-After lasts."""
    tally = outcome.tally
    assert (tally.against_robots, tally.too_soon, tally.in_pause) == ([], [], [])
    assert tally.shortest >= DELAY
    assert tally.requests > tally.visits


def test_what_did_not_change_costs_little(outcome: Outcome) -> None:
    """Hosts that tell truly what changed send less than half of their bytes on a night when little did."""
    some, whole, _ = outcome.wire.by_habit["ETag of the text"]
    assert 0 < some < whole / 2
    assert 0 < outcome.wire.conditional < outcome.wire.whole


def test_a_world_follows_from_its_seed() -> None:
    """The server and the judge each make the same world."""
    one, same, other = (World(5, 30, 6, seed) for seed in (1, 1, 2))
    assert one.stories == same.stories != other.stories
    assert (one.at_host, one.notices) == (same.at_host, same.notices)
    assert one.edit_some(0.1) == same.edit_some(0.1) == 7
    assert one.stories == same.stories
