"""The plan and the bound before any linear program: always sound, and not far off where there are many columns."""

from __future__ import annotations

import random

import attrs
import pytest

import irontriangle as it
from irontriangle._plan.plan import Question
from irontriangle._solve.clock import Clock
from irontriangle._solve.compile import compile_program
from irontriangle._solve.highs import solve
from irontriangle._solve.selection.bounds import Relaxation
from irontriangle._solve.selection.quick import quick


def project(n, seed, *, priority=1, capacity=True):
    rng = random.Random(seed)
    features = []
    for number in range(n):
        variants = [
            it.Variant(name, value=rng.randint(1, 90) // share, cost=rng.randint(1, 50) // share, effort={"dev": share})
            for name, share in (("full", 1), ("half", 2))
        ]
        needs = [f"f{rng.randrange(number)}"] if number and rng.random() < 0.3 else []
        features.append(it.Feature(f"f{number}", variants, priority=priority, requires=needs))
    timeline = it.Capacity({"dev": n if priority == 1 else 2 * n}) if capacity else None
    return it.Project(it.Scope(features), it.Budget(10 * n if priority == 1 else 60 * n), timeline)


def quickly(made, objective="value", value_at_least=None):
    program, _ = compile_program(made, Question("optimize", objective, value_at_least))
    level = program.levels[0]
    relaxation = Relaxation(program, level)
    x, row_dual = quick(program, relaxation)
    assert x is None or program.holds(x)
    bound = relaxation.duals(row_dual, program.lower, program.upper).bound
    best = -solve(relaxation.linear(program.lower, program.upper), clock=Clock(None)).objective
    assert bound >= best - 1e-6
    return None if x is None else level.score(x), best, bound


@pytest.mark.parametrize("seed", range(5))
def test_plan_and_bound_are_near_the_linear_program(seed):
    score, best, bound = quickly(project(400, seed))
    assert 0.85 * best <= score <= best
    assert bound <= 1.15 * best


@pytest.mark.parametrize("seed", range(3))
def test_what_must_be_built_is_built(seed):
    score, best, _ = quickly(project(100, seed, priority=it.MUST))
    assert score <= best


@pytest.mark.parametrize("seed", range(5))
def test_what_must_be_built_has_its_place_before_the_rest(seed):
    rng = random.Random(seed)
    musts = [it.SetPriority(f"f{number}", it.MUST) for number in rng.sample(range(400), 20)]
    score, best, _ = quickly(project(400, seed).apply(*musts))
    assert score is not None
    assert 0.8 * best <= score <= best


def test_without_totals_everything_comes_in():
    made = attrs.evolve(project(100, 1, capacity=False), budget=it.Budget())
    score, best, bound = quickly(made)
    assert score == best
    assert bound == pytest.approx(best)


def test_a_demand_of_value_is_met_at_some_cost():
    score, best, bound = quickly(project(100, 1), "cost", 500)
    assert score <= best
    assert bound >= best


def test_few_columns_are_sound_too():
    for n in (1, 2, 3, 30):
        quickly(project(n, n))
