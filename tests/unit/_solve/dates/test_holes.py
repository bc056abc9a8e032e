"""How long the tables of a model with holes are is known before it is built; too long a one is not begun."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import irontriangle as it
from irontriangle._solve.clock import Clock
from irontriangle._solve.dates import ask, cpsat, decide, intervals
from irontriangle._solve.dates.chosen import Chosen
from irontriangle._solve.dates.holes import entries
from irontriangle._solve.dates.windows import windows
from irontriangle._solve.program import Program, RowBuilder
from irontriangle.testing import _differences, assert_valid
from tests.unit._solve.dates import tiny

pytestmark = pytest.mark.skipif(not cpsat.installed(), reason="ortools is not installed")
STORY = (("a", 3), ("b", 2), ("c", 2), ("d", 4))


def model_of(work, feature, clock=None):
    lower, upper = np.zeros(work.n_columns, dtype=np.int8), np.ones(work.n_columns, dtype=np.int8)
    program = Program(lower, upper, RowBuilder().rows(), (), work.n_columns)
    return intervals.Intervals(program, None, windows(work, feature=feature), clock=clock)


@settings(deadline=None)
@given(st.integers(0, 10**6))
def test_tables_are_as_long_as_was_said(seed):
    work, feature = tiny.tiny_work(seed)
    proto = model_of(work, feature).model.proto
    tables = [len(one.element.exprs) for one in proto.constraints]
    assert sum(tables) == entries(windows(work, feature=feature))


def test_calendars_of_tiny_works_have_holes():
    works = [tiny.tiny_work(seed) for seed in range(20)]
    assert sum(entries(windows(work, feature=feature)) > 0 for work, feature in works) >= 5


class Looks(Clock):
    """A clock that expires after some looks at it."""

    def __init__(self, looks):
        super().__init__(None)
        self.looks = looks

    @property
    def expired(self):
        self.looks -= 1
        return self.looks < 0


def test_building_ends_with_the_clock():
    work, feature = tiny.flow_work(1, 10, 60)
    whole, sizes = len(model_of(work, feature).model.proto.constraints), []
    for looks in itertools.count():
        clock = Looks(looks)
        built = model_of(work, feature, clock)
        sizes.append(len(built.model.proto.constraints))
        if clock.looks >= 0:
            break
        assert cpsat.run(built.model, built.variables(), clock=clock).verdict == "stopped"
    assert sizes == sorted(sizes)
    assert (sizes[0], sizes[-1]) == (0, whole)
    assert len(set(sizes)) > work.n_columns / 2


def test_too_long_tables_are_left_to_the_steps(monkeypatch):
    monkeypatch.setattr(intervals, "MOST_ENTRIES", 20)
    for user in (ask, decide):
        monkeypatch.setattr(user, "Intervals", lambda *_, **__: pytest.fail("a model was built"))
    features = [it.Feature(name, it.Variant(value=value, effort={"dev": value, "qa": 2})) for name, value in STORY]
    holidays = {"dev": ["2027-01-06", "2027-01-11"], "qa": ["2027-01-08"]}
    timeline = it.Timeline(
        "2027-01-04", "2027-01-15", team={"dev": 1, "qa": 1}, role_holidays=holidays, workflow=["dev", "qa"]
    )
    project = it.Project(it.Scope(features), timeline=timeline)
    for question in ({}, {"objective": "finish", "value_at_least": 4}):
        plan = it.optimize(project, engine="cpsat", **question)
        assert_valid(plan)
        assert list(_differences(plan, it.optimize(project, engine="enumerate", **question))) == []


def test_too_long_tables_of_chosen_work_are_left_to_the_steps(monkeypatch):
    work, _ = tiny.flow_work(4, 3, 30)
    late = Chosen(work, range(3))
    poor = late.timetable(*late.forward(late.order))
    monkeypatch.setattr(intervals, "MOST_ENTRIES", -1)
    least = tiny.least_end(work, range(3))
    assert decide.decide(work, range(3), least, known=poor, cpsat=True).verdict == "done"
