from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irontriangle._model.check_order import MOST_CIRCLES
from irontriangle._model.feature import Feature, Variant
from irontriangle._model.project import Project
from irontriangle._model.rules import Requires, RequiresAny
from irontriangle._model.scope import Scope

from .values import refused

VARIANTS = ("full", "simple")
members = st.sampled_from("abcd") | st.tuples(st.sampled_from("abcd"), st.sampled_from(VARIANTS))


def chain(length, *, closed):
    names = [f"f{number}" for number in range(length)]
    after = {name: [before] for before, name in pairwise(names)}
    if closed:
        after[names[0]] = [names[-1]]
    return [Feature(name, Variant(), requires=after.get(name, ())) for name in names]


def letters(rules):
    features = [Feature(name, [Variant(variant) for variant in VARIANTS]) for name in "abcd"]
    return Scope(features, rules=rules)


@pytest.mark.parametrize("order", [1, -1])
def test_long_chains_are_fine(order):
    assert len(Project(Scope(chain(10_000, closed=False)[::order])).scope) == 10_000


@pytest.mark.parametrize(
    ("order", "circle"),
    [
        (1, ["f0", "f9999", "f9998", "f9997", "f9996", "f9995", "f1", "f0"]),
        (-1, ["f9999", "f9998", "f9997", "f9996", "f9995", "f9994", "f0", "f9999"]),
    ],
)
def test_long_circles_are_cut_short(order, circle):
    (message,) = refused(Project, Scope(chain(10_000, closed=True)[::order]))
    texts = [*(f"'{name}'" for name in circle[:6]), "(9993 more)", *(f"'{name}'" for name in circle[6:])]
    assert message == f"features[0].requires: ordered requirements run in a circle: {' requires '.join(texts)}"


def test_circles_are_named_in_full():
    features = [
        Feature("a", Variant(), requires=["b"]),
        Feature("b", Variant(), requires=["free", "c"]),
        Feature("c", Variant()),
        Feature("free", Variant()),
    ]
    assert refused(Project, Scope(features, rules=[Requires("c", "a", lag=3)])) == [
        "features[0].requires: ordered requirements run in a circle: 'a' requires 'b' requires 'c' requires 'a'"
    ]


def test_each_circle_is_named():
    scope = Scope(
        [
            Feature("a", Variant(), requires=["b"]),
            Feature("b", Variant(), requires=["a"]),
            Feature("c", Variant(), requires=["a"]),
            Feature("d", Variant()),
        ],
        rules=[Requires("c", "d"), Requires("d", ("c", "full"))],
    )
    assert refused(Project, scope) == [
        "features[0].requires: ordered requirements run in a circle: 'a' requires 'b' requires 'a'",
        "rules[0]: ordered requirements run in a circle: 'c' in variant 'full' requires 'd' requires 'c' in variant "
        "'full'",
    ]


def test_very_many_circles_are_not_all_named():
    pairs = [
        Feature(f"{number}{side}", Variant(), requires=[f"{number}{other}"])
        for number in range(1_000)
        for side, other in ("ab", "ba")
    ]
    assert len(refused(Project, Scope(pairs))) == MOST_CIRCLES


@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("needs", ["a", ("a", "full"), ("a", "simple")])
@pytest.mark.parametrize("feature", ["a", ("a", "full")])
def test_nothing_requires_itself(feature, needs, ordered):
    message = "rules[0]: feature 'a' requires itself"
    assert refused(Project, letters([Requires(feature, needs, ordered=ordered)])) == [message]


def test_logic_may_run_in_circles():
    rules = [Requires("a", "b"), Requires("b", "a", ordered=False), RequiresAny("c", ["d"]), RequiresAny("d", ["c"])]
    assert Project(letters(rules))


def test_variants_that_are_not_built_together_close_no_circle():
    assert Project(letters([Requires(("a", "full"), "b"), Requires("b", ("a", "simple"))]))


def test_a_circle_of_variants_is_named_with_them():
    rules = [Requires(("a", "full"), ("b", "simple")), Requires(("b", "simple"), "a")]
    assert refused(Project, letters(rules)) == [
        "rules[0]: ordered requirements run in a circle: 'a' in variant 'full' requires 'b' in variant 'simple' "
        "requires 'a' in variant 'full'"
    ]


@given(st.lists(st.tuples(members, members), max_size=6))
def test_circles_are_those_between_variants(pairs):
    pairs = [(member, needs) for member, needs in pairs if member[0] != needs[0]]
    reach = {
        (one, other)
        for member, needs in pairs
        for one, other in product(*([(m, v) for v in VARIANTS] if isinstance(m, str) else [m] for m in (member, needs)))
    }
    nodes = list(product("abcd", VARIANTS))
    for middle, one, other in product(nodes, repeat=3):
        if (one, middle) in reach and (middle, other) in reach:
            reach.add((one, other))
    scope = letters([Requires(*pair) for pair in pairs])
    if any((node, node) in reach for node in nodes):
        assert all("run in a circle" in message for message in refused(Project, scope))
    else:
        assert Project(scope)


def test_unknown_members_close_no_circle():
    assert refused(Project, letters([Requires("a", "x"), Requires("x", "a"), Requires(("a", "y"), "b")])) == [
        "rules[0]: Requires names unknown feature 'x'",
        "rules[1]: Requires names unknown feature 'x'",
        "rules[2]: Requires names unknown variant 'y' of feature 'a'",
    ]
