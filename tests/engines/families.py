"""Families of small projects, each strong in something, and the questions that are asked about them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from hypothesis import strategies as st

import irontriangle as it
from irontriangle import strategies as its

NAMES = st.sampled_from("abcdefghijklm")
WHOLE = its.numbers(max_value=12, places=0)
CENTS = its.numbers(max_value=9, places=2)
WIDE = st.sampled_from([0, 1, 2, 10**18, 10**18 + 1, 3 * 10**18, 0.000001, 0.000002]) | its.numbers()
DAYS = its.numbers(max_value=4, places=0)
PARTS = its.numbers(max_value=3, places=1)
QUALITIES = st.sampled_from([0, 0.25, 0.5, 0.8, 1])
TIERS = st.sampled_from([*map(it.Priority, (1, 1, 1, 2, 2, 3, 7)), it.MUST, it.WONT])


class Family(NamedTuple):
    """What is generated, and how many examples of it are compared."""

    name: str
    projects: st.SearchStrategy[it.Project]
    examples: int


def small(**bounds: Any) -> st.SearchStrategy[it.Project]:
    """Return projects with few names and small numbers, so that rules meet and totals tie."""
    plain: dict[str, Any] = {
        "names": NAMES,
        "values": WHOLE,
        "costs": WHOLE,
        "efforts": DAYS,
        "qualities": QUALITIES,
        "shares": st.sampled_from([1, 0.8, 0.5, 0.3, Fraction(1, 3)]),
        "priorities": TIERS,
        "max_features": 4,
        "max_variants": 2,
        "max_rules": 4,
        "max_tasks": 2,
        "max_roles": 2,
        "max_days": 12,
        "max_people": 2,
        "max_ticks_per_day": 3,
        "max_absences": 3,
        "max_lag": 3,
    }
    return its.projects(**(plain | bounds))


TOTALS = small(dated=False, max_features=7, max_variants=3)
DATED = small(dated=True)
FAMILIES = (
    Family("totals", TOTALS, 500),
    Family("cents", small(dated=False, values=CENTS, costs=CENTS, efforts=CENTS), 200),
    Family("wide numbers", small(dated=False, values=WIDE, costs=WIDE, efforts=WIDE), 150),
    Family("feasible totals", its.feasible_projects(TOTALS), 250),
    Family("dated", DATED, 500),
    Family("feasible dated", its.feasible_projects(DATED), 350),
    Family("parts of days", small(dated=True, efforts=PARTS, costs=CENTS, max_ticks_per_day=8), 200),
    Family("one role", small(dated=True, max_roles=1, max_variants=1, max_tasks=3, max_features=5, max_rules=2), 200),
    Family("sprints", small(dated="sprints", max_sprints=4, max_features=5, max_roles=3), 150),
    Family("feasible sprints", its.feasible_projects(small(dated="sprints", max_sprints=3, max_rules=6)), 120),
    Family("workflow of three", small(dated=True, max_roles=3, max_tasks=0, max_features=3), 200),
)


@st.composite
def questions(draw: st.DrawFn, project: it.Project) -> dict[str, Any]:
    """Generate arguments of `optimize` that suit the project; the last two objectives get a demand."""
    objectives = ["value", "tiers", "cost"] + (
        ["finish"] if isinstance(project.timeline, (it.Timeline, it.Sprints)) else []
    )
    objective = draw(st.sampled_from(objectives))
    demand = draw(st.none() | demands(project)) if objective in ("value", "tiers") else draw(demands(project))
    return {"objective": objective, "value_at_least": demand}


def demands(project: it.Project) -> st.SearchStrategy[Any]:
    """Return values to ask for: of single variants, of everything, and of anything between."""
    values = [project.value_of(feature.name, variant.name) for feature in project.scope for variant in feature]
    each = [min(round(value, 6), 10**23) for value in values]  # a float may round up to what is too large
    top = min(int(sum(each)) + 1, 10**23)
    return st.sampled_from(each) | st.integers(0, max(0, top))
