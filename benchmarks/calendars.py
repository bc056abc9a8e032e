"""Seeded families of projects with dates: one function each, of how many features, how many working days and a seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

import irontriangle as it

TEAM = {"design": 1, "dev": 2, "qa": 1}
LARGE_TEAM = {"design": 2, "dev": 4, "qa": 2}
AMPLE_TEAM = {"design": 4, "dev": 10, "qa": 4}

EFFORT = {"design": (1, 4), "dev": (1, 6), "qa": (1, 3)}
"""Least and most days of each role for a feature in full."""

MIXES: tuple[Mapping[str, int], ...] = (
    {"dev": 1},
    {"dev": 2},
    {"design": 1, "dev": 1},
    {"dev": 1, "qa": 1},
    {"design": 1, "dev": 2, "qa": 1},
)
"""Who is at work together on a feature."""

GATES = (it.Gate("approval", 5), it.Gate("trial", 5))

START = "2027-01-04"


def workflow(features: int, days: int, seed: int) -> it.Project:
    """Return features in up to two variants, each designed, developed and tested."""
    return _project(_by_effort(features, days, seed), days, TEAM, tuple(TEAM))


def deadline(features: int, days: int, seed: int) -> it.Project:
    """Return the same with an approval and a trial between, and people enough: what is left of the days decides."""
    first, second = GATES
    flow = ("design", first, "dev", second, "qa")
    return _project(_by_effort(features, days, seed, slower=3), days, AMPLE_TEAM, flow)


def mixed(features: int, days: int, seed: int) -> it.Project:
    """Return features of one task each, on which one mix of roles is at work together."""
    draw = Random(f"mixed {features} {days} {seed}")
    made = []
    for number in range(features):
        mix, length, value = draw.choice(MIXES), draw.randint(3, 10), draw.randint(30, 120)
        variants = [it.Variant("full", value=value, tasks=[it.Task("work", length, demand=mix)])]
        if draw.random() < 0.5:
            shorter = it.Task("work", max(1, round(0.6 * length)), demand=mix)
            variants.append(it.Variant("simplified", value=round(value * draw.uniform(0.4, 0.8)), tasks=[shorter]))
        made.append(it.Feature(f"f{number}", variants))
    return _project(made, days, LARGE_TEAM, ())


Family = Callable[[int, int, int], it.Project]

FAMILIES: dict[str, tuple[Family, str]] = {
    "workflow": (workflow, "design, dev, qa, team 1, 2, 1"),
    "mixed": (mixed, "one task each, three roles, team 2, 4, 2, no workflow"),
    "deadline": (deadline, "design, approval, dev, trial, qa, team 4, 10, 4: the deadline binds"),
}


def _by_effort(features: int, days: int, seed: int, slower: int = 1) -> list[it.Feature]:
    draw = Random(1_000_003 * features + 1_009 * days + seed)
    made = []
    for number in range(features):
        effort = {role: slower * draw.randint(*span) for role, span in EFFORT.items()}
        value = draw.randint(30, 120)
        variants = [it.Variant("full", value=value, effort=effort)]
        if draw.random() < 0.5:
            less = {role: max(1, round(0.6 * amount)) for role, amount in effort.items()}
            variants.append(it.Variant("simplified", value=round(value * draw.uniform(0.4, 0.8)), effort=less))
        made.append(it.Feature(f"f{number}", variants))
    return made


def _project(made: list[it.Feature], days: int, team: Mapping[str, int], flow: tuple[str | it.Gate, ...]) -> it.Project:
    last = it.Timeline(START, team=team).date_of(days - 1)
    return it.Project(it.Scope(made), timeline=it.Timeline(START, last, team=team, workflow=flow))
