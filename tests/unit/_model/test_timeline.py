from __future__ import annotations

import datetime as dt
import pickle
import typing

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irontriangle._model.timeline import Absence, Gate, Timeline
from irontriangle.errors import ModelError

from .parts import BROKEN_DATES, MONDAY, any_dates, anything, roles, timelines
from .values import ODD_LISTS, Oddity, assert_value, endless, made_or_refused, refused

DAY = dt.timedelta(1)
FIELDS = [field.name for field in attrs.fields(Timeline)]


def story(**fields):
    return Timeline(**{"start": MONDAY, "deadline": "2027-02-19", "team": {"dev": 1, "design": 1}, **fields})


@given(timelines())
def test_timelines_are_equal_hashed_and_shown_alike_however_made(timeline):
    assert_value(timeline)
    timeline.present(next(iter(timeline.team)), 0)  # what is remembered is no part of the value
    assert_value(timeline)


def test_annotations_resolve_at_run_time():
    for kind in (Timeline, Absence):
        assert set(typing.get_type_hints(kind)) >= {field.name for field in attrs.fields(kind)}


@given(st.dictionaries(st.sampled_from(FIELDS), anything, min_size=1))
def test_timeline_is_made_or_refused_by_a_model_error(written):
    made_or_refused(Timeline, {**dict.fromkeys(FIELDS[3:], ()), **SOUND, **written})


SOUND = {
    "start": MONDAY,
    "deadline": dt.date(2027, 2, 19),
    "team": {"dev": 1},
    "availability": {},
    "staffing": {},
    "weekmask": "1111100",
    "buffer": 0,
    "ticks_per_day": 1,
}


@given(any_dates, st.none() | any_dates, st.text("01", max_size=8), st.integers(-1, 10**8), st.lists(any_dates))
def test_any_dates_make_a_timeline_or_a_model_error(start, deadline, weekmask, buffer, holidays):
    try:
        timeline = Timeline(start, deadline, team={"a": 1}, weekmask=weekmask, buffer=buffer, holidays=holidays)
    except ModelError:
        return
    assert timeline.date_of(0) >= start
    assert (timeline.usable_days is None) == (deadline is None)
    if deadline is not None:
        assert timeline.usable_days > 0
        assert timeline.date_of(timeline.working_days - 1) <= deadline


def test_working_days_of_the_story():
    timeline = story()
    assert timeline.working_days == timeline.usable_days == 35
    assert timeline.date_of(34) == timeline.deadline
    assert timeline.day_of("2027-02-19") == 34
    assert story(buffer=5).usable_days == 30
    assert story(deadline=None).working_days is None
    assert story(deadline=None, buffer=5).usable_days is None


@pytest.mark.parametrize(
    ("fields", "first", "days"),
    [
        ({"holidays": [MONDAY]}, MONDAY + DAY, 34),
        ({"holidays": ["2027-01-05", "2027-01-05", "2027-01-09"]}, MONDAY, 34),
        ({"start": MONDAY - DAY}, MONDAY, 35),
        ({"deadline": "2027-02-21"}, MONDAY, 35),
        ({"deadline": MONDAY}, MONDAY, 1),
        ({"weekmask": "0000001"}, MONDAY + 6 * DAY, 6),
        ({"start": dt.datetime(2027, 1, 4, 12, tzinfo=dt.UTC)}, MONDAY, 35),
    ],
)
def test_the_next_working_day_counts(fields, first, days):
    timeline = story(**fields)
    assert timeline.date_of(0) == first
    assert timeline.working_days == days
    assert timeline.is_working(first)
    assert timeline.day_of(first) == 0


def test_the_same_holidays_make_equal_timelines():
    assert story(holidays=["2027-01-06", "2027-01-05", "2027-01-06"]) == story(holidays={"2027-01-05", "2027-01-06"})
    assert story(holidays=iter(["2027-01-06"])).holidays == (dt.date(2027, 1, 6),)


def test_the_same_holidays_of_roles_make_equal_timelines():
    written = {"dev": ["2027-01-06", "2027-01-05", "2027-01-06"], "design": []}
    assert story(role_holidays=written) == story(role_holidays={"dev": {"2027-01-05", "2027-01-06"}})
    assert story(role_holidays={"design": []}) == story()


@pytest.mark.parametrize("method", ["is_working", "day_of", "days_through"])
def test_days_may_be_written_as_dates_are(method):
    assert getattr(story(), method)("2027-01-09") == getattr(story(), method)(dt.date(2027, 1, 9))
    with pytest.raises(ValueError, match=r'^day must be a date or "YYYY-MM-DD", got \'soon\'$'):
        getattr(story(), method)("soon")


@given(timelines(), st.integers(0, 300))
def test_present_agrees_with_counting(timeline, day):
    date = timeline.date_of(day)
    for role, size in timeline.team.items():
        away = sum(a.people for a in timeline.absences if a.role == role and a.first <= date <= a.last)
        off = date in timeline.role_holidays.get(role, ())
        assert timeline.present(role, day) == (0 if off else max(0, size - away))


@given(timelines(), roles)
def test_present_knows_the_team_only(timeline, role):
    if role in timeline.team:
        assert timeline.present(role, 0) <= timeline.team[role]
    else:
        with pytest.raises(ValueError, match=f"^role must be one of .*, got '{role}'"):
            timeline.present(role, 0)


def test_present_suggests_the_nearest_role():
    with pytest.raises(ValueError, match=r"^role must be one of 'dev', 'design', got 'de'; did you mean 'dev'\?$"):
        story().present("de", 0)


def test_absences_may_overlap_exceed_the_team_and_never_end():
    timeline = story(
        team={"dev": 3, "design": 1},
        absences=[
            Absence("dev", dt.date.min, "2027-01-05"),
            Absence("dev", "2027-01-05", dt.date.max, 2),
            Absence("dev", "2027-01-07", "2027-01-07", 9),
            Absence("design", "2027-01-09", "2027-01-10"),
        ],
    )
    assert [timeline.present("dev", day) for day in (0, 1, 2, 3, 4, 10**6)] == [2, 0, 1, 0, 1, 1]
    assert {timeline.present("design", day) for day in range(9)} == {1}


def test_remembered_things_are_not_pickled():
    timeline = story()
    before = pickle.dumps(timeline)
    timeline.present("dev", 3)
    assert pickle.dumps(timeline) == before


@pytest.mark.parametrize("field", ["start", "deadline"])
@pytest.mark.parametrize("broken", BROKEN_DATES, ids=lambda broken: type(broken).__name__)
def test_broken_dates_are_named(field, broken):
    (message,) = refused(story, **{field: broken})
    assert message.startswith(f'Timeline: {field} must be a date or "YYYY-MM-DD", got ')


@pytest.mark.parametrize("broken", ODD_LISTS, ids=lambda broken: type(broken).__name__)
@pytest.mark.parametrize("field", ["holidays", "workflow", "absences"])
def test_what_is_no_list_is_named(field, broken):
    messages = refused(story, **{field: broken})
    assert messages[0].startswith(f"Timeline: {field}")


@pytest.mark.parametrize(
    ("fields", "messages"),
    [
        ({"start": None}, ['start must be a date or "YYYY-MM-DD", got None']),
        ({"deadline": "2027-01-03"}, ["deadline must not be before the start (2027-01-04), got 2027-01-03"]),
        ({"start": "2027-01-09", "deadline": "2027-01-10"},
         ["deadline must leave a working day from 2027-01-09 on, got 2027-01-10"]),
        ({"start": MONDAY, "deadline": MONDAY, "holidays": [MONDAY]},
         ["deadline must leave a working day from 2027-01-04 on, got 2027-01-04"]),
        ({"buffer": 35}, ["buffer must be less than the 35 working days through 2027-02-19, got 35"]),
        ({"buffer": -1}, ["buffer must be a whole number from 0 to 10000000, got -1"]),
        ({"start": "9999-12-31", "deadline": None, "holidays": ["9999-12-31"]},
         ["start must have a working day at or after it, got 9999-12-31"]),
        ({"weekmask": "0000000"}, ['weekmask must be seven characters from Monday on, "1" for a day that is worked, '
          '"0" for others, not all "0", got \'0000000\'']),
        ({"holidays": ["2027-01-05", "x", 5]}, [
            'holidays[1] must be a date or "YYYY-MM-DD", got \'x\'',
            'holidays[2] must be a date or "YYYY-MM-DD", got 5',
        ]),
        ({"holidays": "2027-01-05"}, ["holidays must be a list of dates, got '2027-01-05'"]),
        ({"role_holidays": [MONDAY]}, [
            "role_holidays must map roles to lists of dates, got [datetime.date(2027, 1, 4)]",
        ]),
        ({"role_holidays": {"dev": ["x"], "qa": "2027-01-05", "": [MONDAY]}}, [
            "role_holidays['dev'][0] must be a date or \"YYYY-MM-DD\", got 'x'",
            "role_holidays['qa'] must be a list of dates, got '2027-01-05'",
            "a name in role_holidays must be a non-empty string, got ''",
            "role_holidays names unknown role 'qa'",
            "role_holidays names unknown role ''",
        ]),
        ({"team": {}}, ["team must name at least one role, got {}"]),
        ({"team": {"dev": 1.5, "": 1}}, [
            "team['dev'] must be a whole number from 0 to 1000000, got 1.5",
            "a name in team must be a non-empty string, got ''",
        ]),
        ({"team": 5, "workflow": ["dev"]},
         ["team must map names to numbers, each a whole number from 0 to 1000000, got 5"]),
        ({"availability": {"dev": 0}}, ["availability['dev'] must be a finite number > 0 and <= 1, got 0"]),
        ({"availability": {"dev": 1.1}}, ["availability['dev'] must be a finite number > 0 and <= 1, got 1.1"]),
        ({"availability": {"dve": 1}}, ["availability names unknown role 'dve'; did you mean 'dev'?"]),
        ({"staffing": {"dev": 0}}, ["staffing['dev'] must be a whole number from 1 to 1000000, got 0"]),
        ({"staffing": {"desing": 1}}, ["staffing names unknown role 'desing'; did you mean 'design'?"]),
        ({"workflow": "dev"}, ["workflow must be a list of roles and gates, got 'dev'; write ['dev']"]),
        ({"workflow": ["dev", Gate("dev", 1)]}, [
            "workflow[1] names gate 'dev' again",
            "workflow[1] must not call a gate as a role is called, got Gate(name='dev', working_days=1)",
        ]),
        ({"workflow": [Gate("wait", 1), "dev", Gate("wait", 2)]}, ["workflow[2] names gate 'wait' again"]),
        ({"workflow": ["dev", "", "dev", 5, "ops"]}, [
            "workflow[1] must be a non-empty string, got ''",
            "workflow[2] names role 'dev' again",
            "workflow[3] must be a role or a Gate, got 5",
            "workflow names unknown role ''",
            "workflow names unknown role 'ops'",
        ]),
        ({"absences": [5]}, ["absences[0] must be an Absence, got 5"]),
        ({"absences": [Absence("dve", MONDAY, MONDAY)] * 2},
         ["absences names unknown role 'dve'; did you mean 'dev'?"]),
        ({"ticks_per_day": 0}, ["ticks_per_day must be a whole number from 1 to 1440, got 0"]),
        ({"ticks_per_day": True}, ["ticks_per_day must be a whole number from 1 to 1440, got True"]),
    ],
)  # fmt: skip
def test_broken_timelines_are_named(fields, messages):
    assert refused(story, **fields) == [f"Timeline: {message}" for message in messages]


def test_all_problems_are_named_together():
    with pytest.raises(ModelError) as caught:
        Timeline(
            "x",
            5,
            team={"dev": -1},
            availability={"qa": 2},
            staffing=3,
            workflow=["a", "a"],
            holidays=[None],
            weekmask="1",
            absences=Absence("dev", MONDAY, MONDAY),
            buffer=-1,
            ticks_per_day=0,
        )
    assert [problem.field for problem in caught.value.problems] == (
        "start deadline holidays weekmask buffer team availability staffing workflow absences availability workflow "
        "ticks_per_day"
    ).split()


def test_endless_lists_are_refused():
    assert len(refused(story, workflow=endless())) == 1


def test_teams_of_an_odd_mapping_are_refused():
    assert refused(story, team=Oddity())[0].startswith("Timeline: a name in team must be a non-empty string")


def test_a_role_may_have_nobody():
    assert story(team={"dev": 0}, staffing={"dev": 2}).present("dev", 0) == 0
