"""The fewest decisions that turn a plan into the best one of its project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from irontriangle._model.changes import AddRule, Change, SetPriority
from irontriangle._model.priority import WONT
from irontriangle._model.project import Project
from irontriangle._model.rules import AtMost, Decided
from irontriangle._plan.plan import Plan
from irontriangle._tradeoffs.solves import Solves


def originals(project: Project) -> dict[str, str]:
    """
    Return the original variant of every feature: the first, or the one that has been decided.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> originals(feature_abc().apply(AddRule(Decided("ABC", "simplified"))))
    {'ABC': 'simplified', 'XYZ': 'full'}
    """
    found = {feature.name: feature.original.name for feature in project.scope}
    for rule in project.scope.rules:
        if isinstance(rule, Decided) and rule.variant is not None:
            found[rule.feature] = rule.variant
    return found


def decided(variants: Mapping[str, str]) -> tuple[Change, ...]:
    """Return the decisions for some variants."""
    return tuple(AddRule(Decided(feature, variant)) for feature, variant in variants.items())


def originals_only(project: Project) -> Project:
    """Return the project with no variant but the originals to choose from."""
    kept = originals(project)
    others = [
        (feature.name, variant.name)
        for feature in project.scope
        for variant in feature
        if kept[feature.name] != variant.name
    ]
    return project.apply(AddRule(AtMost(others, 0))) if others else project


def pinned(
    solves: Solves,
    project: Project,
    accepts: Callable[[Plan], bool],
    decisions: Callable[[Plan], Iterable[Change]],
) -> tuple[tuple[Change, ...], Plan]:
    """
    Return the fewest decisions with which the optimum is accepted, none of which can be left out, and that optimum.

    Parameters
    ----------
    accepts
        Whether a plan is as it should be.
    decisions
        What must be decided where a plan is not; the decisions that are to stay rather than others first.
    """
    changes: dict[Change, None] = {}
    plan = solves.solve(project)
    while plan.found and not accepts(plan):
        more = [change for change in decisions(plan) if change not in changes]
        if not more:
            break
        changes.update(dict.fromkeys(more))
        plan = solves.solve(project.apply(*changes))
    for change in reversed(list(changes)):
        fewer = [other for other in changes if other != change]
        simpler = solves.solve(project.apply(*fewer))
        if simpler.found and accepts(simpler):
            changes, plan = dict.fromkeys(fewer), simpler
    return tuple(changes), plan


def exactly(project: Project, target: Plan) -> tuple[Callable[[Plan], bool], Callable[[Plan], list[Change]]]:
    """Return `accepts` and `decisions` for one selection and nothing else."""
    selection = target.selection

    def accepts(plan: Plan) -> bool:
        return plan.selection == selection

    def decisions(plan: Plan) -> list[Change]:
        differs = [
            feature
            for feature in sorted(project.scope, key=lambda feature: feature.priority.rank)
            if plan.selection.get(feature.name) != selection.get(feature.name)
        ]
        names = [feature.name for feature in differs]
        inside = {name: selection[name] for name in names if name in selection}
        return [*decided(inside), *(SetPriority(name, WONT) for name in names if name not in selection)]

    return accepts, decisions


def with_variants(
    wanted: Mapping[str, str], least: Plan
) -> tuple[Callable[[Plan], bool], Callable[[Plan], list[Change]]]:
    """Return `accepts` and `decisions` for plans worth as much as one, with some features in their variants."""

    def accepts(plan: Plan) -> bool:
        return not missing(plan) and plan.value >= least.value

    def missing(plan: Plan) -> dict[str, str]:
        return {name: variant for name, variant in wanted.items() if plan.selection.get(name) != variant}

    return accepts, lambda plan: list(decided(missing(plan) or wanted))
