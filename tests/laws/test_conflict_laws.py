"""Conflicts of generated projects: minimal, complete by enumeration, and resolved by what resolves them."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import HealthCheck, assume, given, note, settings

import irontriangle as it
from irontriangle._model import resolve
from irontriangle._model.amounts import exact
from irontriangle._model.members import is_in
from irontriangle._solve.money import spendable
from irontriangle._tradeoffs.contradictions import FEW_WISHES
from irontriangle._tradeoffs.wishes import meets, value_demanded, wishes_of, with_only
from irontriangle.testing import assert_valid
from tests.engines.families import DAYS, WHOLE, small

SMALL = {"max_features": 3, "max_variants": 2, "max_rules": 3, "values": WHOLE, "costs": WHOLE, "efforts": DAYS}
TOTALS = small(dated=False, **SMALL)
DATED = small(
    dated=True, **{**SMALL, "max_features": 2, "max_roles": 1, "max_absences": 0, "max_tasks": 1, "max_days": 6}
)
slow_to_draw = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def has_plan(project, wishes):
    return it.optimize(with_only(project, wishes), value_at_least=value_demanded(wishes), engine="enumerate").found


@slow_to_draw
@given(TOTALS)
def test_contradictions_are_minimal_and_complete(project):
    found = it.conflict(project)
    assert (found is None) == it.optimize(project, engine="enumerate").found
    if found is None:
        return
    note(str(found))
    sets = [frozenset(one.wishes) for one in found.contradictions]
    for members in sets:
        assert not has_plan(project, members)
        assert all(has_plan(project, members - {wish}) for wish in members)
    wishes = wishes_of(project)
    assert found.complete or len(wishes) > FEW_WISHES
    if len(wishes) <= 8:
        expected = []
        for size in range(len(wishes) + 1):
            for some in map(frozenset, combinations(wishes, size)):
                if not any(known <= some for known in expected) and not has_plan(project, some):
                    expected.append(some)
        assert set(sets) == set(expected)


# ------------------------------------------------------------------------------------------- the least that resolves it


def selections(project):
    """Every choice of variants that breaks no fact: what features require by themselves."""
    features = list(project.scope)
    for chosen in product(*([None, *(one.name for one in feature)] for feature in features)):
        selection = {one.name: name for one, name in zip(features, chosen, strict=True) if name}
        if all(is_in(needed, selection) for one in features if one.name in selection for needed in one.requires):
            yield selection


def count(rule, selection):
    return sum(is_in(member, selection) for member in rule.names)


def asked(project, selection):
    """What must give for a selection: wishes as a whole, and of limits, floors and counts how much."""
    given, levels = set(), {}
    out = {feature.name for feature in project.scope if feature.name not in selection}
    for feature in project.scope:
        if feature.priority in (it.MUST, it.WONT) and (feature.name in out) is (feature.priority == it.MUST):
            given.add(feature.name)
    for rule in project.scope.rules:
        if isinstance(rule, it.AtLeast):
            levels[rule] = max(-rule.k, -count(rule, selection))
        elif isinstance(rule, (it.AtMost, it.Excludes)):
            levels[rule] = max(rule.k if isinstance(rule, it.AtMost) else 1, count(rule, selection))
        elif isinstance(rule, it.Decided):
            member = rule.feature if rule.variant is None else (rule.feature, rule.variant)
            if not is_in(member, selection):
                given.add((rule, rule.feature in out))
        elif not isinstance(rule, (it.Bundle, it.After)):
            inside = [is_in(member, selection) for member in rule.members]
            broken = (
                0 < sum(inside) < len(inside) if isinstance(rule, it.AllOrNone) else inside[0] and not any(inside[1:])
            )
            given |= {rule} if broken else set()
    for goal, floor in (project.scope.goals.floors if project.scope.goals else {}).items():
        reached = [resolve.goal_scores(project, project.scope[name][one])[goal] for name, one in selection.items()]
        levels[goal] = max(-exact(floor), -sum(reached))
    bundles = [rule for rule in project.scope.rules if isinstance(rule, it.Bundle)]
    earned = [rule for rule in bundles if all(is_in(member, selection) for member in rule.names)]
    for fund, there in spendable(project).items():
        variants = [project.scope[name][one] for name, one in selection.items()]
        costs = [resolve.labour(project, one)[fund] + resolve.other_cost(project, one)[fund] for one in variants]
        costs += [exact(project.budget.by_fund(rule.cost)[fund]) for rule in earned]
        levels["money", fund] = max(there, sum(costs))
    for role, there in (project.timeline or {}).items():
        work = [resolve.work(project.scope[name][one]).get(role, 0) for name, one in selection.items()]
        levels["days", role] = max(exact(there), sum(work))
    return frozenset(given), levels


def least(project):
    """The Pareto set over every selection."""
    points = [asked(project, selection) for selection in selections(project)]

    def beats(one, other):
        less = one[0] <= other[0] and all(level <= other[1][axis] for axis, level in one[1].items())
        return less and one != other

    return [point for point in points if not any(beats(other, point) for other in points)]


def sense(rule):
    """What a rule speaks of, and whether it asks for some of it or bans some."""
    return rule.members, isinstance(rule, it.AtLeast)


def told(project, resolution):
    """The same of a resolution."""
    changed, selection = resolution.plan.project, resolution.plan.selection
    dropped = {change.rule for change in resolution.changes if isinstance(change, it.DropRule)}
    given = {rule for rule in dropped if not isinstance(rule, (it.AtLeast, it.AtMost, it.Excludes, it.Decided))}
    given |= {(rule, rule.feature not in selection) for rule in dropped if isinstance(rule, it.Decided)}
    for change in resolution.changes:
        if isinstance(change, it.SetPriority) and project.scope[change.feature].priority in (it.MUST, it.WONT):
            given.add(change.feature)
    levels = asked(project, selection)[1]
    milder = {sense(change.rule): change.rule for change in resolution.changes if isinstance(change, it.AddRule)}
    for axis in levels:
        if isinstance(axis, (it.AtLeast, it.AtMost, it.Excludes)):
            rule = milder.get(sense(axis), axis) if axis in dropped else axis
            levels[axis] = -rule.k if isinstance(rule, it.AtLeast) else 1 if isinstance(rule, it.Excludes) else rule.k
            if rule in dropped:
                levels[axis] = 0 if isinstance(rule, it.AtLeast) else max(len(rule.names), levels[axis])
        elif isinstance(axis, str):
            levels[axis] = -exact(changed.scope.goals.floors.get(axis, 0))
        else:
            what, name = axis
            levels[axis] = spendable(changed)[name] if what == "money" else exact(changed.timeline[name])
    return frozenset(given), levels


@slow_to_draw
@given(TOTALS)
def test_resolutions_are_the_pareto_set(project):
    assume(not project.quality)
    found = it.conflict(project)
    assume(found is not None and found.all_resolutions)
    note(str(found))
    points = [told(project, one) for one in found.resolutions]
    assert all(point in points for point in least(project))
    assert all(point in least(project) for point in points)


RULES = (it.DropRule, it.AddRule)
"""Two changes that belong together: a milder rule in the place of one that is dropped."""


@slow_to_draw
@given(TOTALS | DATED)
def test_every_resolution_gives_a_plan(project):
    found = it.conflict(project, ramp_up=0)
    if found is None:
        return
    note(str(found))
    for one in found.resolutions:
        assert_valid(one.plan)
        assert one.plan.project == project.apply(*one.changes)
        for change in one.changes:  # none of them can be left out
            fewer = [other for other in one.changes if other != change]
            replaced = isinstance(change, RULES) and any(isinstance(other, RULES) for other in fewer)
            if not replaced:
                again = it.optimize(project.apply(*fewer), engine="enumerate")
                assert not again.found or again.selection != one.plan.selection


@slow_to_draw
@given(TOTALS)
def test_plan_meets_what_it_is_said_to_meet(project):
    plan = it.optimize(project)
    if not plan.found:
        return
    free = it.optimize(with_only(project, []))
    met = frozenset(wish for wish in wishes_of(project) if meets(free, wish))
    assert has_plan(project, met)
    assert all(meets(plan, wish) for wish in wishes_of(project) if wish.kind is not it.WishKind.QUALITY)
