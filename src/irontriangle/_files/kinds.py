"""Which of the whole answers a document holds: each is read by its own name."""

from __future__ import annotations

from typing import Any

from irontriangle._files.document import format_problems
from irontriangle._model.project import Project
from irontriangle._plan.plan import Plan
from irontriangle._tradeoffs.compare import Comparison
from irontriangle._tradeoffs.contradiction import Conflict
from irontriangle._tradeoffs.explanation import Explanation
from irontriangle._tradeoffs.option import Options
from irontriangle._tradeoffs.sensitive import Sensitivity
from irontriangle.errors import Problem

SIGNS: dict[type, tuple[str, ...]] = {
    Plan: ("question", "status"),
    Options: ("wanted", "options"),
    Explanation: ("asked", "insist"),
    Conflict: ("contradictions", "resolutions"),
    Sensitivity: ("plan", "within"),
    Comparison: ("plan", "other"),
    Project: ("features",),
}
"""Fields by which a document is known, its most telling first: some answers list features, too."""


def whole_problems(written: dict[str, Any], kind: type) -> list[Problem]:
    """Check the version of a document, and that it is of the kind that is asked for, before all else."""
    problems = format_problems(written)
    found = next((cls for cls, signs in SIGNS.items() if all(sign in written for sign in signs)), kind)
    if problems or found is kind:
        return problems
    asked, got = (f"{'an' if cls.__name__[0] in 'EO' else 'a'} {cls.__name__}" for cls in (kind, found))
    return [Problem("", f"must be {asked}, got {got}; from_json(text, {found.__name__}) reads it")]
