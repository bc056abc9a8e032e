"""Check the reasons of a backlog against the project alone, by trying everything."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

import irontriangle as it
from irontriangle import Reason, ReasonKind
from irontriangle._model.amounts import exact
from irontriangle._model.members import feature_of
from irontriangle._plan.check_dates import implied
from irontriangle._solve.enumerate import enumerate_best

LOGIC = (it.Requires, it.RequiresAny, it.Excludes, it.AllOrNone, it.AtMost)


def assert_true(project, question, answer, reason: Reason, *, complete: bool) -> None:
    """Assert that everything a reason says holds."""
    teller = Teller(project, question, answer)
    assert reason.feature not in answer.selection
    assert exact(reason.value) == teller.value_of(reason.feature, reason.variant)
    for choice in (*reason.others, *(reason.beside or ())):
        assert choice[1] in project.scope[choice[0]]
    for short in reason.shortfalls:
        assert exact(short.short) == exact(short.needed) - exact(short.left) > 0
    _CHECKS[reason.kind](teller, reason, complete)
    if reason.beside is not None:
        undone = (reason.rule,) if isinstance(reason.rule, it.Decided) else ()
        after = teller.with_(reason, *reason.beside)
        assert teller.possible(after, without=undone)
        if reason.beside:
            assert teller.value(after) - teller.value(teller.selection) == exact(reason.gain) - exact(reason.loss)
        if undone:
            assert not teller.possible(after)


class Teller:
    """Answer questions about changes of a plan by enumeration and by hand."""

    def __init__(self, project, question, answer):
        self.project, self.question, self.answer = project, question, answer
        self.selection = dict(answer.selection)

    def with_(self, reason, *choices):
        return {**self.selection, reason.feature: reason.variant, **dict(choices)}

    def possible(self, selection, *, without=()):
        """Tell whether exactly this selection keeps everything, the given rules aside."""
        scope = self.project.scope
        if any(scope[name].priority == it.WONT for name in selection):
            return False
        features = [
            feature
            if feature.name in selection or feature.priority == it.MUST
            else attrs.evolve(feature, priority=it.WONT)
            for feature in scope
        ]
        rules = [rule for rule in scope.rules if rule not in without]
        rules += [it.Decided(*choice) for choice in selection.items()]
        return self.solvable(attrs.evolve(scope, features=features, rules=rules))

    def solvable(self, scope, **parts):
        question = self.question
        return (
            enumerate_best(
                attrs.evolve(self.project, scope=scope, **parts), question.objective, question.value_at_least
            )
            is not None
        )

    def could_be(self, *members):
        """Tell whether any plan at all has these members in."""
        scope = self.project.scope
        if any(scope[feature_of(member)].priority == it.WONT for member in members):
            return False
        decided = [it.Decided(*(member if isinstance(member, tuple) else (member,))) for member in members]
        return self.solvable(attrs.evolve(scope, rules=[*scope.rules, *decided]))

    def alone(self, feature, variant):
        """Tell whether a variant can be ready in time with nothing but what is required, whatever it costs."""
        scope = self.project.scope
        rules = [rule for rule in scope.rules if isinstance(rule, (it.Requires, it.RequiresAny))]
        features = [attrs.evolve(one, priority=it.SHOULD) for one in scope]
        scope = attrs.evolve(
            scope,
            features=features,
            rules=[*rules, it.Decided(feature, variant)],
            goals=scope.goals and attrs.evolve(scope.goals, floors={}),
        )
        budget = attrs.evolve(self.project.budget, reserve=0, limit=huge(self.project.budget.limit))
        project = attrs.evolve(self.project, scope=scope, budget=budget, quality=None)
        return enumerate_best(project, self.question.objective, 0) is not None

    def value_of(self, feature, variant):
        stated, goals = self.project.scope[feature][variant].value, self.project.scope.goals
        if not isinstance(stated, Mapping):
            return exact(stated)
        return sum((exact(score) * exact(goals.weights[goal]) for goal, score in stated.items()), Fraction(0))

    def value(self, selection):
        total = sum((self.value_of(*choice) for choice in selection.items()), Fraction(0))
        return total + sum((exact(bundle.value) for bundle in self.bundles(selection)), Fraction(0))

    def bundles(self, selection):
        return [
            rule
            for rule in self.project.scope.rules
            if isinstance(rule, it.Bundle) and all(is_in(selection, name) for name in rule.names)
        ]

    def cost_of(self, feature, variant, fund):
        budget, found = self.project.budget, self.project.scope[feature][variant]
        rates = {role: budget.by_fund(rate)[fund] for role, rate in budget.rates.items()}
        return budget.by_fund(found.cost)[fund] + sum(
            (days * rates.get(role, 0) for role, days in work_of(found).items()), Fraction(0)
        )

    def used(self, key, selection):
        """Return what a selection uses of a limit, days burnt aside."""
        kind, _, name = key.partition(":")
        project = self.project
        if kind == "cost":
            fund = name or project.budget.funds[0]
            total = sum((self.cost_of(*choice, fund) for choice in selection.items()), Fraction(0))
            return total + sum((project.budget.by_fund(one.cost)[fund] for one in self.bundles(selection)), Fraction(0))
        assert kind == "role"
        variants = [project.scope[feature][variant] for feature, variant in selection.items()]
        if isinstance(project.timeline, it.Capacity):
            return sum((work_of(one).get(name, Fraction(0)) for one in variants), Fraction(0))
        ticks = sum(
            work.ticks * work.demand.get(name, 0) for one in variants for work in implied(one, project.timeline)
        )
        return Fraction(ticks, project.timeline.ticks_per_day)

    def assert_short(self, reason, *more):
        """Assert that the shortfalls are all those of the reason's variant, and of others that come with it."""
        after = self.with_(reason, *more)
        found = {}
        for key, usage in self.answer.usage.items():
            if key.startswith(("cost", "role")) and usage.limit is not None:
                needed = self.used(key, after) - self.used(key, self.selection)
                if needed > exact(usage.left):
                    found[key] = needed
        assert {short.limit for short in reason.shortfalls} == set(found)
        for short in reason.shortfalls:
            assert float(exact(short.needed)) == float(found[short.limit])
            assert float(exact(short.left)) == float(self.answer.usage[short.limit].left)

    def rules_broken(self, selection):
        """Return the rules and requirements that a selection breaks."""
        scope = self.project.scope
        needs = [it.Requires(feature.name, need) for feature in scope for need in feature.requires]
        rules = [rule for rule in scope.rules if isinstance(rule, LOGIC)]
        return [rule for rule in (*needs, *rules) if breaks(rule, selection)]


def work_of(variant):
    days = {role: exact(effort) for role, effort in variant.effort.items()}
    for task in variant.tasks:
        for role, people in task.demand.items():
            days[role] = days.get(role, Fraction(0)) + exact(task.duration) * people
    return days


def is_in(selection, member):
    return member in selection if isinstance(member, str) else selection.get(member[0]) == member[1]


def breaks(rule, selection):
    if isinstance(rule, it.Requires):
        return is_in(selection, rule.feature) and not is_in(selection, rule.needs)
    if isinstance(rule, it.RequiresAny):
        return is_in(selection, rule.feature) and not any(is_in(selection, name) for name in rule.needs)
    count = sum(is_in(selection, name) for name in rule.names)
    if isinstance(rule, it.AllOrNone):
        return 0 < count < len(rule.names)
    return count > (1 if isinstance(rule, it.Excludes) else rule.k)


def huge(limit):
    if limit is None:
        return None
    return dict.fromkeys(limit, 10**23) if isinstance(limit, Mapping) else 10**23


# ------------------------------------------------------------------------------------------------- kind by kind


def _decided(teller, reason, complete):
    if teller.project.scope[reason.feature].priority == it.WONT:
        assert not reason.others
        return
    for choice in reason.others:
        assert choice in teller.selection.items()
        assert any(isinstance(rule, it.Decided) and rule.feature == choice[0] for rule in teller.project.scope.rules)
    _excluded(teller, reason, complete)


def _needs(teller, reason, complete):
    wanted = {
        name if isinstance(name, tuple) else (name, None)
        for rule in teller.rules_broken(teller.with_(reason))
        if isinstance(rule, (it.Requires, it.RequiresAny))
        for name in ((rule.needs,) if isinstance(rule, it.Requires) else rule.needs)
    }
    assert reason.others
    for feature, variant in reason.others:
        assert (feature, variant) in wanted or (feature, None) in wanted
        assert teller.selection.get(feature) != variant
    _together(teller, reason)


def _together(teller, reason):
    """What is short is short for the variant with all that must come with it, where that is no more than is named."""
    if reason.shortfalls and not teller.rules_broken(teller.with_(reason, *reason.others)):
        teller.assert_short(reason, *reason.others)


def _excluded(teller, reason, complete):
    assert reason.rule in teller.rules_broken(teller.with_(reason))
    assert reason.others
    assert all(choice in teller.selection.items() for choice in reason.others)


def _rule(teller, reason, complete):
    after = teller.with_(reason)
    if isinstance(reason.rule, it.Bundle):
        assert reason.rule in teller.bundles(after)
        assert reason.rule.value < 0
        return
    assert reason.rule in teller.rules_broken(after)
    _together(teller, reason)


def _cannot_finish(teller, reason, complete):
    assert all(not teller.alone(reason.feature, variant.name) for variant in teller.project.scope[reason.feature])


def _short(teller, reason, complete):
    assert reason.shortfalls
    teller.assert_short(reason)
    assert not teller.rules_broken(teller.with_(reason))


def _displaces(teller, reason, complete):
    teller.assert_short(reason)
    ((feature, variant),) = reason.others
    assert teller.selection[feature] == variant
    after = teller.with_(reason)
    del after[feature]
    assert teller.possible(after)
    assert not teller.could_be((reason.feature, reason.variant), feature)
    assert teller.value(after) - teller.value(teller.selection) == exact(reason.gain) - exact(reason.loss)
    if teller.question.objective == "value":
        assert exact(reason.gain) <= exact(reason.loss)


def _no_room(teller, reason, complete):
    assert complete
    assert isinstance(teller.project.timeline, it.Timeline)
    teller.assert_short(reason)
    assert not teller.possible(teller.with_(reason))
    assert teller.alone(reason.feature, reason.variant)


def _quality(teller, reason, complete):
    teller.assert_short(reason)
    assert not teller.rules_broken(teller.with_(reason))
    assert not teller.possible(teller.with_(reason))
    before = teller.project
    assert before.quality is not None
    variants = [(before.scope[f][v], teller.value_of(f, v)) for f, v in teller.with_(reason).items()]
    assert sum(worth * (exact(one.quality) - exact(before.quality)) for one, worth in variants) < 0


def _no_gain(teller, reason, complete):
    teller.assert_short(reason)
    gain = teller.value(teller.with_(reason)) - teller.value(teller.selection)
    assert gain == exact(reason.gain) <= 0
    assert reason.rule is None or reason.rule in teller.bundles(teller.with_(reason))
    if not isinstance(teller.project.timeline, it.Timeline):
        assert reason.beside == ()


def _not_demanded(teller, reason, complete):
    assert teller.question.objective in ("cost", "finish")
    teller.assert_short(reason)


def _unproven(teller, reason, complete):
    teller.assert_short(reason)
    assert not (complete and teller.question.objective == "value")


_CHECKS = {
    ReasonKind.DECIDED: _decided,
    ReasonKind.NEEDS: _needs,
    ReasonKind.EXCLUDED: _excluded,
    ReasonKind.RULE: _rule,
    ReasonKind.CANNOT_FINISH: _cannot_finish,
    ReasonKind.SHORT: _short,
    ReasonKind.DISPLACES: _displaces,
    ReasonKind.NO_ROOM: _no_room,
    ReasonKind.QUALITY: _quality,
    ReasonKind.NO_GAIN: _no_gain,
    ReasonKind.NOT_DEMANDED: _not_demanded,
    ReasonKind.UNPROVEN: _unproven,
}
