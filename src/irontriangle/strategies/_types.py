"""What ``st.from_type`` gives for each public type, standing alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import irontriangle as it
from irontriangle.strategies import _limits as limits
from irontriangle.strategies._atoms import amounts, dates, names, numbers, priorities
from irontriangle.strategies._feasible import plans
from irontriangle.strategies._features import MOST_PEOPLE, features, tasks, variants
from irontriangle.strategies._limits import MOST_SPRINTS
from irontriangle.strategies._projects import projects
from irontriangle.strategies._rules import LONGEST_LAG, goals, scopes


def of_type(name: str) -> SearchStrategy[Any]:
    """Return the strategy for the public type of this name."""
    return BY_NAME[name]()


def _member() -> SearchStrategy[Any]:
    return names() | st.tuples(names(), names())


def _members() -> SearchStrategy[Any]:
    return st.lists(_member(), min_size=1)


def _signed() -> SearchStrategy[Any]:
    return numbers(min_value=None)


def _days(low: int = 0) -> SearchStrategy[int]:
    return st.integers(low, LONGEST_LAG)


def _requires() -> SearchStrategy[it.Requires]:
    logic = st.builds(it.Requires, _member(), _member(), ordered=st.just(False))
    return st.builds(it.Requires, _member(), _member(), lag=_days()) | logic


def _change_team() -> SearchStrategy[it.ChangeTeam]:
    begin = st.none() | dates()
    joining = st.builds(it.ChangeTeam, names(), st.integers(1, MOST_PEOPLE), from_date=begin, ramp_up=_days())
    return st.builds(it.ChangeTeam, names(), st.integers(-MOST_PEOPLE, MOST_PEOPLE), from_date=begin) | joining


def _rule() -> SearchStrategy[Any]:
    kinds = ("Requires", "RequiresAny", "After", "Excludes", "AllOrNone", "AtLeast", "AtMost", "Decided", "Bundle")
    return st.one_of([of_type(kind) for kind in kinds])


BY_NAME: dict[str, Callable[[], SearchStrategy[Any]]] = {
    "Absence": limits.absences,
    "AddFeature": lambda: st.builds(it.AddFeature, features()),
    "AddRule": lambda: st.builds(it.AddRule, _rule()),
    "After": lambda: st.builds(it.After, _member(), st.just(it.ALL) | _member(), lag=_days()),
    "AllOrNone": lambda: st.builds(it.AllOrNone, _members()),
    "AtLeast": lambda: st.builds(it.AtLeast, _members(), st.integers(0, 10)),
    "AtMost": lambda: st.builds(it.AtMost, _members(), st.integers(0, 10)),
    "Budget": limits.budgets,
    "Bundle": lambda: st.builds(it.Bundle, _members(), value=_signed(), cost=amounts(numbers=_signed())),
    "Capacity": limits.capacities,
    "ChangeBudget": lambda: st.builds(it.ChangeBudget, _signed(), st.none() | names()),
    "ChangeCapacity": lambda: st.builds(it.ChangeCapacity, names(), _signed()),
    "ChangeSprints": lambda: st.builds(it.ChangeSprints, st.integers(-MOST_SPRINTS, MOST_SPRINTS)),
    "ChangeTeam": _change_team,
    "Decided": lambda: st.builds(it.Decided, names(), st.none() | names()),
    "DropFeature": lambda: st.builds(it.DropFeature, names()),
    "DropRule": lambda: st.builds(it.DropRule, _rule()),
    "Excludes": lambda: st.builds(it.Excludes, _members()),
    "Feature": features,
    "Gate": limits.gates,
    "Goals": goals,
    "MoveDeadline": lambda: st.builds(it.MoveDeadline, _days(-LONGEST_LAG)),
    "Plan": plans,
    "Priority": priorities,
    "Project": projects,
    "Requires": _requires,
    "RequiresAny": lambda: st.builds(it.RequiresAny, _member(), _members()),
    "Scope": scopes,
    "SetFloor": lambda: st.builds(it.SetFloor, names(), st.none() | numbers()),
    "SetPriority": lambda: st.builds(it.SetPriority, names(), priorities()),
    "SetQuality": lambda: st.builds(it.SetQuality, st.none() | numbers(max_value=1)),
    "SetVariant": lambda: st.builds(it.SetVariant, names(), variants()),
    "Sprints": limits.sprints,
    "Task": tasks,
    "Timeline": limits.timelines,
    "Variant": variants,
}
