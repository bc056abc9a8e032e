"""The strategies are sound, reach the corners, and shrink to what a person would write."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

import irontriangle as it
from irontriangle import strategies as its
from irontriangle._hypothesis_plugin import TYPES
from irontriangle.strategies import _figures as figures
from tests.engines.families import small

slow_to_draw = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def reaches(strategy, condition, *, examples=2_000):
    """Return the first example found that meets a condition; fail if there is none."""
    return find(
        strategy,
        condition,
        settings=settings(
            max_examples=examples,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def smallest(strategy, condition=lambda _: True):
    """Return the simplest example that meets a condition."""
    return find(
        strategy,
        condition,
        settings=settings(
            max_examples=1_000,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )


# ------------------------------------------------------------------------------------------------------- parts


@given(st.integers(1, 5), st.integers(0, 5), st.data())
def test_names_keep_their_bounds(low, more, data):
    name = data.draw(its.names(min_size=low, max_size=low + more))
    assert low <= len(name) <= low + more
    assert it.Feature(name, it.Variant()).name == name


AWKWARD = {
    "a quote": lambda name: '"' in name,
    "a line break": lambda name: "\n" in name,
    "markup": lambda name: "<" in name,
    "nothing": lambda name: "\x00" in name,
    "an emoji's plane": lambda name: any(ord(character) > 0xFFFF for character in name),
    "a space at the end": lambda name: name != name.strip(),
    "an accent": lambda name: any(character.isalpha() and not character.isascii() for character in name),
}


@pytest.mark.parametrize("kind", AWKWARD)
def test_names_reach_what_files_trip_over(kind):
    assert reaches(its.names(), lambda name: AWKWARD[kind](name) and len(name) > 1, examples=20_000)


@given(st.data(), its.numbers(min_value=None), its.numbers(min_value=None))
def test_numbers_keep_their_bounds(data, one, other):
    low, high = sorted([one, other], key=figures.exact)
    number = data.draw(its.numbers(min_value=low, max_value=high))
    assert figures.exact(low) <= figures.exact(number) <= figures.exact(high)
    assert figures.exact(it.Bundle(["a"], value=number).value) == figures.exact(number)


@pytest.mark.parametrize("kind", [int, float, Decimal, Fraction])
def test_numbers_come_in_every_type(kind):
    assert isinstance(reaches(its.numbers(), lambda number: type(number) is kind), kind)


@pytest.mark.parametrize(
    ("bounds", "number"), [((1, 1), 1), ((Fraction(1, 3), Fraction(1, 3)), Fraction(1, 3)), ((0.25, 0.25), 0.25)]
)
def test_numbers_between_equal_bounds_are_that_number(bounds, number):
    assert smallest(its.numbers(min_value=bounds[0], max_value=bounds[1])) == number


@given(its.numbers(max_value=10, places=2))
def test_numbers_have_so_many_decimals(number):
    assert figures.exact(number).denominator <= 100


@given(its.numbers(places=0))
def test_numbers_without_places_are_whole(number):
    assert type(number) is int


@pytest.mark.parametrize("kind", [date, datetime, str])
def test_dates_come_as_they_may_be_written(kind):
    assert type(reaches(its.dates(), lambda day: type(day) is kind)) is kind


@given(its.dates(min_value=date(2027, 1, 4), max_value=date(2027, 1, 8)))
def test_dates_keep_their_bounds(day):
    timeline = it.Timeline(day, team={"dev": 1})
    assert date(2027, 1, 4) <= timeline.start <= date(2027, 1, 8)


@given(its.priorities(min_tier=2, max_tier=3))
def test_priorities_keep_their_bounds(priority):
    assert priority in (it.MUST, it.Priority(2), it.Priority(3), it.WONT)


@given(its.amounts(funds=["only"]))
def test_the_only_fund_takes_bare_numbers(amount):
    assert it.Budget({"only": 1}, reserve=amount).funds == ("only",)


@given(its.timelines(roles=["dev"], days=st.just(3), starts=st.just(date(2027, 1, 4)), max_people=2, max_absences=1))
def test_timelines_keep_their_bounds(timeline):
    assert timeline.usable_days >= 3
    assert timeline.start == date(2027, 1, 4)
    assert set(timeline.team) == {"dev"}
    assert timeline.team["dev"] <= 2
    assert len(timeline.absences) <= 1


@given(its.timelines(starts=st.just(date.max)))
def test_timelines_start_where_there_is_a_day_left(timeline):
    assert timeline.date_of(0) >= timeline.start


@given(its.capacities())
def test_capacities_name_their_roles(capacity):
    assert len(capacity) >= 1


@given(st.data(), its.scopes(max_features=4))
def test_rules_of_a_scope_may_be_added_together(data, scope):
    rules = data.draw(st.lists(its.rules(scope), max_size=5))
    assert it.Project(it.Scope(scope.features, rules=[*scope.rules, *rules])).scope.features == scope.features


GATED = it.Project(
    it.Scope(
        [it.Feature("UAT", [it.Variant("full"), it.Variant("short")]), it.Feature("login", it.Variant())],
        rules=[it.After(("UAT", "full"), it.ALL), it.After("UAT", "login")],
    )
)


@settings(max_examples=200)
@given(its.changes(GATED))
def test_nothing_added_waits_for_what_comes_after_all(change):
    GATED.apply(change)


def test_rules_close_no_circle_where_variants_require_each_other_s_features():
    features = [it.Feature(name, [it.Variant("full"), it.Variant("simple")]) for name in "ab"]
    scope = it.Scope(features, rules=[it.Requires(("a", "full"), "b"), it.Requires("b", ("a", "simple"))])

    @given(st.lists(its.rules(scope), max_size=4))
    def sound(rules):
        assert it.Project(it.Scope(features, rules=[*scope.rules, *rules]))

    sound()


# ---------------------------------------------------------------------------------------------------- projects

CORNERS = {
    "several funds": lambda p: len(p.budget.funds) > 1,
    "one named fund": lambda p: p.budget.limit is not None and not isinstance(p.budget.limit, int | float | Fraction),
    "no limit": lambda p: p.budget.limit is None,
    "reserve": lambda p: p.budget.reserve != 0,
    "burn": lambda p: p.budget.burn_per_day not in (0, {}),
    "rates": lambda p: p.budget.rates,
    "goals with floors": lambda p: p.scope.goals and p.scope.goals.floors,
    "quality": lambda p: p.quality is not None,
    "negative bundle": lambda p: any(isinstance(r, it.Bundle) and r.value < 0 for r in p.scope.rules),
    "saving bundle": lambda p: any(
        isinstance(r, it.Bundle) and not hasattr(r.cost, "keys") and r.cost < 0 for r in p.scope.rules
    ),
    "tiers": lambda p: len({f.priority for f in p.scope if it.MUST < f.priority < it.WONT}) > 1,
    "lag": lambda p: any(isinstance(r, it.Requires) and r.lag for r in p.scope.rules),
    "logic only": lambda p: any(isinstance(r, it.Requires) and not r.ordered for r in p.scope.rules),
    "requires of a feature": lambda p: any(f.requires for f in p.scope),
    "requires a variant": lambda p: any(isinstance(m, tuple) for f in p.scope for m in f.requires),
    "must": lambda p: any(f.priority == it.MUST for f in p.scope),
    "wont": lambda p: any(f.priority == it.WONT for f in p.scope),
    "capacity": lambda p: isinstance(p.timeline, it.Capacity),
    "no timeline": lambda p: p.timeline is None,
    "no work": lambda p: any(not v.effort and not v.tasks for f in p.scope for v in f),
    "value nothing": lambda p: all(v.value == 0 for f in p.scope for v in f),
    "fractional effort": lambda p: any(e % 1 for f in p.scope for v in f for e in v.effort.values()),
}
DATED_CORNERS = {
    "no deadline": lambda t: t.deadline is None,
    "workflow": lambda t: len(t.workflow) > 1,
    "staffing": lambda t: t.staffing,
    "availability": lambda t: any(share < 1 for share in t.availability.values()),
    "absence": lambda t: t.absences,
    "paid absence": lambda t: any(a.paid for a in t.absences),
    "everybody absent": lambda t: any(a.people >= t.team[a.role] > 0 for a in t.absences),
    "absent forever": lambda t: any(a.last == date.max for a in t.absences),
    "nobody in a role": lambda t: 0 in t.team.values(),
    "hours": lambda t: t.ticks_per_day > 1,
    "buffer": lambda t: t.buffer,
    "holidays": lambda t: t.holidays,
    "other week": lambda t: t.weekmask != "1111100",
}
RULES = (it.Requires, it.RequiresAny, it.Excludes, it.AllOrNone, it.AtLeast, it.AtMost, it.Decided, it.Bundle)


@pytest.mark.parametrize("corner", CORNERS)
def test_projects_reach(corner):
    assert reaches(its.projects(max_features=4, max_variants=2, max_tasks=2), lambda p: bool(CORNERS[corner](p)))


@pytest.mark.parametrize("corner", DATED_CORNERS)
def test_dated_projects_reach(corner):
    assert reaches(its.timelines(roles=["dev", "qa"]), lambda timeline: bool(DATED_CORNERS[corner](timeline)))


@pytest.mark.parametrize("kind", RULES)
def test_projects_reach_every_rule(kind):
    assert reaches(small(), lambda p: any(isinstance(rule, kind) for rule in p.scope.rules))


def test_projects_reach_tasks_in_order():
    assert reaches(small(dated=True), lambda p: any(t.after for f in p.scope for v in f for t in v.tasks))


@pytest.mark.parametrize("dated", [False, True])
def test_projects_reach_the_infeasible_and_the_feasible(dated):
    tiny = small(dated=dated, max_features=2)
    for status in (it.Status.INFEASIBLE, it.Status.OPTIMAL):
        assert reaches(tiny, lambda p, s=status: it.optimize(p, engine="enumerate").status is s, examples=300)


@slow_to_draw
@given(its.projects(max_features=3, max_variants=2, max_rules=1, max_tasks=1, max_roles=1, max_goals=0, max_funds=0))
def test_projects_keep_their_bounds(project):
    scope = project.scope
    assert len(scope) <= 3
    assert all(len(feature) <= 2 for feature in scope)
    assert all(len(variant.tasks) <= 1 for feature in scope for variant in feature)
    assert len(scope.rules) <= 1
    assert project.budget.funds == ("budget",)
    assert scope.goals is None or not scope.goals.weights


@slow_to_draw
@given(its.feasible_projects(its.projects(max_features=4, max_variants=2, max_tasks=2)))
def test_feasible_projects_are_feasible(project):
    try:
        plan = it.optimize(project, engine="enumerate")
    except ValueError:  # too large to try everything; or the plan would last longer than is planned
        return
    assert plan.found


def test_smallest_project_is_one_that_a_person_would_write():
    project = smallest(its.projects())
    assert project == it.Project(it.Scope([it.Feature("0", it.Variant("0"))]))


def test_project_shrinks_to_its_point():
    some = small(dated=False, max_features=3, max_rules=2, max_tasks=1)
    project = smallest(some, lambda p: any(isinstance(rule, it.Excludes) for rule in p.scope.rules))
    assert project.scope == it.Scope([it.Feature("a", it.Variant("a"))], rules=[it.Excludes(["a"])])
    assert project.timeline is None


# ------------------------------------------------------------------------------------------------------ plugin


@pytest.mark.parametrize("name", sorted(TYPES))
def test_from_type_knows(name):
    kind = getattr(it, name)
    assert isinstance(smallest(st.from_type(kind)), kind)


def run(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_hypothesis_loads_nothing_heavy():
    code = """
import sys
import hypothesis, irontriangle._hypothesis_plugin
heavy = ("numpy", "scipy", "highspy", "cattrs", "irontriangle._model", "irontriangle.strategies")
print(sorted(name for name in sys.modules if name.startswith(heavy)))
"""
    done = run(code)
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


@pytest.mark.parametrize(
    "imports",
    [
        "import hypothesis, irontriangle",
        "import irontriangle; irontriangle.Project; import hypothesis, irontriangle._hypothesis_plugin",
    ],
    ids=["Hypothesis first", "irontriangle first"],
)
def test_from_type_works_in_either_order(imports):
    done = run(f"{imports}; from hypothesis import strategies as st; print(st.from_type(irontriangle.Project))")
    assert re.match(r"projects\(|from_type\(", done.stdout), done.stderr


def test_strategies_without_hypothesis_say_what_to_install():
    done = run("import sys; sys.modules['hypothesis'] = None; import irontriangle.strategies")
    assert "irontriangle.strategies needs hypothesis: pip install irontriangle[hypothesis]" in done.stderr
