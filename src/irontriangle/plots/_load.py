"""How many people of each role are at work, against those who are there."""

from __future__ import annotations

from typing import Any

import attrs

from irontriangle._model.amounts import exact
from irontriangle._model.timeline import Capacity, Sprints, Timeline
from irontriangle._plan.plan import Plan
from irontriangle._show.words import number
from irontriangle.plots._style import (
    GREY,
    INK,
    RED,
    axes,
    date_axis,
    day_number,
    found,
    name,
    role_styles,
    sprint_axis,
    tidy,
    title,
)


def load(plan: Plan, *, ax: Any = None) -> Any:
    """
    Draw the people of each role at work, against those who are there.

    Parameters
    ----------
    plan
        A plan with dates: a lane for each role, filled as high as it is at work, under the line of those present; in
        sprints, of the work that fits. Or one with a `Capacity`: a bar for each role.
    ax
        The Axes to draw on; by default those of a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The Axes.

    Raises
    ------
    NoPlanError
        If the plan was not found.
    ValueError
        If the project has no timeline.

    Examples
    --------
    >>> import irontriangle as it
    >>> from irontriangle import plots
    >>> ax = plots.load(it.optimize(it.examples.feature_abc()))
    """
    found(plan, "load")
    timeline = plan.project.timeline
    if timeline is None:
        raise ValueError("load needs a timeline: the project must have a Timeline or a Capacity")
    if isinstance(timeline, Capacity):
        ax = axes(ax, 10, 1.6 + 0.45 * len(timeline))
        _totals(ax, plan, timeline)
    else:
        lanes = _days(plan, timeline) if isinstance(timeline, Timeline) else _sprints(plan, timeline)
        ax = axes(ax, 10, 1.6 + 0.9 * len(lanes.there))
        _draw(ax, lanes)
        if isinstance(timeline, Sprints):
            sprint_axis(ax, timeline, len(lanes.edges) - 1)
        else:
            ax.set_xmargin(0.01)
            ax.autoscale_view(scaley=False)
            date_axis(ax.xaxis)
        if timeline.deadline is not None:
            ax.axvline(day_number(timeline.deadline) + 1, color=RED, linestyle="--", linewidth=2, label="deadline")
    tidy(ax)
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False, fontsize=9)
    title(ax, plan.project, "load per role, against what is there")
    return ax


@attrs.frozen
class _Lanes:
    """What is at work and what is there between edges of time, by role."""

    edges: list[float]
    used: dict[str, list[float]]
    there: dict[str, list[float]]
    unit: str


def _days(plan: Plan, timeline: Timeline) -> _Lanes:
    ticks = timeline.ticks_per_day
    last = max((task.end for task in plan.schedule), default=0)
    days = max(-(-last // ticks), timeline.usable_days or 0, 1)
    edges = [day_number(timeline.date_of(day)) for day in range(days)]
    there = {role: [float(timeline.present(role, day)) for day in range(days)] for role in timeline.team}
    return _Lanes([*edges, edges[-1] + 1], _at_work(plan, timeline, days), there, "people")


def _sprints(plan: Plan, sprints: Sprints) -> _Lanes:
    count = max([sprints.count, *(task.end for task in plan.schedule)])
    edges = [day_number(sprints.dates_of(sprint)[0]) for sprint in range(count)]
    used: dict[str, list[float]] = {}
    for task in plan.schedule:
        lane = used.setdefault(task.name, [0.0] * count)
        for sprint, amount in enumerate(task.amounts, task.start):
            lane[sprint] += float(amount)
    there = {role: [float(sprints.amount(role, sprint)) for sprint in range(count)] for role in sprints.capacity}
    return _Lanes([*edges, day_number(sprints.dates_of(count - 1)[1]) + 1], used, there, sprints.unit)


def _draw(ax: Any, lanes: _Lanes) -> None:
    styles = role_styles(lanes.there)
    labels = []
    for lane, (role, there) in enumerate(reversed(lanes.there.items())):
        used = lanes.used.get(role, [0.0] * len(there))
        most = max(1.0, *there, *used)
        ax.stairs([lane + 0.8 * part / most for part in used], lanes.edges, baseline=lane, fill=True, **styles[role])
        ax.stairs([lane + 0.8 * part / most for part in there], lanes.edges, baseline=None, color=INK, linewidth=1.3,
                  label="" if lane else "there")  # fmt: skip
        ax.axhline(lane, color=GREY, linewidth=0.5)
        total = sum(there)
        labels.append(f"{name(role)}\nup to {number(most)}, {sum(used) / total if total else 0:.0%} used")
    ax.set_yticks([lane + 0.4 for lane in range(len(labels))], labels, fontsize=9)
    ax.set_ylim(0, len(labels))
    ax.set_ylabel(f"{name(lanes.unit)} of each role")


def _at_work(plan: Plan, timeline: Timeline, days: int) -> dict[str, list[float]]:
    """Return the people at work on each day, a part of a day as a part of them."""
    ticks = timeline.ticks_per_day
    found: dict[str, list[float]] = {}
    for row in plan.load:
        lane = found.setdefault(row.role, [0.0] * days)
        for day in range(row.start // ticks, -(-row.end // ticks)) if row.used else ():
            lane[day] += row.used * (min(row.end, (day + 1) * ticks) - max(row.start, day * ticks)) / ticks
    return found


def _totals(ax: Any, plan: Plan, capacity: Capacity) -> None:
    roles = list(capacity)
    used = [plan.usage[f"role:{role}"].used for role in roles]
    figures = [float(exact(part)) if isinstance(part, (int, float)) else 0.0 for part in used]
    there = [float(exact(capacity[role])) for role in roles]
    styles = role_styles(roles)
    for row, role in enumerate(roles):
        ax.barh(row, figures[row], height=0.6, **styles[role], zorder=2)
        ax.plot(
            [there[row]] * 2, [row - 0.4, row + 0.4], color=INK, linewidth=2, zorder=3, label="" if row else "there"
        )
        ax.annotate(
            f"{number(figures[row])} of {number(there[row])}", (max(figures[row], there[row]), row), (5, 0),
            textcoords="offset points", va="center", fontsize=8.5,
        )  # fmt: skip
    ax.set_yticks(range(len(roles)), [name(role) for role in roles])
    ax.invert_yaxis()
    ax.margins(x=0.15)
    ax.set_xlabel("person-days")
