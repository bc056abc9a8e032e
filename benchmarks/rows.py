"""The rows of any rough-cut project, written from the public model alone: every family can be given to every peer."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cached_property

import attrs
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

import irontriangle as it

INF = math.inf
Floats = NDArray[np.float64]
Member = str | tuple[str, str]


@attrs.frozen(eq=False)
class Rows:
    """
    Hold a program: most `value`, where `lower` <= `matrix` x <= `upper` and each x is 0 or 1.

    Parameters
    ----------
    value, cost
        ndarray of shape (n_columns,): variants in order of declaration, then bundles.
    matrix
        csr_array of shape (n_rows, n_columns).
    lower, upper
        ndarray of shape (n_rows,).
    """

    value: Floats
    cost: Floats
    matrix: csr_array
    lower: Floats
    upper: Floats


def write(project: it.Project) -> Rows:
    """Write a project without dates down as rows, nothing reduced and nothing tightened."""
    return Writer(project).rows()


class Writer:
    """Number the columns, then add one family of rows after the other."""

    def __init__(self, project: it.Project) -> None:
        assert not isinstance(project.timeline, it.Timeline), "dates make another program"
        self.project = project
        self.variants = [(feature, variant) for feature in project.scope for variant in feature.variants]
        self.bundles = [rule for rule in project.scope.rules if isinstance(rule, it.Bundle)]
        self.of_member: dict[Member, list[int]] = {feature.name: [] for feature in project.scope}
        for column, (feature, variant) in enumerate(self.variants):
            self.of_member[feature.name].append(column)
            self.of_member[feature.name, variant.name] = [column]
        self.n_columns = len(self.variants) + len(self.bundles)
        self.terms: list[Mapping[int, float]] = []
        self.limits: list[tuple[float, float]] = []

    def rows(self) -> Rows:
        """Return all rows."""
        for feature in self.project.scope:
            self._feature(feature)
        for rule in self.project.scope.rules:
            self._rule(rule)
        for column, bundle in enumerate(self.bundles, len(self.variants)):
            self._bundle(column, bundle)
        self._funds()
        self._capacities()
        self._floors()
        lower, upper = np.array(self.limits, dtype=float).reshape(-1, 2).T
        return Rows(self._values(), np.sum([*self.costs.values()], axis=0), self._matrix(), lower, upper)

    def _add(self, terms: Mapping[int, float], low: float = -INF, high: float = INF) -> None:
        self.terms.append(terms)
        self.limits.append((low, high))

    def _feature(self, feature: it.Feature) -> None:
        must, wont = feature.priority == it.MUST, feature.priority == it.WONT
        if must or wont or len(feature.variants) > 1:
            self._add(self._sum([feature.name]), int(must), int(not wont))
        for needed in feature.requires:
            self._implies(feature.name, [needed])

    def _rule(self, rule: object) -> None:
        match rule:
            case it.Requires():
                self._implies(rule.feature, [rule.needs])
            case it.RequiresAny():
                self._implies(rule.feature, rule.needs)
            case it.Excludes():
                self._add(self._sum(rule.names), high=1)
            case it.AllOrNone():
                for member in rule.names[1:]:
                    self._add(self._sum([rule.names[0]], self._sum([member], sign=-1)), 0, 0)
            case it.AtLeast():
                self._add(self._sum(rule.names), low=rule.k)
            case it.AtMost():
                self._add(self._sum(rule.names), high=rule.k)
            case it.Decided():
                member = rule.feature if rule.variant is None else (rule.feature, rule.variant)
                self._add(self._sum([member]), low=1)
            case it.Bundle() | it.After():  # its rows come with its column; there are no dates
                pass
            case _:
                raise NotImplementedError(f"no rows for {rule!r}")

    def _bundle(self, column: int, bundle: it.Bundle) -> None:
        for member in bundle.names:
            self._add(self._sum([member], {column: -1}), low=0)
        self._add(self._sum(bundle.names, {column: -1}), high=len(bundle.names) - 1)

    def _implies(self, member: Member, needs: Iterable[Member]) -> None:
        self._add(self._sum(needs, self._sum([member], sign=-1)), low=0)

    def _sum(
        self, members: Iterable[Member], others: Mapping[int, float] | None = None, sign: float = 1
    ) -> dict[int, float]:
        terms = dict(others or {})
        for member in members:
            for column in self.of_member[member]:
                terms[column] = terms.get(column, 0) + sign
        return terms

    def _funds(self) -> None:
        budget = self.project.budget
        if budget.limit is None:
            return
        limits, reserves = budget.by_fund(budget.limit), budget.by_fund(budget.reserve)
        for fund, costs in self.costs.items():
            self._add(dict(enumerate(costs)), high=float(limits[fund] - reserves[fund]))

    def _capacities(self) -> None:
        if not isinstance(self.project.timeline, it.Capacity):
            return
        used: dict[str, dict[int, float]] = {role: {} for role in self.project.timeline}
        for column, (feature, variant) in enumerate(self.variants):
            for role, days in self.project.work_of(feature.name, variant.name).items():
                used[role][column] = days
        for role, terms in used.items():
            self._add(terms, high=float(self.project.timeline[role]))

    def _floors(self) -> None:
        goals = self.project.scope.goals
        for goal, floor in goals.floors.items() if goals else ():
            scores = {
                column: float(variant.value.get(goal, 0)) if isinstance(variant.value, Mapping) else 0.0
                for column, (_, variant) in enumerate(self.variants)
            }
            self._add(scores, low=float(floor))
        if self.project.quality is not None:
            floor = self.project.quality
            worth = zip(self._values(), self.variants, strict=False)  # bundles stand apart
            self._add({c: v * float(variant.quality - floor) for c, (v, (_, variant)) in enumerate(worth)}, low=0)

    def _values(self) -> Floats:
        own = [self.project.value_of(feature.name, variant.name) for feature, variant in self.variants]
        return np.array([*own, *(bundle.value for bundle in self.bundles)], dtype=float)

    @cached_property
    def costs(self) -> dict[str, Floats]:
        """What each column costs, fund by fund."""
        paid = [self.project.budget.by_fund(bundle.cost) for bundle in self.bundles]
        return {
            fund: np.array(
                [
                    *(self.project.cost_of(feature.name, variant.name, fund) for feature, variant in self.variants),
                    *(amounts[fund] for amounts in paid),
                ],
                dtype=float,
            )
            for fund in self.project.budget.funds
        }

    def _matrix(self) -> csr_array:
        indptr = np.cumsum([0, *map(len, self.terms)], dtype=np.int32)  # older SciPy's `milp` takes no longer ones
        indices = np.array([column for row in self.terms for column in row], dtype=np.int32)
        data = np.array([coefficient for row in self.terms for coefficient in row.values()], dtype=float)
        matrix = csr_array((data, indices, indptr), shape=(len(self.terms), self.n_columns))
        matrix.eliminate_zeros()
        return matrix
