"""What must hold of every value: it stores, compares, hashes and shows what it is."""

from __future__ import annotations

import datetime as dt
import pickle
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import irontriangle as it
from irontriangle import strategies as its
from irontriangle._hypothesis_plugin import TYPES
from tests.engines.families import DATED, TOTALS

slow_to_draw = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
MODEL = sorted(TYPES - {"Plan"})
NAMESPACE = {name: getattr(it, name) for name in (*MODEL, "FrozenMap", "ALL")} | {"Fraction": Fraction, "datetime": dt}


@pytest.mark.parametrize("name", MODEL)
def test_value_survives_pickling_and_repr(name):
    @slow_to_draw
    @given(st.from_type(getattr(it, name)))
    def survives(value):
        for copy in (pickle.loads(pickle.dumps(value)), eval(repr(value), dict(NAMESPACE))):
            assert copy == value
            assert hash(copy) == hash(value)
            assert repr(copy) == repr(value)

    survives()


@slow_to_draw
@given(its.projects())
def test_project_survives_json(project):
    text = it.to_json(project)
    assert it.from_json(text) == project
    assert it.to_json(it.from_json(text)) == text


@slow_to_draw
@given(its.plans(TOTALS | DATED))
def test_plan_survives_json_and_pickling(plan):
    assert it.from_json(it.to_json(plan), kind=it.Plan) == plan
    assert pickle.loads(pickle.dumps(plan)) == plan
    assert hash(pickle.loads(pickle.dumps(plan))) == hash(plan)


@slow_to_draw
@given(its.plans(TOTALS | DATED))
def test_plan_has_words(plan):
    assert str(plan).strip()
    assert str(plan).isprintable() or "\n" in str(plan)


@slow_to_draw
@given(st.data(), its.projects())
def test_project_takes_its_changes(data, project):
    for change in data.draw(st.lists(its.changes(project), min_size=1, max_size=10)):
        assert isinstance(project.apply(change), it.Project)


@slow_to_draw
@given(st.data(), its.projects())
def test_change_leaves_its_project_alone(data, project):
    before = pickle.dumps(project)
    project.apply(data.draw(its.changes(project)))
    assert pickle.loads(before) == project


@slow_to_draw
@given(its.timelines(), st.integers(0, 400))
def test_working_days_and_dates_are_inverse(timeline, day):
    try:
        when = timeline.date_of(day)
    except OverflowError:
        return
    assert isinstance(when, dt.date)
    assert timeline.is_working(when)
    assert timeline.day_of(when) == day
