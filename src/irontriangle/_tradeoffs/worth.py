"""What plans are worth, exactly."""

from __future__ import annotations

from fractions import Fraction

from irontriangle._model import resolve
from irontriangle._model.amounts import exact
from irontriangle._model.project import Project
from irontriangle._model.rules import Bundle
from irontriangle._plan.plan import Plan, Status
from irontriangle._tradeoffs.least import Undecided
from irontriangle._tradeoffs.limits import common_step, on_grid
from irontriangle._tradeoffs.solves import Solves


def value_of(solves: Solves, project: Project) -> Fraction | None:
    """Return the greatest value, exactly; None where no plan is possible."""
    plan = solves.solve(project)
    if plan.status is Status.INFEASIBLE:
        return None
    if plan.status is not Status.OPTIMAL:
        raise Undecided
    return exact_value(plan)


def exact_value(plan: Plan) -> Fraction:
    """Return what a plan is worth, exactly."""
    return exact(plan.value) if isinstance(plan.value, int) else on_grid(plan.value, value_step(plan.project))


def value_step(project: Project) -> Fraction:
    """
    Return the number of which the value of every plan is a multiple.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> value_step(feature_abc())
    Fraction(10, 1)
    """
    variants = [resolve.value(project, variant) for feature in project.scope for variant in feature]
    bundles = [exact(rule.value) for rule in project.scope.rules if isinstance(rule, Bundle)]
    return common_step([*variants, *bundles])
