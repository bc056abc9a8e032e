"""Who is meant: a feature in any variant, or in one variant only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias, TypeVar, cast

from irontriangle._model.amounts import name_problem, show, to_name, to_tuple
from irontriangle.errors import Problem

Member: TypeAlias = str | tuple[str, str]
"""``"F"``: the feature F, in any variant; ``("F", "v")``: F in its variant v."""


M = TypeVar("M")


def to_member(written: Member) -> Member:
    """Return a member with plain names; a list of two (as JSON writes it) becomes a pair."""
    if isinstance(written, str):
        return to_name(written)
    pair: Any = written
    if isinstance(pair, (tuple, list)) and len(pair) == 2:
        return to_name(pair[0]), to_name(pair[1])
    return cast(Member, pair)


def to_members(written: Iterable[Member]) -> tuple[Member, ...]:
    """Return a list of members as a tuple in which each stands once; what is no list comes back for the check."""
    return _once(written, to_member)


def to_names(written: Iterable[str]) -> tuple[str, ...]:
    """Return a list of names as a tuple in which each stands once; what is no list comes back for the check."""
    return _once(written, to_name)


def member_problem(field: str, member: Any, *, place: str = "") -> list[Problem]:
    """Check one member; `place` says more closely where in the field it stands."""
    names = member if isinstance(member, tuple) and len(member) == 2 else (member,)
    if all(isinstance(name, str) and not name_problem("", name) for name in names):
        return []
    rule = "the name of a feature or a pair (feature, variant)"
    return [Problem("", f"{place or field} must be {rule}, got {show(member)}", field=field)]


def members_problem(field: str, members: Any, *, least: int = 1) -> list[Problem]:
    """Check a list of at least `least` members."""
    problems = _list_problem(field, members, "members", least)
    if problems:
        return problems
    return [
        problem
        for position, member in enumerate(members)
        for problem in member_problem(field, member, place=f"{field}[{position}]")
    ]


def names_problem(field: str, names: Any) -> list[Problem]:
    """Check a list of names, which may be empty."""
    problems = _list_problem(field, names, "names", 0)
    if problems:
        return problems
    return [
        problem
        for position, name in enumerate(names)
        for problem in name_problem(f"{field}[{position}]", name, field=field)
    ]


def feature_of(member: Member) -> str:
    """Return the feature that a member speaks of."""
    return member if isinstance(member, str) else member[0]


def is_in(member: Member, selection: Mapping[str, str]) -> bool:
    """Tell whether a selection, feature -> variant, builds a member."""
    return member in selection if isinstance(member, str) else selection.get(member[0]) == member[1]


def _list_problem(field: str, written: Any, what: str, least: int) -> list[Problem]:
    if isinstance(written, tuple):
        if len(written) >= least:
            return []
        return [Problem("", f"{field} must be a list of {what}, got an empty one", field=field)]
    remedy = f"; write [{show(written)}]" if isinstance(written, str) else ""
    return [Problem("", f"{field} must be a list of {what}, got {show(written)}{remedy}", field=field)]


def _sort_key(item: Any) -> Any:
    return (item,) if isinstance(item, str) else item


def _once(written: Iterable[M], convert: Callable[[M], M]) -> tuple[M, ...]:
    """Convert every item and keep the first of equal ones; a set, which has no order, is sorted."""
    items = to_tuple(written)
    if not isinstance(items, tuple) or not items:
        return items
    items = tuple(map(convert, items))
    try:
        if isinstance(written, (set, frozenset)):
            items = tuple(sorted(items, key=_sort_key))
        return tuple(dict.fromkeys(items))
    except TypeError:  # something that is no name, which the check will say
        return items
