"""CP-SAT by itself finds what trying everything finds; it is asked only where it is there, and stops when told."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import irontriangle as it
from irontriangle._solve import worker
from irontriangle._solve.clock import Clock
from irontriangle._solve.dates import ask, best, cpsat, ladder
from irontriangle._solve.dates import level as levels
from irontriangle._solve.dates import search as searching
from irontriangle._solve.dates.chosen import Chosen
from irontriangle._solve.dates.decide import decide
from irontriangle._solve.incumbent import Reached
from irontriangle.errors import MissingExtraError, SolverError
from irontriangle.testing import _differences, assert_valid
from tests.engines.families import FAMILIES, questions
from tests.robust.projects import dated, impossible, story
from tests.unit._solve.dates import tiny

pytestmark = pytest.mark.skipif(not cpsat.installed(), reason="ortools is not installed")
HARDLY = 1e-9
"""Work in which nothing is found."""

DATED = [family for family in FAMILIES if family.name in ("dated", "feasible dated", "parts of days", "one role")]


@pytest.fixture
def alone(monkeypatch):
    """Leave every level of a dated project to CP-SAT."""
    asked = []

    def by_intervals(dated, level, position, so_far, *, node_limit, nearer_by):
        asked.append(position)
        search = levels._Search(dated, level, position, so_far)
        search.by_intervals(None)
        return Reached(search.best.score, search.best.bound, search.best.complete, search.best.exact)

    monkeypatch.setattr(ladder, "maximize_dated", by_intervals)
    return asked


@pytest.fixture(params=["in step", "freely"])
def pace(request, monkeypatch):
    """Let the strategies of CP-SAT come to their end in step, or not begin so."""
    if request.param == "freely":
        monkeypatch.setattr(ask, "IN_STEP", HARDLY)
    return request.param


@pytest.fixture
def from_a_poor_plan(monkeypatch):
    """Relax the step program of every level of a dated project, and leave the rest to CP-SAT and what it has beside."""
    relaxed = []

    def with_core(dated, level, position, so_far, *, node_limit, nearer_by):
        search = levels._Search(dated, level, position, so_far)
        base = levels.Relaxation(dated.program, level)
        found = search._together(base, rounds=0, max_steps=60_000, node_limit=None)
        search.core, search.close = found.core, found.close
        relaxed.append(search.core is not None and not search.best.complete)
        search.best.bound = math.inf  # as if nothing but the core were known
        search.by_intervals(None)
        return Reached(search.best.score, search.best.bound, search.best.complete, search.best.exact)

    monkeypatch.setattr(ladder, "maximize_dated", with_core)
    monkeypatch.setattr(searching, "DRAWS", 1)
    return relaxed


@pytest.mark.parametrize("family", DATED, ids=lambda family: family.name)
def test_cpsat_alone_agrees_with_trying_everything(family, pace, alone):
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data(), family.projects)
    def agrees(data, project):
        question = data.draw(questions(project))
        plan = it.optimize(project, engine="cpsat", **question)
        oracle = it.optimize(project, engine="enumerate", **question)
        assert_valid(plan)
        assert list(_differences(plan, oracle)) == []
        assert not plan.found or plan.proven == oracle.proven

    agrees()
    assert alone


def test_cpsat_finds_all_that_is_better_in_a_core(pace, from_a_poor_plan):
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data(), DATED[1].projects)
    def agrees(data, project):
        question = data.draw(questions(project))
        plan = it.optimize(project, engine="cpsat", **question)
        assert_valid(plan)
        assert list(_differences(plan, it.optimize(project, engine="enumerate", **question))) == []

    agrees()
    assert any(from_a_poor_plan)


@pytest.mark.parametrize("seed", range(40))
def test_cpsat_decides_as_every_start_tried_does(seed):
    work, feature = tiny.tiny_work(seed)
    for columns in list(tiny.selections(work, feature))[-2:]:
        least = tiny.least_end(work, columns)
        for by in {work.horizon, (least or 1) - 1}:
            late = Chosen(work, columns)
            poor = late.timetable(*late.forward(late.order))
            answer = decide(work, columns, by, known=poor, cpsat=True)
            assert answer.asked or answer.timetable is poor
            assert answer.verdict == ("done" if least is not None and least <= by else "impossible")
            if answer.verdict == "done":
                table = answer.timetable
                assert table.end <= by
                assert tiny.problems(work, dict(zip(table.tasks.tolist(), table.starts.tolist(), strict=True))) == []


def test_highs_takes_its_turn_where_cpsat_stops(pace, from_a_poor_plan, monkeypatch):
    answers, run = iter([cpsat.Answer("stopped", None, math.inf)]), cpsat.run
    monkeypatch.setattr(cpsat, "run", lambda *given, **more: next(answers, None) or run(*given, **more))
    project = dated(9, days=10, seed=1)
    plan = it.optimize(project, engine="cpsat")
    assert any(from_a_poor_plan)
    assert plan.status is it.Status.OPTIMAL
    assert plan.value == it.optimize(project, engine="highs").value


@pytest.mark.parametrize("when", ["while a model is built", "while it is searched"])
def test_what_is_known_is_kept_when_time_ends(when, pace, from_a_poor_plan, monkeypatch):
    def end(*args, clock=None, **_):
        (clock or args[-1]).end()
        return cpsat.Answer("stopped", None, math.inf)

    if when == "while a model is built":
        monkeypatch.setattr(ask, "Intervals", end)
    else:
        monkeypatch.setattr(cpsat, "run", end)
    plan = it.optimize(dated(9, days=10, seed=1), engine="cpsat")
    assert any(from_a_poor_plan)
    assert_valid(plan)
    assert plan.status is it.Status.FEASIBLE


def test_numbers_that_cpsat_cannot_hold_are_left_to_the_others():
    large = it.Feature("large", it.Variant(value=10**17, effort={"dev": 3, "qa": 2}))
    odd = it.Feature("odd", it.Variant(value=1, effort={"dev": 2, "qa": 3}))
    timeline = it.Timeline("2027-01-04", "2027-01-11", team={"dev": 1, "qa": 1}, workflow=["dev", "qa"])
    plan = it.optimize(it.Project(it.Scope([large, odd]), timeline=timeline), engine="cpsat")
    assert plan.selection == {"large": "full"}


def test_the_same_plan_each_time(pace, alone):
    project = dated(12, days=12, seed=1)
    first, second = (it.optimize(project, engine="cpsat") for _ in range(2))
    assert first == second
    assert first.status is it.Status.OPTIMAL


@pytest.fixture
def runs(monkeypatch):
    """Search freely from the first; return what CP-SAT is asked: whether to go on freely, and what it comes to."""
    monkeypatch.setattr(ask, "IN_STEP", HARDLY)
    run, heard = cpsat.run, []

    def hear(*args, **more):
        answer = run(*args, **more)
        heard.append((more.get("free", False), more.get("work_limit"), answer))
        return answer

    monkeypatch.setattr(cpsat, "run", hear)
    return heard


def test_a_plan_that_was_found_freely_is_found_again_in_step(runs, alone):
    plan = it.optimize(dated(12, days=12, seed=1), engine="cpsat")
    first, freely, again, *_ = runs
    assert first[:2] == (False, HARDLY)
    assert freely[:2] == (True, None)
    assert again[:2] == (False, None)
    assert again[2].verdict == "optimal"  # of a model without an objective: whatever meets the score
    assert plan.status is it.Status.OPTIMAL


@pytest.mark.parametrize("late", ["while the model is built", "while it is searched"])
def test_no_plan_is_withheld_because_it_is_not_found_again(late, alone, monkeypatch):
    monkeypatch.setattr(ask, "IN_STEP", HARDLY)
    if late == "while the model is built":
        monkeypatch.setattr(ask, "AGAIN", 0.0)
    else:
        run = cpsat.run

        def stopped(model, *args, free=False, work_limit=None, **more):
            if not free and work_limit is None:
                return cpsat.Answer("stopped", None, math.inf)
            return run(model, *args, free=free, work_limit=work_limit, **more)

        monkeypatch.setattr(cpsat, "run", stopped)
    project = dated(12, days=12, seed=1)
    plan = it.optimize(project, engine="cpsat", time_limit=3600)
    assert_valid(plan)
    assert plan.status is it.Status.OPTIMAL
    assert plan.value == it.optimize(project, engine="highs").value


def test_no_time_leaves_everything_open(alone):
    work, _ = tiny.flow_work(4, 10, 60)
    late = Chosen(work, range(10))
    poor = late.timetable(*late.forward(late.order))
    answer = decide(work, range(10), poor.end - 1, known=poor, clock=Clock(0), cpsat=True)
    assert (answer.verdict, answer.timetable) == ("open", poor)
    assert it.optimize(dated(60, days=60, seed=3), engine="cpsat", time_limit=0.5).run.termination == "time_limit"


def knapsack():
    """Return a model whose first solution is far from the best, and its variables."""
    from ortools.sat.python import cp_model

    draw, model = random.Random(4), cp_model.CpModel()
    take = [model.new_bool_var("") for _ in range(35)]
    for _ in range(5):
        model.add(sum(draw.randint(20, 99) * one for one in take) <= 900)
    model.maximize(sum(draw.randint(20, 99) * one for one in take))
    return model, take


def test_nothing_is_begun_when_time_is_over(monkeypatch):
    monkeypatch.setattr(worker, "run", lambda *_: pytest.fail("a search was begun"))
    model, take = knapsack()
    answer = cpsat.run(model, take, clock=Clock(0))
    assert (answer.verdict, answer.values, answer.bound) == ("stopped", None, math.inf)


def run_here(call, watch, clock, look):
    """Stand in for a worker whose search is not told to stop."""
    return call()


def test_a_search_that_is_never_told_to_stop_ends_with_its_clock(monkeypatch):
    monkeypatch.setattr(worker, "run", run_here)
    model, take = knapsack()
    assert cpsat.run(model, take, clock=Clock(3600)).verdict == "optimal"
    monkeypatch.setattr(worker, "GRACE", 0.0)
    monkeypatch.setattr(Clock, "left", lambda _: 0.0)
    assert cpsat.run(model, take, clock=Clock(3600)).verdict == "stopped"


@pytest.mark.parametrize("word", ["values", "limit"])
def test_a_stop_that_came_too_early_is_heard_at_the_next_word(word, monkeypatch):
    class Early(cpsat._Watch):
        __slots__ = ()

        def heed(self):
            self.cancelled = self.cancelled or getattr(self, word) not in (None, math.inf)
            super().heed()

    monkeypatch.setattr(worker, "run", run_here)
    monkeypatch.setattr(cpsat, "_Watch", Early)
    model, take = knapsack()
    answer = cpsat.run(model, take, clock=Clock(None))
    assert answer.verdict == "stopped"


def test_a_proof_without_the_plan_it_speaks_of_is_an_error(alone, monkeypatch):
    monkeypatch.setattr(best.Best, "offer", lambda *_: None)
    with pytest.raises(SolverError, match=r"CP-SAT proves a score of \d+\.0, but the best plan has None"):
        it.optimize(story(), engine="cpsat")


@pytest.mark.parametrize(("verdict", "more"), [("optimal", 1), ("optimal", -1), ("infeasible", -math.inf)])
def test_a_proof_that_the_best_plan_gainsays_is_an_error(verdict, more, alone, monkeypatch):
    run = cpsat.run

    def wrong(*args, **kwargs):
        answer = run(*args, **kwargs)
        return cpsat.Answer(verdict, answer.values, answer.bound + more)

    monkeypatch.setattr(cpsat, "run", wrong)
    with pytest.raises(SolverError, match=r"CP-SAT proves a score of .*, but the best plan has \d+"):
        it.optimize(story(), engine="cpsat")


def test_a_proof_that_comes_as_a_double_is_a_whole_number(alone, monkeypatch):
    run = cpsat.run

    def inexact(*args, **kwargs):
        answer = run(*args, **kwargs)
        return cpsat.Answer(answer.verdict, answer.values, answer.bound - 4e-12)

    monkeypatch.setattr(cpsat, "run", inexact)
    assert it.optimize(story(), engine="cpsat").status is it.Status.OPTIMAL


def test_without_ortools_all_goes_on(monkeypatch):
    monkeypatch.setattr(cpsat, "installed", lambda: False)
    plan = it.optimize(story())
    assert (plan.run.engine, plan.status) == ("highs", it.Status.OPTIMAL)
    with pytest.raises(MissingExtraError, match=r"engine='cpsat' needs OR-Tools: pip install irontriangle\[cpsat\]"):
        it.optimize(story(), engine="cpsat")


def test_engine_that_was_used_is_named():
    assert it.optimize(story(), "finish", value_at_least=1).run.engine == "cpsat"
    assert it.optimize(dated(12, days=12, seed=1)).run.engine == "cpsat"
    assert it.optimize(story(), engine="cpsat").run.engine == "highs"  # settled without
    assert it.optimize(story(), engine="highs").run.engine == "highs"
    assert it.optimize(impossible(), engine="cpsat").run.engine == "highs"  # no dates, nothing for CP-SAT


def test_a_model_that_cpsat_refuses_is_an_error():
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    twice = model.new_bool_var("")
    model.add_hint(twice, 0)
    model.add_hint(twice, 1)
    with pytest.raises(SolverError, match=r"CP-SAT does not take the model: .*hint"):
        cpsat.run(model, [twice], clock=Clock(None))


def test_a_task_of_another_variant_holds_nothing_up(alone):
    # It had to end within the days used, and before what comes after, though the variant was not built.
    long = it.Variant("long", value=1, tasks=[it.Task("first", 2), it.Task("second", 3, after=["first"])])
    short = it.Variant("short", value=8, cost=1, tasks=[it.Task("first", 1)])
    features = [
        it.Feature("b", [long, short]),
        it.Feature("c", it.Variant(value=5, effort={"dev": 1}), requires=["b"]),
    ]
    timeline = it.Timeline("2027-01-04", team={"dev": 1})
    project = it.Project(it.Scope(features), it.Budget(burn_per_day=7), timeline)
    plan = it.optimize(project, "finish", value_at_least=9, engine="cpsat")
    assert plan.selection == {"b": "short", "c": "full"}
    assert timeline.day_of(plan.finish) == 1
