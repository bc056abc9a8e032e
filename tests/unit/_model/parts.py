"""Sound and broken budgets, timelines, projects and changes; they join what `values` has for the scope."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from irontriangle._model import budget, capacity, changes, feature, project, rules, scope, timeline

from . import values
from .values import BROKEN_NAMES, BROKEN_NUMBERS, ODD_LISTS, Hostile, names, numbers

MONDAY = dt.date(2027, 1, 4)

values.PUBLIC.update(
    {
        "Absence": timeline.Absence,
        "Budget": budget.Budget,
        "Capacity": capacity.Capacity,
        "Gate": timeline.Gate,
        "Project": project.Project,
        "Timeline": timeline.Timeline,
        "datetime": dt,
        **{change.__name__: change for change in changes.CHANGES},
    }
)


class NoTime(dt.datetime):
    """What pandas puts for a missing date: a datetime without year, month and day."""

    year = month = day = float("nan")


BROKEN_DATES = [
    "",
    "2027-1-4",
    "2027-02-30",
    "20270104",
    "2027-W01-1",
    "0000-01-01",
    "10000-01-01",
    "2027-01-04T00:00",
    " 2027-01-04",
    "\u0662\u0660\u0662\u0667-01-04",
    b"2027-01-04",
    20270104,
    1.5,
    dt.time(1),
    NoTime(2027, 1, 4),
    [],
    Hostile(),
    object(),
]

roles = st.sampled_from(["dev", "design", "qa"])
dates = st.dates(dt.date(2027, 1, 1), dt.date(2027, 12, 31))
any_dates = st.dates()
masks = st.text("01", min_size=7, max_size=7).filter(lambda mask: "1" in mask)
anything = values.anything | st.sampled_from([*BROKEN_DATES, *BROKEN_NUMBERS, *BROKEN_NAMES, *ODD_LISTS]) | dates


@st.composite
def absences(draw, who=roles):
    first, last = sorted([draw(dates), draw(dates)])
    return timeline.Absence(draw(who), first, last, draw(st.integers(1, 3)), paid=draw(st.booleans()))


gates = st.builds(timeline.Gate, st.sampled_from(["approval", "delivery", "x" * 99]), st.integers(0, 9) | st.just(0.5))


@st.composite
def workflows(draw, who=roles):
    steps = draw(st.lists(who, unique=True))
    for gate in draw(st.lists(gates, max_size=2, unique_by=lambda gate: gate.name)):
        steps.insert(draw(st.integers(0, len(steps))), gate)
    return steps


@st.composite
def timelines(draw):
    team = draw(st.dictionaries(roles, st.integers(0, 4), min_size=1))
    who = st.sampled_from(sorted(team))
    start = draw(dates)
    return timeline.Timeline(
        start,
        draw(st.none() | st.integers(30, 700).map(lambda days: start + dt.timedelta(days))),
        team=team,
        availability=draw(st.dictionaries(who, st.sampled_from([1, 0.5, 0.8]), max_size=2)),
        staffing=draw(st.dictionaries(who, st.integers(1, 3), max_size=2)),
        workflow=draw(workflows(who)),
        holidays=draw(st.lists(dates, max_size=4)),
        role_holidays=draw(st.dictionaries(who, st.lists(dates, max_size=3))),
        weekmask=draw(st.sampled_from(["1111100", "1111111", "0101010"])),
        absences=draw(st.lists(absences(who), max_size=3)),
        buffer=draw(st.integers(0, 2)),
        ticks_per_day=draw(st.sampled_from([1, 2, 8])),
    )


small = st.integers(0, 9)
limits = st.none() | numbers | st.dictionaries(names, numbers, min_size=1, max_size=1)
budgets = st.builds(
    budget.Budget,
    limits,
    currency=st.sampled_from(["", "USD", "\u20ac"]),
    rates=st.dictionaries(names, numbers, max_size=3),
    reserve=numbers,
    burn_per_day=numbers,
) | st.just(budget.Budget({"build": 10, "run": 5}, rates={"dev": {"build": 1}}, reserve={"run": 2}))
capacities = st.builds(capacity.Capacity, st.dictionaries(names, numbers, min_size=1, max_size=3))


@st.composite
def projects(draw):
    count = draw(st.integers(1, 4))
    features = [
        feature.Feature(
            f"f{place}",
            [
                feature.Variant(
                    name, value=place, cost=draw(st.integers(0, 9)), effort={"dev": draw(st.integers(0, 9))}
                )
                for name in ("full", "small")[: draw(st.integers(1, 2))]
            ],
            priority=draw(st.integers(1, 3)),
            requires=draw(st.lists(st.sampled_from([f"f{before}" for before in range(place)]), max_size=2))
            if place
            else (),
        )
        for place in range(count)
    ]
    time = draw(
        st.sampled_from(
            [
                None,
                capacity.Capacity({"dev": 20}),
                timeline.Timeline(MONDAY, "2027-02-19", team={"dev": 2}),
                timeline.Timeline(MONDAY, team={"dev": 2}),
            ]
        )
    )
    return project.Project(
        scope.Scope(features, rules=[rules.Decided("f0")], goals=draw(st.none() | st.just(scope.Goals({"g": 2})))),
        budget.Budget(draw(st.none() | st.integers(0, 99) | st.just({"a": 9})), rates={"dev": 3}),
        time,
        quality=draw(st.none() | st.just(0.5)),
        name=draw(st.sampled_from(["", "webshop"])),
    )
