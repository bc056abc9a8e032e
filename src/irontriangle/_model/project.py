"""The whole triangle, with everything between its corners checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from irontriangle._model import resolve
from irontriangle._model.amounts import FrozenMap, Number, NumberLike, number_problem, plain, to_name, to_number
from irontriangle._model.budget import Budget
from irontriangle._model.checks import cross_problems
from irontriangle._model.names import listed
from irontriangle._model.problems import did_you_mean, raise_problems, show, text_problem
from irontriangle._model.scope import Scope
from irontriangle._model.shown import Shown
from irontriangle._model.timeline import Capacity, Sprints, Timeline
from irontriangle.errors import Problem

if TYPE_CHECKING:
    from irontriangle._model.changes import Change
    from irontriangle._model.feature import Variant


def _quality(written: NumberLike | None) -> Number | None:
    return None if written is None else to_number(written)


@attrs.frozen(cache_hash=True)
class Project(Shown):
    """
    Put scope, budget and timeline together.

    Parameters
    ----------
    scope
        What could be built.
    budget
        What it may cost; without limit unless said.
    timeline
        A `Timeline` with dates, `Sprints`, a `Capacity` in total, or None: as much work as wished.
    quality
        The floor of the delivered quality, 0 to 1: the mean quality of what is built, weighed by value.
    name
        For the texts.

    Raises
    ------
    ModelError
        If the parts do not fit together: unknown or repeated names, roles nobody plays, requirements in a circle;
        all problems at once.

    Examples
    --------
    >>> from irontriangle import Budget, Feature, Project, Scope, Variant
    >>> export = Feature("export", Variant(value=50, effort={"dev": 20}), requires=["logn"])
    >>> login = Feature("login", Variant(value=10, cost=500))
    >>> Project(Scope([export, login]))
    Traceback (most recent call last):
    ...
    irontriangle.errors.ModelError: features[0].requires: feature 'export' requires unknown feature 'logn'; did you \
mean 'login'?
    """

    scope: Scope
    budget: Budget = attrs.field(factory=Budget)
    timeline: Timeline | Sprints | Capacity | None = None
    quality: Number | None = attrs.field(default=None, converter=_quality, kw_only=True)
    name: str = attrs.field(default="", converter=to_name, kw_only=True)

    def __attrs_post_init__(self) -> None:
        problems = _part_problems(self)
        sound = not problems
        problems += [] if self.quality is None else number_problem("quality", self.quality, high=1)
        problems += text_problem("name", self.name)
        raise_problems("Project", [*problems, *(cross_problems(self) if sound else [])])

    def value_of(self, feature: str, variant: str | None = None) -> int | float:
        """
        Return what a variant is worth, its scores weighed; the feature's original unless said.

        Raises
        ------
        KeyError
            If there is no such feature or variant.

        Examples
        --------
        >>> from irontriangle.examples import feature_abc
        >>> feature_abc().value_of("ABC", "simplified")
        60
        """
        return plain(resolve.value(self, self._variant(feature, variant)))

    def cost_of(self, feature: str, variant: str | None = None, fund: str | None = None) -> int | float:
        """
        Return what a variant costs, labour and all else; of all funds together unless one is said.

        Raises
        ------
        KeyError
            If there is no such feature, variant or fund.

        Examples
        --------
        >>> from irontriangle.examples import feature_abc
        >>> feature_abc().cost_of("ABC", "simplified")
        16700
        """
        found = self._variant(feature, variant)
        funds = self.budget.funds
        if fund is not None and fund not in funds:
            raise KeyError(f"fund must be one of {listed(funds)}, got {show(fund)}{did_you_mean(fund, funds)}")
        labour, other = resolve.labour(self, found), resolve.other_cost(self, found)
        return plain(sum(labour[name] + other[name] for name in (funds if fund is None else (fund,))))

    def work_of(self, feature: str, variant: str | None = None) -> FrozenMap[str, int | float]:
        """
        Return the person-days of each role that a variant takes.

        Raises
        ------
        KeyError
            If there is no such feature or variant.

        Examples
        --------
        >>> from irontriangle.examples import feature_abc
        >>> feature_abc().work_of("ABC", "simplified")
        {'dev': 15, 'design': 4}
        """
        return FrozenMap({role: plain(days) for role, days in resolve.work(self._variant(feature, variant)).items()})

    def apply(self, *changes: Change) -> Project:
        """
        Return the project with changes made, in their order.

        Raises
        ------
        ModelError
            If a change does not fit the project, or the project that comes out does not fit together.

        Examples
        --------
        >>> from irontriangle import ChangeBudget, DropFeature
        >>> from irontriangle.examples import feature_abc
        >>> project = feature_abc()
        >>> project.apply(ChangeBudget(12_800), DropFeature("XYZ")).budget.limit
        57800
        """
        from irontriangle._model.changes import changed

        return changed(self, changes)

    def _variant(self, feature: str, variant: str | None) -> Variant:
        found = self.scope[feature]
        return found.original if variant is None else found[variant]


def _part_problems(project: Project) -> list[Problem]:
    problems = []
    for field, kinds, rule in (
        ("scope", Scope, "a Scope"),
        ("budget", Budget, "a Budget"),
        ("timeline", (Timeline, Sprints, Capacity, type(None)), "a Timeline, Sprints, a Capacity or None"),
    ):
        part = getattr(project, field)
        if not isinstance(part, kinds):
            problems.append(Problem("", f"{field} must be {rule}, got {show(part)}", field=field))
    return problems
