"""What the options share: the project, what is wanted, who solves, and what is given up."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from irontriangle._model.amounts import FrozenMap, exact, plain
from irontriangle._model.project import Project
from irontriangle._plan.plan import Plan, Status
from irontriangle._tradeoffs.hands import Side
from irontriangle._tradeoffs.option import Concession, Loss, NoOption
from irontriangle._tradeoffs.solves import Solves

PRODUCT_MANAGER, PROJECT_MANAGER, CLIENT = "product manager", "project manager", "client"


@attrs.frozen
class Discussion:
    """
    Hold what is discussed.

    Parameters
    ----------
    project
        As it is.
    wanted
        The features that are to fit, with their original variants.
    flexible
        The sides that may give, the one that gives first in front.
    ramp_up
        Working days that people who join are paid for before they count.
    solves
        Who solves.
    """

    project: Project
    wanted: FrozenMap[str, str]
    flexible: tuple[Side, ...]
    ramp_up: int
    solves: Solves = attrs.field(eq=False)

    def losses(self, plan: Plan) -> Iterator[Concession]:
        """Yield what is wanted and out, or built in a variant worth less."""
        for name, variant in self.wanted.items():
            built = plan.selection.get(name)
            worth = exact(self.project.value_of(name, variant))
            if built is None:
                yield Concession(Loss.OUT, name, value=plain(worth))
            elif built != variant:
                yield Concession(Loss.REDUCED, name, value=plain(worth - exact(self.project.value_of(name, built))))


def why_not(plan: Plan) -> NoOption:
    """Say why there is no plan."""
    return NoOption.INFEASIBLE if plan.status is Status.INFEASIBLE else NoOption.UNDECIDED


def is_proven(plan: Plan) -> bool:
    """Whether a plan is the best one, in every tier if these were asked for."""
    return plan.status is Status.OPTIMAL and (plan.question.objective != "tiers" or "cost" in plan.proven)
