"""What is left to build when a plan has been carried out."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

import attrs

from irontriangle._model import resolve
from irontriangle._model.amounts import exact
from irontriangle._model.feature import Feature
from irontriangle._model.members import Member, feature_of, is_in
from irontriangle._model.priority import WONT
from irontriangle._model.project import Project
from irontriangle._model.rules import (
    After,
    AllOrNone,
    AtLeast,
    AtMost,
    Bundle,
    Decided,
    Excludes,
    Requires,
    RequiresAny,
    Rule,
)
from irontriangle._model.scope import Goals, Scope
from irontriangle._model.timeline import Capacity, Sprints, Timeline
from irontriangle._plan.plan import Plan
from irontriangle.errors import ModelError


def next_release(project: Project, plan: Plan) -> Project | None:
    """
    Return the project of the next release: the same length and limits, and what the plan does not build.

    None if nothing is left to build, or no date to build it.

    What is built counts as done: requirements of it are met, rules speak of what is left of them, and the floors of
    goals are lowered by what has been reached.

    Examples
    --------
    >>> import irontriangle as it
    >>> project = it.examples.feature_abc()
    >>> rest = next_release(project, it.optimize(project, "tiers"))
    >>> [feature.name for feature in rest.scope], str(rest.timeline.start), str(rest.timeline.deadline)
    (['XYZ'], '2027-02-22', '2027-04-09')
    """
    left = Left(plan.selection)
    features = [left.feature(feature) for feature in project.scope if feature.name not in plan.selection]
    rules = [kept for rule in project.scope.rules for kept in left.rules(rule)]
    try:
        timeline = _timeline(project)
    except (OverflowError, ModelError):  # it would be later than the last date there is
        return None
    if not features:
        return None
    never = left.never
    features = [attrs.evolve(feature, priority=WONT) if feature.name in never else feature for feature in features]
    scope = Scope(tuple(features), rules=(*rules, *left.bans()), goals=_goals(project, plan))
    return attrs.evolve(project, scope=scope, timeline=timeline)


class State(enum.Enum):
    """What has become of a member."""

    IN = "in"
    OPEN = "open"
    NEVER = "never"


class Left:
    """Turn features and rules into what is left of them when some features are built."""

    def __init__(self, selection: Mapping[str, str]) -> None:
        self._selection = selection
        self.never: set[str] = set()
        self._banned: dict[Member, None] = {}

    def state(self, member: Member) -> State:
        if is_in(member, self._selection):
            return State.IN
        return State.NEVER if feature_of(member) in self._selection else State.OPEN

    def feature(self, feature: Feature) -> Feature:
        """Return a feature with the requirements that are still open; what can never be met bans it."""
        states = {member: self.state(member) for member in feature.requires}
        if State.NEVER in states.values():
            self._ban(feature.name)
        return attrs.evolve(feature, requires=[member for member in states if states[member] is State.OPEN])

    def bans(self) -> Iterator[Rule]:
        """Yield the rules that keep out the variants that can never be built."""
        variants = [member for member in self._banned if not isinstance(member, str)]
        if variants:
            yield AtMost(variants, 0)

    def rules(self, rule: Rule) -> Iterator[Rule]:
        """Yield what is left of a rule: itself, a smaller one, or nothing."""
        open_ones = [member for member in rule.members if self.state(member) is State.OPEN]
        n_in = sum(self.state(member) is State.IN for member in rule.members)
        if isinstance(rule, Requires):
            yield from self._needs(rule, rule.feature, [rule.needs])
        elif isinstance(rule, RequiresAny):
            yield from self._needs(rule, rule.feature, rule.needs)
        elif isinstance(rule, After):
            yield from self._after(rule, open_ones)
        elif isinstance(rule, (Excludes, AtMost)) and open_ones:
            yield AtMost(open_ones, max(0, (rule.k if isinstance(rule, AtMost) else 1) - n_in))
        elif isinstance(rule, AtLeast) and rule.k > n_in:
            yield AtLeast(open_ones, rule.k - n_in)
        elif isinstance(rule, AllOrNone) and not n_in:
            if len(open_ones) == len(rule.names):
                yield rule
            for member in open_ones if len(open_ones) < len(rule.names) else ():
                self._ban(member)
        elif isinstance(rule, Bundle) and open_ones and n_in + len(open_ones) == len(rule.names):
            yield Bundle(open_ones, value=rule.value, cost=rule.cost)
        elif isinstance(rule, Decided) and open_ones:
            yield rule

    def _after(self, rule: After, open_ones: list[Member]) -> Iterator[Rule]:
        """Yield an order that is still open; what must come before what is built cannot come any more."""
        if len(open_ones) == len(rule.members):
            yield rule
        elif self.state(rule.feature) is State.IN:
            for member in open_ones:
                self._ban(member)

    def _needs(self, rule: Rule, feature: Member, needs: Iterable[Member]) -> Iterator[Rule]:
        states = {member: self.state(member) for member in needs}
        if self.state(feature) is not State.OPEN or State.IN in states.values():
            return
        open_ones = [member for member in states if states[member] is State.OPEN]
        if not open_ones:
            self._ban(feature)
        elif isinstance(rule, RequiresAny):
            yield RequiresAny(feature, open_ones)
        else:
            yield rule

    def _ban(self, member: Member) -> None:
        self._banned[member] = None
        if isinstance(member, str):
            self.never.add(member)


def _goals(project: Project, plan: Plan) -> Goals | None:
    goals = project.scope.goals
    if goals is None:
        return None
    built = [resolve.goal_scores(project, project.scope[name][variant]) for name, variant in plan.selection.items()]
    floors = {
        goal: max(exact(0), exact(floor) - sum(scores[goal] for scores in built))
        for goal, floor in goals.floors.items()
    }
    return attrs.evolve(goals, floors=floors)


def _timeline(project: Project) -> Timeline | Sprints | Capacity | None:
    """Return the same number of working days, from the first one after the deadline on."""
    timeline = project.timeline
    if isinstance(timeline, Sprints):
        return attrs.evolve(timeline, start=timeline.date_of(timeline.working_days))
    if not isinstance(timeline, Timeline) or timeline.deadline is None or timeline.working_days is None:
        return timeline
    following = attrs.evolve(timeline, start=timeline.deadline + timedelta(days=1), deadline=None, buffer=0)
    start, end = following.date_of(0), following.date_of(timeline.working_days - 1)
    return attrs.evolve(timeline, start=start, deadline=end)
