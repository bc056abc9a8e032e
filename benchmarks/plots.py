"""Pictures: seconds against size, and the gap against seconds. Needs matplotlib."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.registry import Size, Spec, gap
from benchmarks.runner import Measurement
from benchmarks.summary import Cell, cells

# M. Okabe and K. Ito's colours, told apart by everyone; the marker and the dash say the same once more.
COLOURS = ("#0072B2", "#D55E00", "#E69F00", "#009E73", "#CC79A7", "#56B4E9")
MARKERS = ("o", "s", "D", "^", "v", "P")
DASHES: tuple[Any, ...] = ("-", "--", (0, (4, 1)), "-.", ":", (0, (5, 1, 1, 1, 1, 1)))

PROVEN = 1e-7
"""Where a gap of zero is drawn, below all others."""

PANELS = 6
"""The most pictures of gaps beside each other; the longest runs are shown."""


def draw(spec: Spec, measurements: Sequence[Measurement], time_limit: float, folder: Path) -> dict[str, str]:
    """Draw what a spec asks for into a folder; return names of files, and what they show in words."""
    import matplotlib as mpl

    mpl.use("agg")
    mpl.rcParams |= {"font.size": 9, "axes.spines.top": False, "axes.spines.right": False, "savefig.dpi": 150}
    pictures = {}
    found = cells(spec, measurements, time_limit)
    if "size" in spec.plots and len({cell.size for cell in found}) > 1:
        pictures[f"{spec.name}-size.png"] = f"Seconds against the number of {spec.unit}, {spec.name}"
        _save(_size(spec, found, time_limit), folder / f"{spec.name}-size.png")
    if "gap" in spec.plots and any(one.outcome.trace for one in measurements):
        pictures[f"{spec.name}-gap.png"] = f"The gap between value and bound against seconds, {spec.name}"
        _save(_gaps(spec, measurements), folder / f"{spec.name}-gap.png")
    return pictures


def _save(figure: Any, path: Path) -> None:
    import matplotlib.pyplot as plt

    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, bbox_inches="tight", metadata={"Software": None})  # the same picture gives the same file
    plt.close(figure)


# ------------------------------------------------------------------------------------------------ time against size


def _size(spec: Spec, found: Sequence[Cell], time_limit: float) -> Any:
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(6.4, 4))
    for number, phase in enumerate(spec.phases):
        own = [cell for cell in found if cell.phase == phase]
        if not own:
            continue
        x, y = [cell.size for cell in own], [cell.median for cell in own]
        colour, marker, dash = COLOURS[number % 6], MARKERS[number % 6], DASHES[number % 6]
        axes.plot(x, y, color=colour, linestyle=dash, linewidth=2 if number == 0 else 1.3, zorder=3 - 0.1 * number)
        axes.fill_between(x, [c.least for c in own], [c.most for c in own], color=colour, alpha=0.12, linewidth=0)
        for cell in own:
            face = "white" if cell.open else colour
            axes.plot(cell.size, cell.median, marker=marker, color=colour, markerfacecolor=face, markersize=6, zorder=4)
        axes.plot([], [], color=colour, marker=marker, linestyle=dash, label=phase)
    if any(cell.open for cell in found):
        axes.axhline(time_limit, color="0.4", linewidth=0.8, linestyle=(0, (1, 2)))
        place = {"xy": (1.01, time_limit), "xycoords": ("axes fraction", "data"), "va": "center"}
        axes.annotate(f"limit of {time_limit:g} s\nhollow: not proven", **place, color="0.3", fontsize=8)
    _logarithmic(axes, f"{spec.unit}", "seconds: median, least to most")
    sizes = list(dict.fromkeys(cell.size for cell in found))
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes], minor=False)
    axes.set_xticks([], minor=True)
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(1.01, 0), handlelength=4)
    return figure


def _logarithmic(axes: Any, x: str, y: str) -> None:
    axes.set(xscale="log", yscale="log", xlabel=x, ylabel=y)
    axes.grid(visible=True, which="major", color="0.9", linewidth=0.7)
    axes.set_axisbelow(True)


# ------------------------------------------------------------------------------------------------ gap against time


def _gaps(spec: Spec, measurements: Sequence[Measurement]) -> Any:
    """Draw the first instance of each size; where there are many, those that took longest."""
    import matplotlib.pyplot as plt

    first = [one for one in measurements if (one.seed, one.repeat) == (0, 0) and one.seconds is not None]
    longest: dict[Size, float] = {}
    for one in first:
        longest[one.size] = max(longest.get(one.size, 0), one.seconds or 0)
    shown = set(sorted(longest, key=lambda size: -longest[size])[:PANELS])
    sizes = [size for size in longest if size in shown]
    wide = len(sizes) if len(sizes) <= 3 else 2 if len(sizes) == 4 else 3
    high = math.ceil(len(sizes) / wide)
    figure, grid = plt.subplots(
        high, wide, figsize=(3.2 * wide, 2.8 * high), sharex=True, sharey=True, squeeze=False, layout="constrained"
    )
    for axes in grid.flat[len(sizes) :]:
        axes.set_visible(False)
    for axes, size in zip(grid.flat, sizes, strict=False):
        for number, phase in enumerate(spec.phases):
            for one in first:
                if (one.size, one.phase) == (size, phase):
                    _gap_line(axes, one, number)
        axes.set_title(f"{size:,} {spec.unit}" if isinstance(size, int) else size, fontsize=9)
        _logarithmic(axes, "seconds", "gap, relative to the value" if axes in grid[:, 0] else "")
        axes.tick_params(labelbottom=True)  # there may be no panel below it
    powers = range(-6, 1)
    axes = grid[0, 0]
    axes.set_ylim(PROVEN / 2, 2)
    axes.set_yticks([PROVEN, *(10.0**power for power in powers)], ["proven", *(f"$10^{{{p}}}$" for p in powers)])
    axes.set_yticks([], minor=True)
    handles, labels = _legend(spec, first)
    figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False, handlelength=4)
    return figure


def _gap_line(axes: Any, one: Measurement, number: int) -> None:
    """Draw the steps of one run, and a mark where it ended; who reports nothing has the mark alone."""
    colour, marker, dash = COLOURS[number % 6], MARKERS[number % 6], DASHES[number % 6]
    points = [
        (seconds, known) for seconds, value, bound in one.outcome.trace if (known := gap(value, bound)) is not None
    ]
    end = one.outcome.gap
    if end is not None:
        points.append((one.seconds or 0, end))
    if not points:
        return
    x = [max(seconds, 1e-4) for seconds, _ in points]
    y = [max(known, PROVEN) for _, known in points]
    if one.outcome.trace:
        axes.step(x, y, where="post", color=colour, linestyle=dash, linewidth=2 if number == 0 else 1.3)
    if end is not None:
        face = colour if end == 0 else "white"
        axes.plot(
            x[-1], y[-1], marker=marker, color=colour, markerfacecolor=face, markersize=6, clip_on=False, zorder=4
        )


def _legend(spec: Spec, shown: Sequence[Measurement]) -> tuple[list[Any], list[str]]:
    from matplotlib.lines import Line2D

    handles, labels = [], []
    for number, phase in enumerate(spec.phases):
        own = [one for one in shown if one.phase == phase]
        if any(one.outcome.gap is not None for one in own):
            line = DASHES[number % 6] if any(one.outcome.trace for one in own) else ""
            handles.append(Line2D([], [], color=COLOURS[number % 6], marker=MARKERS[number % 6], linestyle=line))
            labels.append(phase if line else f"{phase} (end only)")
    return handles, labels
