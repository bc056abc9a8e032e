"""A step of the workflow that takes days and nobody."""

from __future__ import annotations

from typing import Any, TypeAlias

import attrs

from irontriangle._model.amounts import Number, number_problem, to_name, to_number, to_tuple
from irontriangle._model.problems import name_problem, raise_problems, show


@attrs.frozen(cache_hash=True)
class Gate:
    """
    Say that a feature waits some working days at this point of the workflow: an approval, a delivery, a test period.

    Parameters
    ----------
    name
        Unique among the gates and roles of a timeline.
    working_days
        How long it takes, >= 0; parts of a tick round up. It asks for nobody and costs nothing.

    Raises
    ------
    ModelError
        If a field is not what it must be.

    Examples
    --------
    >>> Gate("client approval", 5)
    Gate(name='client approval', working_days=5)
    """

    name: str = attrs.field(converter=to_name)
    working_days: Number = attrs.field(converter=to_number)

    def __attrs_post_init__(self) -> None:
        problems = [*name_problem("name", self.name), *number_problem("working_days", self.working_days)]
        raise_problems(f"Gate {show(self.name)}", problems)


Step: TypeAlias = str | Gate
"""A role, or a gate."""


def to_steps(written: Any) -> tuple[Step, ...]:
    """Return the steps of a workflow as a tuple; what is no list comes back for the check to name."""
    stored = to_tuple(written)
    return tuple(map(to_name, stored)) if isinstance(stored, tuple) else stored
