"""What could be built: features, the ways to build each, and the work in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import attrs

from irontriangle._model.amounts import (
    MOST_PEOPLE,
    Amount,
    FrozenMap,
    Number,
    Spelling,
    amount_problem,
    did_you_mean,
    duplicates_problem,
    items_problem,
    name_problem,
    number_problem,
    numbers_problem,
    raise_problems,
    show,
    text_problem,
    to_amount,
    to_name,
    to_number,
    to_numbers,
    to_tuple,
)
from irontriangle._model.circles import circle
from irontriangle._model.dates import date_problem, to_date_or_none
from irontriangle._model.members import Member, members_problem, names_problem, to_members, to_names
from irontriangle._model.priority import SHOULD, Priority, priority_problem, to_priority
from irontriangle.errors import Problem

MOST_NAMED = 10


@attrs.frozen(cache_hash=True)
class Task:
    """
    Describe a piece of work inside a variant.

    Parameters
    ----------
    name
        Unique within its variant.
    duration
        Working days, >= 0; parts of a tick round up.
    demand
        People of each role at work at the same time, whole numbers.
    after
        Names of the variant's tasks that must be finished before this one starts.

    Raises
    ------
    ModelError
        If a field is not as described.

    Examples
    --------
    >>> Task("build", 3, demand={"dev": 2}, after=["draft"])
    Task(name='build', duration=3, demand={'dev': 2}, after=('draft',))
    """

    name: str = attrs.field(converter=to_name)
    duration: Number = attrs.field(converter=to_number)
    demand: FrozenMap[str, int] = attrs.field(default=FrozenMap(), converter=to_numbers, kw_only=True)
    after: tuple[str, ...] = attrs.field(default=(), converter=to_names, kw_only=True)

    def __attrs_post_init__(self) -> None:
        problems = [
            *name_problem("name", self.name),
            *number_problem("duration", self.duration),
            *numbers_problem("demand", self.demand, high=MOST_PEOPLE, whole=True),
            *names_problem("after", self.after),
        ]
        raise_problems(f"Task {show(self.name)}", problems)


def to_tasks(written: Iterable[Task]) -> tuple[Task, ...]:
    """Return tasks as a tuple; what is no list comes back for the check to name."""
    return to_tuple(written)


@attrs.frozen(cache_hash=True)
class Variant:
    """
    Describe one way to build a feature.

    Parameters
    ----------
    name
        Unique within its feature.
    value
        What it is worth, a number >= 0; or what it scores for each goal, ``{goal: score}``.
    cost
        Money beyond labour, >= 0; with several funds ``{fund: amount}``.
    effort
        Person-days of each role. Either this or `tasks`.
    tasks
        The work as tasks with their own order.
    quality
        How good it will be, 0 to 1.
    staffing
        Most people of each role who can share its effort; otherwise the timeline says.
    earliest
        The first date on which anybody works on it.
    due
        The last date on which it must be finished, whatever the deadline is. What is worth less from some date on is
        two variants, of which the dearer one is due.

    Raises
    ------
    ModelError
        If a field is not as described.

    Examples
    --------
    >>> Variant("simplified", value=60, effort={"dev": 15, "design": 4}).effort["dev"]
    15
    >>> Variant("full", value=float("nan"))
    Traceback (most recent call last):
    ...
    irontriangle.errors.ModelError: Variant 'full': value must be a finite number >= 0, got nan
    """

    name: str = attrs.field(default="full", converter=to_name)
    value: Amount = attrs.field(default=0, converter=to_amount, kw_only=True)
    cost: Amount = attrs.field(default=0, converter=to_amount, kw_only=True)
    effort: FrozenMap[str, Number] = attrs.field(default=FrozenMap(), converter=to_numbers, kw_only=True)
    tasks: tuple[Task, ...] = attrs.field(default=(), converter=to_tasks, kw_only=True)
    quality: Number = attrs.field(default=1, converter=to_number, kw_only=True)
    staffing: FrozenMap[str, int] = attrs.field(default=FrozenMap(), converter=to_numbers, kw_only=True)
    earliest: date | None = attrs.field(default=None, converter=to_date_or_none, kw_only=True)
    due: date | None = attrs.field(default=None, converter=to_date_or_none, kw_only=True)

    def __attrs_post_init__(self) -> None:
        problems = [
            *name_problem("name", self.name),
            *amount_problem("value", self.value),
            *amount_problem("cost", self.cost),
            *numbers_problem("effort", self.effort),
            *_tasks_problem(self.tasks),
            *number_problem("quality", self.quality, high=1),
            *numbers_problem("staffing", self.staffing, low=1, high=MOST_PEOPLE, whole=True),
            *_dates_problem(self.earliest, self.due),
        ]
        if isinstance(self.effort, FrozenMap) and isinstance(self.tasks, tuple) and self.effort and self.tasks:
            problems.append(Problem("", "either effort or tasks may be given, not both", field="tasks"))
        if problems:
            raise_problems(f"Variant {show(self.name)}", problems)


def _dates_problem(earliest: Any, due: Any) -> list[Problem]:
    dates = {field: day for field, day in (("earliest", earliest), ("due", due)) if day is not None}
    problems = [problem for field, day in dates.items() for problem in date_problem(field, day)]
    if not problems and len(dates) == 2 and due < earliest:
        problems = [Problem("", f"due must not be before earliest ({earliest}), got {due}", field="due")]
    return problems


def to_variants(written: Variant | Iterable[Variant]) -> tuple[Variant, ...]:
    """Return one variant or several as a tuple; what is neither comes back for the check to name."""
    return (written,) if isinstance(written, Variant) else to_tuple(written)


@attrs.frozen(cache_hash=True)
class Feature:
    """
    Describe something worth building, in one variant or several, of which at most one is built.

    It is a container of its variants: ``feature["simplified"]``, ``"simplified" in feature``, ``len(feature)``,
    iteration.

    Parameters
    ----------
    name
        Unique within the scope.
    variants
        One `Variant` or several; the first is the original.
    priority
        A `Priority`, or a tier's number.
    because
        Why it is worth building, for people.
    requires
        Members that must be built too, and be finished before its own work starts.

    Raises
    ------
    ModelError
        If a field is not as described.

    Examples
    --------
    >>> feature = Feature("ABC", [Variant("full", value=90), Variant("simplified", value=60)])
    >>> feature.original.value, feature["simplified"].value
    (90, 60)
    """

    name: str = attrs.field(converter=to_name)
    variants: tuple[Variant, ...] = attrs.field(converter=to_variants)
    priority: Priority = attrs.field(default=SHOULD, converter=to_priority, kw_only=True)
    because: str = attrs.field(default="", converter=to_name, kw_only=True)
    requires: tuple[Member, ...] = attrs.field(default=(), converter=to_members, kw_only=True)

    def __attrs_post_init__(self) -> None:
        problems = [
            *name_problem("name", self.name),
            *_variants_problem(self.variants),
            *priority_problem("priority", self.priority),
            *text_problem("because", self.because),
            *members_problem("requires", self.requires, least=0),
        ]
        if problems:
            raise_problems(f"Feature {show(self.name)}", problems)

    @property
    def original(self) -> Variant:
        """The variant that was wished for: the first."""
        return self.variants[0]

    def __getitem__(self, name: str) -> Variant:
        for variant in self.variants:
            if variant.name == name:
                return variant
        hint = did_you_mean(name, [variant.name for variant in self.variants])
        raise KeyError(f"feature {show(self.name)} has no variant {show(name)}{hint}")

    def __contains__(self, item: object) -> bool:
        if isinstance(item, Variant):
            return item in self.variants
        return any(variant.name == item for variant in self.variants)

    def __iter__(self) -> Iterator[Variant]:
        return iter(self.variants)

    def __len__(self) -> int:
        return len(self.variants)


def _variants_problem(variants: Any) -> list[Problem]:
    problems = items_problem("variants", variants, Variant)
    if not problems and not variants:
        problems = [Problem("", "variants must hold at least one Variant, got none", field="variants")]
    return problems or duplicates_problem("variants", variants)


def _tasks_problem(tasks: Any) -> list[Problem]:
    if not tasks and isinstance(tasks, tuple):
        return []
    problems = items_problem("tasks", tasks, Task) or duplicates_problem("tasks", tasks)
    return problems or _unknown_after(tasks) or _circle(tasks)


def _unknown_after(tasks: tuple[Task, ...]) -> list[Problem]:
    known = {task.name for task in tasks}
    spelling = Spelling(known)
    return [
        Problem("", f"task {show(task.name)} is after unknown task {show(name)}{spelling.hint(name)}", field="tasks")
        for task in tasks
        for name in task.after
        if name not in known
    ]


def _circle(tasks: tuple[Task, ...]) -> list[Problem]:
    names = [show(name) for name in circle({task.name: task.after for task in tasks})]
    if not names:
        return []
    if len(names) > MOST_NAMED:
        names = [*names[: MOST_NAMED - 2], f"... ({len(names) - 1} tasks)", names[-1]]
    return [Problem("", f"tasks wait for each other in a circle: {' after '.join(names)}", field="tasks")]
