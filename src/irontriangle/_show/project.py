"""What a project and a scope say before anything is solved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from irontriangle._model import resolve
from irontriangle._model.amounts import Amount, Number, plain
from irontriangle._model.feature import Feature, Variant
from irontriangle._model.members import Member
from irontriangle._model.priority import WONT
from irontriangle._model.project import Project
from irontriangle._model.scope import Scope
from irontriangle._model.timeline import Sprints, Timeline
from irontriangle._show.blocks import Grid, Page, Sentence, sentences
from irontriangle._show.limits import all_together, in_full
from irontriangle._show.names import amount_text, member_text, rule_text, titles_of, work_unit
from irontriangle._show.resources import resources
from irontriangle._show.unfound import takes, there
from irontriangle._show.words import apart, label, listed, money, number, plural

MOST_FEATURES = 40
"""More are counted: one looks at a project, one does not read it."""
MOST_RULES = 8
MOST_LIMITS = 4


def page(value: Project | Scope) -> Page:
    """Say what there is to build, in how many ways, and what there is to build it with."""
    if isinstance(value, Scope):
        return Page(
            [
                [Sentence(f"{_count(value)}{_goals(value)}.")],
                [_features(value, None)],
                _more(value),
                sentences(_rules(value), hang=2),
            ]
        )
    name = f"{label(value.name)}: " if value.name else ""
    over = list(exceeded(value))
    fits, *takes = _together(value, over)
    head = [f"{name}{_count(value.scope)}{_goals(value.scope)}. {fits}", *takes]
    return Page(
        [
            sentences(head, hang=2),
            sentences(resources(value), hang=2),
            [_features(value.scope, value)],
            _more(value.scope),
            sentences(_rules(value.scope), hang=2),
        ],
        "open" if over else "plain",
    )


def _count(scope: Scope) -> str:
    ways = sum(map(len, scope))
    return plural(len(scope), "feature") + (f" in {plural(ways, 'variant')}" if ways > len(scope) else "")


def _goals(scope: Scope) -> str:
    goals = scope.goals
    if goals is None:
        return ""
    weights = listed([f"{label(goal)} (weight {number(weight)})" for goal, weight in goals.weights.items()], most=4)
    return f", valued by {weights}"


def _wanted(project: Project) -> list[str]:
    return [feature.name for feature in project.scope if feature.priority != WONT]


def exceeded(project: Project) -> Iterator[str]:
    """Yield the limits that all originals together exceed."""
    limits = there(project)
    needed = dict.fromkeys(limits, Fraction(0))
    for name in _wanted(project):
        for key, amount in takes(project, name, project.scope[name].original.name).items():
            if key in needed:
                needed[key] += amount
    for key, limit in limits.items():
        if needed[key] > limit:
            text = amount_text(project, key, plain(needed[key]), plain(limit))
            yield f"{text} ({apart(number, plain(limit), plain(needed[key]))} there)"


def _together(project: Project, over: list[str]) -> Iterator[str]:
    worth = f"Everything in full is worth {number(plain(in_full(project)))}"
    if not all_together(project):
        worth += " (rules forbid it)"
    if over:
        yield f"{worth} and does not fit."
        yield f"It takes {listed(over, most=MOST_LIMITS)}."
    elif there(project) or _has_deadline(project):
        by = "; whether it fits the calendar, optimize(project) tells" if _has_deadline(project) else ""
        yield f"{worth} and fits every total{by}."
    else:
        yield f"{worth}; nothing limits it."


def _has_deadline(project: Project) -> bool:
    return isinstance(project.timeline, (Timeline, Sprints)) and project.timeline.deadline is not None


def _features(scope: Scope, project: Project | None) -> Grid:
    shown = scope.features[:MOST_FEATURES]
    titled = titles_of(scope)
    currency = "" if project is None else project.budget.currency
    named = any(len(feature) > 1 or feature.original.name != "full" for feature in shown)
    needs = any(feature.requires for feature in shown)
    roles = dict.fromkeys(role for feature in shown for variant in feature for role in _work(variant))
    costs = project is not None or any(_amount(variant.cost) != "0" for feature in shown for variant in feature)
    cost = [f"cost {label(currency)}" if currency else "cost"] if costs else []
    unit = "days" if project is None else work_unit(project)
    head = ["Feature", *(["variant"] if named else []), "value", *cost]
    rows: list[list[str]] = [head + [f"{label(role)} {unit}" for role in roles] + (["needs"] if needs else [])]
    for feature in shown:
        for place, variant in enumerate(feature):
            work = _work(variant)
            figures = _figures(project, feature, variant)[: 1 + costs]
            row = ["" if place else titled[feature.name], *([label(variant.name, 20)] if named else []), *figures]
            row += [number(work[role]) if role in work else "" for role in roles]
            rows.append(row + ([_needs(feature.requires)] if needs and not place else []))
    return Grid(rows, "<" * (1 + named) + _aligned(shown, project)[: 1 + costs] + ">" * len(roles) + "<" * needs)


def _aligned(shown: Iterable[Feature], project: Project | None) -> str:
    """Return the sides of value and cost: numbers stand to the right, what lists goals or funds to the left."""
    lists = [
        project is None
        and any(isinstance(getattr(variant, field), Mapping) for feature in shown for variant in feature)
        for field in ("value", "cost")
    ]
    return "".join("<" if is_list else ">" for is_list in lists)


def _figures(project: Project | None, feature: Feature, variant: Variant) -> list[str]:
    """Return value and cost: resolved in a project, as they were given in a scope alone."""
    if project is None:
        return [_amount(variant.value), _amount(variant.cost)]
    names = feature.name, variant.name
    return [number(project.value_of(*names)), money(project.cost_of(*names))]


def _work(variant: Variant) -> dict[str, Number]:
    return {role: plain(days) for role, days in resolve.work(variant).items()}


def _amount(amount: Amount) -> str:
    """Write an amount as it was given: one number, or one for each goal or fund."""
    if isinstance(amount, Mapping):
        return ", ".join(f"{label(name, 12)} {number(part)}" for name, part in amount.items())
    return number(amount)


def _needs(members: tuple[Member, ...]) -> str:
    return listed([member_text(member) for member in members]) if members else ""


def _more(scope: Scope) -> list[Sentence]:
    more = len(scope) - MOST_FEATURES
    return [Sentence(f"and {plural(more, 'feature')} more")] if more > 0 else []


def _rules(scope: Scope) -> Iterator[str]:
    if scope.rules:
        more = len(scope.rules) - MOST_RULES
        shown = [rule_text(rule) for rule in scope.rules[: MOST_RULES if more > 1 else None]]
        yield f"Rules: {'; '.join(shown)}{f'; and {more:,} more' if more > 1 else ''}."
