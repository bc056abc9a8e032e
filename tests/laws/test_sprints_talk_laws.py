"""Options, conflicts and explanations of projects in sprints: what they say holds when it is applied."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

import irontriangle as it
from irontriangle import FlipKind, WishKind
from irontriangle._tradeoffs.wishes import value_demanded, with_only
from irontriangle.testing import assert_valid
from tests.engines.families import DAYS, WHOLE, small

SPRINTS = small(
    dated="sprints",
    max_sprints=3,
    max_roles=2,
    max_features=3,
    max_variants=2,
    max_rules=2,
    values=WHOLE,
    costs=WHOLE,
    efforts=DAYS,
)
EXAMPLES = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def levels(plan):
    return dict(plan.selection), plan.value, plan.cost, plan.finish


def has_plan(project, wishes):
    return it.optimize(with_only(project, wishes), value_at_least=value_demanded(wishes)).found


@EXAMPLES
@given(SPRINTS)
def test_changes_of_options_reproduce_every_plan(project):
    assume(any(feature.priority != it.WONT for feature in project.scope))
    found = it.options(project)
    note(repr(found.options))
    assert str(found)
    for option in found:
        assert (option.plan is None) == (option.reason is not None)
        if option.plan is not None:
            assert_valid(option.plan)
            assert levels(it.optimize(project.apply(*option.changes))) == levels(option.plan)


@EXAMPLES
@given(SPRINTS)
def test_contradictions_are_minimal_and_resolutions_resolve(project):
    found = it.conflict(project)
    assert (found is None) == it.optimize(project).found
    if found is None:
        return
    note(str(found))
    for members in (frozenset(one.wishes) for one in found.contradictions):
        assert not has_plan(project, members)
        assert all(has_plan(project, members - {wish}) for wish in members)
    for resolution in found.resolutions:
        assert levels(it.optimize(project.apply(*resolution.changes))) == levels(resolution.plan)


@EXAMPLES
@given(st.data(), SPRINTS)
def test_flips_bring_the_contrary_into_some_best_plan(data, project):
    plan = it.optimize(project)
    assume(plan.found)
    name = data.draw(st.sampled_from([feature.name for feature in project.scope]))
    found = it.explain(plan, name)
    note(str(found))
    asked = it.Decided(found.feature, found.asked) if found.insist else it.AtMost([(found.feature, found.asked)], 0)
    for flip in found.flips:
        if flip.found and flip.proven:
            changed = project.apply(*found.undo, *flip.changes)
            assert it.optimize(changed.apply(it.AddRule(asked))).value >= it.optimize(changed).value


def value(project):
    plan = it.optimize(project, engine="enumerate")
    return plan.value if plan.found else None


@EXAMPLES
@given(st.data(), SPRINTS)
def test_least_capacity_in_every_sprint_flips(data, project):
    plan = it.optimize(project)
    assume(plan.found)
    name = data.draw(st.sampled_from([feature.name for feature in project.scope]))
    found = it.explain(plan, name)
    assume(found.insist and found.flips)
    note(str(found))
    opened = project.apply(*found.undo)
    asked, today = it.AddRule(it.Decided(found.feature, found.asked)), value(opened)

    def wins(change):
        forced = value(opened.apply(change, asked))
        return forced is not None and forced >= max(today, value(opened.apply(change)))

    told = {flip.names: flip for flip in found.flips if flip.kind is FlipKind.PEOPLE}
    for role in project.timeline.capacity:
        first = next((by for by in range(1, 6) if wins(it.ChangeCapacity(role, by))), None)
        if (role,) not in told:  # nothing takes any of it
            assert first is None
        elif first is None:
            assert not told[role,].found or told[role,].changes[0].by > 5
        else:
            assert told[role,].changes == (it.ChangeCapacity(role, first),)


@EXAMPLES
@given(SPRINTS)
def test_next_and_least_capacity_of_every_sprint(project):
    plan = it.optimize(project)
    assume(plan.found)
    found, best = it.sensitivity(plan), value(project)
    note(str(found))
    pinned = [it.AddRule(it.Decided(*choice)) for choice in plan.selection.items()]
    pinned += [it.SetPriority(one.name, "WONT") for one in project.scope if one.name not in plan.selection]
    for step in found.limits:
        if step.limit.kind is not WishKind.CAPACITY:
            continue
        role = step.limit.name
        first = next((by for by in range(1, 6) if value(project.apply(it.ChangeCapacity(role, by))) > best), None)
        if first is not None:
            assert step.next == step.level + first
            assert step.changes == (it.ChangeCapacity(role, first),)
        else:
            assert step.next is None or step.next > step.level + 5
        spare = step.level - step.low
        assert value(project.apply(*pinned, it.ChangeCapacity(role, -spare))) == best
        if step.low >= 1:
            assert value(project.apply(*pinned, it.ChangeCapacity(role, -spare - 1))) is None
