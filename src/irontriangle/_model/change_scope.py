"""Changes to what could be built, and to the relations between features."""

from __future__ import annotations

import attrs

from irontriangle._model.amounts import to_name
from irontriangle._model.draft import Draft, refuse
from irontriangle._model.feature import Feature, Variant
from irontriangle._model.priority import Priority, priority_problem, to_priority
from irontriangle._model.problems import name_problem, raise_problems, show
from irontriangle._model.rules import RULES, Rule
from irontriangle.errors import Problem


@attrs.frozen(cache_hash=True)
class AddFeature:
    """
    Add a feature at the end of the scope.

    Parameters
    ----------
    feature
        A `Feature` of a new name.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> len(feature_abc().apply(AddFeature(Feature("chat", Variant(value=5)))).scope)
    3
    """

    feature: Feature

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.feature, Feature):
            message = f"feature must be a Feature, got {show(self.feature)}"
            raise_problems("AddFeature", [Problem("", message, field="feature")])

    def apply_to(self, draft: Draft) -> None:
        """Make the change in a project that is taken apart."""
        if self.feature.name in draft.features:
            refuse(f"feature {show(self.feature.name)} is there already")
        draft.features[self.feature.name] = self.feature


@attrs.frozen(cache_hash=True)
class DropFeature:
    """
    Take a feature out of the scope; nothing that stays may name it.

    Parameters
    ----------
    name
        The feature's name.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> "XYZ" in feature_abc().apply(DropFeature("XYZ")).scope
    False
    """

    name: str = attrs.field(converter=to_name)

    def __attrs_post_init__(self) -> None:
        raise_problems("DropFeature", name_problem("name", self.name))

    def apply_to(self, draft: Draft) -> None:
        """Make the change in a project that is taken apart."""
        del draft.features[draft.feature(self.name).name]


@attrs.frozen(cache_hash=True)
class SetVariant:
    """
    Replace the variant of the same name, or add a new one at the end.

    Parameters
    ----------
    feature
        The feature's name.
    variant
        The new `Variant`.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> change = SetVariant("ABC", Variant("full", value=90, effort={"dev": 15, "design": 10}))
    >>> feature_abc().apply(change).work_of("ABC")
    {'dev': 15, 'design': 10}
    """

    feature: str = attrs.field(converter=to_name)
    variant: Variant

    def __attrs_post_init__(self) -> None:
        problems = name_problem("feature", self.feature, field="feature")
        if not isinstance(self.variant, Variant):
            problems.append(Problem("", f"variant must be a Variant, got {show(self.variant)}", field="variant"))
        raise_problems("SetVariant", problems)

    def apply_to(self, draft: Draft) -> None:
        """Make the change in a project that is taken apart."""
        feature = draft.feature(self.feature)
        variants = {variant.name: variant for variant in feature}
        variants[self.variant.name] = self.variant
        draft.features[self.feature] = attrs.evolve(feature, variants=tuple(variants.values()))


@attrs.frozen(cache_hash=True)
class SetPriority:
    """
    Give a feature another priority.

    Parameters
    ----------
    feature
        The feature's name.
    priority
        A `Priority`, or a tier's number.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> feature_abc().apply(SetPriority("XYZ", Priority.MUST)).scope["XYZ"].priority
    Priority.MUST
    """

    feature: str = attrs.field(converter=to_name)
    priority: Priority = attrs.field(converter=to_priority)

    def __attrs_post_init__(self) -> None:
        problems = name_problem("feature", self.feature, field="feature")
        raise_problems("SetPriority", [*problems, *priority_problem("priority", self.priority)])

    def apply_to(self, draft: Draft) -> None:
        """Make the change in a project that is taken apart."""
        draft.features[self.feature] = attrs.evolve(draft.feature(self.feature), priority=self.priority)


@attrs.frozen(cache_hash=True)
class AddRule:
    """
    Add a rule at the end.

    Parameters
    ----------
    rule
        Any rule.

    Examples
    --------
    >>> from irontriangle import Decided
    >>> from irontriangle.examples import feature_abc
    >>> feature_abc().apply(AddRule(Decided("ABC", "full"))).scope.rules
    (Decided(feature='ABC', variant='full'),)
    """

    rule: Rule

    def __attrs_post_init__(self) -> None:
        _check_rule(self)

    def apply_to(self, draft: Draft) -> None:
        """Make the change in a project that is taken apart."""
        draft.rules.append(self.rule)


@attrs.frozen(cache_hash=True)
class DropRule:
    """
    Take a rule away, and every one that is equal to it.

    What a feature itself requires is no rule of the scope and stays.

    Parameters
    ----------
    rule
        A rule that is equal to the one meant.

    Examples
    --------
    >>> from irontriangle import Decided
    >>> from irontriangle.examples import feature_abc
    >>> decided = feature_abc().apply(AddRule(Decided("ABC", "full")))
    >>> decided.apply(DropRule(Decided("ABC", "full"))).scope.rules
    ()
    """

    rule: Rule

    def __attrs_post_init__(self) -> None:
        _check_rule(self)

    def apply_to(self, draft: Draft) -> None:
        """Make the change in a project that is taken apart."""
        if self.rule not in draft.rules:
            refuse(f"the scope has no such rule: {show(self.rule)}")
        draft.rules = [rule for rule in draft.rules if rule != self.rule]


def _check_rule(change: AddRule | DropRule) -> None:
    if not isinstance(change.rule, RULES):
        kinds = ", ".join(kind.__name__ for kind in RULES)
        message = f"rule must be a rule ({kinds}), got {show(change.rule)}"
        raise_problems(type(change).__name__, [Problem("", message, field="rule")])
