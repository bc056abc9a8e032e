"""What a benchmark is: a frozen spec. One file a subject, each with a tuple `SPECS`; here they are collected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Literal, TypeAlias

import attrs

SUBJECTS = (
    "importing",
    "building",
    "selection",
    "portfolio",
    "again",
    "closure",
    "literature",
    "hostile",
    "agreement",
    "webshop",
    "dates",
    "makespan",
    "tradeoffs",
    "showing",
)

Size: TypeAlias = int | str
"""How many, or the name of a published instance."""

Point: TypeAlias = tuple[float, float | None, float | None]
"""Seconds since the start, the value of the best plan by then, and the bound by then."""


@attrs.frozen
class Outcome:
    """
    Tell what a phase found.

    Parameters
    ----------
    figures
        What must agree wherever it is proven: ``{"value": 110, "cost": 39_500}``.
    proven
        Names of the figures that are proven.
    note
        Anything worth a word.
    done
        Whether it came to its end: what it was asked for is proven.
    bound
        What no plan can be worth more than.
    trace
        How value and bound moved, where the phase reports it.
    """

    figures: Mapping[str, float] = attrs.field(factory=dict)
    proven: tuple[str, ...] = ()
    note: str = ""
    done: bool = True
    bound: float | None = None
    trace: tuple[Point, ...] = ()

    @property
    def impossible(self) -> bool:
        """Whether it is proven that there is no plan."""
        return "value" in self.proven and "value" not in self.figures

    @property
    def gap(self) -> float | None:
        """How far the bound is from the value, relative to the value; 0 where the value is proven."""
        if "value" in self.proven:
            return 0.0
        return gap(self.figures.get("value"), self.bound)


def gap(value: float | None, bound: float | None) -> float | None:
    """Return |bound - value| / max(1, |value|), or None where one of them is missing."""
    return None if value is None or bound is None else abs(bound - value) / max(1, abs(value))


Phase = Callable[[Any, float], Outcome]
"""Do the work on an instance within a time limit in seconds. What it takes is measured around it."""


@attrs.frozen
class Spec:
    """
    Describe one benchmark.

    Parameters
    ----------
    name, title
        How it is called, and the sentence above its table.
    build
        Make an instance from a size and a seed; not measured.
    sweep, small
        The sizes measured, and those that CI runs.
    phases
        What is measured, in turn on each instance, ours first.
    unit
        What the size counts.
    time_limit
        Seconds for each phase on each instance.
    seeds
        How many instances of each size.
    repeats
        How often each instance is run.
    known
        Between what the best value lies, from a size and a seed; None where nobody published it.
    ranked
        Whether values and bounds are compared with the best that any phase came to.
    plots
        Which pictures there are: seconds against size, the gap against seconds.
    missing
        Why it cannot run here.
    """

    name: str
    title: str
    build: Callable[[Any, int], Any]
    sweep: tuple[Size, ...]
    small: tuple[Size, ...]
    phases: Mapping[str, Phase]
    unit: str
    time_limit: float = 60
    seeds: int = 3
    repeats: int = 3
    known: Callable[[Any, int], tuple[float, float] | None] = lambda size, seed: None
    ranked: bool = False
    plots: tuple[Literal["size", "gap"], ...] = ()
    missing: str = ""

    @property
    def ours(self) -> str:
        """The phase that the others are compared with."""
        return next(iter(self.phases))


def specs(subjects: tuple[str, ...] = SUBJECTS) -> dict[str, Spec]:
    """Return the specs of some subjects by name."""
    found = [spec for subject in subjects for spec in import_module(f"benchmarks.{subject}").SPECS]
    return {spec.name: spec for spec in found}
