"""The visits of a night: in which order, how many of a host, in how much memory."""

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from archive.judge.schedule import Learnt, Visit, learn_rates, visit_score
from archive.judge.visit_choice import HostFloor, VisitChoice, choose_visits

DAY = 24.0
LEARNT = Learnt(learn_rates(()), {})


def visit(name: str, **facts: float) -> Visit:
    return replace(Visit(name, "harbour.example", "harbour.example", 0.0, 0.0, 0.0), **facts)  # type: ignore[arg-type]


def test_the_night() -> None:
    """Best first, every tenth the oldest, what must be confirmed before all, no host beyond its cap, none twice."""
    visits = [visit(str(number), born=-number * DAY, visited=-float(number)) for number in range(100)]
    visits[50] = replace(visits[50], urgent=True)
    order = [chosen.url for chosen in choose_visits(visits, LEARNT, DAY, most=100, per_host=30)]
    assert order[0] == "50" and order[9] == "99" and order[19] == "98"
    assert len(order) == len(set(order)) == 30
    other = replace(visits[0], url="other", host="quay.example")
    assert "other" in [chosen.url for chosen in choose_visits([*visits, other], LEARNT, DAY, most=100, per_host=5)]


def test_the_night_is_chosen_in_little_memory() -> None:
    """Of any number of visits the same are chosen as if all were sorted, and memory is for those chosen."""
    random = Random(5)

    def visits(number: int) -> Iterator[Visit]:
        random.seed(5)
        for name in map(str, range(number)):
            host, born, visited = f"h{random.randrange(40)}.example", random.uniform(-900, 0), random.uniform(0, DAY)
            yield visit(name, host=host, born=born, seen=visited, visited=visited)  # type: ignore[arg-type]

    few = [
        [chosen.url for chosen in choose_visits(visits(8_000), LEARNT, DAY, most=most, per_host=9)]
        for most in (100, 8_000)
    ]
    assert few[0] == few[1][:100]
    tracemalloc.start()
    try:
        assert len(list(choose_visits(visits(60_000), LEARNT, DAY, most=100, per_host=9))) == 100
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_what_is_below_the_floors_is_not_chosen() -> None:
    """Of many visits one may leave out those below the floors: the night is the same."""
    random, choice = Random(3), VisitChoice(LEARNT, DAY, most=40, per_host=9)
    visits = [
        Visit(f"https://{host}/{number}", host, host, -900 * random.random(), seen, seen)
        for number in range(600)
        for host, seen in [(f"h{random.choice((1, 1, 1, 2, 3, 4, 5, 6, 7))}.example", DAY * random.random())]
    ]
    left_out = 0
    for number, one in enumerate(visits):
        if number % 50 == 0:
            floors = choice.floors()
        capped = floors.hosts.get(one.site)
        host = capped if capped and one.url.startswith(capped.prefix) else HostFloor("", floors.score, floors.visited)
        low = visit_score(one, LEARNT, DAY) < max(floors.score, host.score)
        if low and one.visited > min(floors.visited, host.visited):
            left_out += 1
            continue
        choice.add(one)
    assert left_out > 300
    assert list(choice.visits()) == list(choose_visits(visits, LEARNT, DAY, most=40, per_host=9))


def test_a_guess_that_too_few_reach_is_told() -> None:
    """Only where as many as are wanted reach it nothing was left out for it that would have been chosen."""
    visits = [visit(str(number), born=-number * DAY, visited=-float(number)) for number in range(100)]
    for wanted, right in ((20, True), (95, False)):
        every = VisitChoice(LEARNT, DAY, most=30, per_host=100)
        for one in visits:
            every.add(one)
        choice = VisitChoice(LEARNT, DAY, most=wanted, per_host=100, guess=every.floors())
        for one in visits:
            choice.add(one)
        assert choice.is_right() is right
        assert VisitChoice(LEARNT, DAY, most=wanted, per_host=100).is_right()
