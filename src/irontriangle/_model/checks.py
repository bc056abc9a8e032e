"""
What must hold between the parts of a project.

Each family of checks returns its problems; `Project` raises them all together. A problem's `where` is the place in the
project as a file would hold it: ``features[0].variants[1].effort``, ``rules[2]``, ``budget.rates``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from irontriangle._model.after import ALL, After
from irontriangle._model.check_order import order_problems
from irontriangle._model.check_resources import goals_problems, money_problems, role_problems
from irontriangle._model.members import Member, feature_of
from irontriangle._model.problems import Spelling, did_you_mean, show
from irontriangle.errors import Problem

if TYPE_CHECKING:
    from irontriangle._model.project import Project
    from irontriangle._model.scope import Scope

MOST_COMPARISONS = 20_000
"""With names of variants that are known, before the rest of the unknown ones is named without a suggestion."""


def cross_problems(project: Project) -> list[Problem]:
    """Return everything that is wrong between the parts of a project whose parts are sound."""
    scope = project.scope
    return [
        *feature_problems(scope),
        *member_problems(scope),
        *order_problems(scope),
        *role_problems(project),
        *money_problems(project),
        *goals_problems(scope),
    ]


def feature_problems(scope: Scope) -> list[Problem]:
    """Check that there are features, and no two of the same name."""
    if not scope.features:
        return [Problem("features", "a scope needs at least one feature")]
    first: dict[str, int] = {}
    return [
        Problem(f"features[{place}].name", f"feature {show(feature.name)} is there already, as features[{at}]")
        for place, feature in enumerate(scope.features)
        if (at := first.setdefault(feature.name, place)) != place
    ]


def member_problems(scope: Scope) -> list[Problem]:
    """Check that whatever features and rules name is there."""
    known = _Known(scope)
    problems = []
    for place, feature in enumerate(scope.features):
        for member in feature.requires:
            fault = known.fault(member)
            if fault:
                message = f"feature {show(feature.name)} requires {fault}"
                problems.append(Problem(f"features[{place}].requires", message))
    for place, rule in enumerate(scope.rules):
        for member in rule.members:
            fault = known.fault(member)
            if fault and isinstance(rule, After) and member == rule.earlier == ALL.name:
                fault = "unknown feature 'ALL'; what comes after everything names nothing, or irontriangle.ALL"
            if fault:
                problems.append(Problem(f"rules[{place}]", f"{type(rule).__name__} names {fault}"))
    return problems


class _Known:
    """The features and variants of a scope, for members to be looked up in."""

    def __init__(self, scope: Scope) -> None:
        self._features = {feature.name: feature for feature in scope.features}
        self._spelling = Spelling(self._features)
        self._variants: dict[str, dict[str, None]] = {}
        self._comparisons = MOST_COMPARISONS

    def fault(self, member: Member) -> str:
        """Return what is not known about a member, or nothing."""
        name = feature_of(member)
        feature = self._features.get(name)
        if feature is None:
            return f"unknown feature {show(name)}{self._spelling.hint(name)}"
        if isinstance(member, str):
            return ""
        if feature.original.name == member[1]:  # often so, and no set needs to be made
            return ""
        variants = self._variants.get(name)
        if variants is None:
            variants = self._variants[name] = {variant.name: None for variant in feature.variants}
        if member[1] in variants:
            return ""
        self._comparisons -= len(variants)
        hint = did_you_mean(member[1], variants) if self._comparisons >= 0 else ""
        return f"unknown variant {show(member[1])} of feature {show(name)}{hint}"
