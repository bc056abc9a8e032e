from __future__ import annotations

import typing
from datetime import date

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irontriangle._model.feature import Feature, Task, Variant
from irontriangle._model.priority import MUST, Priority

from .values import (
    BROKEN_NAMES,
    BROKEN_NUMBERS,
    NESTED,
    Hostile,
    anything,
    assert_value,
    features,
    made_or_refused,
    refused,
    tasks,
    variants,
)

NUMBER = "must be a finite number >= 0, got"


@given(st.one_of(tasks, variants(), features))
def test_values_are_equal_hashed_and_shown_alike_however_made(value):
    assert_value(value)


@given(features)
def test_values_do_not_change(feature):
    for value in (feature, feature.original):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            value.name = "other"


@pytest.mark.parametrize("kind", [Task, Variant, Feature])
def test_annotations_resolve_at_run_time(kind):
    assert set(typing.get_type_hints(kind)) == {field.name for field in attrs.fields(kind)}


@given(st.data())
def test_task_is_made_or_refused_by_a_model_error(data):
    written = data.draw(st.dictionaries(st.sampled_from(["name", "duration", "demand", "after"]), anything, min_size=1))
    made_or_refused(Task, {"name": "a", "duration": 1, **written})


@given(st.data())
def test_variant_is_made_or_refused_by_a_model_error(data):
    written = data.draw(
        st.dictionaries(
            st.sampled_from(["name", "value", "cost", "effort", "tasks", "quality", "staffing"]), anything, min_size=1
        )
    )
    made_or_refused(Variant, written)


@given(st.data())
def test_feature_is_made_or_refused_by_a_model_error(data):
    written = data.draw(
        st.dictionaries(st.sampled_from(["name", "variants", "priority", "because", "requires"]), anything, min_size=1)
    )
    made_or_refused(Feature, {"name": "F", "variants": Variant(), **written})


# --- tasks


def test_task_names_everything_that_is_wrong():
    assert refused(Task, "", -1, demand={"dev": 1.5}, after="draft") == [
        "Task '': name must be a non-empty string, got ''",
        f"Task '': duration {NUMBER} -1",
        "Task '': demand['dev'] must be a whole number from 0 to 1000000, got 1.5",
        "Task '': after must be a list of names, got 'draft'; write ['draft']",
    ]


def test_task_may_take_no_time_and_part_of_a_day():
    assert Task("release", 0).duration == 0
    assert Task("review", 0.25, after=(name for name in ["a", "b", "a"])).after == ("a", "b")


# --- variants


def test_variant_says_which_number_is_wrong():
    assert refused(Variant, "full", cost=float("nan")) == [f"Variant 'full': cost {NUMBER} nan"]


def test_variant_names_everything_that_is_wrong():
    messages = refused(
        Variant,
        value={"sales": True},
        cost=-1,
        effort={"dev": "30", " ": 1},
        tasks="ab",
        quality=1.5,
        staffing={"dev": 0, "qa": 10**7},
    )
    assert messages == [
        f"Variant 'full': value['sales'] {NUMBER} True",
        f"Variant 'full': cost {NUMBER} -1",
        f"Variant 'full': effort['dev'] {NUMBER} '30'",
        "Variant 'full': a name in effort must be a non-empty string, got ' '",
        "Variant 'full': tasks must be a list of Tasks, got 'ab'",
        "Variant 'full': quality must be a finite number from 0 to 1, got 1.5",
        "Variant 'full': staffing['dev'] must be a whole number from 1 to 1000000, got 0",
        "Variant 'full': staffing['qa'] must be a whole number from 1 to 1000000, got 10000000",
    ]


@pytest.mark.parametrize("number", BROKEN_NUMBERS, ids=lambda number: type(number).__name__)
@pytest.mark.parametrize("field", ["value", "cost", "quality"])
def test_variant_refuses_broken_numbers(field, number):
    (message,) = refused(Variant, **{field: number})
    assert message.startswith(f"Variant 'full': {field} must be a finite number")


@pytest.mark.parametrize("name", BROKEN_NAMES, ids=lambda name: type(name).__name__)
def test_names_are_refused_where_the_value_is_named_by_them(name):
    (message,) = refused(Variant, name)
    assert message.startswith("Variant ")
    (message,) = refused(Feature, name, Variant())
    assert message.startswith("Feature ")


def test_variant_takes_numpy_scalars_but_not_its_booleans():
    variant = Variant(value=np.int32(3), cost=np.float32(0.1), effort={"dev": np.float64(1.5)})
    assert variant == Variant(value=3, cost=0.1, effort={"dev": 1.5})
    assert refused(Variant, value=np.False_) == [f"Variant 'full': value {NUMBER} {np.False_!r}"]


def test_array_is_no_effort():
    # the truth value of one is an error of NumPy's
    (message,) = refused(Variant, effort=np.array([1, 2]))
    assert message.startswith("Variant 'full': effort must map names to numbers")


def test_variant_takes_effort_or_tasks():
    (message,) = refused(Variant, effort={"dev": 1}, tasks=[Task("a", 1)])
    assert message == "Variant 'full': either effort or tasks may be given, not both"


def test_variant_refuses_tasks_of_one_name():
    (message,) = refused(Variant, tasks=[Task("a", 1), Task("b", 1), Task("a", 2)])
    assert message == "Variant 'full': tasks[2] repeats the name 'a' of tasks[0]"


def test_variant_refuses_tasks_after_unknown_ones():
    messages = refused(Variant, tasks=[Task("draft", 1), Task("build", 1, after=["drafd", "x"])])
    assert messages == [
        "Variant 'full': task 'build' is after unknown task 'drafd'; did you mean 'draft'?",
        "Variant 'full': task 'build' is after unknown task 'x'",
    ]


def test_variant_refuses_tasks_in_a_circle():
    tasks_in_circle = [
        Task("a", 1),
        Task("b", 1, after=["a", "d"]),
        Task("c", 1, after=["b"]),
        Task("d", 1, after=["c"]),
    ]
    (message,) = refused(Variant, tasks=tasks_in_circle)
    assert message == "Variant 'full': tasks wait for each other in a circle: 'b' after 'd' after 'c' after 'b'"
    (message,) = refused(Variant, tasks=[Task("a", 1, after=["a"])])
    assert message == "Variant 'full': tasks wait for each other in a circle: 'a' after 'a'"


def test_variant_cuts_a_long_circle_short():
    count = 5_000
    (message,) = refused(Variant, tasks=[Task(f"t{n}", 1, after=[f"t{(n + 1) % count}"]) for n in range(count)])
    assert message.endswith("'t6' after 't7' after ... (5000 tasks) after 't0'")


def test_variant_numbers_mean_what_is_written():
    assert Variant(value=1e18, cost=1e-6) == Variant(value=10**18, cost=0.000001)
    assert repr(Variant(value=0.1).value) == "0.1"


# --- features


def test_feature_takes_one_variant_or_several():
    full, simple = Variant("full", value=2), Variant("simple", value=1)
    assert Feature("F", full).variants == (full,)
    assert Feature("F", [full, simple]) == Feature("F", iter((full, simple)))


def test_feature_is_a_container_of_its_variants():
    full, simple = Variant("full", value=2), Variant("simple", value=1)
    feature = Feature("F", [full, simple])
    assert feature.original is full
    assert feature["simple"] is simple
    assert list(feature) == [full, simple]
    assert len(feature) == 2
    assert "full" in feature
    assert simple in feature
    assert "other" not in feature
    assert Variant("other") not in feature
    with pytest.raises(KeyError, match="feature 'F' has no variant 'simpel'; did you mean 'simple'"):
        feature["simpel"]
    with pytest.raises(KeyError, match="has no variant 5"):
        feature[5]


def test_feature_reads_priorities():
    assert Feature("F", Variant()).priority == Priority(1)
    assert Feature("F", Variant(), priority="must").priority is MUST
    assert Feature("F", Variant(), priority=np.int64(4)).priority == Priority(4)


def test_feature_names_everything_that_is_wrong():
    messages = refused(Feature, "F", [Variant(), 5], priority=0, because=None, requires="login")
    assert messages == [
        "Feature 'F': variants[1] must be a Variant, got 5",
        "Feature 'F': priority must be MUST, SHOULD, COULD, WONT or a whole number >= 1, got 0",
        "Feature 'F': because must be a string, got None",
        "Feature 'F': requires must be a list of members, got 'login'; write ['login']",
    ]


def test_feature_needs_a_variant_and_their_names_differ():
    assert refused(Feature, "F", []) == ["Feature 'F': variants must hold at least one Variant, got none"]
    assert refused(Feature, "F", "full") == ["Feature 'F': variants must be a list of Variants, got 'full'"]
    (message,) = refused(Feature, "F", [Variant(), Variant(value=1)])
    assert message == "Feature 'F': variants[1] repeats the name 'full' of variants[0]"


def test_feature_requires_members_once_each():
    feature = Feature("F", Variant(), requires=["a", ["b", "full"], "a"])
    assert feature.requires == ("a", ("b", "full"))
    assert Feature("F", Variant(), requires=("a", "b")).requires == ("a", "b")


@pytest.mark.parametrize("odd", [Hostile(), NESTED, 10**5000, b"x", None], ids=lambda odd: type(odd).__name__)
def test_feature_shows_what_cannot_be_shown(odd):
    assert len(refused(Feature, odd, odd, priority=odd, requires=[odd])) == 4


@pytest.mark.parametrize(
    ("dates", "message"),
    [
        ({"earliest": "soon"}, "earliest must be a date or \"YYYY-MM-DD\", got 'soon'"),
        ({"due": 5}, 'due must be a date or "YYYY-MM-DD", got 5'),
        (
            {"earliest": "2027-01-05", "due": "2027-01-04"},
            "due must not be before earliest (2027-01-05), got 2027-01-04",
        ),
    ],
)
def test_broken_dates_are_named(dates, message):
    assert refused(Variant, **dates) == [f"Variant 'full': {message}"]


def test_dates_may_be_written_as_dates_are():
    assert Variant(earliest="2027-01-04", due="2027-01-04").due == date(2027, 1, 4)
