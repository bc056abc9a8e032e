"""What a plan leaves of every total, and what each variant would take of it, in exact whole numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias

import attrs

from irontriangle._model import resolve
from irontriangle._model.amounts import FrozenMap, Number, exact
from irontriangle._model.feature import Variant
from irontriangle._model.project import Project
from irontriangle._model.timeline import Capacity, Sprints, Timeline
from irontriangle._plan.figures import cost_key
from irontriangle._plan.plan import Answer, Question
from irontriangle._solve.columns import Columns
from irontriangle._solve.compile import simple
from irontriangle._solve.money import days_of, paid_absences, spendable
from irontriangle._solve.program import Exact, coprime, segment_sums
from irontriangle._solve.work import Work

Kind: TypeAlias = Literal["limit", "quality", "floor", "demand"]


@attrs.frozen(eq=False)
class Total:
    """
    Hold one total that a plan must not exceed: the sum of what its columns take is at most `limit`.

    Parameters
    ----------
    key
        Its key in `Plan.usage`; ``"value"`` for the value demanded.
    kind
        A limit of money or work; or a floor, written the other way round.
    takes
        What each variant, and each bundle after them, takes: whole numbers of `unit`.
    unit
        What one of them is in the model's own unit.
    limit
        What there is for variants and bundles.
    left
        What the plan leaves.
    per_day
        What each further working day until the finish takes, besides the columns.
    """

    key: str
    kind: Kind
    takes: list[int]
    unit: Exact
    limit: Exact
    left: Exact
    per_day: Exact = 0

    @cached_property
    def largest(self) -> int:
        """The largest number of units there is to deal with, at least 1."""
        return max(1, abs(self.units_left), *map(abs, self.takes))

    @cached_property
    def units_left(self) -> int:
        """How many whole units are left."""
        return int(self.left // self.unit)

    def taken(self, added: Iterable[int], removed: Iterable[int] = ()) -> int:
        """Return how many units more are taken after columns come and go."""
        takes = self.takes
        return sum([takes[column] for column in added]) - sum([takes[column] for column in removed])

    def amount(self, units: int) -> Exact:
        """Return what so many units are."""
        return simple(units * self.unit)


@attrs.frozen(eq=False)
class Room:
    """
    Hold all totals of a plan.

    Parameters
    ----------
    values, unit
        What each column is worth, bundles after the variants: whole numbers of `unit`.
    totals
        What must not be exceeded; limits first, then floors.
    """

    values: list[int]
    unit: Exact
    totals: tuple[Total, ...]

    @cached_property
    def excess(self) -> list[tuple[int, ...]]:
        """By how many units each column alone, besides the plan, would exceed each total; 0 where it fits."""
        each = [[max(0, units - total.units_left) for units in total.takes] for total in self.totals]
        return list(zip(*each, strict=True)) if each else [()] * len(self.values)

    def over(self, added: Sequence[int]) -> tuple[int, ...]:
        """Return by how many units some columns would exceed each total; 0 where they fit."""
        if len(added) == 1:
            return self.excess[added[0]]
        return tuple([max(0, total.taken(added) - total.units_left) for total in self.totals])

    def holds(self, added: Sequence[int], removed: Sequence[int] = ()) -> bool:
        """Tell whether every total still holds after columns come and go."""
        return all(total.taken(added, removed) <= total.units_left for total in self.totals)


def room(
    project: Project, question: Question, answer: Answer, columns: Columns, chosen: Sequence[int], work: Work | None
) -> Room:
    """
    Measure a plan against everything that is a total.

    Parameters
    ----------
    chosen
        The columns that the plan builds, its bundles included.
    work
        The work behind the columns of a dated project: what counts is whole ticks.
    """
    variants = [variant for _, variant in columns.variants]
    values = [*_values(project, variants), *(plainest(bundle.value) for bundle in columns.bundles)]
    efforts = _efforts(variants)
    found = []
    if question.objective != "cost":
        found += _funds(project, columns, answer, efforts, chosen)
    found += _roles(project, question, answer, columns, efforts, chosen, work)
    none = [0] * len(columns.bundles)
    if project.quality is not None:
        floor = exact(project.quality)
        short = [simple(worth * (floor - exact(one.quality))) for worth, one in zip(values, variants, strict=False)]
        found.append(_total("quality", "quality", [*short, *none], 0, chosen))
    goals = project.scope.goals
    for goal, least in goals.floors.items() if goals is not None else ():
        scores = [simple(-resolve.goal_scores(project, variant)[goal]) for variant in variants]
        found.append(_total(f"goal:{goal}", "floor", [*scores, *none], simple(-exact(least)), chosen))
    if question.value_at_least is not None:
        worths = [-worth for worth in values]
        found.append(_total("value", "demand", worths, -plainest(question.value_at_least), chosen))
    return Room(*coprime(values), tuple(found))


def plainest(number: Number) -> Exact:
    """Return a stored number as an int, or as a fraction where it is not whole."""
    return number if type(number) is int else simple(exact(number))


def _total(
    key: str,
    kind: Kind,
    amounts: Sequence[Exact],
    limit: Exact,
    chosen: Sequence[int],
    *,
    per: int = 1,
    per_day: Exact = 0,
    n_days: int = 0,
) -> Total:
    """Add up what is chosen; the amounts are `per`-ths of the model's unit."""
    wholes, unit = coprime(amounts)
    unit = simple(Fraction(unit) / per)
    used = sum([wholes[column] for column in chosen]) * unit
    return Total(key, kind, wholes, unit, limit, simple(limit - used - per_day * n_days), per_day)


def _values(project: Project, variants: list[Variant]) -> list[Exact]:
    return [
        variant.value if type(variant.value) is int else simple(resolve.value(project, variant)) for variant in variants
    ]


Sparse: TypeAlias = tuple[dict[int, int], Exact]
"""Whole numbers by column, and their unit; where there is none, 0."""


def _efforts(variants: list[Variant]) -> dict[str, Sparse]:
    """Person-days by role."""
    efforts: dict[str, dict[int, Exact]] = {}
    for column, variant in enumerate(variants):
        days: Mapping[str, Number] = resolve.work(variant) if variant.tasks else variant.effort
        for role, effort in days.items():
            if effort:
                efforts.setdefault(role, {})[column] = effort if type(effort) is int else plainest(effort)
    return {role: _sparse(days) for role, days in efforts.items()}


def _sparse(amounts: dict[int, Exact]) -> Sparse:
    wholes, unit = coprime(list(amounts.values()))
    return dict(zip(amounts, wholes, strict=True)), unit


def _dense(parts: Sequence[Sparse], n_columns: int) -> tuple[list[int], int]:
    """Add up amounts of different units; products of whole numbers are many times faster than those of fractions."""
    per = math.lcm(*(unit.denominator for _, unit in parts))  # amounts are now per-ths of the model's unit
    total = [0] * n_columns
    for wholes, unit in parts:
        times = int(unit * per)
        for column, amount in wholes.items():
            total[column] += amount * times
    return total, per


def _funds(
    project: Project, columns: Columns, answer: Answer, efforts: dict[str, Sparse], chosen: Sequence[int]
) -> list[Total]:
    budget = project.budget
    limits = spendable(project)
    if not limits:
        return []
    other: dict[str, dict[int, Exact]] = {fund: {} for fund in budget.funds}
    for column, cost in enumerate(
        [variant.cost for _, variant in columns.variants] + [one.cost for one in columns.bundles]
    ):
        for fund, amount in cost.items() if isinstance(cost, FrozenMap) else ((budget.funds[0], cost),):
            if amount:
                other[fund][column] = plainest(amount)
    parts: dict[str, list[Sparse]] = {fund: [_sparse(amounts)] for fund, amounts in other.items()}
    for role, (days, unit) in efforts.items():
        for fund, rate in budget.by_fund(budget.rates.get(role, 0)).items():
            if rate:
                parts[fund].append((days, unit * rate))
    paid, burn, n_days = (
        paid_absences(project),
        budget.by_fund(budget.burn_per_day),
        days_of(project.timeline, answer.schedule),
    )
    found = []
    for fund, limit in limits.items():
        wholes, per = _dense(parts[fund], columns.first_day)
        there, daily = simple(limit - paid[fund]), simple(burn[fund])
        found.append(
            _total(cost_key(budget, fund), "limit", wholes, there, chosen, per=per, per_day=daily, n_days=n_days)
        )
    return found


def _roles(
    project: Project,
    question: Question,
    answer: Answer,
    columns: Columns,
    efforts: dict[str, Sparse],
    chosen: Sequence[int],
    work: Work | None,
) -> list[Total]:
    timeline = project.timeline
    found = []
    there_are: Mapping[str, Number | Exact] = {}
    if isinstance(timeline, Capacity):
        there_are = timeline.amounts
    elif isinstance(timeline, Sprints) and question.objective != "finish":
        there_are = {
            role: sum((exact(timeline.amount(role, sprint)) for sprint in range(timeline.count)), Fraction(0))
            for role in timeline.capacity
        }
    if there_are:
        for role, there in there_are.items():
            wholes, per = _dense([efforts[role]] if role in efforts else [], columns.first_day)
            found.append(_total(f"role:{role}", "limit", wholes, plainest(there), chosen, per=per))
    elif isinstance(timeline, Timeline) and work is not None and question.objective != "finish":
        for place, role in enumerate(timeline.team):
            limit = answer.usage[f"role:{role}"].limit
            if isinstance(limit, int):
                busy = [*busy_ticks(work, place), *[0] * len(columns.bundles)]
                found.append(_total(f"role:{role}", "limit", busy, limit, chosen, per=work.ticks_per_day))
    return found


def busy_ticks(work: Work, role: int) -> list[int]:
    """Return for each column how many ticks of people of a role it takes."""
    busy = segment_sums(work.task_ticks.astype(object) * work.demand[:, role], work.first_task)
    return [int(ticks) for ticks in busy]
