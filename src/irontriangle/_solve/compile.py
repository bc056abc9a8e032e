"""Project -> Program: one function for each family of rows, named as its class in the model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._model import resolve
from irontriangle._model.amounts import exact
from irontriangle._model.members import feature_of
from irontriangle._model.priority import MUST, WONT
from irontriangle._model.project import Project
from irontriangle._model.rules import (
    AllOrNone,
    AtLeast,
    AtMost,
    Bundle,
    Decided,
    Excludes,
    Requires,
    RequiresAny,
)
from irontriangle._model.timeline import Capacity, Sprints, Timeline
from irontriangle._plan.plan import Question
from irontriangle._solve.columns import Columns
from irontriangle._solve.money import paid_absences, spendable
from irontriangle._solve.program import Exact, Level, Program, RowBuilder, int_array, level


def compile_program(
    project: Project, question: Question, *, n_days: int = 0, buildable: NDArray[np.bool_] | None = None
) -> tuple[Program, Columns]:
    """
    Turn a project and a question about it into a program.

    Parameters
    ----------
    project, question
        What is asked. The objective ``"cost"`` releases the limits of the funds.
    n_days
        How many days, or sprints, a dated plan may last. Their columns carry what each burns, and the finish.
    buildable
        ndarray of shape (n_variants,): which variants can be built at all; None: every one.

    Returns
    -------
    program, columns
        The arrays, and what stands behind their columns.

    Notes
    -----
    With the columns x (variants), y (bundles) and u (days), the rows are those of the project's mathematical
    program that speak of totals and of logic; what the calendar adds comes from `irontriangle._solve.dates`.
    """
    columns = Columns.of(project, n_days)
    lower = np.zeros(len(columns), dtype=np.int8)
    upper = np.ones(len(columns), dtype=np.int8)
    if buildable is not None:
        upper[: len(buildable)] = buildable
    rows = RowBuilder()
    _features(columns, rows, lower, upper)
    for feature in project.scope:
        for needs in feature.requires:
            rows.add_logic(columns.of_feature[feature.name], columns.of_member(needs), 0)
    for rule in project.scope.rules:
        if type(rule) in _RULES:
            _RULES[type(rule)](columns, rows, rule)
    for column, bundle in enumerate(columns.bundles, columns.first_bundle):
        _bundle(columns, rows, column, bundle)
    for day in range(columns.first_day, len(columns) - 1):
        rows.add_logic([day + 1], [day], 0)
    values = _values(project, columns)
    work = _work(columns)
    costs = _costs(project, columns, work)
    terms = _capacity(project, work)
    if question.objective != "cost":
        terms |= {("fund", fund): dict(enumerate(cost)) for fund, cost in costs.items()}
    limited = {key: rows.add(terms[key], limit) for key, limit in limits(project, question).items()}
    _floors(project, columns, rows)
    _quality(project, columns, rows, values)
    if question.value_at_least is not None:
        rows.add({column: -value for column, value in enumerate(values)}, -simple(exact(question.value_at_least)))
    levels = _levels(project, columns, question.objective, values, costs)
    return Program(lower, upper, rows.rows(), levels, columns.first_bundle, limited), columns


def limits(project: Project, question: Question) -> dict[tuple[str, str], Exact]:
    """
    Return the limits of the funds, and of the roles of a `Capacity`, by the keys of `Program.limited`.

    Each fund pays its paid absences first, and keeps its reserve; an objective that releases the funds has none.
    """
    found: dict[tuple[str, str], Exact] = {}
    if question.objective != "cost":
        paid = paid_absences(project)
        found |= {("fund", fund): simple(limit - paid[fund]) for fund, limit in spendable(project).items()}
    if isinstance(project.timeline, Capacity):
        found |= {("role", role): simple(exact(there)) for role, there in project.timeline.items()}
    return found


def with_limits(program: Program, project: Project, question: Question) -> Program:
    """Return the program of a project that differs in the amounts of its limits alone."""
    rows = program.rows
    changed = rows.limits.tolist()
    for key, limit in limits(project, question).items():
        changed[program.limited[key].row] = program.limited[key].in_units(limit)
    return attrs.evolve(program, rows=attrs.evolve(rows, limits=int_array(changed)))


def simple(number: Exact) -> Exact:
    """Return an int where the number is whole, since ints are quick."""
    return number.numerator if number.denominator == 1 else number


# ---------------------------------------------------------------------------------------------------- features


def _features(columns: Columns, rows: RowBuilder, lower: NDArray[np.int8], upper: NDArray[np.int8]) -> None:
    """At most one variant of each feature; exactly one of a MUST, none of a WONT."""
    for of_feature in columns.of_feature.values():
        priority = columns.variants[of_feature[0]][0].priority
        if len(of_feature) > 1:
            rows.add_logic(of_feature, (), 1)
        if priority.rank == MUST.rank:
            _at_least_one(rows, of_feature, lower)
        elif priority.rank == WONT.rank:
            upper[of_feature.start : of_feature.stop] = 0


def _at_least_one(rows: RowBuilder, columns: Sequence[int], lower: NDArray[np.int8]) -> None:
    if len(columns) == 1:
        lower[columns[0]] = 1
    else:
        rows.add_logic((), columns, -1)


# ------------------------------------------------------------------------------------------------------- rules


def _requires(columns: Columns, rows: RowBuilder, rule: Requires) -> None:
    rows.add_logic(columns.of_member(rule.feature), columns.of_member(rule.needs), 0)


def _requires_any(columns: Columns, rows: RowBuilder, rule: RequiresAny) -> None:
    rows.add_logic(columns.of_member(rule.feature), columns.of_members(rule.needs), 0)


def _excludes(columns: Columns, rows: RowBuilder, rule: Excludes) -> None:
    rows.add_logic(columns.of_members(rule.names), (), 1)


def _all_or_none(columns: Columns, rows: RowBuilder, rule: AllOrNone) -> None:
    """Each implies the next, and the last the first."""
    members = [columns.of_member(name) for name in rule.names]
    for member, following in zip(members, members[1:] + members[:1], strict=True):
        rows.add_logic(member, following, 0)


def _at_least(columns: Columns, rows: RowBuilder, rule: AtLeast) -> None:
    rows.add_logic((), columns.of_members(rule.names), -rule.k)


def _at_most(columns: Columns, rows: RowBuilder, rule: AtMost) -> None:
    rows.add_logic(columns.of_members(rule.names), (), rule.k)


def _decided(columns: Columns, rows: RowBuilder, rule: Decided) -> None:
    member = rule.feature if rule.variant is None else (rule.feature, rule.variant)
    rows.add_logic((), columns.of_member(member), -1)


def _bundle(columns: Columns, rows: RowBuilder, own: int, rule: Bundle) -> None:
    """Its column is 1 exactly when all members are in: no more than each of them, no less than all together."""
    members = [columns.of_member(name) for name in rule.names]
    for member in members:
        rows.add_logic([own], member, 0)
    rows.add_logic([column for member in members for column in member], [own], len(members) - 1)


_RULES: dict[type, Callable[[Columns, RowBuilder, Any], None]] = {
    Requires: _requires,
    RequiresAny: _requires_any,
    Excludes: _excludes,
    AllOrNone: _all_or_none,
    AtLeast: _at_least,
    AtMost: _at_most,
    Decided: _decided,
}
"""`Bundle` is compiled with its column; `After` asks for nothing."""


# -------------------------------------------------------------------------------------------- money and capacity


def _values(project: Project, columns: Columns) -> list[Exact]:
    """What each column is worth."""
    stated = ((variant.value, variant) for _, variant in columns.variants)
    values = [worth if type(worth) is int else simple(resolve.value(project, of)) for worth, of in stated]
    return values + [simple(exact(bundle.value)) for bundle in columns.bundles] + [0] * columns.n_days


def _work(columns: Columns) -> dict[str, dict[int, Exact]]:
    """The person-days that each column takes, role by role."""
    work: dict[str, dict[int, Exact]] = {}
    for column, (_, variant) in enumerate(columns.variants):
        for role, days in resolve.work(variant).items():
            work.setdefault(role, {})[column] = simple(days)
    return work


def _costs(project: Project, columns: Columns, work: Mapping[str, Mapping[int, Exact]]) -> dict[str, list[Exact]]:
    """What each column costs, fund by fund: what is not labour, then role by role what is."""
    funds = project.budget.funds
    costs: dict[str, list[Exact]] = {fund: [0] * len(columns) for fund in funds}
    for column, (_, variant) in enumerate(columns.variants):
        for fund, amount in resolve.by_fund(variant.cost, funds):
            costs[fund][column] = amount if type(amount) is int else simple(exact(amount))
    for role, rates in project.budget.rates.items():
        for fund, rate in resolve.by_fund(rates, funds):
            total = costs[fund]
            for column, days in work.get(role, {}).items():
                total[column] = simple(total[column] + resolve.times(rate, days))
    for column, bundle in enumerate(columns.bundles, columns.first_bundle):
        for fund, amount in resolve.by_fund(bundle.cost, funds):
            costs[fund][column] = simple(exact(amount))
    for fund, amount in project.budget.by_fund(project.budget.burn_per_day).items():
        costs[fund][columns.first_day :] = [simple(amount * _days_of_each(project))] * columns.n_days
    return costs


def _days_of_each(project: Project) -> int:
    """How many working days one of the day columns stands for: one, or those of a sprint."""
    return project.timeline.length if isinstance(project.timeline, Sprints) else 1


def _capacity(project: Project, work: Mapping[str, Mapping[int, Exact]]) -> dict[tuple[str, str], Mapping[int, Exact]]:
    """A `Capacity` holds the unrounded person-days of each role."""
    if not isinstance(project.timeline, Capacity):
        return {}
    return {("role", role): work.get(role, {}) for role in project.timeline}


def _floors(project: Project, columns: Columns, rows: RowBuilder) -> None:
    """Each goal's total of scores reaches its floor."""
    goals = project.scope.goals
    if goals is None or not goals.floors:
        return
    scores: dict[str, dict[int, Exact]] = {goal: {} for goal in goals.floors}
    for column, (_, variant) in enumerate(columns.variants):
        for goal, score in resolve.goal_scores(project, variant).items():
            if goal in scores:
                scores[goal][column] = simple(-score)
    for goal, terms in scores.items():
        rows.add(terms, simple(-exact(goals.floors[goal])))


def _quality(project: Project, columns: Columns, rows: RowBuilder, values: list[Exact]) -> None:
    """The quality of what is delivered, weighted by value, reaches the floor; bundles stand apart."""
    if project.quality is None:
        return
    floor = exact(project.quality)
    short = {
        column: simple(values[column] * (floor - exact(variant.quality)))
        for column, (_, variant) in enumerate(columns.variants)
    }
    rows.add(short, 0)


# ------------------------------------------------------------------------------------------------------ levels


def _levels(
    project: Project, columns: Columns, objective: str, values: list[Exact], costs: dict[str, list[Exact]]
) -> tuple[Level, ...]:
    """The levels of the objective in their order; the finish only where there are dates."""
    totals = list(costs.values())
    spent = totals[0] if len(totals) == 1 else [sum(parts, start=Fraction(0)) for parts in zip(*totals, strict=True)]
    cost = level("cost", spent, -1, sum(paid_absences(project).values(), start=Fraction(0)))
    worth = level("value", values, 1)
    finish: tuple[Level, ...] = ()
    if isinstance(project.timeline, (Timeline, Sprints)):
        days = [0] * columns.first_day + [_days_of_each(project)] * columns.n_days
        finish = (level("finish", days, -1),)
    if objective == "tiers":
        return (*_tiers(columns, values), cost, *finish)
    if objective == "cost":
        return (cost, worth, *finish)
    if objective == "finish":
        return (*finish, cost, worth)
    return (worth, cost, *finish)


def _tiers(columns: Columns, values: list[Exact]) -> tuple[Level, ...]:
    """One level of value for each tier; MUST counts in tier 1, a bundle in the last of its members' tiers."""
    tier_of = {feature.name: max(feature.priority.rank, 1) for feature, _ in columns.variants}
    tiers = [tier_of[feature.name] for feature, _ in columns.variants]
    for bundle in columns.bundles:
        tiers.append(max(tier_of[feature_of(name)] for name in bundle.names))
    tiers += [0] * columns.n_days
    return tuple(
        level(f"tier {rank}", [value if tier == rank else 0 for value, tier in zip(values, tiers, strict=True)], 1)
        for rank in sorted(set(tiers) - {0, WONT.rank})
    ) or (level("tier 1", [0] * len(values), 1),)
