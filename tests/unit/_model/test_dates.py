from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irontriangle._model.dates import date_problem, to_date, to_date_or_none

from .parts import BROKEN_DATES, anything


class Day(dt.date):
    """A date by another type."""


@given(st.dates())
def test_dates_are_read_however_they_are_written(day):
    moment = dt.datetime.combine(day, dt.time(23, 59), tzinfo=dt.UTC)
    for written in (day, str(day), moment, Day(day.year, day.month, day.day)):
        read = to_date(written)
        assert type(read) is dt.date
        assert read == day
        assert date_problem("start", read) == []


@pytest.mark.parametrize("broken", BROKEN_DATES, ids=lambda broken: type(broken).__name__)
def test_what_is_no_date_comes_back_for_the_check(broken):
    assert to_date(broken) is broken
    (problem,) = date_problem("start", to_date(broken))
    assert problem.field == "start"
    assert problem.message.startswith('start must be a date or "YYYY-MM-DD", got ')


@given(anything)
def test_reading_a_date_never_raises(written):
    read = to_date(written)
    assert type(read) is dt.date or read is written


def test_none_is_no_date_or_none():
    assert to_date_or_none(None) is None
    assert to_date_or_none("2027-01-04") == dt.date(2027, 1, 4)
    assert date_problem("start", None)[0].message == 'start must be a date or "YYYY-MM-DD", got None'
