"""Explanations of generated projects: every least change, and every 'no amount', by enumeration."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import product

import attrs
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

import irontriangle as it
from irontriangle import FlipKind
from tests.engines.families import DAYS, WHOLE, small

SMALL = {"max_features": 3, "max_variants": 2, "max_rules": 2, "values": WHOLE, "costs": WHOLE, "efforts": DAYS}
TOTALS = small(dated=False, **SMALL)
slow_to_draw = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
)


@cache
def value(project):
    plan = it.optimize(project, engine="enumerate")
    return Fraction(str(plan.value)) if plan.found else None


class Oracle:
    """What an explanation says, asked of enumeration."""

    def __init__(self, found):
        self.found = found
        self.project = found.plan.project.apply(*found.undo)
        self.today = value(self.project)

    def wins(self, *changes):
        """Tell whether the contrary is in some best plan, worth no less than today's where limits change."""
        changed = self.project.apply(*changes)
        feature, asked = self.found.feature, self.found.asked
        if self.found.insist:
            forced = it.AddRule(it.Decided(feature, asked))
        else:
            forced = it.AddRule(it.AtMost([(feature, asked)], 0))
        best, worth = value(changed), value(changed.apply(forced))
        if worth is None:
            return False
        in_scope = any(isinstance(change, it.SetVariant) for change in changes)
        return worth >= (best if in_scope else max(best, self.today))

    def flips(self, *kinds):
        return [flip for flip in self.found.flips if flip.kind in kinds]


def explained(data, project, **arguments):
    """Return the oracle of one explanation."""
    plan = it.optimize(project)
    assume(plan.found)
    feature = data.draw(st.sampled_from(list(project.scope)))
    variant = data.draw(st.none() | st.sampled_from([one.name for one in feature]))
    found = it.explain(plan, feature.name, variant, **arguments)
    note(repr(found.flips))
    assert found.proven
    assert str(found)
    for flip in found.flips:
        if flip.found:
            assert it.optimize(found.plan.project.apply(*found.undo, *flip.changes)).value == flip.plan.value
    return Oracle(found)


def funds(project):
    return [None] if not isinstance(project.budget.limit, it.FrozenMap) else list(project.budget.funds)


def most_money(project):
    costs = [project.cost_of(one.name, variant.name) for one in project.scope for variant in one]
    bundles = [rule for rule in project.scope.rules if isinstance(rule, it.Bundle)]
    paid = [rule.cost.values() if isinstance(rule.cost, it.FrozenMap) else [rule.cost] for rule in bundles]
    return int(sum(costs) + sum(abs(amount) for amounts in paid for amount in amounts)) + 2


def most_work(project, role):
    return sum(project.work_of(one.name, variant.name).get(role, 0) for one in project.scope for variant in one)


@slow_to_draw
@given(st.data(), TOTALS)
def test_regret_is_what_the_contrary_loses(data, project):
    oracle = explained(data, project)
    found = oracle.found
    assert found.best.value == oracle.today
    if found.asked is not None:
        rule = it.Decided(found.feature, found.asked) if found.insist else it.AtMost([(found.feature, found.asked)], 0)
    else:
        rule = it.Decided(found.feature)
    worth = value(oracle.project.apply(it.AddRule(rule)))
    assert (found.regret is None) == (worth is None)
    assert found.regret is None or Fraction(str(found.regret)) == oracle.today - worth
    assert bool(found.flips) or found.regret == 0 or not found.insist


@slow_to_draw
@given(st.data(), TOTALS)
def test_least_money_and_days(data, project):
    """Whole amounts are enough: all costs and work are whole."""
    oracle = explained(data, project)
    assume(oracle.found.flips and oracle.found.asked and oracle.found.insist)
    axes = {}
    if project.budget.limit is not None:
        for fund in funds(project):
            axes[FlipKind.MONEY, fund] = [it.ChangeBudget(by, fund) for by in range(1, most_money(project))]
    if project.timeline is not None:
        for role in project.timeline:
            enough = int(most_work(project, role)) + 2
            axes[FlipKind.TIME, role] = [it.ChangeCapacity(role, by) for by in range(1, enough)]
    listed = {(flip.kind, flip.names): flip for flip in oracle.flips(FlipKind.MONEY, FlipKind.TIME)}
    for (kind, name), changes in axes.items():
        flip = listed.get((kind, (name,) if name and not (kind is FlipKind.MONEY and len(funds(project)) == 1) else ()))
        if flip is None:  # nothing in the scope takes any
            assert not any(oracle.wins(change) for change in changes)
            continue
        assert flip.proven
        wins = next((change for change in changes if oracle.wins(change)), None)
        assert (wins is None) == (not flip.found)
        if wins is not None:
            assert wins.by - 1 < flip.changes[0].by <= wins.by  # limits may be broken where costs are whole


@st.composite
def tight(draw):
    """Draw a project whose money and people suffice for all but one of its features, or for fewer."""
    number = st.integers(1, 6)
    effort = st.fixed_dictionaries({"dev": st.integers(1, 4)})
    variants = st.builds(it.Variant, value=number, cost=number, effort=effort)
    features = [it.Feature(name, draw(variants)) for name in "abc"[: draw(st.integers(2, 3))]]
    rules = draw(
        st.lists(
            st.sampled_from([it.Requires("a", "b"), it.Excludes(["a", "b"]), it.AtMost(["a", "b"], 1)]), max_size=1
        )
    )
    costs, days = (
        [getter(one.original) for one in features] for getter in (lambda v: v.cost, lambda v: v.effort["dev"])
    )
    money, people = (draw(st.integers(0, sum(amounts) - min(amounts))) for amounts in (costs, days))
    return it.Project(it.Scope(features, rules=rules), it.Budget(money), it.Capacity({"dev": people}))


@settings(slow_to_draw, max_examples=15)
@given(st.data(), tight() | small(dated=False, **{**SMALL, "max_roles": 1, "max_funds": 1}))
def test_least_pairs(data, project):
    assume(isinstance(project.timeline, it.Capacity) and isinstance(project.budget.limit, int))
    oracle = explained(data, project)
    (role,) = project.timeline
    flips = oracle.flips(FlipKind.MONEY_AND_TIME)
    assume(flips and oracle.found.asked and oracle.found.insist)
    days = range(min(14, int(most_work(project, role)) + 2))
    winning = {
        (money, more)
        for money, more in product(range(min(60, most_money(project))), days)
        if oracle.wins(it.ChangeBudget(money), it.ChangeCapacity(role, more))
    }
    minimal = {
        point
        for point in winning
        if not any(other != point and other[0] <= point[0] and other[1] <= point[1] for other in winning)
    }
    told = set()
    for flip in flips:
        if flip.found:
            by = {type(change): change.by for change in flip.changes}
            told.add((by.get(it.ChangeBudget, 0), -(-Fraction(str(by.get(it.ChangeCapacity, 0))) // 1)))
    assert told == minimal


def before(flip):
    """Values on the way to that of a flip, where values also decide on quality: the last just short of it."""
    now, after = Fraction(str(flip.before)), Fraction(str(flip.after))
    shares = (Fraction(1, 3), Fraction(2, 3), 1 - Fraction(1, 100) / max(1, abs(after - now)))
    return [now + (after - now) * share for share in shares]


@slow_to_draw
@given(st.data(), TOTALS)
def test_least_value(data, project):
    oracle = explained(data, project)
    found = oracle.found
    (flip,) = oracle.flips(FlipKind.VALUE) or [None]
    assume(flip is not None and flip.proven and found.asked)
    stated = project.scope[found.feature][found.asked]
    if not flip.found:
        tried = range(200, 0, -40) if found.insist else [0]
        if not isinstance(stated.value, it.FrozenMap):
            for worth in tried:
                assert not oracle.wins(it.SetVariant(found.feature, attrs.evolve(stated, value=worth)))
        return
    assert oracle.wins(*flip.changes)
    if not isinstance(stated.value, it.FrozenMap):
        for worth in before(flip):
            assert not oracle.wins(it.SetVariant(found.feature, attrs.evolve(stated, value=worth)))


@slow_to_draw
@given(st.data(), TOTALS)
def test_least_effort_and_cost(data, project):
    oracle = explained(data, project)
    found = oracle.found
    assume(found.asked and found.insist)
    stated = project.scope[found.feature][found.asked]
    for flip in oracle.flips(FlipKind.EFFORT):
        (role,) = flip.names

        def taking(days, role=role):
            return it.SetVariant(found.feature, attrs.evolve(stated, effort={**stated.effort, role: days}))

        days = range(-(-Fraction(str(flip.before)) // 1) - 1, -1, -1)
        assert next((day for day in days if oracle.wins(taking(day))), None) == (flip.after if flip.found else None)
    for flip in oracle.flips(FlipKind.COST):

        def costing(amount, names=flip.names):
            cost = {**stated.cost, names[0]: amount} if isinstance(stated.cost, it.FrozenMap) and names else amount
            return it.SetVariant(found.feature, attrs.evolve(stated, cost=cost))

        if isinstance(stated.cost, it.FrozenMap) and not flip.names:
            continue
        amounts = range(int(flip.before), -1, -1)
        wins = next((amount for amount in amounts if oracle.wins(costing(amount))), None)
        assert (wins is None) == (not flip.found)
        assert wins is None or wins <= flip.after < wins + 1


@slow_to_draw
@given(st.data(), TOTALS)
def test_least_of_any_variant(data, project):
    """A feature that is out may come in any variant: of no variant does less have to change."""
    oracle = explained(data, project)
    found = oracle.found
    assume(found.asked is None and found.flips)
    feature = project.scope[found.feature]

    def wins(variant, **figures):
        return oracle.wins(it.SetVariant(feature.name, attrs.evolve(variant, **figures)))

    (flip,) = oracle.flips(FlipKind.VALUE)
    plain = [one for one in feature if not isinstance(one.value, it.FrozenMap)]
    if flip.found:
        assert oracle.wins(*flip.changes)
    if flip.proven:
        more = Fraction(str(flip.after)) - Fraction(str(flip.before)) - Fraction(1, 100) if flip.found else 200
        assert not any(wins(one, value=Fraction(str(one.value)) + max(more, 0)) for one in plain)
    for flip in oracle.flips(FlipKind.EFFORT):
        (role,) = flip.names
        less = Fraction(str(flip.before)) - Fraction(str(flip.after)) if flip.found else 10**6
        assert not flip.found or oracle.wins(*flip.changes)
        for one in feature:
            now = Fraction(str(one.effort.get(role, 0)))
            for days in range(-(-now // 1)):
                assert now - days >= less or not wins(one, effort={**one.effort, role: days})


@slow_to_draw
@given(st.data(), TOTALS)
def test_values_of_others(data, project):
    oracle = explained(data, project)
    found = oracle.found
    assume(found.regret and project.scope.goals is None)
    told = {flip.names: flip for flip in oracle.flips(FlipKind.OTHER_VALUE)}
    for other in project.scope:
        for variant in other:
            if other.name == found.feature:
                continue

            def wins(worth, other=other, variant=variant):
                return oracle.wins(it.SetVariant(other.name, attrs.evolve(variant, value=worth)))

            flip = told.get((other.name, variant.name))
            if flip is not None and not flip.proven:
                assert project.quality
            elif flip is None:
                if project.quality:
                    continue
                assert not any(wins(worth) for worth in (0, variant.value / 2, variant.value + 5, 100))
            else:
                assert wins(flip.after)
                assert not any(map(wins, before(flip)))
