"""The fewest decisions that turn a plan into the best one of its project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import attrs

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


@attrs.frozen
class Aim:
    """
    Say which plan an option is to lead to.

    Parameters
    ----------
    target
        Such a plan, of a project that may have been narrowed further.
    accepts
        Whether a plan is as it should be.
    decisions
        What must be decided where a plan is not; those that are to stay rather than others first.
    everything
        All that could have to be decided.
    """

    target: Plan
    accepts: Callable[[Plan], bool]
    decisions: Callable[[Plan], Iterable[Change]]
    everything: tuple[Change, ...]


def pinned(solves: Solves, project: Project, aim: Aim) -> tuple[tuple[Change, ...], Plan]:
    """Return the decisions with which the optimum is accepted, none of which can be left out, and that optimum."""
    changes: dict[Change, None] = {}
    plan = solves.solve(project)
    while plan.found and not aim.accepts(plan) and not solves.stopped:
        changes.update(dict.fromkeys(aim.decisions(plan)))
        plan = solves.solve(project.apply(*changes))
    if not plan.found or not aim.accepts(plan):  # the time was over
        return aim.everything, aim.target
    for change in reversed(list(changes)):
        fewer = [other for other in changes if other != change]
        simpler = solves.solve(project.apply(*fewer))
        if simpler.found and aim.accepts(simpler):
            changes, plan = dict.fromkeys(fewer), simpler
    return tuple(changes), plan


def exactly(project: Project, target: Plan) -> Aim:
    """Aim at one selection and nothing else."""
    selection = target.selection
    features = sorted(project.scope, key=lambda feature: feature.priority.rank)

    def decisions(differs: Callable[[str], bool]) -> list[Change]:
        names = [feature.name for feature in features if differs(feature.name)]
        inside = {name: selection[name] for name in names if name in selection}
        return [*decided(inside), *(SetPriority(name, WONT) for name in names if name not in selection)]

    return Aim(
        target,
        accepts=lambda plan: plan.selection == selection,
        decisions=lambda plan: decisions(lambda name: plan.selection.get(name) != selection.get(name)),
        everything=tuple(decisions(lambda _: True)),
    )


def with_variants(wanted: Mapping[str, str], target: Plan) -> Aim:
    """Aim at plans worth as much as one, with some features in their variants."""

    def missing(plan: Plan) -> dict[str, str]:
        return {name: variant for name, variant in wanted.items() if plan.selection.get(name) != variant}

    return Aim(
        target,
        accepts=lambda plan: not missing(plan) and plan.value >= target.value,
        decisions=lambda plan: decided(missing(plan) or wanted),
        everything=decided(wanted),
    )
