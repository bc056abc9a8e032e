"""What all pictures share: colours, names, sizes, dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from irontriangle._model.amounts import Number
from irontriangle._model.project import Project
from irontriangle._model.timeline import Sprints
from irontriangle._plan.plan import Plan
from irontriangle._show.words import ISOLATE, ISOLATE_END, day, label, number
from irontriangle.errors import NoPlanError

BLUE, ORANGE, GREEN, RED = "#0072B2", "#E69F00", "#009E73", "#D55E00"
SKY, PINK, YELLOW, GREY, INK = "#56B4E9", "#CC79A7", "#F0E442", "#8C8C8C", "#222222"
ROLES = (BLUE, ORANGE, GREEN, PINK, SKY, RED, YELLOW, GREY)
"""The colours of Okabe and Ito, which people who see no red or no green tell apart; after the last they begin again."""
MOST_SPRINTS = 13
"""Sprints that are named on an axis."""
HATCHES = ("", "///", "...", "xxx")
"""One for each time the colours begin again."""
GATE: dict[str, Any] = {"facecolor": "white", "hatch": "\\\\\\\\"}
"""How waiting for nobody of the team looks."""
MARK = "\u200e"
"""Says that a line runs from left to right; Matplotlib's own font has no sign for what isolates a name."""


def axes(ax: Any, width: float, height: float) -> Any:
    """Return the axes to draw on."""
    if ax is not None:
        return ax
    from matplotlib import pyplot as plt

    return plt.subplots(figsize=(width, height), layout="constrained")[1]


def found(plan: Plan, what: str) -> Plan:
    """Return the plan if there is one to draw."""
    if not isinstance(plan, Plan):
        raise TypeError(f"plan must be a Plan, got {type(plan).__name__}")
    if not plan.found:
        raise NoPlanError(what, plan.status)
    return plan


def name(text: str, longest: int = 28) -> str:
    """Write a name so that Matplotlib reads no formula in it."""
    written = label(text, longest).replace("$", r"\$")
    return written.replace(ISOLATE, MARK).replace(ISOLATE_END, MARK)


def tidy(ax: Any, *, left: bool = True) -> None:
    """Take away the lines that say nothing."""
    for side in ("top", "right", *(() if left else ("left",))):
        ax.spines[side].set_visible(False)
    ax.set_axisbelow(True)


def short(amount: Number) -> str:
    """Write an amount for the end of a bar: ``57.8k``, ``1.2M``."""
    for least, unit, letter in ((10**9, 10**9, "G"), (10**6, 10**6, "M"), (10**4, 10**3, "k")):
        if abs(float(amount)) >= least:
            return f"{float(amount) / unit:,.4g}{letter}"
    return number(amount)


def money_label(project: Project, what: str = "cost") -> str:
    """Name an axis of money with its currency."""
    currency = project.budget.currency
    return f"{what} ({name(currency)})" if currency else what


def title(ax: Any, project: Project, text: str) -> None:
    """Head a picture; a project with a name is named."""
    named = f"{name(project.name, 60)}: " if project.name else ""
    ax.set_title(f"{named}{text}" if named else text[:1].upper() + text[1:], loc="left", fontsize=11, color=INK)


def role_styles(roles: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return colour and hatch of each role."""
    styles = {}
    for place, role in enumerate(roles):
        turn, colour = divmod(place, len(ROLES))
        styles[role] = {"facecolor": ROLES[colour], "hatch": HATCHES[turn % len(HATCHES)]}
    return styles


def on_top(style: dict[str, Any]) -> dict[str, Any]:
    """Return how a text on a bar of this style is legible."""
    box = {"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 0.8} if style["hatch"] else None
    return {"color": "white" if style["facecolor"] == BLUE and box is None else INK, "bbox": box}


def day_number(when: date) -> float:
    """Return a date as Matplotlib counts it: days since 1970."""
    return float(when.toordinal() - date(1970, 1, 1).toordinal())


def date_axis(axis: Any) -> None:
    """Label an axis with dates that no locale misreads; with years where it spans several."""
    from matplotlib import dates

    first, last = (dates.num2date(edge) for edge in axis.get_view_interval())
    years = first.year < last.year
    most = 7 if years else 10
    few = (last - first).days < most
    axis.set_major_locator(dates.DayLocator() if few else dates.AutoDateLocator(minticks=4, maxticks=most))
    axis.set_major_formatter(lambda when, _: day(dates.num2date(when), year=years))
    axis.set_label_text("date" if years else f"date in {first.year}")


def sprint_axis(ax: Any, sprints: Sprints, count: int) -> None:
    """Label an axis of dates with the sprints that begin on them, as many as there is room for."""
    step = -(-count // MOST_SPRINTS)
    numbers = range(0, count, step)
    starts = [sprints.dates_of(sprint)[0] for sprint in numbers]
    years = len({start.year for start in starts}) > 1
    labels = [f"{sprint + 1}\n{day(start, year=years)}" for sprint, start in zip(numbers, starts, strict=True)]
    ax.set_xticks([*map(day_number, starts)], labels, fontsize=8.5)
    ax.set_xlabel("sprint, and its first day")
