"""Knapsacks, of several dimensions and with several choices, against published values."""

from __future__ import annotations

import pytest

import irontriangle as it
from benchmarks.instances import MULTIPLE_CHOICE, multi_dimensional, multiple_choice, results

SMALL = [
    (165, "23 31 29 44 53 38 63 85 89 82", "92 57 49 68 60 43 67 84 87 72", 309),
    (26, "12 7 11 8 9", "24 13 23 15 16", 51),
    (190, "56 59 80 64 75 17", "50 50 64 46 50 5", 150),
    (50, "31 10 20 19 4 3 6", "70 20 39 37 7 5 10", 107),
    (104, "25 35 45 5 25 3 2 2", "350 400 450 20 70 8 5 5", 900),
    (170, "41 50 49 59 55 57 60", "442 525 511 593 546 564 617", 1735),
    (
        750,
        "70 73 77 80 82 87 90 94 98 106 110 113 115 118 120",
        "135 139 149 150 156 163 173 184 192 201 210 214 221 229 240",
        1458,
    ),
    (
        6404180,
        "382745 799601 909247 729069 467902 44328 34610 698150 823460 903959 853665 551830 610856 670702 488960 "
        "951111 323046 446298 931161 31385 496951 264724 224916 169684",
        "825594 1677009 1676628 1523970 943972 97426 69666 1296457 1679693 1902996 1844992 1049289 1252836 1319836 "
        "953277 2067538 675367 853655 1826027 65731 901489 577243 466257 369261",
        13549094,
    ),
]
"""
Limit, weights, values, optimum; problems P01 to P08 of https://people.sc.fsu.edu/~jburkardt/datasets/knapsack_01,
of which the last two are from D. Kreher and D. Stinson, Combinatorial Algorithms, CRC Press, 1999.
"""


@pytest.mark.parametrize(("limit", "weights", "values", "optimum"), SMALL, ids=[f"P0{n}" for n in range(1, 9)])
def test_small_knapsacks_have_their_published_optimum(limit, weights, values, optimum):
    items = zip(map(int, weights.split()), map(int, values.split()), strict=True)
    scope = it.Scope([it.Feature(f"i{n}", it.Variant(cost=w, value=v)) for n, (w, v) in enumerate(items)])
    plan = it.optimize(it.Project(scope, it.Budget(limit)))
    assert (plan.status, plan.value, plan.bound) == (it.Status.OPTIMAL, optimum, optimum)
    assert it.violations(plan) == ()


@pytest.mark.parametrize("name", ["I01", "I02", pytest.param("I03", marks=pytest.mark.slow)])
def test_multiple_choice_knapsacks_have_their_published_optimum(data, name):
    optimum = MULTIPLE_CHOICE[name]
    plan = it.optimize(multiple_choice(data(f"mmkp/{name}")))
    assert (plan.status, plan.value, plan.bound) == (it.Status.OPTIMAL, optimum, optimum)
    assert len(plan.selection) == len(plan.project.scope)
    assert it.violations(plan) == ()


@pytest.mark.parametrize("name", ["I04", "I05", "I06"])
def test_multiple_choice_knapsacks_stopped_early_stay_on_their_side(data, name):
    plan = it.optimize(multiple_choice(data(f"mmkp/{name}")), time_limit=3)
    assert_honest(plan, MULTIPLE_CHOICE[name], MULTIPLE_CHOICE[name])


@pytest.mark.parametrize("number", [0, 10, 20])
def test_knapsacks_of_several_dimensions_stay_between_what_is_known(data, number):
    """P. C. Chu and J. E. Beasley, Journal of Heuristics 4 (1998) 63-86, https://doi.org/10.1023/A:1009642405419."""
    found, relaxed = results(data("mdkp/mkcbres.txt"))[number]
    plan = it.optimize(multi_dimensional(data("mdkp/mknapcb1.txt"))[number], time_limit=3)
    assert_honest(plan, found, relaxed)
    assert plan.bound <= relaxed + 1  # no worse than the bound that anyone has


def assert_honest(plan, at_least, at_most):
    """The optimum, which is between the two, is between value and bound; what is called optimal is no less."""
    assert plan.found
    assert plan.value <= at_most
    assert plan.bound >= at_least
    assert plan.value <= plan.bound
    assert plan.gap == pytest.approx((plan.bound - plan.value) / max(1, plan.value))
    if plan.status == it.Status.OPTIMAL:
        assert plan.value == plan.bound
        assert plan.value >= at_least
    assert it.violations(plan) == ()
