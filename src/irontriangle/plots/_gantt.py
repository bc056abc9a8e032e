"""Who works on what, and when."""

from __future__ import annotations

from textwrap import wrap
from typing import Any, Literal

from irontriangle._model.problems import did_you_mean, show
from irontriangle._model.timeline import Sprints, Timeline
from irontriangle._plan.plan import Plan
from irontriangle._plan.schedule import ScheduledTask
from irontriangle._plan.slack import latest_starts
from irontriangle._show.words import ELLIPSIS, day
from irontriangle.plots._rows import Dated, Part, Row, roles_of, roles_there, rows_by_feature, rows_by_role, span
from irontriangle.plots._style import (
    GATE,
    GREY,
    INK,
    RED,
    axes,
    date_axis,
    day_number,
    found,
    name,
    on_top,
    role_styles,
    sprint_axis,
    tidy,
    title,
)

TALLEST = 45
"""Inches; of more rows each becomes thinner."""
LETTER = 0.06
"""Inches that a letter of a name in a bar takes."""
FEWEST = 4
"""Letters of a name that say more than none."""
HIGH = 0.66
"""How much of a row its bars fill."""


def gantt(plan: Plan, by: Literal["feature", "role"] = "feature", *, ax: Any = None) -> Any:
    """
    Draw a plan's schedule, with deadline, buffer, gates, critical chain and slack.

    What cannot start later without the plan ending later has a dark frame: the critical chain, held together by order
    and by people. From the others a thin line leads to the latest end that they could have. Neither means anything in
    sprints, where work has no start of its own to put off: it is spread over what is free in each of them.

    Parameters
    ----------
    plan
        A plan with dates, or in sprints.
    by
        ``"feature"``: a row for each feature, coloured by role; ``"role"``: a row for each person of a role, in sprints
        as many as there are features at once, each task named by its feature where there is room.
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
    if not isinstance(timeline, (Timeline, Sprints)):
        raise ValueError("a Gantt chart needs dates: the project's timeline must be a Timeline or Sprints")
    if by not in ("feature", "role"):
        raise ValueError(f"by must be 'feature' or 'role', got {show(by)}{did_you_mean(by, ('feature', 'role'))}")
    tasks = sorted(plan.schedule, key=lambda task: (task.start, task.end))
    rows = rows_by_feature(plan, tasks) if by == "feature" else rows_by_role(timeline, tasks)
    high = len(rows) * (0.3 if by == "feature" else 0.38)
    ax = axes(ax, 12, min(TALLEST, 1.8 + (high if len(rows) < 60 else max(18, high / 2))))
    latest = latest_starts(plan)
    _bars(ax, timeline, rows, latest)
    _milestones(ax, timeline, rows)
    slack = by == "feature" and _slack(ax, timeline, rows, latest)
    _limits(ax, timeline)
    size = 9 if len(rows) < 60 else 6.5
    ax.set_yticks(range(len(rows)), [row.title for row in rows], fontsize=size)
    ax.set_ylim(max(1, len(rows)) - 0.4, -0.6)
    ax.margins(x=0.01)
    ax.update_datalim([(span(timeline, 0, 1)[0], 0)])
    ax.autoscale_view()
    if isinstance(timeline, Sprints):
        sprint_axis(ax, timeline, max(timeline.count, plan.schedule.end))
    else:
        date_axis(ax.xaxis)
    ax.grid(axis="x", color="#DDDDDD", linewidth=0.6)
    tidy(ax)
    if not rows:
        ax.text(0.5, 0.5, "nothing is built", transform=ax.transAxes, ha="center", va="center", color=GREY)
    if by == "role":
        _names(ax, timeline, rows)
    _legend(ax, timeline, rows, by, chain=bool(latest), slack=slack)
    what = "features" if by == "feature" else "roles" if isinstance(timeline, Sprints) else "people"
    title(ax, plan.project, f"{what} by {'sprint' if isinstance(timeline, Sprints) else 'date'}")
    return ax


def _bars(ax: Any, timeline: Dated, rows: list[Row], latest: dict[ScheduledTask, int]) -> None:
    """Draw the bars of each role at once, which is many times faster than one by one."""
    from matplotlib.collections import PolyCollection

    for role, style in ((None, GATE), *role_styles(roles_there(timeline)).items()):
        of_role = [
            (row, place, part)
            for place, row in enumerate(rows)
            for part in row.parts
            if part.role == role and part.task.start < part.task.end
        ]
        held = [latest.get(part.task) == part.task.start for _, _, part in of_role]
        bars = PolyCollection(
            [_corners(timeline, row, place, part) for row, place, part in of_role],
            **style,
            edgecolors=[INK if critical else GREY if role is None else "white" for critical in held],
            linewidths=[1.6 if critical else 0.6 for critical in held],
            zorder=3,
        )
        if of_role:
            ax.add_collection(bars)


def _corners(timeline: Dated, row: Row, place: int, part: Part) -> list[tuple[float, float]]:
    begin, end = span(timeline, part.task.start, part.task.end)
    middle, half = _middle(row, place, part), 0.47 * HIGH / row.lanes
    return [(begin, middle - half), (end, middle - half), (end, middle + half), (begin, middle + half)]


def _middle(row: Row, place: int, part: Part) -> float:
    return place + HIGH * ((part.lane + 0.5) / row.lanes - 0.5)


def _milestones(ax: Any, timeline: Dated, rows: list[Row]) -> None:
    points = [
        (span(timeline, part.task.start, part.task.end)[0], place)
        for place, row in enumerate(rows)
        for part in row.parts
        if part.task.start == part.task.end
    ]
    if points:
        ax.scatter(*zip(*points, strict=True), marker="D", color=INK, s=28, zorder=4, label="milestone")


def _slack(ax: Any, timeline: Dated, rows: list[Row], latest: dict[ScheduledTask, int]) -> bool:
    """Lead a line from the end of what lies in a row to the latest end it could have; tell whether there is one."""
    lines = []
    for place, row in enumerate(rows):
        lasts = {part.lane: part for part in sorted(row.parts, key=lambda part: part.task.end)}
        for part in lasts.values():
            task = part.task
            late = latest.get(task, task.start) - task.start
            if late:
                end, until = span(timeline, task.start, task.end)[1], span(timeline, latest[task], task.end + late)[1]
                lines.append((_middle(row, place, part), end, until))
    if lines:
        places, ends, untils = zip(*lines, strict=True)
        ax.hlines(places, ends, untils, color=GREY, linewidth=1, zorder=2)
        ax.plot(untils, places, "|", color=GREY, markersize=6, zorder=2)
    return bool(lines)


def _names(ax: Any, timeline: Dated, rows: list[Row]) -> None:
    """Name the features in their bars, in one line or two, as much of a name as there is room for."""
    ax.figure.canvas.figure.draw_without_rendering()  # only then it is known how wide a day is
    left, right = ax.get_xlim()
    letter = LETTER * (right - left) / (ax.bbox.width / ax.figure.dpi)
    lines = 2 if ax.bbox.height / ax.figure.dpi / max(1, len(rows)) > 0.3 else 1
    styles = role_styles(roles_there(timeline))
    for place, row in enumerate(rows):
        for part in row.parts:
            begin, end = span(timeline, part.task.start, part.task.end)
            text = _fitted(part.task.feature, int((end - begin) / letter), lines)
            if text and part.role is not None:
                ax.text(
                    (begin + end) / 2, place, text, ha="center", va="center", fontsize=6.5, linespacing=1, zorder=4,
                    **on_top(styles[part.role]),
                )  # fmt: skip


def _fitted(feature: str, letters: int, lines: int) -> str:
    """Return a name broken and cut to so many lines of so many letters; "" where too little of it would be left."""
    if letters < FEWEST:
        return ""
    words = feature.split()
    if len(words[0]) > letters:
        return name(words[0], letters)
    broken = wrap(" ".join(words), letters, max_lines=lines, placeholder=ELLIPSIS)
    return "\n".join(name(line, letters) for line in broken).replace(f"\n{ELLIPSIS}", ELLIPSIS)


def _limits(ax: Any, timeline: Dated) -> None:
    if timeline.deadline is None:
        return
    end = day_number(timeline.deadline) + 1
    if isinstance(timeline, Timeline) and timeline.buffer and timeline.usable_days:
        begin = day_number(timeline.date_of(timeline.usable_days - 1)) + 1
        ax.axvspan(begin, end, color=RED, alpha=0.14, linewidth=0, zorder=0, label="buffer")
    ax.axvline(end, color=RED, linewidth=2, linestyle="--", zorder=4, label=f"deadline {day(timeline.deadline)}")


def _legend(ax: Any, timeline: Dated, rows: list[Row], by: str, *, chain: bool, slack: bool) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    tasks = [part.task for row in rows for part in row.parts]
    at_work = {role for task in tasks for role in roles_of(task)}
    handles: list[Any] = []
    if by == "feature":
        styles = role_styles(roles_there(timeline))
        handles += [Patch(label=name(role), **style) for role, style in styles.items() if role in at_work]
        if any(part.role is None and part.task.start < part.task.end for row in rows for part in row.parts):
            handles.append(Patch(label="gate", edgecolor=GREY, **GATE))
    if chain:
        handles.append(Patch(facecolor="white", edgecolor=INK, linewidth=1.6, label="critical chain"))
    if slack:
        handles.append(Line2D([], [], color=GREY, linewidth=1, marker="|", label="slack"))
    handles += ax.get_legend_handles_labels()[0]
    ax.legend(handles=handles, loc="upper left", bbox_to_anchor=(1, 1), frameon=False, fontsize=9)
