"""
Hypothesis strategies for everything that describes a project, and for plans.

Every example is sound: it builds without a `ModelError`, though it need not be feasible. The defaults have the widest
domain that the model allows; narrow it with the arguments. ``st.from_type(irontriangle.Project)`` gives `projects()`.
"""

from __future__ import annotations

from irontriangle.errors import MissingExtraError

try:
    import hypothesis as _hypothesis  # noqa: F401  only to say what is missing
except ModuleNotFoundError as error:
    raise MissingExtraError("irontriangle.strategies", "hypothesis", "hypothesis") from error

from irontriangle.strategies._atoms import amounts, dates, names, numbers, priorities
from irontriangle.strategies._changes import changes
from irontriangle.strategies._feasible import feasible_projects, plans
from irontriangle.strategies._features import features, tasks, variants
from irontriangle.strategies._limits import absences, budgets, capacities, gates, sprints, timelines
from irontriangle.strategies._projects import projects
from irontriangle.strategies._rules import goals, rules, scopes

__all__ = [
    "absences",
    "amounts",
    "budgets",
    "capacities",
    "changes",
    "dates",
    "feasible_projects",
    "features",
    "gates",
    "goals",
    "names",
    "numbers",
    "plans",
    "priorities",
    "projects",
    "rules",
    "scopes",
    "sprints",
    "tasks",
    "timelines",
    "variants",
]
