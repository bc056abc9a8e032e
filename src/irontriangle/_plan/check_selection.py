"""Check the selection alone: priorities, requirements, rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from irontriangle._model.priority import MUST, WONT
from irontriangle._model.rules import (
    After,
    AllOrNone,
    AtLeast,
    AtMost,
    Bundle,
    Decided,
    Excludes,
    Requires,
    RequiresAny,
)
from irontriangle._plan.check_reading import Reading
from irontriangle._plan.violation import Violation


def check_selection(reading: Reading) -> Iterator[Violation]:
    """Yield every priority, requirement and rule that does not hold."""
    for feature in reading.features.values():
        if feature.priority == MUST and feature.name not in reading.chosen:
            yield Violation("priority", f"selection[{feature.name!r}]", "is a MUST and is not built")
        if feature.priority == WONT and feature.name in reading.chosen:
            yield Violation("priority", f"selection[{feature.name!r}]", "is a WONT and is built")
    for where, requirement in reading.requirements():
        broken = _requires(requirement, reading)
        if broken:
            yield Violation("rule", where, broken)
    for place, rule in enumerate(reading.project.scope.rules):
        if isinstance(rule, (Requires, After, Bundle)):  # the last two hold nothing of what is built
            continue
        broken = _RULES[type(rule)](rule, reading)
        if broken:
            yield Violation("rule", f"rules[{place}]", broken)


def _requires(rule: Requires, reading: Reading) -> str:
    missing = reading.has(rule.feature) and not reading.has(rule.needs)
    return f"{rule.feature!r} is built, {rule.needs!r}, which it requires, is not" if missing else ""


def _requires_any(rule: RequiresAny, reading: Reading) -> str:
    missing = reading.has(rule.feature) and not any(map(reading.has, rule.needs))
    return f"{rule.feature!r} is built, none of {rule.needs!r} is" if missing else ""


def _excludes(rule: Excludes, reading: Reading) -> str:
    built = sum(map(reading.has, rule.names))
    return f"{built} of {rule.names!r} are built, at most one may be" if built > 1 else ""


def _all_or_none(rule: AllOrNone, reading: Reading) -> str:
    built = sum(map(reading.has, rule.names))
    return f"{built} of {rule.names!r} are built, not all of them" if 0 < built < len(rule.names) else ""


def _at_least(rule: AtLeast, reading: Reading) -> str:
    built = sum(map(reading.has, rule.names))
    return f"{built} of {rule.names!r} are built, at least {rule.k} must be" if built < rule.k else ""


def _at_most(rule: AtMost, reading: Reading) -> str:
    built = sum(map(reading.has, rule.names))
    return f"{built} of {rule.names!r} are built, at most {rule.k} may be" if built > rule.k else ""


def _decided(rule: Decided, reading: Reading) -> str:
    member = rule.feature if rule.variant is None else (rule.feature, rule.variant)
    return "" if reading.has(member) else f"{member!r} was decided and is not built"


_RULES: dict[type, Callable[[Any, Reading], str]] = {
    RequiresAny: _requires_any,
    Excludes: _excludes,
    AllOrNone: _all_or_none,
    AtLeast: _at_least,
    AtMost: _at_most,
    Decided: _decided,
}
