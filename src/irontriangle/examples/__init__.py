"""
Projects to try things on, and to begin a project file with.

The files lie beside this module: ``feature-abc.toml`` explains the format line by line, ``webshop.toml`` uses it all.
"""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from irontriangle import Project

__all__ = ["feature_abc", "webshop"]


def feature_abc() -> Project:
    """
    Return the story: feature ABC in full or simplified, feature XYZ, and not enough money and time for both.

    Examples
    --------
    >>> project = feature_abc()
    >>> [(feature.name, [variant.name for variant in feature]) for feature in project.scope]
    [('ABC', ['full', 'simplified']), ('XYZ', ['full'])]
    """
    return _load("feature-abc.toml")


def webshop() -> Project:
    """
    Return a web shop of 40 features, with four roles, a workflow, two funds, goals and rules; two thirds of it fit.

    Examples
    --------
    >>> project = webshop()
    >>> len(project.scope), project.budget.funds
    (40, ('build', 'run'))
    """
    return _load("webshop.toml")


def _load(name: str) -> Project:
    from irontriangle import load

    with as_file(files(__name__) / name) as path:
        return load(path)
