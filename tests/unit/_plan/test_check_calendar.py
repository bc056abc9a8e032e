from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irontriangle import Absence, Timeline
from irontriangle._plan.check_calendar import Calendar

START = date(2027, 1, 4)
days = st.integers(0, 40).map(lambda days: START + timedelta(days))


@st.composite
def timelines(draw):
    mask = draw(st.text("01", min_size=7, max_size=7).filter(lambda mask: "1" in mask))
    absences = []
    for first in draw(st.lists(days, max_size=4)):
        last = draw(st.one_of(days, st.just(date.max)))
        absences.append(Absence("dev", min(first, last), max(first, last), draw(st.integers(1, 3))))
    return Timeline(
        draw(days),
        team={"dev": draw(st.integers(0, 3)), "qa": 1},
        holidays=draw(st.lists(days, max_size=5)),
        weekmask=mask,
        absences=absences,
        role_holidays={"dev": draw(st.lists(days, max_size=3))},
        ticks_per_day=draw(st.integers(1, 3)),
    )


def by_simulation(calendar, start, ticks, demand):
    """Look at every tick for half a year."""
    at_work = []
    for tick in range(start, start + 600):
        if len(at_work) == ticks:
            break
        day = calendar.on(tick // calendar.timeline.ticks_per_day)
        there = {"dev": calendar.timeline.team["dev"], "qa": 1}
        for absence in calendar.timeline.absences:
            there[absence.role] -= absence.people if absence.first <= day <= absence.last else 0
        if day in calendar.timeline.role_holidays.get("dev", ()):
            there["dev"] = 0
        if all(max(0, there[role]) >= people for role, people in demand.items()):
            at_work.append(tick)
    return at_work if len(at_work) == ticks else None


@given(timelines(), st.integers(0, 30), st.integers(0, 9), st.integers(0, 3), st.integers(0, 1))
def test_a_task_works_at_the_ticks_at_which_its_people_are_there(timeline, start, ticks, devs, qas):
    calendar = Calendar(timeline)
    demand = {"dev": devs, "qa": qas}
    spans = calendar.spans(start, ticks, demand)
    found = None if spans is None else [tick for begin, end in spans for tick in range(begin, end)]
    assert found == by_simulation(calendar, start, ticks, demand)


@given(timelines(), st.integers(0, 30))
def test_people_there_add_up(timeline, days):
    calendar = Calendar(timeline)
    ticks = timeline.ticks_per_day
    assert calendar.present_days("dev", days) == sum(calendar.people_at("dev", day * ticks) for day in range(days))


@given(timelines(), st.integers(0, 60), days)
def test_two_ways_to_count_working_days_agree(timeline, number, day):
    calendar = Calendar(timeline)
    assert calendar.on(number) == timeline.date_of(number)
    assert calendar.before(day) == timeline.day_of(day)
    assert calendar.until(day) - calendar.before(day) == (day >= timeline.start and timeline.is_working(day))


def test_the_calendar_ends_with_the_last_date():
    calendar = Calendar(Timeline("9999-12-27", team={"dev": 1}))
    assert calendar.on(4) == date.max
    assert calendar.on(5) is None
    assert calendar.on(10**30) is None
    assert calendar.on(-1) is None


def test_a_paid_absence_counts_from_the_start_to_the_deadline():
    calendar = Calendar(Timeline("2027-01-04", "2027-01-15", team={"dev": 1}, buffer=3))
    assert calendar.usable == 7
    assert calendar.paid_days("dev", date(2026, 1, 1), date(2027, 1, 5)) == Fraction(2)
    assert calendar.paid_days("dev", date(2027, 1, 14), date.max) == Fraction(2)
    assert calendar.paid_days("dev", date(2026, 1, 1), date(2026, 1, 5)) == 0
    assert calendar.paid_days("dev", date(2028, 1, 1), date(2028, 1, 5)) == 0


def test_a_paid_absence_without_a_deadline_counts_to_its_end():
    calendar = Calendar(Timeline("2027-01-04", team={"dev": 1}))
    assert calendar.usable is None
    assert calendar.paid_days("dev", date(2026, 1, 1), date(2027, 1, 15)) == 10


def test_nobody_is_paid_on_the_holidays_of_a_role():
    free = {"dev": ["2027-01-05", "2027-01-09", "2026-12-01"], "qa": ["2027-01-06"]}
    calendar = Calendar(Timeline("2027-01-04", team={"dev": 1, "qa": 1}, role_holidays=free))
    assert calendar.paid_days("dev", date(2027, 1, 4), date(2027, 1, 15)) == 9
    assert calendar.paid_days("qa", date(2027, 1, 7), date(2027, 1, 15)) == 7


@pytest.mark.parametrize("role", ["dev", "nobody"])
def test_a_role_that_is_not_in_the_team_has_nobody(role):
    calendar = Calendar(Timeline("2027-01-04", team={"dev": 2}))
    assert calendar.people_at(role, 3) == {"dev": 2, "nobody": 0}[role]
