"""What follows from plans and proofs that are known."""

from __future__ import annotations

from fractions import Fraction

import pytest

from irontriangle import AtMost, Decided
from irontriangle._model.amounts import FrozenMap
from irontriangle._tradeoffs.memory import Known, Memory, Proven

FREE = frozenset()
CHEAP = Known(FrozenMap({"ABC": "simplified"}), Fraction(60), (Fraction(20),))
DEAR = Known(FrozenMap({"ABC": "full", "XYZ": "full"}), Fraction(90), (Fraction(40),))


def remembered(*, bests=(), leasts=()):
    memory = Memory()
    for plan in (CHEAP, DEAR):
        memory.keep(plan)
    memory.bests += bests
    memory.leasts[0] = list(leasts)
    return memory


@pytest.mark.parametrize(
    ("rules", "level", "plan"),
    [
        (FREE, None, DEAR),
        (FREE, Fraction(39), CHEAP),
        (FREE, Fraction(19), None),
        (frozenset([Decided("XYZ")]), None, DEAR),
        (frozenset([Decided("ABC", "simplified")]), None, CHEAP),
        (frozenset([AtMost(["ABC", "XYZ"], 1)]), None, CHEAP),
    ],
)
def test_best_known_plan_keeps_rules_and_limits(rules, level, plan):
    assert remembered().best(rules, (level,)) == (False, plan)


@pytest.mark.parametrize(
    ("proofs", "level", "sure", "plan"),
    [
        ([Proven(FREE, (None,), Fraction(90))], None, True, DEAR),
        ([Proven(FREE, (None,), Fraction(95)), Proven(FREE, (Fraction(50),), Fraction(90))], Fraction(50), True, DEAR),
        ([Proven(FREE, (Fraction(30),), Fraction(60))], None, False, DEAR),
        ([Proven(FREE, (Fraction(30),), None)], Fraction(10), True, None),
        ([Proven(frozenset([Decided("XYZ")]), (None,), Fraction(90))], None, False, DEAR),
    ],
)
def test_bound_of_looser_limits_is_one_of_tighter_ones(proofs, level, sure, plan):
    assert remembered(bests=proofs).best(FREE, (level,)) == (sure, plan)


@pytest.mark.parametrize(
    ("proofs", "value", "sure", "plan"),
    [
        ([], 60, False, CHEAP),
        ([(Fraction(0), Proven(FREE, (None,), Fraction(20)))], 60, True, CHEAP),
        ([(Fraction(0), Proven(FREE, (None,), Fraction(20)))], 61, False, DEAR),
        (
            [(Fraction(0), Proven(FREE, (None,), Fraction(20))), (Fraction(61), Proven(FREE, (None,), Fraction(40)))],
            61,
            True,
            DEAR,
        ),
        ([(Fraction(91), Proven(FREE, (None,), None))], 60, False, CHEAP),
        ([(Fraction(91), Proven(FREE, (None,), None))], 91, True, None),
    ],
)
def test_least_of_a_limit_follows_from_proofs_for_less_value(proofs, value, sure, plan):
    assert remembered(leasts=proofs).least(FREE, (None,), 0, Fraction(value)) == (sure, plan)


@pytest.mark.parametrize(("amount", "sure"), [(Fraction(90), True), (None, True), (Fraction(95), False)])
def test_nothing_takes_least_where_nothing_is_worth_so_much(amount, sure):
    memory = remembered(bests=[Proven(FREE, (None,), amount)])
    assert memory.least(FREE, (None,), 0, Fraction(95)) == (sure, None)
