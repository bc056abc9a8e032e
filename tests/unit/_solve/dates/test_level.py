"""What a level of a dated program asks of the days, and which way of searching comes first."""

import numpy as np

import irontriangle as it
from irontriangle import examples
from irontriangle._plan.plan import Question
from irontriangle._solve.clock import Clock
from irontriangle._solve.columns import Columns
from irontriangle._solve.dates.dated import DatedProgram
from irontriangle._solve.dates.ladder import _dated
from irontriangle._solve.dates.level import _mostly_chains, _Search
from irontriangle._solve.incumbent import Incumbent
from irontriangle._solve.jobs import compile_work


def dated(limit: int, workflow: tuple[str, ...] = ()) -> DatedProgram:
    """Return two features of five days each whose project burns 10 a day, within ten days."""
    project = it.Project(
        it.Scope([it.Feature(name, it.Variant(value=5, effort={"dev": 3, "qa": 2})) for name in "AB"]),
        it.Budget(limit, burn_per_day=10),
        it.Timeline("2027-01-04", "2027-01-15", team={"dev": 1, "qa": 1}, workflow=workflow),
    )
    jobs = compile_work(project, Columns.of(project, 0), release_deadline=False)
    return _dated(project, Question(verb="optimize", objective="value"), jobs, count_days=True)


def test_most_days_are_those_that_the_funds_can_pay_for() -> None:
    for limit, most in ((1_000, 10), (80, 8), (59, 5), (50, 5)):
        program = dated(limit, ("dev", "qa"))
        x = np.zeros(len(program.program), dtype=np.int64)
        x[0] = 1
        assert program.most_days(x) == most


def test_too_little_money_for_any_days_is_told() -> None:
    program = dated(40, ("dev", "qa"))
    x = np.zeros(len(program.program), dtype=np.int64)
    x[0] = 1
    assert program.most_days(x) == -1


def test_chains_are_seen_where_there_is_a_workflow() -> None:
    assert _mostly_chains(dated(1_000, ("dev", "qa")).work)
    assert not _mostly_chains(dated(1_000).work)


def test_there_is_a_plan_and_a_bound_before_anything_that_takes_long() -> None:
    project = examples.webshop()
    jobs = compile_work(project, Columns.of(project, 0), release_deadline=False)
    program = _dated(project, Question(verb="optimize", objective="value"), jobs, count_days=True)
    so_far = Incumbent(Clock(None), None)
    so_far.levels, so_far.columns = program.program.levels, program.columns
    _Search(program, program.program.levels[0], 0, so_far).begin()
    assert so_far.x is not None
    assert program.program.holds(so_far.x)
    assert so_far.bound is not None
