"""The oracle: every selection is tried, in exact arithmetic, straight from the model."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import attrs

from irontriangle._model import resolve
from irontriangle._model.amounts import exact
from irontriangle._model.feature import Feature, Variant
from irontriangle._model.members import feature_of
from irontriangle._model.priority import Priority
from irontriangle._model.project import Project
from irontriangle._model.rules import ALL, After, Bundle, Rule
from irontriangle._model.timeline import Capacity, Sprints, Timeline
from irontriangle._solve import enumerate_dates as dates
from irontriangle._solve import enumerate_sprints as by_sprints
from irontriangle._solve.enumerate_rules import holds, is_in

Objective: TypeAlias = Literal["value", "tiers", "cost", "finish"]
Selection: TypeAlias = dict[str, str]
"""Feature to variant, for the features that are built."""

MOST_SELECTIONS = 200_000
MOST_TASKS = 14


@attrs.frozen
class Best:
    """
    The best selection, when its tasks start, and what it reaches in each level of the objective.

    Parameters
    ----------
    selection
        Feature to variant, in order of declaration.
    starts
        (feature, task name) to the tick at which it starts; None for a project without dates.
    levels
        Name and exact amount of each level, the first first. The finish counts working days.
    turns
        The features in the order in which they are given their work; None for a project without sprints.
    """

    selection: Mapping[str, str]
    starts: Mapping[tuple[str, str], int] | None
    levels: tuple[tuple[str, Fraction], ...]
    turns: tuple[str, ...] | None = None


class SearchStopped(Exception):
    """Say that the clock, or an interrupt, came before all was tried; `best` is the best so far, if any."""

    def __init__(self, best: Best | None, *, interrupted: bool = False) -> None:
        self.best, self.interrupted = best, interrupted
        super().__init__(best)


def search_space(project: Project) -> int:
    """Return how many selections there are before any rule but MUST and WONT is looked at."""
    return math.prod(len(_choices(feature)) for feature in project.scope.features)


def enumerate_best(
    project: Project, objective: Objective = "value", value_at_least: Any = None, *, clock: Any = None
) -> Best | None:
    """
    Return the best plan of a small project by trying all of them; None if no plan meets all limits and rules.

    Parameters
    ----------
    value_at_least
        A number that the value must reach, or None.
    clock
        Something with an attribute `expired`, or None to take all the time it takes.

    Raises
    ------
    ValueError
        If the project is too big to try everything.
    SearchStopped
        If the clock expires first, or an interrupt comes when there is a plan.
    """
    _refuse_if_too_big(project)
    search = _Search(project, objective, None if value_at_least is None else exact(value_at_least), clock)
    try:
        for _, candidate in sorted(search.candidates(), key=lambda pair: pair[0], reverse=True):
            if not search.try_one(candidate):
                break
    except KeyboardInterrupt:
        if search.best is None:
            raise
        raise SearchStopped(search.best, interrupted=True) from None
    return search.best


def _refuse_if_too_big(project: Project) -> None:
    selections = search_space(project)
    if selections > MOST_SELECTIONS:
        raise ValueError(
            f"engine 'enumerate' tries every selection, at most {MOST_SELECTIONS:,}, and this project has "
            f"{selections:,}; use engine='auto'"
        )
    if isinstance(project.timeline, Timeline):
        tasks = sum(
            max(len(v.tasks) or sum(1 for effort in v.effort.values() if effort) for v in feature.variants)
            for feature in project.scope.features
            if feature.priority != Priority.WONT
        )
        if tasks > MOST_TASKS:
            raise ValueError(
                f"engine 'enumerate' tries every order of the tasks, at most {MOST_TASKS}, and this project has "
                f"up to {tasks} at once; use engine='auto'"
            )


def _choices(feature: Feature) -> tuple[Variant | None, ...]:
    if feature.priority == Priority.WONT:
        return (None,)
    return feature.variants if feature.priority == Priority.MUST else (None, *feature.variants)


@attrs.frozen
class _Candidate:
    """A selection that meets everything but the calendar, and what it is worth."""

    selection: Selection
    tiers: tuple[Fraction, ...]
    costs: Mapping[str, Fraction]
    pieces: tuple[dates.Piece, ...] = ()
    orders: tuple[dates.Order, ...] = ()
    least_days: int = 0


class _Search:
    """One question about one project: what every selection is measured against."""

    def __init__(self, project: Project, objective: Objective, value_at_least: Fraction | None, clock: Any) -> None:
        self.project, self.objective, self.value_at_least, self.clock = project, objective, value_at_least, clock
        self.best: Best | None = None
        self.best_key: tuple[Fraction, ...] = ()
        self.features = project.scope.features
        self.funds = project.budget.funds
        self.requirements = resolve.requirements(project)
        self.bundles = [rule for rule in project.scope.rules if isinstance(rule, Bundle)]
        self.timeline = project.timeline if isinstance(project.timeline, Timeline) else None
        self.sprints = project.timeline if isinstance(project.timeline, Sprints) else None
        self.calendar = (
            dates.calendar_of(self.timeline, deadline=objective != "finish") if self.timeline is not None else None
        )
        self.burn = project.budget.by_fund(project.budget.burn_per_day)
        self.limits = self._limits()
        self.spent = {**dict.fromkeys(self.funds, Fraction(0)), **self._paid_absences()}
        self.variants = {(f.name, v.name): v for f in self.features for v in f.variants}
        self.value = {key: resolve.value(project, v) for key, v in self.variants.items()}
        self.cost = {key: self._cost(v) for key, v in self.variants.items()}
        self.tier_of = {f.name: max(1, f.priority.rank) for f in self.features if f.priority != Priority.WONT}
        self.tiers = sorted(set(self.tier_of.values())) or [1]

    def _limits(self) -> dict[str, Fraction] | None:
        budget = self.project.budget
        if budget.limit is None or self.objective == "cost":
            return None
        limit, reserve = budget.by_fund(budget.limit), budget.by_fund(budget.reserve)
        return {fund: limit[fund] - reserve[fund] for fund in self.funds}

    def _paid_absences(self) -> dict[str, Fraction]:
        paid = dict.fromkeys(self.funds, Fraction(0))
        for absence in self.timeline.absences if self.timeline else ():
            if not absence.paid or absence.role not in self.project.budget.rates:
                continue
            assert self.timeline is not None
            days = dates.absent_days(self.timeline, absence.role, absence.first, absence.last)
            for fund, rate in self.project.budget.by_fund(self.project.budget.rates[absence.role]).items():
                paid[fund] += absence.people * days * rate
        return paid

    def _cost(self, variant: Variant) -> dict[str, Fraction]:
        labour, other = resolve.labour(self.project, variant), resolve.other_cost(self.project, variant)
        return {fund: Fraction(labour.get(fund, 0)) + other.get(fund, 0) for fund in self.funds}

    def candidates(self) -> list[tuple[tuple[Fraction, ...], _Candidate]]:
        """Return all selections that meet everything but the calendar, each with the best that it could reach."""
        found = []
        for selection in self._selections():
            candidate = self._measured(selection)
            if candidate is not None:
                found.append((self._key(candidate, candidate.least_days), candidate))
        return found

    def _selections(self) -> Iterator[Selection]:
        """Walk through all selections, depth first; a rule is looked at as soon as its last member is decided."""
        position = {feature.name: index for index, feature in enumerate(self.features)}
        due: list[list[Rule]] = [[] for _ in self.features]
        for rule in (*self.project.scope.rules, *self.requirements):
            names = [member if isinstance(member, str) else member[0] for member in rule.members]
            due[max((position[name] for name in names), default=0)].append(rule)

        def walk(depth: int, selection: Selection) -> Iterator[Selection]:
            self.tick()
            if depth == len(self.features):
                yield selection
                return
            feature = self.features[depth]
            for variant in _choices(feature):
                longer = selection if variant is None else {**selection, feature.name: variant.name}
                if all(holds(rule, longer) for rule in due[depth]):
                    yield from walk(depth + 1, longer)

        return walk(0, {})

    def tick(self) -> None:
        if self.clock is not None and self.clock.expired:
            raise SearchStopped(self.best)

    def _measured(self, selection: Selection) -> _Candidate | None:
        keys = list(selection.items())
        tiers = dict.fromkeys(self.tiers, Fraction(0))
        costs = dict(self.spent)
        for key in keys:
            tiers[self.tier_of[key[0]]] += self.value[key]
            for fund in self.funds:
                costs[fund] += self.cost[key][fund]
        for bundle in self.bundles:
            if all(is_in(member, selection) for member in bundle.names):
                members = [member if isinstance(member, str) else member[0] for member in bundle.names]
                tiers[max(self.tier_of[name] for name in members)] += exact(bundle.value)
                for fund, amount in self.project.budget.by_fund(bundle.cost).items():
                    costs[fund] += amount
        if not (self._worth_enough(sum(tiers.values(), Fraction(0))) and self._good_enough(keys) and self._fits(keys)):
            return None
        return self._dated(_Candidate(selection, tuple(tiers[tier] for tier in self.tiers), costs))

    def _worth_enough(self, value: Fraction) -> bool:
        return self.value_at_least is None or value >= self.value_at_least

    def _good_enough(self, keys: list[tuple[str, str]]) -> bool:
        """Return whether the floors of the goals and of quality are reached."""
        goals = self.project.scope.goals
        if goals is not None and goals.floors:
            totals = dict.fromkeys(goals.floors, Fraction(0))
            for key in keys:
                for goal, score in resolve.goal_scores(self.project, self.variants[key]).items():
                    totals[goal] = totals.get(goal, Fraction(0)) + score
            if any(totals[goal] < exact(floor) for goal, floor in goals.floors.items()):
                return False
        if self.project.quality is None:
            return True
        floor = exact(self.project.quality)
        return sum(self.value[key] * (exact(self.variants[key].quality) - floor) for key in keys) >= 0

    def _fits(self, keys: list[tuple[str, str]]) -> bool:
        capacity = self.project.timeline
        if not isinstance(capacity, Capacity):
            return True
        left = {role: exact(amount) for role, amount in capacity.amounts.items()}
        for key in keys:
            for role, days in resolve.work(self.variants[key]).items():
                left[role] -= days
        return min(left.values(), default=0) >= 0

    def _dated(self, candidate: _Candidate) -> _Candidate | None:
        """Add the tasks; None if the selection cannot be done or costs too much even if it ends as early as it may."""
        if self.timeline is None or self.calendar is None:
            return candidate if self._affordable(candidate, 0) else None
        pieces: list[dates.Piece] = []
        orders: list[dates.Order] = []
        group: dict[str, range] = {}
        for key in candidate.selection.items():
            work = dates.pieces_of(self.project.scope[key[0]], self.variants[key], self.timeline)
            if work is None:
                return None
            group[key[0]] = range(len(pieces), len(pieces) + len(work[0]))
            orders += [(len(pieces) + a, len(pieces) + b, lag) for a, b, lag in work[1]]
            pieces += dates.dated(work[0], self.variants[key], self.timeline)
        for before, then, lag in self._orders(candidate.selection):
            orders += [(a, b, lag * self.timeline.ticks_per_day) for a in group[before] for b in group[then]]
        least = dates.least_ticks(pieces, orders, self.calendar)
        if least is None or not self._affordable(candidate, self.calendar.days(least)):
            return None
        return attrs.evolve(candidate, pieces=tuple(pieces), orders=tuple(orders), least_days=self.calendar.days(least))

    def _orders(self, selection: Selection) -> list[tuple[str, str, int]]:
        """Return which feature comes before which, and the days or sprints between."""
        orders = [
            (feature_of(rule.needs), feature_of(rule.feature), int(rule.lag))
            for rule in self.requirements
            if rule.ordered and is_in(rule.feature, selection)
        ]
        after = [rule for rule in self.project.scope.rules if isinstance(rule, After)]
        after = [rule for rule in after if is_in(rule.feature, selection)]
        last = {feature_of(rule.feature) for rule in after if rule.earlier is ALL}
        for rule in after:
            if rule.earlier is ALL:
                earlier = [name for name in selection if name not in last]
            else:
                earlier = [feature_of(rule.earlier)] if is_in(rule.earlier, selection) else []
            orders += [(name, feature_of(rule.feature), int(rule.lag)) for name in earlier]
        return orders

    def _affordable(self, candidate: _Candidate, days: int) -> bool:
        return self.limits is None or all(
            candidate.costs[fund] + self.burn[fund] * days <= limit for fund, limit in self.limits.items()
        )

    def _key(self, candidate: _Candidate, days: int) -> tuple[Fraction, ...]:
        """Return what the objective compares, more is better, if the candidate takes so many days."""
        return tuple(amount if sign > 0 else -amount for _, amount, sign in self._levels(candidate, days))

    def _levels(self, candidate: _Candidate, days: int) -> list[tuple[str, Fraction, int]]:
        cost = sum(candidate.costs.values(), Fraction(0)) + days * sum(self.burn.values(), Fraction(0))
        value = [("value", sum(candidate.tiers, Fraction(0)), 1)]
        spend = [("cost", cost, -1)]
        dated = self.timeline is not None or self.sprints is not None
        finish = [("finish", Fraction(days), -1)] if dated else []
        tiers = [(f"tier {t}", amount, 1) for t, amount in zip(self.tiers, candidate.tiers, strict=True)]
        return {
            "value": value + spend + finish,
            "tiers": tiers + spend + finish,
            "cost": spend + value + finish,
            "finish": finish + spend + value,
        }[self.objective]

    def try_one(self, candidate: _Candidate) -> bool:
        """Keep the candidate if it is the best; return False if neither it nor any later one can be better."""
        if self.best is not None and self._key(candidate, candidate.least_days) <= self.best_key:
            return False
        if self.sprints is not None:
            return self._try_in_sprints(candidate, self.sprints)
        days, starts = 0, None
        if self.calendar is not None:
            found = dates.earliest(candidate.pieces, candidate.orders, self.calendar, self.tick)
            if found is None or not self._affordable(candidate, found[0]):
                return True
            days = found[0]
            starts = {(p.feature, p.name): at for p, at in zip(candidate.pieces, found[1], strict=True)}
        self._keep(candidate, days, starts=starts)
        return True

    def _try_in_sprints(self, candidate: _Candidate, sprints: Sprints) -> bool:
        """Keep the candidate if it fits the sprints and is the best."""
        work = {name: resolve.work(self.variants[name, variant]) for name, variant in candidate.selection.items()}
        orders = self._orders(candidate.selection)
        released = self.objective == "finish"
        variants = {name: self.variants[name, variant] for name, variant in candidate.selection.items()}
        found = by_sprints.fewest(work, orders, sprints, variants=variants, released=released, tick=self.tick)
        if found is not None and self._affordable(candidate, found[0] * sprints.length):
            self._keep(candidate, found[0] * sprints.length, turns=found[1])
        return True

    def _keep(
        self,
        candidate: _Candidate,
        days: int,
        *,
        starts: Mapping[tuple[str, str], int] | None = None,
        turns: tuple[str, ...] | None = None,
    ) -> None:
        key = self._key(candidate, days)
        if self.best is None or key > self.best_key:
            levels = tuple((name, amount) for name, amount, _ in self._levels(candidate, days))
            self.best, self.best_key = Best(candidate.selection, starts, levels, turns), key
