"""Why each feature that is not built is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from irontriangle._model.amounts import FrozenMap
from irontriangle._model.feature import Feature
from irontriangle._model.members import Member, feature_of
from irontriangle._model.priority import WONT
from irontriangle._model.project import Project
from irontriangle._model.rules import AllOrNone, Rule
from irontriangle._plan.plan import Answer, Question
from irontriangle._plan.reasons import Choice, Reason, ReasonKind, Shortfall
from irontriangle._solve.backlog.cases import Case, case_of, nearest
from irontriangle._solve.backlog.standing import Standing, rises
from irontriangle._solve.backlog.swaps import Swap, Swaps
from irontriangle._solve.backlog.ties import Tie
from irontriangle._solve.program import Exact

MOST_NEEDED = 100
"""Features that must come along with one, up to which it is told what they lack together."""

MOST_WALKED = 30_000
"""The same, for all features together."""


def reasons(
    project: Project, question: Question, answer: Answer, *, complete: bool, proven: Sequence[str] = ()
) -> FrozenMap[str, Reason]:
    """
    Return a reason for each feature that is out.

    Parameters
    ----------
    answer
        The plan; its backlog is not looked at.
    complete
        Whether the first level of the objective is proven.
    proven
        The names of all levels that are proven, where more is known.

    Notes
    -----
    The first of these that holds is the reason: it was decided; it cannot be ready in time; it needs what is out;
    a rule keeps it out; some limit has too little left; it would bring the quality below its floor; nobody asked for
    it; it adds nothing; the calendar has no place for it. The reason speaks of the original variant unless another
    one comes nearer. What depends on a search (`beside`, DISPLACES, whether there is a schedule) is looked for
    within fixed limits and only claimed where it was found.
    """
    out = [feature for feature in project.scope if feature.name not in answer.selection]
    if not out:
        return FrozenMap()
    return FrozenMap(_Backlog(Standing(project, question, answer), complete, proven).reasons(out))


class _Backlog:
    """The reasons of one plan."""

    def __init__(self, standing: Standing, complete: bool, proven: Sequence[str]) -> None:
        self.standing = standing
        self.totals = standing.room.totals
        self.proven = {*proven, standing.first_level} if complete else {*proven}
        self.swaps = Swaps(standing)
        self.nearest: dict[str, Case] = {}
        self.walked = 0

    def reasons(self, out: list[Feature]) -> dict[str, Reason]:
        """Look at each feature alone first, then for room beside those that merely lack some."""
        self.nearest = {feature.name: nearest(self.standing, feature) for feature in out if feature.priority != WONT}
        found: dict[str, Reason] = {}
        lacking: list[Case] = []
        for feature in out:
            case = self.nearest.get(feature.name)
            if case is None:
                found[feature.name] = self._wont(feature)
            elif case.hopeless:
                found[feature.name] = self._cannot_finish(case)
            elif case.broken:
                found[feature.name] = self._kept_out(case)
            elif any(case.over) and not self._misses_demand(case):
                lacking.append(case)
            else:
                found[feature.name] = self._fitting(case)
        for case, reason in zip(lacking, self._lacking(lacking), strict=True):
            found[case.feature.name] = reason
        return {feature.name: found[feature.name] for feature in out}

    # ----------------------------------------------------------------------------------------------- rules and dates

    def _cannot_finish(self, case: Case) -> Reason:
        """It cannot be ready in time; where what it requires cannot either, that is to blame."""
        places = self.standing.places
        assert places is not None
        blamed = places.hopeless_needs(case.column)
        if blamed:
            return self._of(ReasonKind.NEEDS, case, others=self._choices(blamed))
        return self._of(ReasonKind.CANNOT_FINISH, case, shortfalls=places.lacks(case.column))

    def _wont(self, feature: Feature) -> Reason:
        worth = self.standing.worth([self.standing.columns.of_feature[feature.name][0]])
        return Reason(ReasonKind.DECIDED, feature.name, variant=feature.original.name, value=worth)

    def _kept_out(self, case: Case) -> Reason:
        """A rule keeps it out: something that it needs is out, or something that it excludes is in, or another."""
        ties = self.standing.ties
        needs = [tie for tie in case.broken if tie.trigger is not None]
        if needs:
            sure = [tie for tie in needs if len(tie.members) == 1] or needs[:1]
            members = [member for tie in sure for member in tie.members]
            rule = sure[0].rule if len(sure) == 1 else None
            together = self._together(case)
            return self._of(ReasonKind.NEEDS, case, others=self._choices(members), rule=rule, shortfalls=together)
        excluding = [tie for tie in case.broken if tie.most() == 1 and tie.n_in]
        if excluding:
            inside = [member for member in excluding[0].members if ties.is_in(member)]
            kind = ReasonKind.DECIDED if all(map(ties.is_decided, inside)) else ReasonKind.EXCLUDED
            return self._of(kind, case, others=self._choices(inside), rule=excluding[0].rule)
        tie = case.broken[0]
        if isinstance(tie.rule, AllOrNone):
            named, together = _others(tie, case), self._together(case)
        else:
            named, together = [member for member in tie.members if ties.is_in(member)], []
        return self._of(ReasonKind.RULE, case, others=self._choices(named), rule=tie.rule, shortfalls=together)

    def _together(self, case: Case) -> list[Shortfall]:
        """Return what a variant lacks together with all that must come with it; nothing where rules forbid it."""
        chosen: dict[str, Case] = {}
        waiting = [case]
        while waiting:
            current = waiting.pop()
            if current.feature.name in chosen:
                continue
            self.walked += 1
            if len(chosen) > MOST_NEEDED or self.walked > MOST_WALKED:
                return []
            chosen[current.feature.name] = current
            for tie in current.broken:
                members = _others(tie, current)
                if (tie.trigger is None or len(members) != 1) and not isinstance(tie.rule, AllOrNone):
                    return []
                for member in members:
                    if feature_of(member) not in self.nearest:
                        return []
                    waiting.append(self._meant(member))
        changes = {name: one.variant for name, one in chosen.items()}
        if any(True for _ in self.standing.ties.broken(changes)):
            return []
        added, _ = self.standing.columns_after(changes)
        return list(self._shortfalls(added))

    def _meant(self, member: Member) -> Case:
        """Return the case of a member that is out: the variant that it names, or the nearest."""
        case = self.nearest[feature_of(member)]
        if isinstance(member, str) or case.variant == member[1]:
            return case
        return case_of(self.standing, case.feature, [variant.name for variant in case.feature].index(member[1]))

    # ---------------------------------------------------------------------------------------------------- totals

    def _misses_demand(self, case: Case) -> bool:
        """Tell whether it is the value demanded that it would bring down, by a bundle."""
        kinds = {total.kind for total, over in zip(self.totals, case.over, strict=True) if over}
        return bool(kinds) and kinds <= {"demand"}

    def _lacking(self, cases: list[Case]) -> Iterator[Reason]:
        """Find what would make room for variants that exceed some total, then what must go for them."""
        wanted = [(case.feature.name, case.variant) for case in cases]
        swaps = self.swaps.beside(wanted)
        displaced = [
            self.swaps.displaced(case.feature.name, case.column) if swap is None and self.standing.for_value else None
            for case, swap in zip(cases, swaps, strict=True)
        ]
        rest = [row for row in range(len(cases)) if swaps[row] is None and displaced[row] is None]
        for row, swap in zip(rest, self.swaps.beside([wanted[row] for row in rest], undo=True), strict=True):
            swaps[row] = swap
        for case, swap, name in zip(cases, swaps, displaced, strict=True):
            yield self._lacks(case, swap, name)

    def _lacks(self, case: Case, swap: Swap | None, displaced: str | None) -> Reason:
        shortfalls = list(self._shortfalls(case.added))
        if displaced is not None:
            changes = {case.feature.name: case.variant, displaced: None}
            added, removed = self.standing.columns_after(changes)
            if not rises(self.standing.gains(added, removed)):
                gain, loss = self.standing.worth(added), self.standing.worth(removed)
                others = [(displaced, self.standing.selection[displaced])]
                return self._of(ReasonKind.DISPLACES, case, shortfalls=shortfalls, others=others, gain=gain, loss=loss)
        kind = ReasonKind.SHORT if shortfalls else ReasonKind.QUALITY
        return self._of(kind, case, shortfalls=shortfalls, swap=swap)

    def _shortfalls(self, added: Sequence[int]) -> Iterator[Shortfall]:
        for total, over in zip(self.totals, self.standing.room.over(added), strict=True):
            if over and total.kind == "limit":
                needed = total.amount(total.units_left + over)
                yield Shortfall(total.key, needed, total.left, needed - total.left)

    # --------------------------------------------------------------------------------------------- what fits

    def _fitting(self, case: Case) -> Reason:
        """Nothing is against it but that it gains nothing, or that the calendar has no place for it."""
        standing = self.standing
        gain = standing.worth(case.added)
        if self._misses_demand(case):
            return self._of(ReasonKind.RULE, case, rule=self._dearest(case), gain=gain)
        if not self.standing.for_value:
            return self._of(ReasonKind.NOT_DEMANDED, case, gain=gain)
        if not case.rises and gain > 0:
            return self._of(ReasonKind.RULE, case, rule=self._dearest(case), gain=gain)
        settled = standing.places is not None and standing.level_of(case.added) in self.proven
        if case.rises and settled:
            swap = self.swaps.beside([(case.feature.name, case.variant)])[0]
            return self._of(ReasonKind.NO_ROOM, case, swap=swap)
        beside = () if standing.finds_place(case.added, ()) else None
        if case.rises:
            return self._of(ReasonKind.UNPROVEN, case, gain=gain, beside=beside)
        return self._of(ReasonKind.NO_GAIN, case, gain=gain, beside=beside, rule=self._dearest(case) if gain else None)

    def _dearest(self, case: Case) -> Rule | None:
        """Return the bundle that takes most value, of those that a variant completes."""
        columns, values = self.standing.columns, self.standing.room.values
        bundles = [column for column in case.added if column >= columns.first_bundle and values[column] < 0]
        return columns.bundles[min(bundles, key=values.__getitem__) - columns.first_bundle] if bundles else None

    # -------------------------------------------------------------------------------------------------- the values

    def _choices(self, members: Iterable[Member]) -> list[Choice]:
        """Name members with the variant that is meant: the one named, or built, or nearest, or the original."""
        return [member if isinstance(member, tuple) else (member, self._variant_of(member)) for member in members]

    def _variant_of(self, name: str) -> str:
        if name in self.standing.selection:
            return self.standing.selection[name]
        return self.nearest[name].variant if name in self.nearest else self.standing.project.scope[name].original.name

    def _of(
        self,
        kind: ReasonKind,
        case: Case,
        *,
        shortfalls: Sequence[Shortfall] = (),
        others: Sequence[Choice] = (),
        swap: Swap | None = None,
        beside: Sequence[Choice] | None = None,
        gain: Exact | None = None,
        loss: Exact | None = None,
        rule: Rule | None = None,
    ) -> Reason:
        if swap is not None:
            changes = {case.feature.name: case.variant, swap.feature: swap.variant}
            added, removed = self.standing.columns_after(changes)
            instead = self.standing.worth([self.standing.column(swap.feature, swap.variant)])
            gain, loss = self.standing.worth(added) - instead, self.standing.worth(removed) - instead
            beside, rule = [(swap.feature, swap.variant)], swap.undone
        return Reason(
            kind,
            case.feature.name,
            variant=case.variant,
            value=self.standing.worth([case.column]),
            shortfalls=tuple(shortfalls),
            others=tuple(others),
            gain=gain,
            loss=loss,
            beside=beside,
            rule=rule,
        )


def _others(tie: Tie, case: Case) -> list[Member]:
    """Return the members of a tie that are not of the case's own feature."""
    return [member for member in tie.members if feature_of(member) != case.feature.name]
