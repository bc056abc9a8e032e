from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irontriangle._model.timeline import Absence

from .parts import BROKEN_DATES, absences, anything
from .values import assert_value, made_or_refused, refused


@given(absences())
def test_absences_are_equal_hashed_and_shown_alike_however_made(absence):
    assert_value(absence)


@given(st.dictionaries(st.sampled_from(["role", "first", "last", "people", "paid"]), anything, min_size=1))
def test_absence_is_made_or_refused_by_a_model_error(written):
    sound = {"role": "dev", "first": "2027-01-04", "last": "2027-01-08"}
    fields = {**sound, "people": 1, "paid": False, **written}
    made_or_refused(Absence, fields)


@pytest.mark.parametrize("field", ["first", "last"])
@pytest.mark.parametrize("broken", [None, *BROKEN_DATES], ids=lambda broken: type(broken).__name__)
def test_broken_dates_are_named(field, broken):
    (message,) = refused(Absence, **{"role": "dev", "first": "2027-01-04", "last": "2027-01-08", field: broken})
    assert message.startswith(f"Absence 'dev': {field} must be a date or \"YYYY-MM-DD\", got ")


@pytest.mark.parametrize(
    ("fields", "messages"),
    [
        (("dev", "2027-01-05", "2027-01-04"), ["last must not be before first (2027-01-05), got 2027-01-04"]),
        (("dev", "2027-01-05", "2027-01-05", 0), ["people must be a whole number from 1 to 1000000, got 0"]),
        (("dev", "2027-01-05", "2027-01-05", 1.5), ["people must be a whole number from 1 to 1000000, got 1.5"]),
    ],
)
def test_broken_absences_are_named(fields, messages):
    assert refused(Absence, *fields) == [f"Absence 'dev': {message}" for message in messages]


def test_all_problems_are_named_together():
    messages = refused(Absence, "", "x", dt.date(2027, 1, 4), -1, paid="yes")
    assert messages == [
        "Absence '': role must be a non-empty string, got ''",
        "Absence '': first must be a date or \"YYYY-MM-DD\", got 'x'",
        "Absence '': people must be a whole number from 1 to 1000000, got -1",
        "Absence '': paid must be True or False, got 'yes'",
    ]
