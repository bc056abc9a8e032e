"""
Pictures of plans and answers, with Matplotlib.

Every function takes ``ax``, the Axes to draw on, or makes a figure of a fitting size; it returns the Axes and shows
nothing. Colours are told apart by people who see few of them, and never say alone what a shape or a word does not say.

Install it by ``pip install irontriangle[plot]``.
"""

from __future__ import annotations

from irontriangle.errors import MissingExtraError

try:
    import matplotlib as mpl  # noqa: F401  only to say what is missing
except ModuleNotFoundError as error:
    raise MissingExtraError("irontriangle.plots", "matplotlib", "plot") from error

from irontriangle.plots._features import value_cost
from irontriangle.plots._gantt import gantt
from irontriangle.plots._load import load
from irontriangle.plots._options import options
from irontriangle.plots._sensitivity import sensitivity
from irontriangle.plots._triangle import triangle

__all__ = ["gantt", "load", "options", "sensitivity", "triangle", "value_cost"]
