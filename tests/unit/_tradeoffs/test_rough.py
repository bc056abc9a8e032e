"""Contradictions that need no calendar, held against plans with dates."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import irontriangle as it
from irontriangle._tradeoffs.rough import Rough
from irontriangle._tradeoffs.solves import Solves
from irontriangle._tradeoffs.wishes import WishKind, value_demanded, wishes_of, with_only


def dated(efforts, *, people=1, days="2027-01-08", share=1, tasks=()):
    """Return features that must be built, by one role, with a budget of so much as there are days."""
    names = ("chat", "news", "shop")
    features = [
        it.Feature(name, it.Variant(value=3, effort={"dev": effort}), priority="MUST")
        for name, effort in zip(names, efforts, strict=False)
    ]
    more = [it.Feature("game", it.Variant(value=1, tasks=tasks), priority="MUST")] if tasks else []
    timeline = it.Timeline("2027-01-04", days, team={"dev": people}, availability={"dev": share})
    return it.Project(it.Scope([*features, *more]), it.Budget(5, rates={"dev": 1}), timeline)


def rich(project):
    """Return the project with as much money as wished."""
    return attrs.evolve(project, budget=it.Budget())


def contradiction(project, value=None):
    wishes = wishes_of(project, value)
    rough = Rough(project, wishes, Solves("conflict"))
    if not rough.contradict(frozenset(wishes)):
        return None
    return rough.contradiction(frozenset(wishes))


@settings(max_examples=10)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=3), st.integers(1, 2), st.sampled_from([1, 0.5]), st.data())
def test_what_contradicts_roughly_has_no_plan(efforts, people, share, data):
    project = dated(efforts, people=people, share=share)
    value = data.draw(st.sampled_from([None, 3, 20]))
    found = contradiction(project, value)
    if found is not None:
        demand = value_demanded(found)
        assert it.optimize(with_only(project, found), value_at_least=demand).status is it.Status.INFEASIBLE


@pytest.mark.parametrize(
    ("project", "kinds"),
    [
        (dated([4, 4]), {WishKind.MUST, WishKind.BUDGET}),
        (dated([1, 1]).apply(it.AddRule(it.Excludes(["chat", "news"]))), {WishKind.MUST, WishKind.RULE}),
        (dated([1, 1]).apply(it.AddRule(it.After("news", "chat"))), None),
        (
            rich(dated([3], share=0.5)),
            {WishKind.MUST, WishKind.DEADLINE, WishKind.TEAM},
        ),
        (
            rich(dated([], tasks=[it.Task("build", 6, demand={"dev": 1})])),
            {WishKind.MUST, WishKind.DEADLINE, WishKind.TEAM},
        ),
    ],
)
def test_contradiction_names_what_plays_a_part(project, kinds):
    found = contradiction(project)
    assert found == kinds or {wish.kind for wish in found} == kinds


def test_sprints_are_totals_of_their_roles():
    scope = it.Scope([it.Feature("chat", it.Variant(effort={"dev": 9}), priority="MUST")])
    project = it.Project(scope, timeline=it.Sprints("2027-01-04", 2, capacity={"dev": 4}))
    kinds = {wish.kind for wish in contradiction(project)}
    assert kinds == {WishKind.MUST, WishKind.DEADLINE, WishKind.CAPACITY}
