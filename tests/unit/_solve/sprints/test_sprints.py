"""Plans in sprints: worked out by hand, against the oracle where order matters, and where a search is stopped."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction

import pytest

import irontriangle as it
from irontriangle._solve.sprints import level
from irontriangle.testing import _differences, assert_valid

ROLES = ("dev", "qa", "ops")


def feature(name, value=1, requires=(), **effort):
    return it.Feature(name, it.Variant(value=value, effort=effort), requires=requires)


def project(*features, count=2, rules=(), budget=None, **capacity):
    sprints = it.Sprints("2027-01-04", count, capacity=capacity)
    return it.Project(it.Scope(features, rules=rules), budget or it.Budget(), sprints)


def spread(plan):
    """Return where the work lies: feature, role -> first sprint and amounts."""
    return {(task.feature, task.name): (task.start, *task.amounts) for task in plan.schedule}


def tangled(rng: random.Random) -> it.Project:
    """Return a project in which what comes before what decides, so that the relaxed program is often too good."""
    roles, count = ROLES[: rng.randint(2, 3)], rng.randint(2, 4)
    features, rules = [], []
    for place in range(rng.randint(4, 7)):
        full = it.Variant("full", value=rng.randint(1, 30), effort={role: rng.randint(0, 9) for role in roles})
        lite = it.Variant("lite", value=rng.randint(1, 9), effort={role: rng.randint(0, 4) for role in roles})
        features.append(it.Feature(f"f{place}", [full, lite] if rng.random() < 0.4 else full))
        for other in range(place):
            if rng.random() < 0.4:
                rules.append(it.Requires(f"f{place}", f"f{other}", lag=int(rng.random() < 0.2)))
    total = {role: sum(one.original.effort[role] for one in features) for role in roles}
    capacity = {
        role: [max(1, int(total[role] * rng.uniform(0.4, 0.9) / count)) for _ in range(count)] for role in roles
    }
    return project(*features, count=count, rules=rules, budget=it.Budget(burn_per_day=rng.choice([0, 1])), **capacity)


def test_work_is_divided_and_what_waits_may_begin_in_the_same_sprint():
    login = feature("login", 8, dev=15, qa=4)
    export = feature("export", 5, ["login"], dev=12, qa=6)
    plan = it.optimize(project(login, export, feature("milestone", 1, ["export"]), dev=20, qa=5))
    assert_valid(plan)
    assert plan.proven == ("value", "cost", "finish")
    assert plan.finish == date(2027, 1, 29)
    assert spread(plan) == {
        ("login", "dev"): (0, 15),
        ("login", "qa"): (0, 4),
        ("export", "dev"): (0, 5, 7),
        ("export", "qa"): (0, 1, 5),
        ("milestone", "milestone"): (1,),
    }
    assert plan.usage["role:dev"] == it.Usage(27, 40, 13, "days")
    assert plan.usage["finish"] == it.Usage(date(2027, 1, 29), date(2027, 1, 29), 0, "working days")


def test_a_lag_counts_in_sprints():
    first, later = feature("first", dev=1), feature("later", dev=1)
    wait = it.Requires("later", "first", lag=2)
    assert it.optimize(project(first, later, rules=[wait], dev=5)).selection == {"first": "full"}
    plan = it.optimize(project(first, later, rules=[wait], count=3, dev=5))
    assert [task.start for task in plan.schedule] == [0, 2]


def test_days_of_sprints_burn_money():
    plan = it.optimize(
        project(feature("a", 3, dev=6), feature("b", 2, dev=3), budget=it.Budget(10, burn_per_day=1), dev=6)
    )
    assert (plan.selection, plan.cost) == ({"a": "full"}, 10)


def test_the_earliest_finish_releases_the_number_of_sprints():
    wanted = project(feature("a", 3, dev=20), count=1, dev=6)
    assert it.optimize(wanted).selection == {}
    plan = it.optimize(wanted, "finish", value_at_least=3)
    assert_valid(plan)
    assert (plan.finish, plan.bound) == (date(2027, 2, 26), date(2027, 2, 26))
    assert plan.usage["role:dev"].limit is None
    never = project(feature("a", 3, dev=20), count=2, dev=[6, 0])
    assert it.optimize(never, "finish", value_at_least=3).status is it.Status.INFEASIBLE


def test_thirds_stay_thirds():
    plan = it.optimize(project(feature("a", 3, dev=1), count=3, dev=Fraction(1, 3)))
    assert spread(plan) == {("a", "dev"): (0, Fraction(1, 3), Fraction(1, 3), Fraction(1, 3))}
    assert it.from_json(it.to_json(plan), it.Plan) == plan


def test_what_no_number_of_sprints_can_hold_has_no_plan():
    drops = project(feature("a", 3, dev=1), count=1, dev=0.001)
    assert it.optimize(drops, "finish", value_at_least=3).schedule.end == 1000
    fewer = drops.apply(it.ChangeCapacity("dev", -0.00001))
    assert it.optimize(fewer, "finish", value_at_least=3).status is it.Status.INFEASIBLE


def test_a_capacity_beyond_all_work_costs_no_proof():
    plan = it.optimize(project(feature("a", 3, dev=1), feature("b", 2, dev=Fraction(1, 7)), count=1, dev=587_597_923))
    assert (plan.status, plan.value) == (it.Status.OPTIMAL, 5)
    assert plan.usage["role:dev"].limit == 587_597_923


@pytest.mark.parametrize("seed", range(4))
def test_tangled_projects_agree_with_trying_everything(seed):
    rng = random.Random(seed)
    for _ in range(12):
        wanted = tangled(rng)
        objective = rng.choice(["value", "value", "tiers", "cost", "finish"])
        demand = rng.randint(10, 60) if objective in ("cost", "finish") else None
        plan = it.optimize(wanted, objective, value_at_least=demand)
        assert_valid(plan)
        oracle = it.optimize(wanted, objective, value_at_least=demand, engine="enumerate")
        assert list(_differences(plan, oracle)) == []


def test_the_whole_program_decides_where_no_order_was_found(monkeypatch):
    """Without luck in filling the sprints everything is left to selection and sprints as one program."""
    monkeypatch.setattr(level, "fit", lambda *_, **__: None)
    rng = random.Random(7)
    for _ in range(12):
        wanted = tangled(rng)
        plan = it.optimize(wanted)
        assert_valid(plan)
        assert list(_differences(plan, it.optimize(wanted, engine="enumerate"))) == []
        assert plan.status is it.Status.OPTIMAL


def test_a_solver_that_is_not_trusted_proves_nothing(monkeypatch):
    monkeypatch.setattr(level, "fit", lambda *_, **__: None)
    monkeypatch.setattr(level, "TRUSTED", 0)
    plan = it.optimize(project(feature("a", 3, dev=1), feature("b", 3, ["a"], dev=1), dev=2))
    assert plan.status is it.Status.UNKNOWN


def test_a_stop_leaves_what_there_is():
    assert it.optimize(project(feature("a", 3, dev=1), dev=2), time_limit=0).status is it.Status.UNKNOWN


class TestBacklog:
    def reason(self, name, *features, **more):
        return it.optimize(project(*features, **more)).backlog[name]

    def test_too_much_work(self):
        reason = self.reason("a", feature("a", 3, dev=20), count=2, dev=6)
        assert reason.kind is it.ReasonKind.CANNOT_FINISH
        assert reason.shortfalls == (it.Shortfall("role:dev", 20, 12, 8),)

    def test_too_many_sprints(self):
        chain = [feature("a", dev=1), feature("b", 3, dev=1)]
        reason = self.reason("b", *chain, rules=[it.Requires("b", "a", lag=4)], dev=6)
        assert reason.kind is it.ReasonKind.CANNOT_FINISH
        assert reason.shortfalls == (it.Shortfall("finish", 50, 20, 30),)

    def test_displaced(self):
        reason = self.reason("b", feature("a", 3, dev=5), feature("b", 2, dev=5), count=1, dev=6)
        assert (reason.kind, reason.shortfalls) == (it.ReasonKind.DISPLACES, (it.Shortfall("role:dev", 5, 1, 4),))

    def test_no_room_in_the_order_of_the_sprints(self):
        """Two heads of chains want all of the first sprint's design, and their tails all of the last one's dev."""
        chains = [
            feature("a", 1, design=4), feature("b", 5, ["a"], dev=4),
            feature("c", 1, design=4), feature("d", 5, ["c"], dev=4),
        ]  # fmt: skip
        plan = it.optimize(project(*chains, count=2, design=4, dev=[0, 8]))
        assert len(plan.selection) == 4
        late = it.optimize(project(*chains, count=2, design=[4, 4], dev=[4, 4]))
        assert len(late.selection) == 4
        full = it.optimize(project(*chains, count=2, design=[4, 4], dev=[8, 0]))
        assert full.value == 7
        assert {reason.kind for reason in full.backlog.values()} == {it.ReasonKind.NO_ROOM}

    def test_demanded_plans_tell_what_fits(self):
        plan = it.optimize(project(feature("a", 3, dev=5), feature("b", 2, dev=5), dev=6), "finish", value_at_least=3)
        assert plan.backlog["b"].kind is it.ReasonKind.NOT_DEMANDED


def test_what_would_take_too_long_for_a_date_is_out_all_the_same():
    scope = it.Scope(
        [
            it.Feature("a", it.Variant(value=4, effort={"dev": 3})),
            it.Feature("b", it.Variant(value=1, effort={"dev": 1})),
        ],
        rules=[it.Requires("b", "a", lag=1)],
    )
    plan = it.optimize(it.Project(scope, timeline=it.Sprints("2027-01-04", 3, capacity={"dev": [4, 0, 0.0001]})))
    assert plan.selection == {"a": "full"}
    assert plan.backlog["b"].kind is it.ReasonKind.CANNOT_FINISH
    assert plan.backlog["b"].shortfalls == ()
    assert "cannot finish by 12 Feb even alone" in str(plan)
