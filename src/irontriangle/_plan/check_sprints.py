"""Check a plan in sprints: all work, in order, within what each role can do in each sprint, and in time."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from irontriangle._model.feature import Variant
from irontriangle._model.problems import show
from irontriangle._model.timeline import Sprints
from irontriangle._plan.check_exact import ZERO, Rational, fraction, sure, written
from irontriangle._plan.check_reading import Reading
from irontriangle._plan.schedule import ScheduledTask
from irontriangle._plan.violation import Violation


@attrs.define(eq=False)
class Spread:
    """One piece of work of the plan: in which sprints it lies, and how much of it in each."""

    where: str
    role: str
    start: int
    amounts: list[Rational]

    @property
    def last(self) -> int:
        """The last of its sprints."""
        return self.start + max(1, len(self.amounts)) - 1


def sprint_capacity(sprints: Sprints, role: str, sprint: int) -> Rational:
    """Return what a role can do in a sprint; what is past the last one is as that is."""
    amount = sprints.capacity[role]
    return sure(amount[min(sprint, len(amount) - 1)] if isinstance(amount, tuple) else amount)


def check_sprints(reading: Reading, sprints: Sprints) -> Iterator[Violation]:
    """Yield everything that is wrong with the sprints; notes on the reading when each feature is finished."""
    spreads: dict[str, list[Spread]] = {}
    by_feature: dict[str, list[ScheduledTask]] = {name: [] for name in reading.chosen}
    for task in reading.tasks:
        by_feature.setdefault(task.feature if isinstance(task.feature, str) else show(task.feature), []).append(task)
    for name, tasks in by_feature.items():
        if name not in reading.chosen:
            yield Violation("tasks", f"schedule[{name!r}]", "there are tasks of what is not built")
            continue
        spreads[name] = []
        yield from _match(reading, sprints, name, tasks, spreads[name])
        reading.ends[name] = max((spread.last + 1 for spread in spreads[name]), default=0)
    yield from _orders(reading, spreads)
    yield from _capacity(sprints, [spread for parts in spreads.values() for spread in parts])
    if reading.question.objective != "finish":
        for parts in spreads.values():
            for spread in parts:
                if spread.last >= sprints.count:
                    message = f"goes on in sprint {spread.last + 1}, there are {sprints.count}"
                    yield Violation("deadline", spread.where, message)


def _match(
    reading: Reading, sprints: Sprints, name: str, tasks: list[ScheduledTask], spreads: list[Spread]
) -> Iterator[Violation]:
    """Match a feature's tasks with the work of its variant, role by role."""
    variant = reading.chosen[name]
    missing = _work(reading, variant)
    for task in tasks:
        where = f"schedule[{name!r}] {show(task.name)}"
        work = missing.pop(task.name, None) if isinstance(task.name, str) else None
        if work is None or task.variant != variant.name:
            yield Violation("tasks", where, f"is not a task of {variant.name!r}")
            continue
        if task.demand:
            yield Violation("tasks", where, f"takes {show(dict(task.demand))}, in sprints it must hold nobody")
        if task.start < 0:
            yield Violation("date", where, f"starts before the project, in sprint {task.start + 1}")
            continue
        amounts = _amounts(task)
        if amounts is None:
            yield Violation("type", where, f"amounts must be numbers >= 0, are {show(task.amounts)}")
            continue
        spread = Spread(where, task.name, task.start, amounts)
        spreads.append(spread)
        yield from _lasts(reading, sprints, task, spread, work)
        yield from _own_dates(reading, sprints, variant, spread)
    for role in missing:
        yield Violation("tasks", f"schedule[{name!r}]", f"the work of {role!r} is missing")


def _work(reading: Reading, variant: Variant) -> dict[str, Rational]:
    """Return how much each role has to do; a variant without work is a milestone."""
    return {role: days for role, days in reading.exact.work(variant).items() if days} or {"milestone": ZERO}


def _amounts(task: ScheduledTask) -> list[Rational] | None:
    if not isinstance(task.amounts, tuple):
        return None
    read = [fraction(amount) for amount in task.amounts]
    amounts: list[Rational] = [amount for amount in read if amount is not None and amount >= 0]
    return amounts if len(amounts) == len(read) else None


def _lasts(
    reading: Reading, sprints: Sprints, task: ScheduledTask, spread: Spread, work: Rational
) -> Iterator[Violation]:
    """Check that a task is all of its work, begins and ends with some of it, and has its dates."""
    done = sum(spread.amounts, ZERO)
    if done != work:
        yield Violation("duration", spread.where, f"is {written(done)}, must be {written(work)}")
    if spread.amounts and not (spread.amounts[0] and spread.amounts[-1]):
        yield Violation("duration", spread.where, "begins or ends with a sprint without work")
    if task.end != spread.last + 1:
        yield Violation("duration", spread.where, f"ends before sprint {task.end + 1}, must end in {spread.last + 1}")
    assert reading.days is not None
    length = int(sprints.length)
    first, last = reading.days.on(spread.start * length), reading.days.on((spread.last + 1) * length - 1)
    for what, stated, truth in (("first", task.first, first), ("last", task.last, last)):
        if stated != truth:
            yield Violation("date", spread.where, f"{what} is {show(stated)}, must be {show(truth)}")


def _own_dates(reading: Reading, sprints: Sprints, variant: Variant, spread: Spread) -> Iterator[Violation]:
    """Check that a task lies in sprints that neither begin too early nor end too late for its variant."""
    assert reading.days is not None
    length = int(sprints.length)
    first, last = reading.days.on(spread.start * length), reading.days.on((spread.last + 1) * length - 1)
    if variant.earliest is not None and first is not None and first < variant.earliest:
        yield Violation("date", spread.where, f"lies in a sprint that begins on {first}, before {variant.earliest}")
    if variant.due is not None and (last is None or last > variant.due):
        yield Violation("date", spread.where, f"lies in a sprint that ends on {last}, after {variant.due}")


def _orders(reading: Reading, spreads: dict[str, list[Spread]]) -> Iterator[Violation]:
    for where, later, earlier, lag in reading.orders():
        if not spreads.get(earlier):
            continue
        ready = reading.ends[earlier] - 1 + lag
        for spread in spreads.get(later, ()):
            if spread.start < ready:
                message = f"starts in sprint {spread.start + 1}, must wait for {earlier!r} until {ready + 1} ({where})"
                yield Violation("order", spread.where, message)


def _capacity(sprints: Sprints, spreads: list[Spread]) -> Iterator[Violation]:
    """Add up the work of each role in each sprint."""
    used: dict[tuple[str, int], Rational] = {}
    for spread in spreads:
        for place, amount in enumerate(spread.amounts, spread.start):
            used[spread.role, place] = used.get((spread.role, place), ZERO) + amount
    for (role, sprint), amount in used.items():
        if role not in sprints.capacity:  # what a milestone pretends to do
            continue
        there = sprint_capacity(sprints, role, sprint)
        if amount > there:
            message = f"{written(amount)} in sprint {sprint + 1}, it has {written(there)}"
            yield Violation("capacity", f"usage['role:{role}']", message)
