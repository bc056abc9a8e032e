r"""
Relations between features, one noun each.

In the formulas :math:`z_m` is 1 if member m is in, else 0: a feature is in when any of its variants is built, a pair
``(feature, variant)`` when that variant is.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import attrs

from irontriangle._model.after import ALL as ALL
from irontriangle._model.after import After as After
from irontriangle._model.amounts import (
    MOST_DAYS,
    Amount,
    Number,
    amount_problem,
    name_problem,
    number_problem,
    raise_problems,
    show,
    to_amount,
    to_name,
    to_number,
    to_whole,
)
from irontriangle._model.members import Member, member_problem, members_problem, to_member, to_members
from irontriangle.errors import Problem


def to_name_or_none(written: str | None) -> str | None:
    """Return a plain name, or None."""
    return None if written is None else to_name(written)


@attrs.frozen(cache_hash=True)
class Requires:
    r"""
    Build one thing only with another: :math:`z_{feature} \le z_{needs}`.

    Parameters
    ----------
    feature
        The member that has a need.
    needs
        The one member that it needs.
    ordered
        Whether work on `feature` starts only when `needs` is finished; False is logic only.
    lag
        Whole working days between that finish and that start.

    Examples
    --------
    >>> Requires("export", "login", lag=2)
    Requires(feature='export', needs='login', ordered=True, lag=2)
    """

    feature: Member = attrs.field(converter=to_member)
    needs: Member = attrs.field(converter=to_member)
    ordered: bool = attrs.field(default=True, kw_only=True)
    lag: int = attrs.field(default=0, converter=to_whole, kw_only=True)

    def __attrs_post_init__(self) -> None:
        problems = [
            *member_problem("feature", self.feature),
            *member_problem("needs", self.needs),
            *_bool_problem("ordered", self.ordered),
            *number_problem("lag", self.lag, high=MOST_DAYS, whole=True),
        ]
        if not problems and self.lag and not self.ordered:
            problems = [Problem("", f"lag must be 0 where ordered is False, got {self.lag}", field="lag")]
        raise_problems("Requires", problems)

    @property
    def members(self) -> tuple[Member, ...]:
        """All members that the rule names."""
        return (self.feature, self.needs)


@attrs.frozen(cache_hash=True)
class RequiresAny:
    r"""
    Build one thing only with at least one of others: :math:`z_{feature} \le \sum_{m \in needs} z_m`.

    Parameters
    ----------
    feature
        The member that has a need.
    needs
        A list of members, any of which will do.

    Examples
    --------
    >>> RequiresAny("checkout", ["paypal", ("cards", "full")])
    RequiresAny(feature='checkout', needs=('paypal', ('cards', 'full')))
    """

    feature: Member = attrs.field(converter=to_member)
    needs: tuple[Member, ...] = attrs.field(converter=to_members)

    def __attrs_post_init__(self) -> None:
        problems = [*member_problem("feature", self.feature), *members_problem("needs", self.needs)]
        raise_problems("RequiresAny", problems)

    @property
    def members(self) -> tuple[Member, ...]:
        """All members that the rule names."""
        return (self.feature, *self.needs)


@attrs.frozen(cache_hash=True)
class Excludes:
    r"""
    Build at most one of several: :math:`\sum_{m \in names} z_m \le 1`.

    Parameters
    ----------
    names
        A list of members.

    Examples
    --------
    >>> Excludes(["import", "export"])
    Excludes(names=('import', 'export'))
    """

    names: tuple[Member, ...] = attrs.field(converter=to_members)

    def __attrs_post_init__(self) -> None:
        raise_problems("Excludes", members_problem("names", self.names))

    @property
    def members(self) -> tuple[Member, ...]:
        """All members that the rule names."""
        return self.names


@attrs.frozen(cache_hash=True)
class AllOrNone:
    r"""
    Build all of several or none: :math:`z_m = z_{m'}` for all m, m' in names.

    Parameters
    ----------
    names
        A list of members.

    Examples
    --------
    >>> AllOrNone(["import", "export"])
    AllOrNone(names=('import', 'export'))
    """

    names: tuple[Member, ...] = attrs.field(converter=to_members)

    def __attrs_post_init__(self) -> None:
        raise_problems("AllOrNone", members_problem("names", self.names))

    @property
    def members(self) -> tuple[Member, ...]:
        """All members that the rule names."""
        return self.names


@attrs.frozen(cache_hash=True)
class AtLeast:
    r"""
    Build at least `k` of several: :math:`\sum_{m \in names} z_m \ge k`.

    Parameters
    ----------
    names
        A list of members.
    k
        A whole number; one above the number of members can never be met.

    Examples
    --------
    >>> AtLeast(["chat", "search", "export"], 2)
    AtLeast(names=('chat', 'search', 'export'), k=2)
    """

    names: tuple[Member, ...] = attrs.field(converter=to_members)
    k: int = attrs.field(converter=to_whole)

    def __attrs_post_init__(self) -> None:
        raise_problems("AtLeast", [*members_problem("names", self.names), *_count_problem(self.k)])

    @property
    def members(self) -> tuple[Member, ...]:
        """All members that the rule names."""
        return self.names


@attrs.frozen(cache_hash=True)
class AtMost:
    r"""
    Build at most `k` of several: :math:`\sum_{m \in names} z_m \le k`.

    Parameters
    ----------
    names
        A list of members.
    k
        A whole number.

    Examples
    --------
    >>> AtMost(["chat", "search", "export"], 2)
    AtMost(names=('chat', 'search', 'export'), k=2)
    """

    names: tuple[Member, ...] = attrs.field(converter=to_members)
    k: int = attrs.field(converter=to_whole)

    def __attrs_post_init__(self) -> None:
        raise_problems("AtMost", [*members_problem("names", self.names), *_count_problem(self.k)])

    @property
    def members(self) -> tuple[Member, ...]:
        """All members that the rule names."""
        return self.names


@attrs.frozen(cache_hash=True)
class Decided:
    r"""
    Build a feature whatever it is worth: :math:`z_{feature} = 1`, or :math:`z_{(feature, variant)} = 1`.

    What is decided to be out has the priority WONT.

    Parameters
    ----------
    feature
        The feature's name.
    variant
        The variant's name; None leaves the choice open.

    Examples
    --------
    >>> Decided("ABC", "simplified")
    Decided(feature='ABC', variant='simplified')
    """

    feature: str = attrs.field(converter=to_name)
    variant: str | None = attrs.field(default=None, converter=to_name_or_none)

    def __attrs_post_init__(self) -> None:
        problems = name_problem("feature", self.feature, field="feature")
        if self.variant is not None:
            problems += name_problem("variant", self.variant, field="variant")
        raise_problems("Decided", problems)

    @property
    def members(self) -> tuple[Member, ...]:
        """All members that the rule names."""
        return (self.feature,) if self.variant is None else ((self.feature, self.variant),)


@attrs.frozen(cache_hash=True)
class Bundle:
    r"""
    Earn or pay something exactly when all of several are in: :math:`y = \prod_{m \in names} z_m`.

    Parameters
    ----------
    names
        A list of members.
    value
        Earned when all are in; a number of either sign.
    cost
        Paid when all are in; an amount of either sign, a negative one is a saving.

    Examples
    --------
    >>> Bundle(["import", "export"], value=20, cost=-1_000)
    Bundle(names=('import', 'export'), value=20, cost=-1000)
    """

    names: tuple[Member, ...] = attrs.field(converter=to_members)
    value: Number = attrs.field(default=0, converter=to_number, kw_only=True)
    cost: Amount = attrs.field(default=0, converter=to_amount, kw_only=True)

    def __attrs_post_init__(self) -> None:
        problems = [
            *members_problem("names", self.names),
            *number_problem("value", self.value, low=None),
            *amount_problem("cost", self.cost, low=None),
        ]
        raise_problems("Bundle", problems)

    @property
    def members(self) -> tuple[Member, ...]:
        """All members that the rule names."""
        return self.names


Rule: TypeAlias = Requires | RequiresAny | After | Excludes | AllOrNone | AtLeast | AtMost | Decided | Bundle
"""Any relation between features."""

RULES: tuple[type[Rule], ...] = (Requires, RequiresAny, After, Excludes, AllOrNone, AtLeast, AtMost, Decided, Bundle)


def rules_problem(field: str, rules: Any) -> list[Problem]:
    """Check a tuple of rules."""
    if not isinstance(rules, tuple):
        return [Problem("", f"{field} must be a list of rules, got {show(rules)}", field=field)]
    kinds = ", ".join(kind.__name__ for kind in RULES)
    return [
        Problem("", f"{field}[{position}] must be a rule ({kinds}), got {show(rule)}", field=field)
        for position, rule in enumerate(rules)
        if not isinstance(rule, RULES)
    ]


def _bool_problem(field: str, flag: Any) -> list[Problem]:
    if isinstance(flag, bool):
        return []
    return [Problem("", f"{field} must be True or False, got {show(flag)}", field=field)]


def _count_problem(k: Any) -> list[Problem]:
    return number_problem("k", k, whole=True)
