"""
What Hypothesis loads when it is imported, so that ``st.from_type(irontriangle.Project)`` and its like work.

A type cannot be registered before it exists, and to load them all here would make every test suite on the machine
pay for them. So each type is registered when the second of the two is loaded: here, what is there already when
Hypothesis is imported; the rest when ``irontriangle`` first hands it out.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

TYPES = frozenset(
    "Absence AddFeature AddRule After AllOrNone AtLeast AtMost Budget Bundle Capacity ChangeBudget ChangeCapacity "
    "ChangeSprints ChangeTeam Decided DropFeature DropRule Excludes Feature Gate Goals MoveDeadline Plan Priority "
    "Project Requires RequiresAny Scope SetFloor SetPriority SetQuality SetVariant Sprints Task Timeline "
    "Variant".split()
)
"""The public types for which there is a strategy; what is not here Hypothesis builds from its annotations."""


def register_loaded() -> None:
    """Register every public type that has been handed out already."""
    package = sys.modules["irontriangle"]
    for name in TYPES & vars(package).keys():
        register(name, vars(package)[name])


def register(name: str, kind: Any) -> None:
    """Register a public type, if it is one of `TYPES`; its strategy is made when somebody asks for it."""
    if name not in TYPES:
        return
    from hypothesis import strategies as st

    def make(_: Any) -> SearchStrategy[Any]:
        from irontriangle.strategies._types import of_type

        return of_type(name)

    st.register_type_strategy(kind, make)


register_loaded()
