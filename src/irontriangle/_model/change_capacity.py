"""Changes to how much can be done: of a role, and by the number of sprints. Amounts are differences."""

from __future__ import annotations

import attrs

from irontriangle._model.amounts import Number, added, number_problem, to_name, to_number, to_whole
from irontriangle._model.draft import Draft, refuse
from irontriangle._model.problems import name_problem, raise_problems
from irontriangle._model.sprints import MOST_SPRINTS
from irontriangle._model.timeline import Capacity


@attrs.frozen(cache_hash=True)
class ChangeCapacity:
    """
    Raise or cut the capacity of a role.

    Parameters
    ----------
    role
        A role of the `Capacity`, or of the `Sprints`.
    by
        The difference in person-days; of sprints that of each one, in their unit.

    Examples
    --------
    >>> from irontriangle import Capacity, Feature, Project, Scope, Variant
    >>> project = Project(Scope([Feature("chat", Variant(effort={"dev": 3}))]), timeline=Capacity({"dev": 20}))
    >>> project.apply(ChangeCapacity("dev", 5)).timeline
    Capacity(amounts={'dev': 25})
    """

    role: str = attrs.field(converter=to_name)
    by: Number = attrs.field(converter=to_number)

    def __attrs_post_init__(self) -> None:
        problems = name_problem("role", self.role, field="role")
        raise_problems("ChangeCapacity", [*problems, *number_problem("by", self.by, low=None)])

    def apply_to(self, draft: Draft) -> None:
        """Make the change in a project that is taken apart."""
        timeline = draft.capacity()
        if isinstance(timeline, Capacity):
            draft.need("role", self.role, timeline)
            draft.timeline = Capacity({**timeline, self.role: added(timeline[self.role], self.by)})
            return
        draft.need("role", self.role, timeline.capacity)
        amount = timeline.capacity[self.role]
        each = tuple(added(one, self.by) for one in amount) if isinstance(amount, tuple) else added(amount, self.by)
        draft.timeline = attrs.evolve(timeline, capacity={**timeline.capacity, self.role: each})


@attrs.frozen(cache_hash=True)
class ChangeSprints:
    """
    Add sprints at the end, or drop the last ones.

    Parameters
    ----------
    by
        How many; negative: fewer. A sprint that is added can do what the last one can.

    Examples
    --------
    >>> from irontriangle import Feature, Project, Scope, Sprints, Variant
    >>> sprints = Sprints("2027-01-04", 2, capacity={"dev": [20, 10]})
    >>> project = Project(Scope([Feature("chat", Variant(effort={"dev": 3}))]), timeline=sprints)
    >>> project.apply(ChangeSprints(1)).timeline.capacity
    {'dev': (20, 10, 10)}
    """

    by: int = attrs.field(converter=to_whole)

    def __attrs_post_init__(self) -> None:
        problems = number_problem("by", self.by, low=-MOST_SPRINTS, high=MOST_SPRINTS, whole=True)
        raise_problems("ChangeSprints", problems)

    def apply_to(self, draft: Draft) -> None:
        """Make the change in a project that is taken apart."""
        timeline = draft.sprints()
        count = timeline.count + self.by
        if count < 1:
            refuse(f"by must leave one of the {timeline.count} sprints", str(self.by))
        capacity = {
            role: tuple(timeline.amount(role, sprint) for sprint in range(count))
            if isinstance(amount, tuple)
            else amount
            for role, amount in timeline.capacity.items()
        }
        draft.timeline = attrs.evolve(timeline, count=count, capacity=capacity)
