"""Sound and broken input for the values of the model."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import strategies as st

from irontriangle._model import feature, priority, rules, scope
from irontriangle.errors import ModelError


class Hostile:
    """Refuses to be shown, compared or hashed."""

    __hash__ = None

    def __repr__(self):
        raise RuntimeError("no")

    def __eq__(self, other):
        raise RuntimeError("no")


class Oddity(Mapping):
    """A mapping whose names cannot be hashed."""

    def __getitem__(self, key):
        return 1

    def __iter__(self):
        return iter([["unhashable"]])

    def __len__(self):
        return 1


class Colour(StrEnum):
    RED = "red"


def endless():
    while True:
        yield "again"


def nested(depth=100_000):
    inside = []
    for _ in range(depth):
        inside = [inside]
    return inside


NESTED = nested()

BROKEN_NUMBERS = [
    True,
    np.bool_(True),
    None,
    "5",
    b"5",
    float("nan"),
    float("inf"),
    -float("inf"),
    np.float64("nan"),
    np.float32("inf"),
    Decimal("NaN"),
    Decimal("sNaN"),
    Decimal("-Infinity"),
    Decimal("1e9999999"),
    Decimal("1e-9999999"),
    Decimal("0." + "3" * 40),
    10**24,
    -(10**24),
    10**5000,
    1e24,
    1e308,
    5e-324,
    Fraction(1, 10**24),
    Fraction(10**5000, 3),
    1j,
    np.complex128(1),
    np.array([1, 2]),
    np.datetime64("2027-01-04"),
    dt.date(2027, 1, 4),
    [],
    (),
    object(),
    Hostile(),
    NESTED,
    range(3),
]

BROKEN_NAMES = [None, 5, True, b"name", "", " ", "\n\t", "\ud800", [], {}, ("a",), object(), Hostile(), NESTED, 1.5]

ODD_NAMES = ["<b>&amp;</b>", "it's", '"', "a\nb", "\U0001f680", "\u00e9", "x" * 1000, "\x00", "None", "{}", "\\"]

ODD_LISTS = [None, 5, "login", b"login", {"login": 1}, Oddity(), np.array(5), object(), Hostile(), NESTED]

names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8).filter(lambda name: not name.isspace())
names = st.sampled_from(ODD_NAMES) | st.sampled_from(["login", "export", "chat"]) | names
wholes = st.integers(0, 50)
numbers = (
    wholes
    | st.integers(0, 10**24 - 1)
    | st.sampled_from(
        [0.1, 1e-6, 10**18, Fraction(1, 3), Decimal("0.1"), np.float32(0.1), np.int8(3), np.uint64(2**63)]
    )
    | st.floats(0, 10**9).map(lambda x: round(x, 6))
    | st.fractions(0, 100, max_denominator=1000)
)
shares = st.sampled_from([0, 1, 0.5, Fraction(1, 3), Decimal("0.25")])


def maps(amounts, *, max_size=3):
    return st.dictionaries(names, amounts, max_size=max_size)


amounts = numbers | maps(numbers)
members = names | st.tuples(names, names) | st.tuples(names, names).map(list)
member_lists = st.lists(members, min_size=1, max_size=4)
tasks = st.builds(feature.Task, names, numbers, demand=maps(wholes))


@st.composite
def variants(draw):
    work = draw(st.sampled_from(["effort", "tasks"]))
    return feature.Variant(
        draw(names),
        value=draw(amounts),
        cost=draw(amounts),
        effort=draw(maps(numbers)) if work == "effort" else {},
        tasks=draw(st.lists(tasks, max_size=3, unique_by=lambda t: t.name)) if work == "tasks" else (),
        quality=draw(shares),
        staffing=draw(maps(st.integers(1, 5))),
    )


priorities = st.integers(1, 9).map(priority.Priority) | st.sampled_from([priority.MUST, priority.WONT])
features = st.builds(
    feature.Feature,
    names,
    st.lists(variants(), min_size=1, max_size=3, unique_by=lambda variant: variant.name),
    priority=priorities,
    because=st.text(st.characters(codec="utf-8"), max_size=9),
    requires=st.lists(members, max_size=3),
)
a_rule = st.one_of(
    st.builds(rules.Requires, members, members, lag=wholes),
    st.builds(rules.Requires, members, members, ordered=st.just(False)),
    st.builds(rules.RequiresAny, members, member_lists),
    st.builds(rules.Excludes, member_lists),
    st.builds(rules.AllOrNone, member_lists),
    st.builds(rules.AtLeast, member_lists, wholes),
    st.builds(rules.AtMost, member_lists, wholes),
    st.builds(rules.Decided, names, st.none() | names),
    st.builds(rules.Bundle, member_lists, value=numbers | st.integers(-50, 50), cost=amounts),
)
goals = st.builds(scope.Goals, maps(numbers), maps(numbers))
scopes = st.builds(
    scope.Scope, st.lists(features, max_size=3), rules=st.lists(a_rule, max_size=3), goals=st.none() | goals
)

anything = st.sampled_from([*BROKEN_NUMBERS, *BROKEN_NAMES, *ODD_LISTS, *ODD_NAMES]) | numbers | names
anything |= st.lists(anything, max_size=3)
anything |= st.tuples(anything, anything)
anything |= st.dictionaries(names | st.sampled_from([None, 5, b"x", ""]), anything, max_size=3)


PUBLIC = {
    **{name: getattr(feature, name) for name in ("Task", "Variant", "Feature")},
    **{rule.__name__: rule for rule in rules.RULES},
    "ALL": rules.ALL,
    "Goals": scope.Goals,
    "Scope": scope.Scope,
    "Priority": priority.Priority,
    "Fraction": Fraction,
}


def assert_value(value):
    """Check that a value behaves as one: equal, hashed and shown alike however it was made."""
    rebuilt = eval(repr(value), dict(PUBLIC))
    unpickled = pickle.loads(pickle.dumps(value))
    for twin in (rebuilt, unpickled):
        assert twin == value
        assert hash(twin) == hash(value)
        assert repr(twin) == repr(value)


def refused(make, *args, **fields):
    """Return the messages with which a value refuses its fields."""
    with pytest.raises(ModelError) as caught:
        make(*args, **fields)
    assert str(caught.value)
    return [str(problem) for problem in caught.value.problems]


def made_or_refused(kind, fields):
    """Check that a value behaves as one if it can be made of these fields, or else names its wrong fields."""
    try:
        value, problems = kind(**fields), ()
    except ModelError as error:
        value, problems = None, error.problems
    if value is not None:
        assert_value(value)
    else:
        assert problems
    for problem in problems:
        assert problem.where.startswith(kind.__name__)
        assert problem.field in fields
        assert len(str(problem)) < 400
