"""What an independent check has to say."""

from __future__ import annotations

import attrs

KINDS = {
    "type": "something is not what its name promises",
    "status": "the status does not go with the answer",
    "unknown": "a feature or variant that the project does not have",
    "priority": "a MUST that is out, a WONT that is in",
    "rule": "a rule, or a feature's own requirement, that does not hold",
    "fund": "more money than there is",
    "goal": "a goal below its floor",
    "quality": "quality below its floor",
    "capacity": "more work than the capacity",
    "demand": "less value than was demanded",
    "tasks": "tasks that are missing, superfluous or not the variant's",
    "duration": "a task that ends earlier or later than its work takes",
    "date": "a date that is not that of its tick",
    "order": "work that starts before what must be finished first",
    "people": "more people at work than are there",
    "deadline": "work after the last usable day",
    "figure": "a stated figure that is not what the selection and the schedule give",
    "backlog": "a backlog that is not what is not built",
    "bound": "a bound on the wrong side, or a gap that does not follow from it",
}
"""What `Violation.kind` may be."""


@attrs.frozen
class Violation:
    """
    Name one thing in a plan that is not as it must be.

    Parameters
    ----------
    kind
        ``"type"``, ``"status"``, ``"unknown"``, ``"priority"``, ``"rule"``, ``"fund"``, ``"goal"``,
        ``"quality"``, ``"capacity"``, ``"demand"``, ``"tasks"``, ``"duration"``, ``"date"``, ``"order"``,
        ``"people"``, ``"deadline"``, ``"figure"``, ``"backlog"`` or ``"bound"``.
    where
        The part of the plan or of the project: ``"selection['ABC']"``, ``"rules[2]"``, ``"usage['cost']"``.
    message
        What is there, and what should be.

    Examples
    --------
    >>> print(Violation("fund", "budget", "needs 57800, has 45000"))
    fund, budget: needs 57800, has 45000
    """

    kind: str
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.kind}, {self.where}: {self.message}"
