"""What each feature is worth against what it costs, and which are taken."""

from __future__ import annotations

from functools import cache
from typing import Any

import attrs

from irontriangle._model.amounts import exact
from irontriangle._model.priority import WONT
from irontriangle._plan.plan import Plan
from irontriangle.plots._style import BLUE, GREY, INK, ORANGE, RED, axes, found, money_label, name, tidy, title

MOST_NAMES = 40
"""So many features are named: those that are worth most."""
SMALL = 7.5
"""Points of a name's letters."""

_LOOKS = {
    "taken": {"marker": "o", "color": BLUE},
    "taken, reduced": {"marker": "^", "color": ORANGE},
    "left out": {"marker": "X", "color": RED},
}


@attrs.frozen
class _Dot:
    """One feature: where it is, and how it fared."""

    feature: str
    fate: str
    cost: float
    value: float
    original: tuple[float, float]


def value_cost(plan: Plan, *, ax: Any = None) -> Any:
    """
    Draw what each feature is worth against what it costs: taken, taken in a lesser variant, left out.

    From a reduced feature a thin line leads to its original. What is left out is drawn as its original. Where nothing
    costs money, person-days stand for it.

    Parameters
    ----------
    plan
        The plan.
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

    Examples
    --------
    >>> import irontriangle as it
    >>> from irontriangle import plots
    >>> ax = plots.value_cost(it.optimize(it.examples.feature_abc()))
    """
    found(plan, "picture of its features")
    project = plan.project
    paid = any(project.cost_of(feature.name, variant.name) for feature in project.scope for variant in feature)
    dots = [_dot(plan, feature.name, paid=paid) for feature in project.scope if feature.priority != WONT]
    ax = axes(ax, 9.5, 6)
    size = 70 if len(dots) < 30 else 45 if len(dots) < 100 else 22
    for fate, looks in _LOOKS.items():
        of_fate = [dot for dot in dots if dot.fate == fate]
        if of_fate:
            ax.scatter(
                [dot.cost for dot in of_fate], [dot.value for dot in of_fate], s=size, **looks, alpha=0.85,
                edgecolors="white", linewidths=0.6, zorder=3, label=f"{fate} ({len(of_fate):,})",
            )  # fmt: skip
    faint = 0.9 if len(dots) < 100 else 0.3
    for dot in dots:
        if dot.fate == "taken, reduced":
            xs, ys = zip((dot.cost, dot.value), dot.original, strict=True)
            ax.plot(xs, ys, color=GREY, linewidth=0.8, alpha=faint, zorder=2)
            ax.plot(*dot.original, marker="o", markerfacecolor="none", color=GREY, markersize=4, alpha=faint, zorder=2)
    ax.margins(0.09)
    for low, set_limits in ((ax.get_xlim()[0], ax.set_xlim), (ax.get_ylim()[0], ax.set_ylim)):
        set_limits(min(low, 0), None)
    ax.set_xlabel(money_label(project) if paid else "person-days")
    ax.xaxis.set_major_formatter(lambda amount, _: f"{amount:,.10g}")
    ax.set_ylabel("value")
    ax.grid(color="#E4E4E4", linewidth=0.6)
    tidy(ax)
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False, fontsize=9)
    title(ax, project, "value against cost of each feature")
    _names(ax, dots)
    return ax


def _dot(plan: Plan, feature: str, *, paid: bool) -> _Dot:
    built = plan.selection.get(feature)
    original = plan.project.scope[feature].original.name
    fate = "left out" if built is None else "taken" if built == original else "taken, reduced"
    x, y = _place(plan, feature, built or original, paid=paid)
    return _Dot(feature, fate, x, y, _place(plan, feature, original, paid=paid))


def _place(plan: Plan, feature: str, variant: str, *, paid: bool) -> tuple[float, float]:
    project = plan.project
    work = sum(map(exact, project.work_of(feature, variant).values()))
    cost = exact(project.cost_of(feature, variant)) if paid else work
    return float(cost), float(project.value_of(feature, variant))


def _names(ax: Any, dots: list[_Dot]) -> None:
    """Name the features worth most where there is room for a name: no two names lie over each other."""
    from matplotlib.patheffects import withStroke

    figure = ax.figure
    figure.canvas.figure.draw_without_rendering()  # only then it is known where the dots are
    halo = [withStroke(linewidth=1.8, foreground="white")]
    dots_at = [(dot, ax.transData.transform((dot.cost, dot.value))) for dot in dots]
    taken: list[tuple[float, float, float, float]] = [(x - 5, y - 5, x + 5, y + 5) for _, (x, y) in dots_at]
    scale = figure.dpi / 72
    named = 0
    for dot, (x, y) in sorted(dots_at, key=lambda one: -one[0].value):
        text = name(dot.feature, 22)
        wide, high = _width(text) * scale, 10 * scale
        left, middle = -6 - wide / scale, -wide / scale / 2
        for dx, dy in ((6, -3), (6, 5), (6, -12), (left, -3), (middle, 8), (middle, -16)):
            box = (x + dx * scale, y + dy * scale, x + dx * scale + wide, y + dy * scale + high)
            own = (x - 5, y - 5, x + 5, y + 5)
            inside = ax.bbox.x0 <= box[0] and box[2] <= ax.bbox.x1 and ax.bbox.y0 <= box[1] and box[3] <= ax.bbox.y1
            if inside and not any(_meet(box, other) for other in taken if other != own):
                ax.annotate(text, (dot.cost, dot.value), (dx, dy), textcoords="offset points", fontsize=SMALL,
                            color=INK, path_effects=halo, zorder=4)  # fmt: skip
                taken.append(box)
                named += 1
                break
        if named == MOST_NAMES:
            return


@cache
def _width(text: str) -> float:
    """Return how wide a name is, in points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    return float(text_to_path.get_text_width_height_descent(text, FontProperties(size=SMALL), ismath=False)[0])


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
