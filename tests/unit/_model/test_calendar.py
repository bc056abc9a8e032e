from __future__ import annotations

import datetime as dt
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irontriangle._model.calendar import Calendar

from .parts import MONDAY, masks

DAY = dt.timedelta(1)
starts = st.dates(dt.date(2026, 12, 1), dt.date(2027, 2, 1))
near = st.dates(dt.date(2026, 11, 1), dt.date(2027, 4, 1))


def walk(start, mask, free):
    """Yield the working days from the start on, one date after the other."""
    day = start
    while True:
        if mask[day.weekday()] == "1" and day not in free:
            yield day
        day += DAY


@given(starts, masks, st.lists(near, max_size=40))
def test_date_of_agrees_with_a_walk(start, mask, free):
    calendar = Calendar(start, mask, free)
    days = list(islice(walk(start, mask, set(free)), 60))
    assert [calendar.date_of(number) for number in range(60)] == days


@given(starts, masks, st.lists(near, max_size=40), near)
def test_day_of_counts_the_working_days_before(start, mask, free, day):
    calendar = Calendar(start, mask, free)
    before = 0
    for working in walk(start, mask, set(free)):
        if working >= day:
            break
        before += 1
    assert calendar.day_of(day) == before
    assert calendar.days_through(day) == before + (day >= start and calendar.is_working(day))


@given(starts, masks, st.lists(near, max_size=40), near)
def test_is_working_looks_at_weekday_and_holidays(start, mask, free, day):
    assert Calendar(start, mask, free).is_working(day) == (mask[day.weekday()] == "1" and day not in free)


@given(st.dates(), masks, st.lists(st.dates(), max_size=20), st.integers(0, 10**6))
def test_day_of_undoes_date_of_wherever_there_is_a_date(start, mask, free, number):
    calendar = Calendar(start, mask, free)
    try:
        day = calendar.date_of(number)
    except OverflowError:
        assert number >= calendar.days_through(dt.date.max)
    else:
        assert calendar.is_working(day)
        assert calendar.day_of(day) == number
        assert calendar.days_through(day) == number + 1


@pytest.mark.parametrize(
    ("free", "number", "day"),
    [
        ([], 0, MONDAY),
        ([MONDAY], 0, MONDAY + DAY),
        ([MONDAY, MONDAY], 0, MONDAY + DAY),
        ([MONDAY - DAY, MONDAY + 5 * DAY], 5, MONDAY + 7 * DAY),  # a Sunday before the start and a Saturday
        ([MONDAY + 4 * DAY, MONDAY + 7 * DAY], 4, MONDAY + 8 * DAY),
        ([MONDAY + k * DAY for k in range(365)], 0, MONDAY + 365 * DAY),
    ],
    ids=["none", "start", "repeated", "not worked anyway", "around a weekend", "a whole year"],
)
def test_date_of_passes_over_holidays(free, number, day):
    assert Calendar(MONDAY, "1111100", free).date_of(number) == day


def test_days_before_the_start_count_as_the_first_day():
    calendar = Calendar(MONDAY, "1111100")
    assert calendar.day_of(dt.date.min) == 0
    assert calendar.days_through(MONDAY - DAY) == 0


def test_date_of_knows_no_day_before_the_first():
    with pytest.raises(ValueError, match=r"^day must be a working day >= 0, got -1$"):
        Calendar(MONDAY, "1111100").date_of(-1)


@pytest.mark.parametrize("number", [2_080_055, 10**30])
def test_date_of_ends_with_the_last_date(number):
    calendar = Calendar(MONDAY, "1111100")
    assert calendar.date_of(2_080_054) == dt.date.max  # a Friday
    with pytest.raises(OverflowError, match=rf"^working day {number} from 2027-01-04 on is later than .* 9999-12-31$"):
        calendar.date_of(number)


def test_there_may_be_no_working_day_left():
    last = dt.date.max.toordinal()
    calendar = Calendar(dt.date(9000, 1, 1), "1000000", map(dt.date.fromordinal, range(last - 400_000, last + 1)))
    with pytest.raises(OverflowError):
        calendar.date_of(0)
    assert calendar.day_of(dt.date.max) == calendar.days_through(dt.date.max) == 0
