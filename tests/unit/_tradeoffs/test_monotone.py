"""More time can hurt: people who are paid while absent beyond the deadline."""

from __future__ import annotations

import pytest

import irontriangle as it
from irontriangle._tradeoffs.limits import Days, Money
from irontriangle._tradeoffs.monotone import never_hurts


def project(last="2027-02-26", *, paid=True, rates=None, limit=1_000):
    """Ten days of work in a week, and an absence from the last day of that week on."""
    scope = it.Scope([it.Feature("chat", it.Variant(value=1, effort={"dev": 10}), priority=it.MUST)])
    rates = {"dev": 100} if rates is None else rates
    absence = it.Absence("dev", "2027-01-08", last, paid=paid)
    timeline = it.Timeline("2027-01-04", "2027-01-08", team={"dev": 2}, absences=[absence])
    return it.Project(scope, it.Budget(limit, rates=rates), timeline)


@pytest.mark.parametrize(
    ("one", "axes", "answer"),
    [
        (project(), [Days(), Money("budget")], False),
        (project(), [Money("budget")], True),
        (project("2027-01-08"), [Days()], True),
        (project(paid=False), [Days()], True),
        (project(rates={}), [Days()], True),
        (it.examples.feature_abc(), [Days()], True),
    ],
)
def test_only_pay_beyond_the_deadline_makes_time_hurt(one, axes, answer):
    assert never_hurts(one, axes) is answer


def test_extension_of_time_that_costs_is_not_said_to_be_least():
    found = it.options(project(limit=100_000))
    extension = found[it.OptionKind.EXTEND]
    assert extension.plan is not None
    assert not extension.proven
    assert not found.complete
    assert str(found).endswith("a later deadline costs more, as people are paid while absent beyond it.")


def test_no_extension_where_all_the_pay_is_too_much_is_undecided():
    """Five days more cost 100 each; without any deadline all 36 days of absence are paid."""
    found = it.options(project(limit=2_500))
    extension = found[it.OptionKind.EXTEND]
    assert extension.plan is not None or extension.reason is it.NoOption.UNDECIDED
    assert not extension.proven


@pytest.mark.parametrize("limit", [1_500, 2_500, 100_000])
def test_next_step_of_a_time_that_costs_is_not_proven(limit):
    small = it.Feature("news", it.Variant(value=1, effort={"dev": 1}))
    large = it.Feature("chat", it.Variant(value=5, effort={"dev": 11}))
    one = project(limit=limit)
    plan = it.optimize(it.Project(it.Scope([small, large]), one.budget, one.timeline))
    steps = it.sensitivity(plan)
    assert [step.proven for step in steps.limits if step.limit.kind is it.WishKind.DEADLINE] == [False]
