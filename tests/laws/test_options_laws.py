"""Options of generated projects: inside the limits, least by enumeration, and reproduced by their changes."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

import irontriangle as it
from irontriangle import NoOption, OptionKind
from irontriangle import strategies as its
from irontriangle.testing import assert_valid
from tests.engines.families import DAYS, WHOLE, small

SMALL = {"max_features": 3, "max_variants": 2, "max_rules": 2, "values": WHOLE, "costs": WHOLE, "efforts": DAYS}
TOTALS = small(dated=False, **SMALL)
DATED = small(dated=True, **{**SMALL, "max_roles": 2, "max_absences": 0, "max_tasks": 1, "max_days": 8})
slow_to_draw = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
)


def levels(plan):
    return dict(plan.selection), plan.value, plan.cost, plan.finish


def feasible(project):
    return it.optimize(project, engine="enumerate").found


def originals(project):
    decided = {
        rule.feature: rule.variant for rule in project.scope.rules if isinstance(rule, it.Decided) and rule.variant
    }
    return {feature.name: decided.get(feature.name, feature.original.name) for feature in project.scope}


def demanded(project, wanted):
    return project.apply(*(it.AddRule(it.Decided(name, originals(project)[name])) for name in wanted))


def options_of(data, project):
    """Return the options for what some draw of features wants, or for the default."""
    names = [feature.name for feature in project.scope if feature.priority != it.WONT]
    assume(names)
    wanted = data.draw(st.none() | st.lists(st.sampled_from(names), min_size=1, unique=True))
    found = it.options(project, wanted, ramp_up=data.draw(st.integers(0, 2)))
    note(repr(found.options))
    return found


@slow_to_draw
@given(st.data(), TOTALS | DATED)
def test_changes_reproduce_every_plan(data, project):
    found = options_of(data, project)
    assert found.complete
    assert str(found)
    for option in found:
        assert (option.plan is None) == (option.reason is not None)
        if option.plan is None:
            continue
        assert_valid(option.plan)
        assert levels(it.optimize(project.apply(*option.changes))) == levels(option.plan)
        decisions = [change for change in option.changes if isinstance(change, it.AddRule | it.SetPriority)]
        for change in decisions:  # none of them can be left out
            fewer = [other for other in option.changes if other != change]
            assert levels(it.optimize(project.apply(*fewer))) != levels(option.plan)


@slow_to_draw
@given(st.data(), TOTALS | DATED)
def test_keep_and_simplify_stay_inside_the_limits(data, project):
    found = options_of(data, project)
    assume(not found.fits)
    keep, simplify = found[OptionKind.KEEP], found[OptionKind.SIMPLIFY]
    for option in (keep, simplify):
        assert not option.asks
        if option.plan is not None:
            assert option.plan.project.budget == project.budget
            assert option.plan.project.timeline == project.timeline
    if keep.plan is not None:
        assert keep.plan.selection.items() <= originals(project).items()
    in_any_variant = project.apply(*(it.AddRule(it.Decided(name)) for name in found.wanted))
    best = it.optimize(in_any_variant, engine="enumerate")
    if best.found:
        assert simplify.plan.value == best.value
        assert set(found.wanted) <= simplify.plan.selection.keys()
    else:
        assert (simplify.plan is None) == (not feasible(project))


def test_keep_is_the_best_tier_by_tier_of_the_originals():
    @slow_to_draw
    @given(st.data(), TOTALS)
    def agrees(data, project):
        found = options_of(data, project)
        assume(not found.fits and found[OptionKind.KEEP].plan is not None)
        kept = originals(project)
        others = [(f.name, v.name) for f in project.scope for v in f if kept[f.name] != v.name]
        only = project.apply(it.AddRule(it.AtMost(others, 0))) if others else project
        target = it.optimize(only, "tiers", engine="enumerate")
        assert (found[OptionKind.KEEP].plan.value, found[OptionKind.KEEP].plan.cost) == (target.value, target.cost)

    agrees()


def extensions(project, changes):
    """Return the amounts of a list of changes by what they extend."""
    amounts = {}
    for change in changes:
        key = getattr(change, "fund", None) or getattr(change, "role", None) or type(change).__name__
        amounts[key] = Fraction(str(getattr(change, "by", None) or getattr(change, "working_days", 0)))
    return amounts


def points_by_enumeration(project, axes):
    """Return the minimal extensions of whole amounts, from trying all of them; `axes` gives change and most of each."""
    found = []
    grid = sorted(product(*(range(most + 1) for _, most in axes)), key=sum)
    for point in grid:
        if any(all(a <= b for a, b in zip(other, point, strict=True)) for other in found):
            continue
        changes = [make(amount) for (make, _), amount in zip(axes, point, strict=True) if amount]
        if feasible(project.apply(*changes)):
            found.append(point)
    return found


@st.composite
def tight(draw):
    """Generate small projects with whole amounts and dates, in which a helper trades money for days."""

    def variant(name):
        cost, days = draw(st.integers(0, 6)), draw(st.integers(0, 3))
        return it.Variant(name, value=draw(st.integers(0, 5)), cost=cost, effort={"dev": days})

    helper = it.Feature("helper", [variant(name) for name in "abc"])
    others = [
        it.Feature(name, [variant("x"), variant("y")], requires=["helper"] if draw(st.booleans()) else [])
        for name in ("f", "g")
    ]
    deadline = draw(st.integers(4, 8))
    timeline = it.Timeline("2027-01-04", f"2027-01-0{deadline}", team={"dev": 1})
    return it.Project(it.Scope([*others, helper]), it.Budget(draw(st.integers(0, 8))), timeline)


@slow_to_draw
@given(tight())
def test_extensions_of_money_and_days_agree_with_enumeration(project):
    found = it.options(project, ["f", "g"])
    expected = points_by_enumeration(demanded(project, ["f", "g"]), [(it.MoveDeadline, 9), (it.ChangeBudget, 18)])
    if found.fits:
        assert expected == [(0, 0)]
        return
    got = []
    for option in found:
        if option.kind is OptionKind.EXTEND:
            amounts = extensions(project, option.asks)
            got.append((amounts.get("MoveDeadline", 0), amounts.get("ChangeBudget", 0)))
    assert sorted(got) == sorted(expected)


@slow_to_draw
@given(st.data(), TOTALS)
def test_no_extension_can_be_smaller(data, project):
    found = options_of(data, project)
    assume(not found.fits)
    wish = demanded(project, found.wanted)
    for option in found:
        if option.kind is not OptionKind.EXTEND or option.plan is None:
            continue
        assert feasible(wish.apply(*option.asks))
        for place, ask in enumerate(option.asks):
            less = type(ask)
            little = Fraction(1, 1000)
            smaller = less(ask.role, ask.by - little) if less is it.ChangeCapacity else less(ask.by - little, ask.fund)
            others = [*option.asks[:place], smaller, *option.asks[place + 1 :]]
            assert not feasible(wish.apply(*others))


@slow_to_draw
@given(st.data(), DATED)
def test_no_one_of_the_people_can_be_missing(data, project):
    found = options_of(data, project)
    assume(not found.fits)
    wish = demanded(project, found.wanted)
    for option in found:
        if option.kind is not OptionKind.STAFF or option.plan is None:
            continue
        assert feasible(wish.apply(*option.asks))
        rich = [it.ChangeBudget(10**6, fund) for fund in _funds(project)]
        for ask in option.asks:
            if isinstance(ask, it.ChangeTeam):
                fewer = [other for other in option.asks if other != ask and isinstance(other, it.ChangeTeam)]
                if ask.people > 1:
                    fewer.append(it.ChangeTeam(ask.role, ask.people - 1, ramp_up=ask.ramp_up))
                assert not feasible(wish.apply(*fewer, *rich))


def _funds(project):
    if project.budget.limit is None:
        return []
    return project.budget.funds if len(project.budget.funds) > 1 else [None]


@slow_to_draw
@given(st.data(), TOTALS)
def test_two_releases_build_nothing_twice(data, project):
    found = options_of(data, project)
    if found.fits or found[OptionKind.PHASE].plan is None:
        return
    phase = found[OptionKind.PHASE]
    assert not phase.plan.selection.keys() & phase.next_plan.selection.keys()
    assert_valid(phase.next_plan)
    together = {**phase.plan.selection, **phase.next_plan.selection}
    # What both releases build together keeps all rules; limits and dates aside.
    free = it.Project(
        it.Scope(
            project.scope.features,
            rules=project.scope.rules,
            goals=project.scope.goals and it.Goals(project.scope.goals.weights),
        ),
        _unlimited(project),
    )
    built = [it.AddRule(it.Decided(name, variant)) for name, variant in together.items()]
    out = [it.SetPriority(feature.name, "WONT") for feature in project.scope if feature.name not in together]
    assert it.optimize(free.apply(*built, *out)).found


def _unlimited(project):
    limit = project.budget.limit
    funds = project.budget.funds
    return it.Budget(dict.fromkeys(funds, 10**9) if len(funds) > 1 or isinstance(limit, it.FrozenMap) else None)


@slow_to_draw
@given(TOTALS)
def test_fixed_sides_stay_as_they_are(project):
    assume(any(feature.priority != it.WONT for feature in project.scope))
    for option in it.options(project, flexible=["scope"]):
        assert not option.asks
        assert option.kind in (OptionKind.KEEP, OptionKind.SIMPLIFY) or option.reason is NoOption.FIXED


@slow_to_draw
@given(its.feasible_projects(TOTALS))
def test_best_is_no_better_than_a_free_choice(project):
    assume(any(feature.priority != it.WONT for feature in project.scope))
    found = it.options(project)
    if found.best is not None:
        assert found.best.plan.value <= found.today.value
