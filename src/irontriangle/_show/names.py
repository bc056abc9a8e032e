"""Features, variants, limits and rules of one project in words."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date

from irontriangle._model.amounts import Number
from irontriangle._model.feature import Feature, Variant
from irontriangle._model.priority import WONT
from irontriangle._model.project import Project
from irontriangle._model.rules import (
    ALL,
    After,
    AllOrNone,
    AtLeast,
    AtMost,
    Decided,
    Excludes,
    Requires,
    RequiresAny,
    Rule,
)
from irontriangle._model.scope import Scope
from irontriangle._model.timeline import Sprints, Timeline
from irontriangle._show.words import apart, day, label, listed, money, number

PERSON_DAYS = "person-days"


def feature_text(project: Project, feature: str, variant: str) -> str:
    """Name a feature, and its variant where there are several: ``simplified ABC``, ``catalogue (nightly import)``."""
    several = feature in project.scope and len(project.scope[feature].variants) > 1
    return member_text((feature, variant) if several else feature)


def member_text(member: str | tuple[str, str]) -> str:
    """Name a member of a rule, with its variant if it means one."""
    if isinstance(member, str):
        return label(member)
    feature, variant = map(label, member)
    return f"{feature} ({variant})" if " " in variant else f"{variant} {feature}"


def variant_text(variant: str) -> str:
    """Name a variant within a sentence: ``simplified``, in quotes if it is of several words."""
    name = label(variant)
    return f'"{name}"' if " " in name else name


def date_text(project: Project, when: date) -> str:
    """Write a date, with its year only where the project does not start in it."""
    timeline = project.timeline
    return day(when, year=not isinstance(timeline, (Timeline, Sprints)) or timeline.start.year != when.year)


def own_dates(project: Project, feature: str, variant: str | None = None) -> str:
    """
    Write the dates of its own between which a variant must be built: ``due 8 Jan``; nothing where it has none.

    Without a variant those of a feature, where every variant has some.
    """
    variants = [one for one in project.scope[feature] if variant in (None, one.name)]
    texts = {one.name: _own_dates(project, one) for one in variants}
    if len(set(texts.values())) == 1:
        return texts[variants[0].name]
    return listed([f"{label(name)} {text}" for name, text in texts.items()]) if all(texts.values()) else ""


def _own_dates(project: Project, variant: Variant) -> str:
    parts = [
        f"{said} {date_text(project, when)}"
        for said, when in (("not before", variant.earliest), ("due", variant.due))
        if when is not None
    ]
    return ", ".join(parts)


def work_unit(project: Project, amount: Number | None = None) -> str:
    """Name the unit of work: ``days``, or what sprints count in; ``day`` of one."""
    unit = project.timeline.unit if isinstance(project.timeline, Sprints) else PERSON_DAYS
    units = "days" if unit == PERSON_DAYS else label(unit)
    return units.removesuffix("s") if amount == 1 else units


def amount_text(project: Project, limit: str, amount: Number, beside: Number | None = None) -> str:
    """Write an amount of what a limit limits, told from the one beside it: ``12,800 USD``, ``15 dev days``."""
    kind, _, name = limit.partition(":")
    one, figure = amount == 1, left_text(limit, amount, beside)
    if kind == "cost":
        currency = project.budget.currency
        fund = name or ("" if currency else "money")
        return figure + (f" {label(currency)}" if currency else "") + (f" of {label(fund)}" if fund else "")
    if kind == "role":
        return f"{figure} {label(name)} {work_unit(project, amount)}"
    if kind == "people":
        return f"{figure} {label(name)} at once"
    if kind in ("finish", "due"):
        return f"{figure} working {'day' if one else 'days'}"
    return f"{figure} of {label(name) if name else limit}"


def left_text(limit: str, left: Number, beside: Number | None = None) -> str:
    """Write how much is left of a limit, its unit having been said; told from the amount beside it."""
    return apart(money if limit.partition(":")[0] == "cost" else number, left, left if beside is None else beside)


def limit_text(project: Project, limit: str) -> str:
    """Name what a limit limits, without an amount."""
    kind, _, name = limit.partition(":")
    if kind == "cost":
        return f"{label(name)} money" if name else "money"
    if kind == "role":
        return f"{label(name)} {work_unit(project)}"
    return "working days" if kind == "finish" else label(name or limit)


def rule_text(rule: Rule) -> str:
    """Say what a rule demands."""
    if isinstance(rule, Requires):
        return f"{member_text(rule.feature)} needs {member_text(rule.needs)}{_lag(rule)}"
    if isinstance(rule, RequiresAny):
        return f"{member_text(rule.feature)} needs {_members(rule.needs, 'or')}"
    if isinstance(rule, After):
        return f"{member_text(rule.feature)} after {_earlier(rule)}{_lag(rule)}"
    if isinstance(rule, Excludes):
        return f"at most one of {_members(rule.names)}"
    if isinstance(rule, AllOrNone):
        return f"all of {_members(rule.names)}, or none"
    if isinstance(rule, AtLeast):
        return f"at least {rule.k} of {_members(rule.names)}"
    if isinstance(rule, AtMost):
        return f"at most {rule.k} of {_members(rule.names)}"
    if isinstance(rule, Decided):
        return f"{member_text(rule.feature if rule.variant is None else (rule.feature, rule.variant))} is decided"
    return f"a bundle of {_members(rule.names)}"


def _lag(rule: Requires | After) -> str:
    """Name a lag; a rule does not know whether it is of working days or of sprints."""
    return f" with a lag of {rule.lag}" if rule.lag else ""


def _earlier(rule: After) -> str:
    return "everything else" if rule.earlier is ALL else member_text(rule.earlier)


def _members(members: Iterable[str | tuple[str, str]], join: str = "and") -> str:
    return listed([member_text(member) for member in members], most=5, join=join)


def in_order(project: Project, names: Container[str]) -> list[Feature]:
    """Return the named features by priority, then as declared."""
    return sorted(
        (feature for feature in project.scope if feature.name in names), key=lambda found: found.priority.rank
    )


def titles(project: Project) -> dict[str, str]:
    """Return every feature's name with its priority before it; names alone where all have the same priority."""
    return titles_of(project.scope)


def titles_of(scope: Scope) -> dict[str, str]:
    """Return the titles of the features of a scope."""
    ranks = {feature.name: "" if feature.priority == WONT else str(feature.priority) for feature in scope}
    wide = max(map(len, ranks.values())) + 1 if len(set(ranks.values())) > 1 else 0
    return {name: f"{rank:<{wide}}{label(name)}" if wide else label(name) for name, rank in ranks.items()}
