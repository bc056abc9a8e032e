"""Whether a selection keeps a rule, read off the rule's own sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from irontriangle._model.members import Member
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
    Rule,
)


def is_in(member: Member, selection: Mapping[str, str]) -> bool:
    """Return whether a feature, or one variant of it, is selected."""
    if isinstance(member, str):
        return member in selection
    return selection.get(member[0]) == member[1]


def holds(rule: Rule, selection: Mapping[str, str]) -> bool:
    """Return whether the selection keeps a rule; a bundle and an order in time forbid nothing."""
    chosen: Callable[[Member], bool] = partial(is_in, selection=selection)
    match rule:
        case Requires():
            return not chosen(rule.feature) or chosen(rule.needs)
        case RequiresAny():
            return not chosen(rule.feature) or any(map(chosen, rule.needs))
        case Excludes():
            return sum(map(chosen, rule.names)) <= 1
        case AllOrNone():
            return sum(map(chosen, rule.names)) in (0, len(rule.names))
        case AtLeast():
            return sum(map(chosen, rule.names)) >= rule.k
        case AtMost():
            return sum(map(chosen, rule.names)) <= rule.k
        case Decided(variant=None):
            return rule.feature in selection
        case Decided():
            return selection.get(rule.feature) == rule.variant
        case After() | Bundle():
            return True
