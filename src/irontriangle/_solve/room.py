"""What a plan leaves of every total, and what each variant would take of it, in exact whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias

import attrs

from irontriangle._model import resolve
from irontriangle._model.amounts import FrozenMap, Number, exact
from irontriangle._model.feature import Variant
from irontriangle._model.project import Project
from irontriangle._model.timeline import Capacity, Timeline
from irontriangle._plan.plan import Answer, Question
from irontriangle._solve.columns import Columns
from irontriangle._solve.compile import simple
from irontriangle._solve.money import paid_absences, spendable
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
    values
        What each column is worth, bundles after the variants.
    totals
        What must not be exceeded; limits first, then floors.
    """

    values: list[Exact]
    totals: tuple[Total, ...]

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
    return Room(values, tuple(found))


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


def _efforts(variants: list[Variant]) -> dict[str, dict[int, Exact]]:
    """Person-days by role and column, where there are any."""
    efforts: dict[str, dict[int, Exact]] = {}
    for column, variant in enumerate(variants):
        days: Mapping[str, Number] = resolve.work(variant) if variant.tasks else variant.effort
        for role, effort in days.items():
            if effort:
                efforts.setdefault(role, {})[column] = effort if type(effort) is int else simple(exact(effort))
    return efforts


def _funds(
    project: Project, columns: Columns, answer: Answer, efforts: dict[str, dict[int, Exact]], chosen: Sequence[int]
) -> list[Total]:
    budget = project.budget
    limits = spendable(project)
    if not limits:
        return []
    amounts: dict[str, list[Exact]] = {fund: [0] * columns.first_day for fund in budget.funds}
    parts = [variant.cost for _, variant in columns.variants] + [bundle.cost for bundle in columns.bundles]
    only = amounts[budget.funds[0]]
    for column, cost in enumerate(parts):
        if isinstance(cost, FrozenMap):
            for fund, amount in cost.items():
                amounts[fund][column] = plainest(amount)
        elif cost:
            only[column] = plainest(cost)
    for role, days in efforts.items():
        for fund, rate in budget.by_fund(budget.rates.get(role, 0)).items():
            if rate:
                price, costs = simple(rate), amounts[fund]
                for column, effort in days.items():
                    costs[column] += price * effort
    paid = paid_absences(project)
    burn = budget.by_fund(budget.burn_per_day)
    n_days = days_of(project, answer)
    named = isinstance(budget.limit, FrozenMap)
    return [
        _total(
            f"cost:{fund}" if named else "cost",
            "limit",
            [simple(cost) for cost in amounts[fund]],
            simple(limit - paid[fund]),
            chosen,
            per_day=simple(burn[fund]),
            n_days=n_days,
        )
        for fund, limit in limits.items()
    ]


def days_of(project: Project, answer: Answer) -> int:
    """Return the working days until the plan's finish."""
    if not isinstance(project.timeline, Timeline):
        return 0
    end = max((task.end for task in answer.schedule), default=0)
    return -(-end // project.timeline.ticks_per_day)


def _roles(
    project: Project,
    question: Question,
    answer: Answer,
    columns: Columns,
    efforts: dict[str, dict[int, Exact]],
    chosen: Sequence[int],
    work: Work | None,
) -> list[Total]:
    timeline = project.timeline
    none: list[Exact] = [0] * columns.first_day
    found = []
    if isinstance(timeline, Capacity):
        for role, there in timeline.items():
            amounts = none.copy()
            for column, effort in efforts.get(role, {}).items():
                amounts[column] = effort
            found.append(_total(f"role:{role}", "limit", amounts, plainest(there), chosen))
    elif isinstance(timeline, Timeline) and work is not None and question.objective != "finish":
        for place, role in enumerate(timeline.team):
            limit = answer.usage[f"role:{role}"].limit
            if isinstance(limit, int):
                busy = [*busy_ticks(work, place), *none[work.n_columns :]]
                found.append(_total(f"role:{role}", "limit", busy, limit, chosen, per=work.ticks_per_day))
    return found


def busy_ticks(work: Work, role: int) -> list[int]:
    """Return for each column how many ticks of people of a role it takes."""
    busy = segment_sums(work.task_ticks.astype(object) * work.demand[:, role], work.first_task)
    return [int(ticks) for ticks in busy]
