"""What a benchmark is: a frozen spec. One file a subject, each with a tuple `SPECS`; here they are collected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import attrs

SUBJECTS = ("importing", "building", "selection", "webshop")


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
        Anything worth a word, such as a gap.
    """

    figures: Mapping[str, float] = attrs.field(factory=dict)
    proven: tuple[str, ...] = ()
    note: str = ""


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
    """

    name: str
    title: str
    build: Callable[[int, int], Any]
    sweep: tuple[int, ...]
    small: tuple[int, ...]
    phases: Mapping[str, Phase]
    unit: str
    time_limit: float = 60
    seeds: int = 3


def specs(subjects: tuple[str, ...] = SUBJECTS) -> dict[str, Spec]:
    """Return the specs of some subjects by name."""
    found = [spec for subject in subjects for spec in import_module(f"benchmarks.{subject}").SPECS]
    return {spec.name: spec for spec in found}
