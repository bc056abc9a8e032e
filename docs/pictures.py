"""Draw the pictures of the gallery when the docs are built, so that they show what the code draws."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl

import irontriangle as it
from irontriangle import plots


def draw(folder: Path) -> None:
    """Write every picture as a PNG."""
    mpl.use("Agg")
    from matplotlib import pyplot as plt

    folder.mkdir(exist_ok=True)
    story, shop = it.examples.feature_abc(), it.examples.webshop()
    plan, found = it.optimize(story), it.options(story)
    large = it.optimize(shop, time_limit=10)
    keep, extend = (found[kind].plan for kind in (it.OptionKind.KEEP, it.OptionKind.EXTEND))
    pictures = {
        "triangle": plots.triangle(keep, extend, names=("KEEP", "EXTEND")),
        "gantt": plots.gantt(large),
        "people": plots.gantt(large, "role"),
        "load": plots.load(large),
        "options": plots.options(found),
        "value-cost": plots.value_cost(large),
        "sensitivity": plots.sensitivity(it.sensitivity(plan)),
    }
    for name, ax in pictures.items():
        ax.figure.savefig(folder / f"{name}.png", dpi=110)
        plt.close(ax.figure)
