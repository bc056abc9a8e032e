"""Whether everything that is required before something else can come before it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from irontriangle._model.circles import circle
from irontriangle._model.members import Member, feature_of
from irontriangle._model.problems import show
from irontriangle._model.rules import Requires
from irontriangle.errors import Problem

if TYPE_CHECKING:
    from irontriangle._model.scope import Scope

MOST_CIRCLES = 10
LONGEST_SHOWN = 8

Node: TypeAlias = tuple[str, str, str]
"""("at", feature, variant), or one of a feature's two ends, ("out", feature, "") and ("in", feature, "")."""


Place: TypeAlias = tuple[str, int]
"""The list of the project in which something stands, and where in it."""

Arc: TypeAlias = tuple[Place, Member, Member]


def order_problems(scope: Scope) -> list[Problem]:
    """Check that nothing requires itself and that ordered requirements do not run in a circle."""
    known = {feature.name for feature in scope.features}
    problems: list[Problem] = []
    arcs: list[Arc] = []
    between: dict[str, list[str]] = {}
    for place, member, needs, ordered in _requirements(scope):
        feature, needed = feature_of(member), feature_of(needs)
        if feature == needed:
            problems.append(Problem(_place(place), f"feature {show(feature)} requires itself"))
        elif ordered and feature in known and needed in known:
            arcs.append((place, member, needs))
            between.setdefault(feature, []).append(needed)
    # No circle of features, no circle of variants; and the first is quicker to see.
    return problems + _circle_problems(scope, arcs) if circle(between) else problems


def _requirements(scope: Scope) -> Iterator[tuple[Place, Member, Member, bool]]:
    for place, feature in enumerate(scope.features):
        for member in feature.requires:
            yield ("features", place), feature.name, member, True
    for place, rule in enumerate(scope.rules):
        if isinstance(rule, Requires):
            yield ("rules", place), rule.feature, rule.needs, rule.ordered


def _place(place: Place) -> str:
    kind, at = place
    return f"rules[{at}]" if kind == "rules" else f"features[{at}].requires"


def _circle_problems(scope: Scope, arcs: list[Arc]) -> list[Problem]:
    """
    Return a problem for each circle, taking the nodes of one away before the next is looked for.

    Circles are looked for between variants: that full A needs B and simple A is needed by B is no circle, because only
    one of the two is built. A requirement of a whole feature holds for each of its variants, so it leaves from the
    feature's out end and enters at the in end; that keeps the graph as small as the list of requirements.
    """
    graph: dict[Node, list[Node]] = {}
    places: dict[tuple[str, str], Place] = {}
    for place, member, needs in arcs:
        places.setdefault((feature_of(member), feature_of(needs)), place)
        graph.setdefault(_node("out", member), []).append(_node("in", needs))
    for name in dict.fromkeys(feature_of(member) for _, member, _ in arcs):
        nodes: list[Node] = [("at", name, variant.name) for variant in scope[name]]
        graph.setdefault(("in", name, ""), []).extend(nodes)
        for node in nodes:
            graph.setdefault(node, []).append(("out", name, ""))
    order = {feature.name: place for place, feature in enumerate(scope.features)}
    problems: list[Problem] = []
    while len(problems) < MOST_CIRCLES and (found := circle(graph)):
        names, texts = _described(found[:-1])
        first = names.index(min(names, key=order.__getitem__))
        place = places[names[first], names[(first + 1) % len(names)]]
        problems.append(Problem(_place(place), _sentence([*texts[first:], *texts[:first]])))
        for node in set(found):
            del graph[node]
    return problems


def _node(end: str, member: Member) -> Node:
    return (end, member, "") if isinstance(member, str) else ("at", *member)


def _described(nodes: tuple[Node, ...]) -> tuple[list[str], list[str]]:
    """Return the features of a circle, and each as a sentence names it, with its variant where that matters."""
    names, texts = [], []
    for place, (kind, feature, variant) in enumerate(nodes):
        if kind == "at":
            whole = nodes[place - 1][0] == "in" and nodes[(place + 1) % len(nodes)][0] == "out"
            names.append(feature)
            texts.append(show(feature) if whole else f"{show(feature)} in variant {show(variant)}")
    return names, texts


def _sentence(texts: list[str]) -> str:
    if len(texts) > LONGEST_SHOWN:
        texts = [*texts[: LONGEST_SHOWN - 2], f"({len(texts) - LONGEST_SHOWN + 1} more)", texts[-1]]
    return f"ordered requirements run in a circle: {' requires '.join([*texts, texts[0]])}"
