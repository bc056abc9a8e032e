"""The ways out beside each other: what each brings, costs and takes."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

from irontriangle._model.amounts import exact
from irontriangle._model.timeline import Sprints, Timeline
from irontriangle._plan.plan import Plan
from irontriangle._show.limits import in_full
from irontriangle._show.names import date_text
from irontriangle._show.words import number
from irontriangle._tradeoffs.option import Option, Options
from irontriangle.plots._style import BLUE, GREEN, INK, ORANGE, axes, name, short, tidy, title

WIDTH = 0.27
SIDES = (("value", GREEN, ""), ("cost", BLUE, "//"), ("time", ORANGE, ".."))


def options(options: Options, *, ax: Any = None) -> Any:
    """
    Draw the options beside each other: value, cost and time of each, as shares of what is there today.

    Parameters
    ----------
    options
        What `irontriangle.options` found.
    ax
        The Axes to draw on; by default those of a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The Axes. A next release's part of PHASE is not drawn.

    Examples
    --------
    >>> import irontriangle as it
    >>> from irontriangle import plots
    >>> ax = plots.options(it.options(it.examples.feature_abc()))
    """
    if not isinstance(options, Options):
        raise TypeError(f"options must be Options, got {type(options).__name__}")
    shown = [option for option in options if option.plan is not None]
    whole = _whole(options, [option.plan for option in shown if option.plan is not None])
    sides = [side for side in SIDES if whole[side[0]]]
    ax = axes(ax, max(6.5, 2 + 1.7 * len(shown)), 4.8)
    for place, option in enumerate(shown):
        plan = option.plan
        assert plan is not None
        for side, (what, colour, hatch) in enumerate(sides):
            share = float(_amount(plan, what) / whole[what])
            x = place + (side - (len(sides) - 1) / 2) * WIDTH
            ax.bar(x, share, width=WIDTH * 0.92, color=colour, hatch=hatch, edgecolor="white", linewidth=0, zorder=2,
                   label=_legend(options, what) if not place else "")  # fmt: skip
            ax.annotate(_text(options, plan, what), (x, share), (0, 3), textcoords="offset points", ha="center",
                        va="bottom", fontsize=8, color=INK, rotation=90 if len(shown) > 7 else 0, zorder=4,
                        bbox={"facecolor": "white", "linewidth": 0, "pad": 0.6})  # fmt: skip
    ax.axhline(1, color=INK, linewidth=1.2, linestyle="--", zorder=1)
    ax.set_xticks(range(len(shown)), _names(options, shown), fontsize=9)
    ax.set_xlim(-0.6, max(3, len(shown)) - 0.4)
    ax.set_ylabel("share of what is there today")
    ax.yaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    ax.margins(y=0.18)
    ax.grid(axis="y", color="#DDDDDD", linewidth=0.6)
    tidy(ax)
    if shown:
        ax.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False, fontsize=9)
    title(ax, options.project, "the options; the dashed line is all there is today")
    return ax


def _whole(options: Options, plans: list[Plan]) -> dict[str, Fraction]:
    """Return what each side is measured by: all there is, or the most that a plan takes where there is no limit."""
    budget, timeline = options.project.budget, options.project.timeline
    limit = sum(budget.by_fund(budget.limit).values(), Fraction(0)) if budget.limit is not None else Fraction(0)
    held = sum(budget.by_fund(budget.reserve).values(), Fraction(0))
    days = timeline.usable_days if isinstance(timeline, Timeline) else None
    if isinstance(timeline, Sprints):
        days = timeline.working_days
    whole = {"value": in_full(options.project), "cost": max(limit - held, Fraction(0)), "time": Fraction(days or 0)}
    return {what: there or max((_amount(plan, what) for plan in plans), default=there) for what, there in whole.items()}


def _amount(plan: Plan, what: str) -> Fraction:
    timeline = plan.project.timeline
    if what != "time":
        return exact(plan.value if what == "value" else plan.cost)
    if plan.finish is None or not isinstance(timeline, (Timeline, Sprints)):
        return Fraction(0)
    return Fraction(timeline.day_of(plan.finish) + 1)


def _text(options: Options, plan: Plan, what: str) -> str:
    if what == "time":
        return date_text(options.project, plan.finish) if plan.finish else "-"
    return number(plan.value) if what == "value" else short(plan.cost)


def _legend(options: Options, what: str) -> str:
    currency = options.project.budget.currency
    names = {"value": "value, of everything in full", "cost": "cost", "time": "working days until the finish"}
    return f"cost ({name(currency)})" if what == "cost" and currency else names[what]


def _names(options: Options, shown: list[Option]) -> list[str]:
    """Title the options as the memo does; the best within today's limits is marked, and what is not proven."""
    many, seen, names = Counter(option.kind for option in shown), Counter[Any](), []
    for option in shown:
        seen[option.kind] += 1
        counted = f" {seen[option.kind]}" if many[option.kind] > 1 else ""
        best = "\n(best today)" if option is options.best else ""
        open_ = "" if option.proven else "\n(not proven)"
        names.append(f"{option.kind.name}{counted}{best}{open_}")
    return names
