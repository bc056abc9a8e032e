"""How far the value of each feature may move before another plan is the best."""

from __future__ import annotations

from typing import Any

import attrs

from irontriangle._model.amounts import exact
from irontriangle._show.names import feature_text
from irontriangle._tradeoffs.sensitive import Sensitivity, ValueRange
from irontriangle.plots._style import BLUE, GREY, INK, RED, axes, name, short, tidy, title

MOST_ROWS = 40
"""Of more, those are drawn that are nearest to where the plan changes."""


@attrs.frozen
class _Row:
    """One variant: what it is worth now, and where the plan changes."""

    text: str
    built: bool
    now: float
    edge: float

    @property
    def nearness(self) -> float:
        return abs(self.edge - self.now) / max(1.0, abs(self.now))


def sensitivity(found: Sensitivity, *, ax: Any = None) -> Any:
    """
    Draw how far the value of each variant may move, one at a time, before another plan is the best.

    Parameters
    ----------
    found
        What `irontriangle.sensitivity` found.
    ax
        The Axes to draw on; by default those of a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The Axes, the nearest change on top. What no value changes is not drawn.

    Examples
    --------
    >>> import irontriangle as it
    >>> from irontriangle import plots
    >>> ax = plots.sensitivity(it.sensitivity(it.optimize(it.examples.feature_abc())))
    """
    if not isinstance(found, Sensitivity):
        raise TypeError(f"found must be a Sensitivity, got {type(found).__name__}")
    rows = sorted(_rows(found), key=lambda row: row.nearness)
    more, unknown = len(rows) - MOST_ROWS, sum(not one.found for one in found.ranges.values())
    rows = rows[:MOST_ROWS]
    ax = axes(ax, 9, 1.7 + 0.32 * max(1, len(rows)))
    seen: set[str] = set()
    for place, row in enumerate(rows):
        colour, what = (BLUE, "in: stays while worth more") if row.built else (RED, "out: stays out while worth less")
        ax.plot([row.now, row.edge], [place, place], color=colour, linewidth=5, alpha=0.45, solid_capstyle="butt",
                label="" if what in seen else what)  # fmt: skip
        ax.plot([row.now], [place], "o", color=INK, markersize=5, label="value now" if not seen else "", zorder=3)
        ax.plot([row.edge], [place], "<" if row.built else ">", color=colour, markersize=8, zorder=3)
        seen.add(what)
        side = -1 if row.built else 1
        ax.annotate(short(row.edge), (row.edge, place), (9 * side, 0), textcoords="offset points", va="center",
                    ha="right" if side < 0 else "left", fontsize=8, color=INK)  # fmt: skip
    ax.set_yticks(range(len(rows)), [name(row.text, 34) for row in rows], fontsize=9)
    ax.set_ylim(max(1, len(rows)) - 0.4, -0.6)
    ax.margins(x=0.12)
    beside = [f"{more:,} variants with more room"] if more > 0 else []
    beside += [f"{unknown:,} not settled in the time given"] if unknown and rows else []
    ax.set_xlabel(f"value (and {', '.join(beside)})" if beside else "value")
    ax.grid(axis="x", color="#E4E4E4", linewidth=0.6)
    tidy(ax)
    if rows:
        ax.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False, fontsize=9)
    else:
        ax.set_xticks([])
        nothing = "not settled in the time given" if unknown else "no value of a single feature changes the plan"
        ax.text(0.5, 0.5, nothing, transform=ax.transAxes, ha="center", color=GREY)
    title(ax, found.plan.project, "values with which the plan stays the best, one at a time")
    return ax


def _rows(found: Sensitivity) -> list[_Row]:
    selection, project = found.plan.selection, found.plan.project
    rows = []
    for (feature, variant), one in found.ranges.items():
        edge = _edge(one)
        if edge is not None and one.found:
            text = feature_text(project, feature, variant)
            rows.append(_Row(text, selection.get(feature) == variant, float(exact(one.value)), edge))
    return rows


def _edge(one: ValueRange) -> float | None:
    end = one.low if one.low is not None else one.high
    return None if end is None else float(exact(end))
