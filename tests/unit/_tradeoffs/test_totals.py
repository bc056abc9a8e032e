"""What is known of the plans of a project without dates, held against solves that know nothing."""

from __future__ import annotations

import math
from fractions import Fraction
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import irontriangle as it
from irontriangle._model.changes import AddRule, ChangeBudget
from irontriangle._model.rules import AtMost, Decided
from irontriangle._solve.selection.near import again
from irontriangle._solve.selection.near.reach import Effort
from irontriangle._tradeoffs import prices
from irontriangle._tradeoffs.limits import Money
from irontriangle._tradeoffs.solves import Solves
from irontriangle._tradeoffs.totals import Totals

MONEY = Money("budget")
FIGURES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 6)), min_size=2, max_size=5)


def project(figures, limit):
    """Return features with a value and a cost each, the first of them in two variants."""
    variants = [[it.Variant(value=value, cost=cost)] for value, cost in figures]
    variants[0].append(it.Variant("lean", value=figures[0][0] // 2, cost=figures[0][1] // 2))
    scope = it.Scope([it.Feature(f"f{place}", several) for place, several in enumerate(variants)])
    return it.Project(scope, it.Budget(limit))


def totals(figures, limit):
    return Totals(project(figures, limit), Solves("explain"))


def rules_of(figures):
    """Draw decisions on the features."""
    names = st.sampled_from([f"f{place}" for place in range(len(figures))])
    return st.one_of(names.map(Decided), names.map(lambda name: AtMost([name], 0)), st.just(Decided("f0", "lean")))


@settings(max_examples=60)
@given(FIGURES, st.integers(0, 15), st.sampled_from([0, prices.OFTEN]), st.sampled_from([0, 10**7]), st.data())
def test_what_is_known_agrees_with_what_is_not(figures, limit, often, count, data):
    with patch.object(prices, "OFTEN", often), patch.object(again, "EFFORT", Effort(count, 12_000)):
        agrees(figures, limit, data)


def agrees(figures, limit, data):
    """Ask again and again, and for each question also who knows nothing."""
    known = totals(figures, limit)
    for _ in range(data.draw(st.integers(1, 4))):
        aside, also = data.draw(rules_of(figures)), data.draw(rules_of(figures))
        changes = (AddRule(aside), ChangeBudget(data.draw(st.integers(0, 3))))
        if data.draw(st.booleans()):
            known.prefer(changes, also)
        if data.draw(st.booleans()):
            known.guess(changes)
        for asked in (changes, (*changes, AddRule(also))):
            fresh, found = totals(figures, limit).best(asked), known.best(asked)
            assert (found and found.value) == (fresh and fresh.value)
            assert known.known(asked) == (fresh.value if fresh else -math.inf)
            value = Fraction(data.draw(st.integers(0, 20)))
            assert not known.below(asked, value) or fresh is None or fresh.value < value
            least = totals(figures, limit).least(asked, value, MONEY, {})
            low = known.at_least(asked, value, MONEY, {})
            assert least is None or (low is not None and low <= least)
            assert known.least(asked, value, MONEY, {}) == least


@pytest.mark.parametrize(("also", "kept"), [(Decided("f1"), True), (Decided("f2"), False), (AtMost(["f1"], 0), True)])
def test_equal_plan_that_keeps_a_rule_is_preferred(also, kept, monkeypatch):
    known = totals([(4, 4), (4, 4), (3, 3)], 4)
    known.prefer((), also)
    monkeypatch.setattr(known, "_ask", None)
    assert known.best(()).value == 4
    assert known.below((AddRule(also),), Fraction(4)) is not kept
    known.prefer((), also)


def test_nothing_is_preferred_where_nothing_has_a_value():
    known = totals([(0, 1), (0, 1)], 1)
    known.prefer((), Decided("f1"))
    assert known.known(()) == -math.inf


def test_no_plan_is_preferred_where_there_is_none():
    known = totals([(4, 4), (4, 4)], 3)
    known.prefer((AddRule(Decided("f1")),), Decided("f0"))
    assert known.best((AddRule(Decided("f1")),)) is None
    assert not known.below((AddRule(Decided("f1")),), -math.inf)


def test_guess_is_tried_where_it_may_well_be_good_enough():
    known = totals([(9, 4), (8, 4), (3, 3)], 10)
    assert not known.likely_to_guess(Fraction(17))
    assert known.likely_to_guess(Fraction(10))
