"""What the rules say to a change of a plan: which would break, and which bundles would come or go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from irontriangle._model.members import Member, feature_of
from irontriangle._model.project import Project
from irontriangle._model.rules import (
    After,
    AllOrNone,
    AtLeast,
    AtMost,
    Bundle,
    Decided,
    Excludes,
    Requires,
    RequiresAny,
    Rule,
)

Changes: TypeAlias = Mapping[str, str | None]
"""Feature -> the variant to be built from now on; None: none."""


class Tie:
    """
    One rule, or one requirement of a feature, and how many of its members are in.

    `trigger` is the member that has a need; `members` are those that are counted.
    """

    __slots__ = ("members", "n_in", "rule", "trigger")

    def __init__(self, rule: Rule | None, trigger: Member | None, members: tuple[Member, ...]) -> None:
        self.rule = rule
        self.trigger = trigger
        self.members = members
        self.n_in = 0

    def most(self) -> int | None:
        """Return how many members may be in; None: as many as there are."""
        if isinstance(self.rule, Excludes):
            return 1
        return self.rule.k if isinstance(self.rule, AtMost) else None

    def fails(self, n_in: int) -> bool:
        """Tell whether the rule is broken with so many members in, and its trigger in too."""
        rule = self.rule
        if self.trigger is not None:
            return n_in == 0
        if isinstance(rule, AllOrNone):
            return 0 < n_in < len(self.members)
        if isinstance(rule, AtLeast):
            return n_in < rule.k
        most = self.most()
        return n_in == 0 if most is None else n_in > most


class Ties:
    """
    Know every rule of a project by the features that it names, and where it stands in a plan.

    Parameters
    ----------
    project, selection
        The project, and what the plan builds.

    Notes
    -----
    Built in one pass over the members of all rules; a change then costs as many steps as its features have ties.
    """

    def __init__(self, project: Project, selection: Mapping[str, str]) -> None:
        self.selection = selection
        self.bundles = [rule for rule in project.scope.rules if isinstance(rule, Bundle)]
        self.missing = [self._count_out(bundle.names) for bundle in self.bundles]
        self.decided: dict[str, Decided] = {}
        self._ties: defaultdict[str, list[tuple[Tie, tuple[Member, ...]]]] = defaultdict(list)
        self._bundles: defaultdict[str, list[tuple[int, tuple[Member, ...]]]] = defaultdict(list)
        for feature in project.scope:
            for needed in feature.requires:
                self._tie(Tie(None, feature.name, (needed,)))
        for rule in project.scope.rules:
            if isinstance(rule, (After, Bundle)):
                continue
            if isinstance(rule, Requires):
                self._tie(Tie(rule, rule.feature, (rule.needs,)))
            elif isinstance(rule, RequiresAny):
                self._tie(Tie(rule, rule.feature, rule.needs))
            else:
                self._tie(Tie(rule, None, rule.members))
            if isinstance(rule, Decided) and (rule.variant is not None or rule.feature not in self.decided):
                self.decided[rule.feature] = rule
        for place, bundle in enumerate(self.bundles):
            for name, own in _by_feature(bundle.names).items():
                self._bundles[name].append((place, own))

    def is_in(self, member: Member, changes: Changes | None = None) -> bool:
        """Tell whether a member is in, after some changes."""
        name = feature_of(member)
        variant = changes[name] if changes and name in changes else self.selection.get(name)
        return _means(member, variant)

    def is_decided(self, member: Member) -> bool:
        """Tell whether a member is in because it was decided."""
        decided = self.decided.get(feature_of(member))
        return decided is not None and (isinstance(member, str) or member[1] == decided.variant)

    def broken(self, changes: Changes, *, undone: Decided | None = None) -> Iterator[Tie]:
        """Yield the ties that would be broken, save a decision that is undone; all hold before the changes."""
        if len(changes) == 1:
            ((name, variant),) = changes.items()
            yield from (tie for tie in self.broken_by(name, variant) if undone is None or tie.rule != undone)
            return
        counts: dict[Tie, int] = {}
        for name, variant in changes.items():
            before = self.selection.get(name)
            for tie, own in self._ties.get(name, ()):
                n_in = counts.get(tie, tie.n_in)
                for member in own:
                    n_in += _means(member, variant) - _means(member, before)
                counts[tie] = n_in
        for tie, n_in in counts.items():
            due = tie.fails(n_in) and (tie.trigger is None or self.is_in(tie.trigger, changes))
            if due and (undone is None or tie.rule != undone):
                yield tie

    def broken_by(self, name: str, variant: str | None) -> tuple[Tie, ...]:
        """Return the ties that one change would break."""
        broken: tuple[Tie, ...] = ()
        before = self.selection.get(name)
        for tie, own in self._ties.get(name, ()):
            n_in = tie.n_in
            for member in own:
                n_in += _means(member, variant) - _means(member, before)
            if tie.fails(n_in) and (tie.trigger is None or self.is_in(tie.trigger, {name: variant})):
                broken += (tie,)
        return broken

    def bundles_after(self, changes: Changes) -> tuple[list[int], list[int]]:
        """Return which bundles, by their places, would come and which would go."""
        missing: dict[int, int] = {}
        for name, variant in changes.items():
            before = self.selection.get(name)
            for place, own in self._bundles.get(name, ()):
                change = sum(_means(member, before) - _means(member, variant) for member in own)
                missing[place] = missing.get(place, self.missing[place]) + change
        come = [place for place, count in missing.items() if not count and self.missing[place]]
        go = [place for place, count in missing.items() if count and not self.missing[place]]
        return come, go

    def requirements(self, name: str, variant: str) -> Iterator[tuple[Member, ...]]:
        """Yield, for each need of a variant, the members any of which will do."""
        for tie, _ in self._ties.get(name, ()):
            if tie.trigger is not None and feature_of(tie.trigger) == name and _means(tie.trigger, variant):
                yield tie.members

    def _tie(self, tie: Tie) -> None:
        tie.n_in = len(tie.members) - self._count_out(tie.members)
        named = _by_feature(tie.members)
        for name, own in named.items():
            self._ties[name].append((tie, own))
        if tie.trigger is not None and feature_of(tie.trigger) not in named:
            self._ties[feature_of(tie.trigger)].append((tie, ()))

    def _count_out(self, members: Iterable[Member]) -> int:
        return sum([not self.is_in(member) for member in members])


def _means(member: Member, variant: str | None) -> bool:
    """Tell whether a member is in when its feature is built in this variant."""
    return variant is not None and (isinstance(member, str) or member[1] == variant)


def _by_feature(members: tuple[Member, ...]) -> dict[str, tuple[Member, ...]]:
    if len(members) == 1:
        return {feature_of(members[0]): members}
    named: dict[str, tuple[Member, ...]] = {}
    for member in members:
        name = feature_of(member)
        named[name] = (*named.get(name, ()), member)
    return named
