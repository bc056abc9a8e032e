"""The triangle itself: how much of scope, budget and time a plan uses."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import attrs

from irontriangle._model.amounts import exact, plain
from irontriangle._model.project import Project
from irontriangle._model.timeline import Capacity, Sprints, Timeline
from irontriangle._plan.plan import Plan
from irontriangle._show.limits import in_full
from irontriangle._show.words import label, money, number
from irontriangle.plots._style import BLUE, GREY, INK, RED, axes, found, name, title

CORNERS = {"Scope": 90, "Budget": 210, "Time": 330}
"""Where the corners are, in degrees; scope on top."""


@attrs.frozen
class _Side:
    """One corner: how much a plan uses of how much, and how that is written."""

    used: Fraction
    there: Fraction | None
    write: Callable[[Fraction], str]
    unit: str = ""

    def share(self, most: Fraction) -> float:
        whole = self.there if self.there is not None else most
        return float(self.used / whole) if whole > 0 else float(self.used > 0)

    def text(self) -> str:
        unit = f" {self.unit}" if self.unit else ""
        if self.there is None:
            return f"{self.write(self.used)}{unit}, no limit"
        percent = f" ({float(self.used / self.there):.0%})" if self.there > 0 else ""
        return f"{self.write(self.used)} of {self.write(self.there)}{unit}{percent}"


def triangle(
    plan: Plan, other: Plan | None = None, *, names: tuple[str, str] = ("plan", "other"), ax: Any = None
) -> Any:
    """
    Draw how much of scope, budget and time a plan uses, against what is there.

    The outer triangle is all there is: the value of everything in full, the money that may be spent, the working days
    until the deadline (with a `Capacity` the person-days of all roles). What has no limit is measured by the plans.

    Parameters
    ----------
    plan
        The plan.
    other
        A plan to be drawn over it, measured by the limits of the first one.
    names
        How the two are called.
    ax
        The Axes to draw on; by default those of a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The Axes.

    Raises
    ------
    NoPlanError
        If one of the plans was not found.

    Examples
    --------
    >>> import irontriangle as it
    >>> from irontriangle import plots
    >>> found = it.options(it.examples.feature_abc())
    >>> keep, extend = found[it.OptionKind.KEEP].plan, found[it.OptionKind.EXTEND].plan
    >>> ax = plots.triangle(keep, extend, names=("KEEP", "EXTEND"))
    """
    plans = [found(one, "triangle") for one in (plan, other) if one is not None]
    sides = [_sides(one, plan.project) for one in plans]
    most = [max(side[place].used for side in sides) for place in range(len(CORNERS))]
    shares = [[side[place].share(most[place]) for place in range(len(CORNERS))] for side in sides]
    ax = axes(ax, 6.4, 5.8)
    _outline(ax, max(1.0, *(share for each in shares for share in each)))
    for each, colour, called, marker in zip(shares, (BLUE, RED), names, "os", strict=False):
        points = [_point(angle, share) for angle, share in zip(CORNERS.values(), each, strict=True)]
        xs, ys = zip(*points, points[0], strict=True)
        ax.fill(xs, ys, color=colour, alpha=0.18, linewidth=0)
        style = "--" if marker == "s" else "-"
        ax.plot(xs, ys, style, color=colour, linewidth=2, marker=marker, markersize=7, label=name(called))
    _captions(ax, sides, names)
    if other is not None:
        ax.legend(loc="upper right", frameon=False)
    title(ax, plan.project, "scope, budget and time used")
    return ax


def _sides(plan: Plan, measure: Project) -> list[_Side]:
    budget, timeline = measure.budget, measure.timeline
    there = None
    if budget.limit is not None:
        there = sum(budget.by_fund(budget.limit).values(), Fraction(0)) - sum(
            budget.by_fund(budget.reserve).values(), Fraction(0)
        )
    scope = _Side(exact(plan.value), in_full(measure), _number)
    cost = _Side(exact(plan.cost), there, lambda amount: money(plain(amount)), _unit(budget.currency))
    if isinstance(timeline, (Timeline, Sprints)):
        days = 0 if plan.finish is None else timeline.day_of(plan.finish) + 1
        usable = timeline.usable_days if isinstance(timeline, Timeline) else timeline.working_days
        time = _Side(Fraction(days), None if usable is None else Fraction(usable), _number, "working days")
    else:
        roles = [part.used for key, part in plan.usage.items() if key.startswith("role:")]
        used = [exact(days) for days in roles if isinstance(days, (int, float, Fraction))]
        days_there = sum(map(exact, timeline.values()), Fraction(0)) if isinstance(timeline, Capacity) else None
        time = _Side(sum(used, Fraction(0)), days_there, _number, "person-days")
    return [scope, cost, time]


def _unit(currency: str) -> str:
    return label(currency) if currency else ""


def _number(amount: Fraction) -> str:
    return number(plain(amount))


def _point(angle: float, share: float) -> tuple[float, float]:
    return share * math.cos(math.radians(angle)), share * math.sin(math.radians(angle))


def _outline(ax: Any, most: float) -> None:
    """Draw what there is, and quarters of it."""
    for share in (0.25, 0.5, 0.75, 1):
        xs, ys = zip(*(_point(angle, share) for angle in (*CORNERS.values(), 90)), strict=True)
        ax.plot(xs, ys, color=INK if share == 1 else GREY, linewidth=1.6 if share == 1 else 0.6, zorder=1)
    for angle in CORNERS.values():
        ax.plot(*zip((0, 0), _point(angle, most), strict=True), color=GREY, linewidth=0.6, zorder=1)
    ax.set_aspect("equal")
    ax.axis("off")
    ax.set_xlim(-1.45 * most, 1.45 * most)
    ax.set_ylim(-0.5 * most - 0.42, 1.45 * most)


def _captions(ax: Any, sides: list[list[_Side]], names: tuple[str, str]) -> None:
    right, bottom, top = ax.get_xlim()[1], ax.get_ylim()[0] + 0.34, 1.06 * ax.get_ylim()[1] / 1.45
    for place, (corner, angle) in enumerate(CORNERS.items()):
        lines = [corner]
        for each, called in zip(sides, names, strict=False):
            text = each[place].text().replace("$", r"\$")
            lines.append(f"{name(called)}: {text}" if len(sides) > 1 else text)
        x, y, across, up = {
            90: (0, top, "center", "bottom"),
            210: (-right, bottom, "left", "top"),
            330: (right, bottom, "right", "top"),
        }[angle]
        ax.text(x, y, "\n".join(lines), ha=across, va=up, fontsize=9.5, color=INK, linespacing=1.35)
