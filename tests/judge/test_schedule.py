from dataclasses import replace
from math import exp, isclose
from random import Random

import pytest

from archive.judge.schedule import (
    PRIOR,
    Check,
    Learnt,
    Visit,
    article_multiplier,
    changes_behind,
    count_visit,
    learn_rates,
    rates_from,
    site_multipliers,
    visit_score,
)

DAY = 24.0
LEARNT = Learnt(learn_rates(()), {})


def visit(name: str, **facts: float) -> Visit:
    return replace(Visit(name, "harbour.example", "harbour.example", 0.0, 0.0, 0.0), **facts)  # type: ignore[arg-type]


def test_changes_of_an_average_article() -> None:
    """ΔΛ is the hours in each age bin times its rate; nothing before birth."""
    rates = rates_from((0.1, 0.01, 0.001, 0.0, 0.0, 0.0, 0.0001))
    assert isclose(24 * 0.1, rates.between(0, 0, DAY))
    assert isclose(12 * 0.1 + 48 * 0.01 + 24 * 0.001, rates.between(100, 112, 196))
    assert isclose(10 * 0.0001, rates.between(0, 3000, 3010))
    assert rates.between(50, 10, 40) == 0


def test_the_score_is_a_chance() -> None:
    """1 − exp(−m·ΔΛ)."""
    rates = rates_from([0.01] * 7)
    learnt = Learnt(rates, {"harbour.example": 2.0}, today=0.0)
    assert isclose(1 - exp(-2 * 0.01 * 30), visit_score(visit("a", seen=10.0), learnt, 40.0))


def test_what_may_have_changed_today_goes_first() -> None:
    """Of two with the same chance, the one that may have changed since yesterday: the other's news is late anyway."""
    rates = rates_from([0.01, *[0.001] * 6])
    young, old = visit("a", born=40.0, seen=40.0), visit("b", born=0.0, seen=0.0)
    ever = [visit_score(one, Learnt(rates, {}, today=0.0), 64.0) for one in (young, old)]
    assert ever[0] < ever[1]
    assert visit_score(young, Learnt(rates, {}), 64.0) > visit_score(old, Learnt(rates, {}), 64.0)


def test_what_a_site_says_of_a_change_counts_as_often_as_it_is_true() -> None:
    """The chance is q, unless it is higher anyway; of today only where it says today. Of a site not known: 1/3."""
    rates = rates_from([0.001] * 7)
    ever, of_today = 1 - exp(-0.001 * 100), 1 - exp(-0.001 * DAY)
    for told, q in ((None, 1 / 3), (0.9, 0.9), (0.0, 0.0)):
        learnt = Learnt(rates, {}, truths={} if told is None else {"harbour.example": told})
        today, before = (visit_score(visit("a", pinged=at), learnt, 100.0) for at in (99.0, 50.0))
        assert isclose(today, max(ever, q) + 3 * max(of_today, q))
        assert isclose(before, max(ever, q) + 3 * of_today)


def test_articles_and_sites_are_counted() -> None:
    """m = (A·m_site + n) / (A + E); a change over X adds mX / (1 − e^(−mX)) to n, and X to E."""
    assert isclose((0.7 * 1.5 + 2) / (0.7 + 4), article_multiplier(2, 4, 1.5))
    assert count_visit(1.0, 3.0, 2.0, 0.5, False) == (1.0, 3.5)
    n, e = count_visit(1.0, 3.0, 2.0, 0.5, True)
    assert isclose(1 + 1 / (1 - exp(-1)), n) and e == 3.5
    articles = [("harbour.example", 4.0, 1.0), ("harbour.example", 1.0, 2.0), ("quay.example", 0.0, 0.0)]
    assert site_multipliers(articles) == {"harbour.example": (3 + 5) / (3 + 3)}
    assert changes_behind(0.0) == 1.0


def test_the_curve_is_learnt() -> None:
    """From enough checks come the rates that made them, though a check tells only whether there was a change."""
    random, truth = Random(1), rates_from((0.03, 0.01, 0.003, 0.003, 0.001, 0.0003, 0.0001))
    checks = []
    for _ in range(20_000):
        since = random.choice((0.0, 24.0, 100.0, 200.0, 400.0, 800.0, 2500.0))
        until = since + random.choice((20.0, 48.0, 400.0))
        checks.append(Check(0.0, since, until, random.random() < 1 - exp(-truth.between(0, since, until))))
    learnt = learn_rates(checks)
    assert all(abs(found / true - 1) < 0.35 for found, true in zip(learnt.rates, truth.rates, strict=True))
    assert learn_rates(()).rates == pytest.approx(PRIOR)
