"""Sprints: what they are made of, their dates and amounts, and what is refused."""

from datetime import date
from fractions import Fraction

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import irontriangle as it
from irontriangle import strategies as its

START = "2027-01-04"


def told(**fields):
    with pytest.raises(it.ModelError) as refused:
        it.Sprints(**({"start": START, "count": 2, "capacity": {"dev": 5}} | fields))
    return [str(problem) for problem in refused.value.problems]


def test_amounts_are_of_every_sprint_or_one_for_each():
    sprints = it.Sprints(START, 3, capacity={"dev": [5, 2.5, np.int64(1)], "qa": Fraction(1, 3)})
    assert [sprints.amount("dev", sprint) for sprint in range(5)] == [5, 2.5, 1, 1, 1]
    assert [sprints.amount("qa", sprint) for sprint in (0, 9)] == [Fraction(1, 3)] * 2
    assert sprints == it.Sprints(date(2027, 1, 4), 3, capacity={"qa": Fraction(1, 3), "dev": (5, 2.5, 1)})
    assert hash(sprints) == hash(attrs.evolve(sprints))
    with pytest.raises(ValueError, match="role must be one of 'dev', 'qa', got 'deev'; did you mean 'dev'"):
        sprints.amount("deev", 0)


def test_dates_leave_out_weekends():
    sprints = it.Sprints("2027-01-09", 2, capacity={"dev": 5}, length=3)
    assert sprints.dates_of(0) == (date(2027, 1, 11), date(2027, 1, 13))
    assert sprints.dates_of(1) == (date(2027, 1, 14), date(2027, 1, 18))
    assert sprints.deadline == date(2027, 1, 18)
    assert sprints.working_days == 6
    assert sprints.day_of("2027-01-18") == 5
    with pytest.raises(ValueError, match="day must be a date"):
        sprints.day_of("soon")


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        ({"start": "x"}, ["Sprints: start must be a date or \"YYYY-MM-DD\", got 'x'"]),
        ({"count": 0}, ["Sprints: count must be a whole number from 1 to 1000, got 0"]),
        ({"count": "x"}, ["Sprints: count must be a whole number from 1 to 1000, got 'x'"]),
        ({"length": 1.5}, ["Sprints: length must be a whole number from 1 to 1000, got 1.5"]),
        ({"unit": ""}, ["Sprints: unit must be a non-empty string, got ''"]),
        ({"capacity": {}}, ["Sprints: capacity must name at least one role, got {}"]),
        (
            {"capacity": 5},
            ["Sprints: capacity must map roles to an amount, or to a list of one for each sprint, got 5"],
        ),
        ({"capacity": {"dev": -1}}, ["Sprints: capacity['dev'] must be a finite number >= 0, got -1"]),
        (
            {"capacity": {"dev": [1, "x"], "": [1]}},
            [
                "Sprints: capacity['dev'][1] must be a finite number >= 0, got 'x'",
                "Sprints: a name in capacity must be a non-empty string, got ''",
                "Sprints: capacity[''] must have one amount for each of the 2 sprints, got 1",
            ],
        ),
        (
            {"start": "9999-12-01", "count": 9},
            [
                "Sprints: count must leave the last sprint before the end of all dates (9999-12-31), "
                "got 9 from 9999-12-01 on"
            ],
        ),
    ],
)
def test_what_is_wrong_is_told(fields, problems):
    assert told(**fields) == problems


def test_a_map_that_does_not_hash_is_told():
    class Odd(dict):
        def items(self):
            return [([], 1)]

    assert told(capacity=Odd(dev=1))[0].startswith("Sprints: a name in capacity must be") or told(capacity=Odd(dev=1))


def test_a_project_checks_roles_and_burns_by_the_day():
    scope = it.Scope([it.Feature("chat", it.Variant(effort={"deev": 1}))])
    sprints = it.Sprints(START, 2, capacity={"dev": 5})
    with pytest.raises(it.ModelError, match="has effort of unknown role 'deev'; did you mean 'dev'"):
        it.Project(scope, timeline=sprints)
    it.Project(it.Scope([it.Feature("chat", it.Variant())]), it.Budget(burn_per_day=3), sprints)


@given(its.sprints())
def test_sprints_follow_one_another(sprints):
    for sprint in range(min(sprints.count, 5) - 1):
        assert sprints.dates_of(sprint)[1] < sprints.dates_of(sprint + 1)[0]
    assert sprints.dates_of(sprints.count - 1)[1] == sprints.deadline
    assert sprints.day_of(sprints.deadline) == sprints.working_days - 1


class TestChanges:
    scope = it.Scope([it.Feature("chat", it.Variant(effort={"dev": 3}))])
    project = it.Project(scope, timeline=it.Sprints(START, 2, capacity={"dev": [5, 2], "qa": 1}))

    def test_sprints_come_and_go(self):
        more = self.project.apply(it.ChangeSprints(2)).timeline
        assert more == it.Sprints(START, 4, capacity={"dev": [5, 2, 2, 2], "qa": 1})
        assert self.project.apply(it.ChangeSprints(-1)).timeline == it.Sprints(START, 1, capacity={"dev": [5], "qa": 1})
        with pytest.raises(it.ModelError, match="by must leave one of the 2 sprints, got -2"):
            self.project.apply(it.ChangeSprints(-2))
        with pytest.raises(it.ModelError, match="the project must have Sprints, got None"):
            it.Project(self.scope).apply(it.ChangeSprints(1))
        with pytest.raises(it.ModelError, match="by must be a whole number"):
            it.ChangeSprints(0.5)

    def test_a_capacity_changes_in_every_sprint(self):
        changed = self.project.apply(it.ChangeCapacity("dev", 0.5), it.ChangeCapacity("qa", -1)).timeline
        assert changed.capacity == {"dev": (5.5, 2.5), "qa": 0}
        with pytest.raises(it.ModelError, match="unknown role 'deev'; did you mean 'dev'"):
            self.project.apply(it.ChangeCapacity("deev", 1))

    @given(st.data())
    def test_changes_fit(self, data):
        change = data.draw(its.changes(self.project))
        assert isinstance(self.project.apply(change), it.Project)
