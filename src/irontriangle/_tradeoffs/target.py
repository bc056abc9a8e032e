"""What is looked for in a plan: that something is built, or that it is not."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from irontriangle._model.changes import AddRule, Change
from irontriangle._model.members import Member, is_in
from irontriangle._model.rules import AtMost, Decided


@attrs.frozen
class Target:
    """
    Say what is looked for in a plan: that a feature, or a variant of it, is built, or that it is not.

    Examples
    --------
    >>> Target(("ABC", "full")).change
    AddRule(rule=Decided(feature='ABC', variant='full'))
    """

    member: Member
    built: bool = True

    @property
    def rule(self) -> Decided | AtMost:
        """What leaves only the plans that have it."""
        if not self.built:
            return AtMost([self.member], 0)
        return Decided(self.member) if isinstance(self.member, str) else Decided(*self.member)

    @property
    def change(self) -> Change:
        """The same as a change."""
        return AddRule(self.rule)

    @property
    def contrary(self) -> Target:
        """That it is not as is looked for."""
        return Target(self.member, built=not self.built)

    def holds(self, selection: Mapping[str, str]) -> bool:
        return is_in(self.member, selection) is self.built
