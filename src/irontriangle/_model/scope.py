"""The product manager's side: what could be built, how it hangs together, and what the business wants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from irontriangle._model.amounts import (
    FrozenMap,
    Number,
    did_you_mean,
    items_problem,
    numbers_problem,
    raise_problems,
    show,
    to_numbers,
    to_tuple,
)
from irontriangle._model.feature import Feature
from irontriangle._model.rules import Rule, rules_problem
from irontriangle._model.shown import Shown
from irontriangle.errors import Problem


@attrs.frozen(cache_hash=True)
class Goals:
    """
    Say what the client's business wants, and how much of it there must be.

    Parameters
    ----------
    weights
        ``{goal: weight}``, numbers >= 0: a variant's value is the sum of weight x score over its goals.
    floors
        ``{goal: total}``: the least total score of all that is built.

    Examples
    --------
    >>> Goals({"engagement": 3, "sales": 5}, floors={"sales": 40})
    Goals(weights={'engagement': 3, 'sales': 5}, floors={'sales': 40})
    """

    weights: FrozenMap[str, Number] = attrs.field(converter=to_numbers)
    floors: FrozenMap[str, Number] = attrs.field(default=FrozenMap(), converter=to_numbers)

    def __attrs_post_init__(self) -> None:
        problems = [*numbers_problem("weights", self.weights), *numbers_problem("floors", self.floors)]
        raise_problems("Goals", problems)


def to_features(written: Feature | Iterable[Feature]) -> tuple[Feature, ...]:
    """Return features as a tuple, one as well as several; what is neither comes back for the check to name."""
    return (written,) if isinstance(written, Feature) else to_tuple(written)


def to_rules(written: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return rules as a tuple; what is no list comes back for the check to name."""
    return to_tuple(written)


@attrs.frozen(cache_hash=True)
class Scope(Shown):
    """
    Collect what could be built.

    It is a container of its features: ``scope["ABC"]``, ``"ABC" in scope``, ``len(scope)``, iteration. Names are
    checked against each other where the scope becomes part of a `Project`.

    Parameters
    ----------
    features
        In the order in which they are to be shown.
    rules
        Relations between features, beyond what they require themselves.
    goals
        What scores are worth; needed where a variant's value is ``{goal: score}``.

    Examples
    --------
    >>> from irontriangle import Feature, Scope, Variant
    >>> scope = Scope([Feature("ABC", Variant(value=90)), Feature("XYZ", Variant(value=50))])
    >>> [feature.name for feature in scope], "ABC" in scope, scope["XYZ"].original.value
    (['ABC', 'XYZ'], True, 50)
    """

    features: tuple[Feature, ...] = attrs.field(converter=to_features)
    rules: tuple[Rule, ...] = attrs.field(default=(), converter=to_rules, kw_only=True)
    goals: Goals | None = attrs.field(default=None, kw_only=True)
    _places: FrozenMap[str, int] = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        problems = [*items_problem("features", self.features, Feature), *rules_problem("rules", self.rules)]
        if self.goals is not None and not isinstance(self.goals, Goals):
            problems.append(Problem("", f"goals must be Goals or None, got {show(self.goals)}", field="goals"))
        raise_problems("Scope", problems)
        last_to_first = range(len(self.features) - 1, -1, -1)
        places = FrozenMap({self.features[place].name: place for place in last_to_first})
        object.__setattr__(self, "_places", places)

    def __getitem__(self, name: str) -> Feature:
        if name in self._places:
            return self.features[self._places[name]]
        raise KeyError(f"the scope has no feature {show(name)}{did_you_mean(name, self._places)}")

    def __contains__(self, item: object) -> bool:
        return item in self.features if isinstance(item, Feature) else item in self._places

    def __iter__(self) -> Iterator[Feature]:
        return iter(self.features)

    def __len__(self) -> int:
        return len(self.features)
