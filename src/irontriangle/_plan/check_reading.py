"""Read a plan that may hold anything, and keep what makes sense of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import attrs

from irontriangle._model.feature import Feature, Variant
from irontriangle._model.members import feature_of
from irontriangle._model.problems import show
from irontriangle._model.project import Project
from irontriangle._model.rules import ALL, After, Requires
from irontriangle._model.timeline import Sprints, Timeline
from irontriangle._plan.check_calendar import Calendar, Days
from irontriangle._plan.check_exact import Exact, fraction
from irontriangle._plan.plan import Answer, Plan, Question
from irontriangle._plan.schedule import Schedule, ScheduledTask
from irontriangle._plan.violation import Violation

OBJECTIVES = ("value", "tiers", "cost", "finish")


@attrs.define(eq=False)
class Reading:
    """What a plan says, as far as it can be understood, and what cannot be."""

    project: Project
    question: Question
    answer: Answer
    exact: Exact
    days: Days | None
    """The working days, where there are dates."""
    calendar: Calendar | None
    """The same with its people, where there is a `Timeline`."""
    features: dict[str, Feature]
    chosen: dict[str, Variant]
    tasks: list[ScheduledTask]
    problems: list[Violation]
    ends: dict[str, int] = attrs.field(factory=dict)
    """The tick, or sprint, before which each chosen feature is finished; from the dates on."""

    def has(self, member: str | tuple[str, str]) -> bool:
        """Whether a member, a feature or one variant of it, is built."""
        if isinstance(member, str):
            return member in self.chosen
        return member[0] in self.chosen and self.chosen[member[0]].name == member[1]

    @property
    def finish_tick(self) -> int:
        """The tick, or sprint, before which all is finished; 0 for nothing."""
        return max(self.ends.values(), default=0)

    @property
    def finish_days(self) -> int:
        """The working days until the finish."""
        if isinstance(self.project.timeline, Sprints):
            return self.finish_tick * int(self.project.timeline.length)
        return -(-self.finish_tick // int(self.calendar.timeline.ticks_per_day)) if self.calendar else 0

    @property
    def finish(self) -> date | None:
        """The last working day on which anything is at work or waiting."""
        return self.days.on(self.finish_days - 1) if self.days and self.finish_days else None

    def requirements(self) -> list[tuple[str, Requires]]:
        """Return every requirement, a feature's own included, with its place in the project."""
        found = [
            (f"features[{place}].requires", Requires(feature.name, needs))
            for place, feature in enumerate(self.project.scope.features)
            for needs in feature.requires
        ]
        rules = enumerate(self.project.scope.rules)
        return found + [(f"rules[{place}]", rule) for place, rule in rules if isinstance(rule, Requires)]

    def orders(self) -> Iterator[tuple[str, str, str, int]]:
        """Yield what comes after what among all that is built: the place, later, earlier, and the lag."""
        for where, rule in self.requirements():
            if rule.ordered and self.has(rule.feature) and self.has(rule.needs):
                yield where, feature_of(rule.feature), feature_of(rule.needs), int(rule.lag)
        found = [(place, rule) for place, rule in enumerate(self.project.scope.rules) if isinstance(rule, After)]
        built = [(place, after) for place, after in found if self.has(after.feature)]
        last = {feature_of(after.feature) for _, after in built if after.earlier is ALL}
        for place, after in built:
            if after.earlier is ALL:
                earlier = [name for name in self.chosen if name not in last]
            else:
                earlier = [feature_of(after.earlier)] if self.has(after.earlier) else []
            for name in earlier:
                yield f"rules[{place}]", feature_of(after.feature), name, int(after.lag)


def read(plan: Plan) -> Reading | list[Violation]:
    """Return what a plan says, or why nothing can be made of it."""
    wrong = [
        _not_a(kind, name, getattr(plan, name))
        for name, kind in (("project", Project), ("question", Question), ("answer", Answer))
        if not isinstance(getattr(plan, name), kind)
    ]
    if not wrong:
        wrong = list(_misread(plan.question))
    if wrong or plan.answer is None:
        return wrong
    timeline = plan.project.timeline
    calendar = Calendar(timeline) if isinstance(timeline, Timeline) else None
    features = {feature.name: feature for feature in plan.project.scope.features}
    problems: list[Violation] = []
    return Reading(
        project=plan.project,
        question=plan.question,
        answer=plan.answer,
        exact=Exact(plan.project),
        days=Days(timeline.start) if isinstance(timeline, Sprints) else calendar,
        calendar=calendar,
        features=features,
        chosen=_chosen(plan.answer.selection, features, problems),
        tasks=_tasks(plan.answer.schedule, problems),
        problems=problems,
    )


def _misread(question: Question) -> Iterator[Violation]:
    if question.objective not in OBJECTIVES:
        message = f"must be one of {OBJECTIVES}, is {show(question.objective)}"
        yield Violation("type", "question.objective", message)
    if question.value_at_least is not None and fraction(question.value_at_least) is None:
        message = f"must be a number or None, is {show(question.value_at_least)}"
        yield Violation("type", "question.value_at_least", message)


def _not_a(kind: type, where: str, what: Any) -> Violation:
    return Violation("type", where, f"must be a {kind.__name__}, is {show(what)}")


def _chosen(selection: Any, features: dict[str, Feature], problems: list[Violation]) -> dict[str, Variant]:
    if not isinstance(selection, Mapping):
        problems.append(Violation("type", "selection", f"must map features to variants, is {show(selection)}"))
        return {}
    chosen = {}
    for name, variant in selection.items():
        feature = features.get(name) if isinstance(name, str) else None
        known = {} if feature is None else {variant.name: variant for variant in feature.variants}
        if feature is None:
            problems.append(Violation("unknown", "selection", f"there is no feature {show(name)}"))
        elif not isinstance(variant, str) or variant not in known:
            problems.append(Violation("unknown", f"selection[{name!r}]", f"there is no variant {show(variant)}"))
        else:
            chosen[feature.name] = known[variant]
    return chosen


def _tasks(schedule: Any, problems: list[Violation]) -> list[ScheduledTask]:
    if not isinstance(schedule, Schedule) or not isinstance(schedule.tasks, tuple):
        problems.append(_not_a(Schedule, "schedule", schedule))
        return []
    tasks = []
    for place, task in enumerate(schedule.tasks):
        if not isinstance(task, ScheduledTask):
            problems.append(_not_a(ScheduledTask, f"schedule[{place}]", task))
        elif not all(type(tick) is int for tick in (task.start, task.end)):
            message = f"start and end must be whole ticks, are {show(task.start)} and {show(task.end)}"
            problems.append(Violation("type", f"schedule[{place}]", message))
        else:
            tasks.append(task)
    return tasks
