"""Check the totals: money, goals, quality, capacity, the value demanded."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from irontriangle._model.rules import Bundle
from irontriangle._model.timeline import Capacity
from irontriangle._plan.check_exact import ZERO, Rational, add, sure, written
from irontriangle._plan.check_reading import Reading
from irontriangle._plan.violation import Violation


@attrs.define(eq=False)
class Totals:
    """What a selection comes to, exactly."""

    value: Rational
    scores: dict[str, Rational]
    work: dict[str, Rational]
    labour: dict[str, Rational]
    other: dict[str, Rational]
    quality: Rational | None

    def cost(self, fund: str) -> Rational:
        """Return what a fund pays in all."""
        return self.labour.get(fund, ZERO) + self.other.get(fund, ZERO)


def totals(reading: Reading) -> Totals:
    """Add up what is built, from the model; the working days until the finish come from the schedule."""
    exact = reading.exact
    value: Rational = 0
    scores, work, other = dict[str, Rational](), dict[str, Rational](), dict[str, Rational]()
    for variant in reading.chosen.values():
        value += exact.value(variant)
        add(scores, exact.scores(variant))
        add(work, exact.work(variant))
        add(other, exact.money(variant.cost))
    for rule in reading.project.scope.rules:
        if isinstance(rule, Bundle) and all(map(reading.has, rule.names)):
            value += sure(rule.value)
            add(other, exact.money(rule.cost))
    add(other, exact.burn, reading.finish_days)
    if reading.calendar is not None:
        for absence in reading.calendar.timeline.absences:
            if absence.paid:
                days = reading.calendar.paid_days(absence.role, absence.first, absence.last)
                add(other, exact.rates.get(absence.role, {}), days * int(absence.people))
    return Totals(value, scores, work, exact.labour(work), other, exact.quality(reading.chosen.values()))


def check_limits(reading: Reading, total: Totals) -> Iterator[Violation]:
    """Yield every limit and floor that is not kept."""
    if reading.question.objective != "cost":
        for fund, limit in reading.exact.limits.items():
            if limit is not None and total.cost(fund) > limit:
                message = f"needs {written(total.cost(fund))}, has {written(limit)}"
                yield Violation("fund", f"costs[{fund!r}]", message)
    for goal, floor in reading.exact.floors.items():
        reached = total.scores.get(goal, ZERO)
        if reached < floor:
            yield Violation("goal", f"goal {goal!r}", f"reaches {written(reached)}, its floor is {written(floor)}")
    yield from _quality(reading, total)
    if isinstance(reading.project.timeline, Capacity):
        for role, amount in reading.project.timeline.amounts.items():
            used = total.work.get(role, ZERO)
            if used > sure(amount):
                yield Violation("capacity", f"usage['role:{role}']", f"needs {written(used)}, has {amount}")
    demanded = reading.question.value_at_least
    if demanded is not None and total.value < sure(demanded):
        yield Violation("demand", "value", f"is {written(total.value)}, at least {demanded} was demanded")


def _quality(reading: Reading, total: Totals) -> Iterator[Violation]:
    floor = reading.project.quality
    if floor is not None and total.quality is not None and total.quality < sure(floor):
        yield Violation("quality", "quality", f"is {written(total.quality)}, its floor is {floor}")
