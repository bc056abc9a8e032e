"""Whether everything that comes before something else can come before it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

import attrs

from irontriangle._model.circles import circle
from irontriangle._model.members import Member, feature_of
from irontriangle._model.problems import show
from irontriangle._model.rules import ALL, After, Requires
from irontriangle.errors import Problem

if TYPE_CHECKING:
    from irontriangle._model.feature import Feature
    from irontriangle._model.scope import Scope

MOST_CIRCLES = 10
LONGEST_SHOWN = 8

REQUIRES = "requires"

Node: TypeAlias = tuple[str, str, str]
"""("at", feature, variant), or one of a feature's two ends, ("out", feature, "") and ("in", feature, "")."""

REST: Node = ("all", "", "")
"""Everything that does not come after all itself."""

Place: TypeAlias = tuple[str, int]
"""The list of the project in which something stands, and where in it."""


@attrs.frozen
class Arc:
    """One member that waits for another, or for all (None), where that is written, and in which word."""

    place: Place
    member: Member
    waits_for: Member | None
    verb: str


def order_problems(scope: Scope) -> list[Problem]:
    """Check that nothing waits for itself and that the order of work does not run in a circle."""
    known = {feature.name for feature in scope.features}
    problems: list[Problem] = []
    arcs: list[Arc] = []
    between: dict[str | None, list[str | None]] = {}
    for arc, ordered in _arcs(scope):
        feature, needed = feature_of(arc.member), None if arc.waits_for is None else feature_of(arc.waits_for)
        if feature == needed:
            problems.append(Problem(_place(arc.place), f"feature {show(feature)} {arc.verb} itself"))
        elif ordered and feature in known and (needed is None or needed in known):
            arcs.append(arc)
            between.setdefault(feature, []).append(needed)
    if None in {arc.waits_for for arc in arcs}:
        last = _last(arcs)
        between[None] = [feature.name for feature in scope.features if not _comes_last(feature, last)]
    # No circle of features, no circle of variants; and the first is quicker to see.
    return problems + _circle_problems(scope, arcs) if circle(between) else problems


def _arcs(scope: Scope) -> Iterator[tuple[Arc, bool]]:
    for place, feature in enumerate(scope.features):
        for member in feature.requires:
            yield Arc(("features", place), feature.name, member, REQUIRES), True
    for place, rule in enumerate(scope.rules):
        if isinstance(rule, Requires):
            yield Arc(("rules", place), rule.feature, rule.needs, REQUIRES), rule.ordered
        elif isinstance(rule, After):
            earlier = None if rule.earlier is ALL else rule.earlier
            yield Arc(("rules", place), rule.feature, earlier, "comes after"), True


def _last(arcs: list[Arc]) -> set[Member]:
    return {arc.member for arc in arcs if arc.waits_for is None}


def _comes_last(feature: Feature, last: set[Member]) -> bool:
    return feature.name in last or all((feature.name, variant.name) in last for variant in feature)


def _place(place: Place) -> str:
    kind, at = place
    return f"rules[{at}]" if kind == "rules" else f"features[{at}].requires"


def _circle_problems(scope: Scope, arcs: list[Arc]) -> list[Problem]:
    """
    Return a problem for each circle, taking the nodes of one away before the next is looked for.

    Circles are looked for between variants: that full A needs B and simple A is needed by B is no circle, because only
    one of the two is built. A requirement of a whole feature holds for each of its variants, so it leaves from the
    feature's out end and enters at the in end; that keeps the graph as small as the list of requirements. What comes
    after all leads to one node for all that does not itself.
    """
    graph: dict[Node, list[Node]] = {}
    by_ends: dict[tuple[str, str | None], Arc] = {}
    for arc in arcs:
        earlier = None if arc.waits_for is None else feature_of(arc.waits_for)
        by_ends.setdefault((feature_of(arc.member), earlier), arc)
        end = REST if arc.waits_for is None else _node("in", arc.waits_for)
        graph.setdefault(_node("out", arc.member), []).append(end)
    last = _last(arcs)
    if last:
        graph[REST] = [node for feature in scope.features for node in _not_last(feature, last)]
    for name in dict.fromkeys(feature_of(arc.member) for arc in arcs):
        nodes: list[Node] = [("at", name, variant.name) for variant in scope[name]]
        graph.setdefault(("in", name, ""), []).extend(nodes)
        for node in nodes:
            graph.setdefault(node, []).append(("out", name, ""))
    order = {feature.name: place for place, feature in enumerate(scope.features)}
    problems: list[Problem] = []
    while len(problems) < MOST_CIRCLES and (found := circle(graph)):
        names, texts = _described(found[:-1])
        first = names.index(min(names, key=order.__getitem__))
        names, texts = [*names[first:], *names[:first]], [*texts[first:], *texts[:first]]
        ends = zip(names, [*names[1:], names[0]], strict=True)
        steps = [by_ends.get((later, earlier)) or by_ends[later, None] for later, earlier in ends]
        problems.append(Problem(_place(steps[0].place), _sentence(texts, [step.verb for step in steps])))
        for node in set(found):
            del graph[node]
    return problems


def _not_last(feature: Feature, last: set[Member]) -> list[Node]:
    if feature.name in last:
        return []
    return [("at", feature.name, v.name) for v in feature if (feature.name, v.name) not in last]


def _node(end: str, member: Member) -> Node:
    return (end, member, "") if isinstance(member, str) else ("at", *member)


def _described(nodes: tuple[Node, ...]) -> tuple[list[str], list[str]]:
    """Return the features of a circle, and each as a sentence names it, with its variant where that matters."""
    names, texts = [], []
    for place, (kind, feature, variant) in enumerate(nodes):
        if kind == "at":
            whole = nodes[place - 1][0] in ("in", "all") and nodes[(place + 1) % len(nodes)][0] == "out"
            names.append(feature)
            texts.append(show(feature) if whole else f"{show(feature)} in variant {show(variant)}")
    return names, texts


def _sentence(texts: list[str], verbs: list[str]) -> str:
    if len(texts) > LONGEST_SHOWN:
        left_out = len(texts) - LONGEST_SHOWN + 1
        texts = [*texts[: LONGEST_SHOWN - 2], f"({left_out} more)", texts[-1]]
        verbs = [*verbs[: LONGEST_SHOWN - 1], verbs[-1]]
    what = "ordered requirements run" if {*verbs} == {REQUIRES} else "the order of work runs"
    steps = [f"{text} {verb}" for text, verb in zip(texts, verbs, strict=True)]
    return f"{what} in a circle: {' '.join([*steps, texts[0]])}"
