"""Check what a plan states about itself: figures and backlog."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from irontriangle._model.problems import show
from irontriangle._model.timeline import Capacity, Sprints
from irontriangle._plan.check_dates import implied
from irontriangle._plan.check_exact import ZERO, Rational, add, same, sure, written
from irontriangle._plan.check_limits import Totals
from irontriangle._plan.check_reading import Reading
from irontriangle._plan.check_sprints import sprint_capacity
from irontriangle._plan.plan import FundCost, Usage
from irontriangle._plan.reasons import Reason, ReasonKind
from irontriangle._plan.violation import Violation


def check_figures(reading: Reading, total: Totals) -> Iterator[Violation]:
    """Yield every stated figure that is not what the selection and the schedule give."""
    answer = reading.answer
    yield from _number("value", answer.value, total.value)
    yield from _number("cost", answer.cost, sum(map(total.cost, reading.exact.limits), ZERO))
    yield from _number("quality", answer.quality, total.quality)
    if answer.finish != reading.finish:
        yield Violation("figure", "finish", f"is {show(answer.finish)}, must be {show(reading.finish)}")
    yield from _costs(reading, total)
    yield from _usage(reading, total)
    yield from _rounding(reading)


def _number(where: str, stated: Any, truth: Rational | None) -> Iterator[Violation]:
    if not same(stated, truth):
        yield Violation("figure", where, f"is {show(stated)}, must be {_shown(truth)}")


def _shown(truth: Rational | date | None) -> str:
    return written(truth) if isinstance(truth, Fraction) else str(truth)


def _entries(where: str, stated: Any, kind: type, names: set[str], optional: set[str]) -> Iterator[Violation]:
    """Check that a map holds values of one kind under the names that it must have."""
    if not isinstance(stated, Mapping):
        yield Violation("type", where, f"must be a mapping, is {show(stated)}")
        return
    for name in sorted(names - stated.keys()):
        yield Violation("figure", f"{where}[{name!r}]", "is missing")
    for name, entry in stated.items():
        if name not in names | optional:
            yield Violation("figure", where, f"has {show(name)}, which the project has not")
        elif not isinstance(entry, kind):
            yield Violation("type", f"{where}[{name!r}]", f"must be a {kind.__name__}, is {show(entry)}")


def _costs(reading: Reading, total: Totals) -> Iterator[Violation]:
    stated: Any = reading.answer.costs
    yield from _entries("costs", stated, FundCost, set(reading.exact.limits), set())
    for fund in reading.exact.limits:
        part = stated.get(fund) if isinstance(stated, Mapping) else None
        if isinstance(part, FundCost):
            yield from _number(f"costs[{fund!r}].labour", part.labour, total.labour.get(fund, ZERO))
            yield from _number(f"costs[{fund!r}].other", part.other, total.other.get(fund, ZERO))


def _usage(reading: Reading, total: Totals) -> Iterator[Violation]:
    stated: Any = reading.answer.usage
    truths = _money_usage(reading, total) | _time_usage(reading, total)
    goals = _goal_usage(reading, total)
    needed = truths.keys() | {f"goal:{goal}" for goal in reading.exact.floors}
    needed |= {"quality"} if reading.project.quality is not None else set()
    truths |= goals
    yield from _entries("usage", stated, Usage, needed, set(truths))
    for key, (used, limit, left, released) in truths.items():
        usage = stated.get(key) if isinstance(stated, Mapping) else None
        if not isinstance(usage, Usage):
            continue
        pairs = [("used", usage.used, used)]
        if not (released and usage.limit is None and usage.left is None):
            pairs += [("limit", usage.limit, limit), ("left", usage.left, left)]
        for field, figure, truth in pairs:
            right = figure == truth if isinstance(truth, date) else same(figure, truth)
            if not right:
                message = f"is {show(figure)}, must be {_shown(truth)}"
                yield Violation("figure", f"usage[{key!r}].{field}", message)


Truth = tuple[Rational | date | None, Rational | date | None, Rational | None, bool]
"""Used, limit, left; and whether the question releases the limit, which then need not be stated."""


def _money_usage(reading: Reading, total: Totals) -> dict[str, Truth]:
    released = reading.question.objective == "cost"
    truths: dict[str, Truth] = {}
    for fund, limit in reading.exact.limits.items():
        used = total.cost(fund)
        key = f"cost:{fund}" if reading.exact.named_funds else "cost"
        truths[key] = (used, limit, None if limit is None else limit - used, released)
    return truths


def _time_usage(reading: Reading, total: Totals) -> dict[str, Truth]:
    """Usage of roles, and of the calendar; people count while they are at work."""
    timeline, calendar = reading.project.timeline, reading.calendar
    truths: dict[str, Truth] = {}
    if isinstance(timeline, Capacity):
        for role, amount in timeline.amounts.items():
            used = total.work.get(role, ZERO)
            truths[f"role:{role}"] = (used, sure(amount), sure(amount) - used, False)
    released = reading.question.objective == "finish"
    if isinstance(timeline, Sprints):
        return _sprints_usage(reading, total, timeline, released=released)
    if calendar is None:
        return truths
    usable = calendar.usable
    last = None if usable is None else calendar.on(usable - 1)
    left = None if usable is None else Fraction(usable - reading.finish_days)
    truths["finish"] = (reading.finish, last, left, released)
    at_work = _at_work(reading)
    for role in calendar.timeline.team:
        used = at_work.get(role, ZERO)
        there = None if usable is None else Fraction(calendar.present_days(role, usable))
        truths[f"role:{role}"] = (used, there, None if there is None else there - used, released)
    return truths


def _sprints_usage(reading: Reading, total: Totals, sprints: Sprints, *, released: bool) -> dict[str, Truth]:
    """Usage of all sprints together."""
    assert reading.days is not None
    days = int(sprints.count) * int(sprints.length)
    truths: dict[str, Truth] = {
        "finish": (reading.finish, reading.days.on(days - 1), Fraction(days - reading.finish_days), released)
    }
    for role in sprints.capacity:
        used = total.work.get(role, ZERO)
        there = sum((sprint_capacity(sprints, role, sprint) for sprint in range(int(sprints.count))), ZERO)
        truths[f"role:{role}"] = (used, there, there - used, released)
    return truths


def _at_work(reading: Reading) -> dict[str, Rational]:
    """Return the person-days, in whole ticks, that the chosen variants take."""
    assert reading.calendar is not None
    timeline = reading.calendar.timeline
    days: dict[str, Rational] = {}
    for variant in reading.chosen.values():
        for work in implied(variant, timeline):
            length = Fraction(work.ticks, int(timeline.ticks_per_day))
            add(days, {role: length * people for role, people in work.demand.items()})
    return days


def _goal_usage(reading: Reading, total: Totals) -> dict[str, Truth]:
    truths: dict[str, Truth] = {}
    for goal in reading.exact.weights:
        reached, floor = total.scores.get(goal, ZERO), reading.exact.floors.get(goal)
        truths[f"goal:{goal}"] = (reached, floor, None if floor is None else reached - floor, False)
    floor = None if reading.project.quality is None else sure(reading.project.quality)
    left = None if floor is None or total.quality is None else total.quality - floor
    truths["quality"] = (total.quality, floor, left, False)
    return truths


def _rounding(reading: Reading) -> Iterator[Violation]:
    stated: Any = reading.answer.rounding
    truths: dict[str, Rational] = {}
    if reading.calendar is not None:
        truths = _at_work(reading)
        for variant in reading.chosen.values():
            for work in implied(variant, reading.calendar.timeline):
                add(truths, {role: -work.days * people for role, people in work.demand.items()})
    roles = set() if reading.calendar is None else set(reading.calendar.timeline.team)
    if not isinstance(stated, Mapping):
        yield Violation("type", "rounding", f"must be a mapping, is {show(stated)}")
        return
    for role in stated.keys() - roles:
        yield Violation("figure", "rounding", f"has {show(role)}, which the project has not")
    for role in sorted(roles):
        yield from _number(f"rounding[{role!r}]", stated.get(role, 0), truths.get(role, ZERO))


def check_backlog(reading: Reading) -> Iterator[Violation]:
    """Yield where the backlog is not what is not built."""
    stated: Any = reading.answer.backlog
    if not isinstance(stated, Mapping):
        yield Violation("type", "backlog", f"must be a mapping, is {show(stated)}")
        return
    out = reading.features.keys() - reading.chosen.keys()
    for name in sorted(out - stated.keys()):
        yield Violation("backlog", f"backlog[{name!r}]", "is missing: it is not built")
    for name, reason in stated.items():
        where = f"backlog[{show(name)}]"
        if name not in out:
            yield Violation("backlog", where, "must not be there: it is built, or no feature")
        elif not isinstance(reason, Reason) or not isinstance(reason.kind, ReasonKind):
            yield Violation("type", where, f"must be a Reason, is {show(reason)}")
        elif reason.feature != name:
            yield Violation("backlog", where, f"speaks of {show(reason.feature)}")
