"""Order in time between what is built, whether the one needs the other or not."""

from __future__ import annotations

import enum

import attrs

from irontriangle._model.amounts import MOST_DAYS, number_problem, to_whole
from irontriangle._model.members import Member, member_problem, to_member
from irontriangle._model.problems import raise_problems


class Everything(enum.Enum):
    """All other features that are built."""

    ALL = "ALL"

    def __repr__(self) -> str:
        return self.name


ALL = Everything.ALL
"""All other features that are built, save those that come after all too."""


def to_earlier(written: Member | Everything) -> Member | Everything:
    """Return a member with plain names, or ALL as it is."""
    return written if written is ALL else to_member(written)


@attrs.frozen(cache_hash=True)
class After:
    r"""
    Start one thing only after another where both are built: :math:`S_{feature} \ge E_{earlier}` if both are in.

    Neither needs the other. Features that come after ALL are not ordered among themselves, unless another rule does.

    Parameters
    ----------
    feature
        The member that comes later.
    earlier
        The member that comes before it; by default ALL, everything else that is built.
    lag
        Whole working days between that finish and that start; in sprints so many sprints.

    Examples
    --------
    >>> After("acceptance test")
    After(feature='acceptance test', earlier=ALL, lag=0)
    >>> After("export", "login", lag=2)
    After(feature='export', earlier='login', lag=2)
    """

    feature: Member = attrs.field(converter=to_member)
    earlier: Member | Everything = attrs.field(default=ALL, converter=to_earlier)
    lag: int = attrs.field(default=0, converter=to_whole, kw_only=True)

    def __attrs_post_init__(self) -> None:
        problems = [
            *member_problem("feature", self.feature),
            *([] if self.earlier is ALL else member_problem("earlier", self.earlier)),
            *number_problem("lag", self.lag, high=MOST_DAYS, whole=True),
        ]
        raise_problems("After", problems)

    @property
    def members(self) -> tuple[Member, ...]:
        """All members that the rule names."""
        return (self.feature,) if self.earlier is ALL else (self.feature, self.earlier)
