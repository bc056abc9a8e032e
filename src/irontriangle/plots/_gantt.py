"""Who works on what, and when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from irontriangle._model.problems import did_you_mean, show
from irontriangle._model.timeline import Timeline
from irontriangle._plan.plan import Plan
from irontriangle._plan.schedule import ScheduledTask
from irontriangle._plan.slack import latest_starts
from irontriangle._show.words import day
from irontriangle.plots._style import GREY, INK, RED, axes, date_axis, day_number, found, name, role_styles, tidy, title

TALLEST = 45
"""Inches; of more rows each becomes thinner."""
LETTER = 0.062
"""Inches that a letter of a name in a bar takes at most."""


def gantt(plan: Plan, by: Literal["feature", "role"] = "feature", *, ax: Any = None) -> Any:
    """
    Draw a plan's schedule, with deadline, buffer, critical chain and slack.

    What cannot start later without the plan ending later has a dark frame: the critical chain, held together by order
    and by people. From the others' rows a thin line leads to the latest end that they could have.

    Parameters
    ----------
    plan
        A plan with dates.
    by
        ``"feature"``: a row for each feature, coloured by role; ``"role"``: a lane for each person of a role, each task
        named by its feature where there is room.
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
        If the plan has no dates, or `by` is neither.

    Examples
    --------
    >>> import irontriangle as it
    >>> from irontriangle import plots
    >>> ax = plots.gantt(it.optimize(it.examples.feature_abc()))
    """
    found(plan, "Gantt chart")
    timeline = plan.project.timeline
    if not isinstance(timeline, Timeline):
        raise ValueError("a Gantt chart needs dates: the project's timeline must be a Timeline")
    if by not in ("feature", "role"):
        raise ValueError(f"by must be 'feature' or 'role', got {show(by)}{did_you_mean(by, ('feature', 'role'))}")
    tasks = sorted((task for task in plan.schedule if task.start < task.end), key=lambda task: (task.start, task.end))
    rows = _feature_rows(plan, tasks) if by == "feature" else _role_rows(timeline, tasks)
    high = len(rows) * 0.3
    ax = axes(ax, 11, min(TALLEST, 1.8 + (high if len(rows) < 60 else max(18, high / 2))))
    latest = latest_starts(plan)
    _bars(ax, timeline, rows, latest)
    if by == "feature":
        _slack(ax, timeline, rows, latest)
    _limits(ax, timeline)
    size = 9 if len(rows) < 60 else 6.5
    ax.set_yticks(range(len(rows)), [name(title) for title, _ in rows], fontsize=size)
    ax.set_ylim(max(1, len(rows)) - 0.4, -0.6)
    ax.margins(x=0.01)
    date_axis(ax.xaxis)
    ax.grid(axis="x", color="#DDDDDD", linewidth=0.6)
    ax.set_xlabel("date")
    tidy(ax)
    if by == "role":
        _names(ax, timeline, rows)
    _legend(ax, timeline, {role for task in tasks for role in task.demand}, with_roles=by == "feature")
    title(ax, plan.project, f"{'features' if by == 'feature' else 'people'} by date")
    return ax


Rows = list[tuple[str, list[ScheduledTask]]]


def _feature_rows(plan: Plan, tasks: Iterable[ScheduledTask]) -> Rows:
    rows: dict[str, list[ScheduledTask]] = {}
    for task in tasks:
        rows.setdefault(task.feature, []).append(task)
    several = {feature.name for feature in plan.project.scope if len(feature) > 1}
    return [(f"{feature} ({of[0].variant})" if feature in several else feature, of) for feature, of in rows.items()]


def _role_rows(timeline: Timeline, tasks: Iterable[ScheduledTask]) -> Rows:
    """Give every task as many lanes of its role as it takes people: those that are free first."""
    lanes: dict[str, list[list[ScheduledTask]]] = {role: [] for role in timeline.team}
    for task in tasks:
        for role, people in task.demand.items():
            free = [lane for lane in lanes[role] if lane[-1].end <= task.start]
            for _ in range(people):
                if free:
                    free.pop(0).append(task)
                else:
                    lanes[role].append([task])
    return [
        (role if len(of) == 1 else f"{role} {place}", lane)
        for role, of in lanes.items()
        for place, lane in enumerate(of, 1)
    ]


def _bars(ax: Any, timeline: Timeline, rows: Rows, latest: dict[ScheduledTask, int]) -> None:
    styles = role_styles(timeline.team)
    for row, (_, tasks) in enumerate(rows):
        for task in tasks:
            begin, end = _span(timeline, task.start, task.end)
            late = latest[task] - task.start
            roles = [role for role, people in task.demand.items() if people]
            style = styles[roles[0]] if roles else {"facecolor": GREY}
            frame = {"edgecolor": INK, "linewidth": 1.6} if not late else {"edgecolor": "white", "linewidth": 0.6}
            ax.barh(row, end - begin, left=begin, height=0.62, **style, **frame, zorder=3)


def _slack(ax: Any, timeline: Timeline, rows: Rows, latest: dict[ScheduledTask, int]) -> None:
    """Lead a line from the end of each row to the latest end it could have."""
    for row, (_, tasks) in enumerate(rows):
        last = max(tasks, key=lambda task: task.end)
        late = latest[last] - last.start
        if late:
            end, until = _span(timeline, last.start, last.end)[1], _span(timeline, latest[last], last.end + late)[1]
            ax.plot([end, until], [row, row], color=GREY, linewidth=1, zorder=2, solid_capstyle="butt")
            ax.plot([until], [row], "|", color=GREY, markersize=6, zorder=2)


def _names(ax: Any, timeline: Timeline, rows: Rows) -> None:
    """Name the features in their bars, where a bar has room for the name."""
    left, right = ax.get_xlim()
    letter = LETTER * (right - left) / (ax.bbox.width / ax.figure.dpi)
    for row, (_, tasks) in enumerate(rows):
        for task in tasks:
            begin, end = _span(timeline, task.start, task.end)
            text = name(task.feature, 18)
            if end - begin > letter * len(text):
                ax.text(
                    (begin + end) / 2, row, text, ha="center", va="center", fontsize=7, color=INK, zorder=4,
                    bbox={"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 0.8},
                )  # fmt: skip


def _span(timeline: Timeline, start: int, end: int) -> tuple[float, float]:
    """Return a span of ticks in days of the calendar."""
    ticks = timeline.ticks_per_day
    first, last = divmod(start, ticks), divmod(end - 1, ticks)
    begin = day_number(timeline.date_of(first[0])) + first[1] / ticks
    return begin, day_number(timeline.date_of(last[0])) + (last[1] + 1) / ticks


def _limits(ax: Any, timeline: Timeline) -> None:
    if timeline.deadline is None:
        return
    end = day_number(timeline.deadline) + 1
    if timeline.buffer and timeline.usable_days:
        begin = day_number(timeline.date_of(timeline.usable_days - 1)) + 1
        ax.axvspan(begin, end, color=RED, alpha=0.14, linewidth=0, zorder=0, label="buffer")
    ax.axvline(end, color=RED, linewidth=2, linestyle="--", zorder=4, label=f"deadline {day(timeline.deadline)}")


def _legend(ax: Any, timeline: Timeline, at_work: set[str], *, with_roles: bool) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    styles = role_styles(timeline.team)
    handles: list[Any] = [
        Patch(label=name(role), **style) for role, style in styles.items() if role in at_work and with_roles
    ]
    handles.append(Patch(facecolor="white", edgecolor=INK, linewidth=1.6, label="critical chain"))
    if with_roles:
        handles.append(Line2D([], [], color=GREY, linewidth=1, marker="|", label="slack"))
    handles += ax.get_legend_handles_labels()[0]
    ax.legend(handles=handles, loc="upper left", bbox_to_anchor=(1, 1), frameon=False, fontsize=9)
