"""What it takes to make a project, and to turn it into the arrays of its program."""

from __future__ import annotations

import irontriangle as it
from benchmarks.registry import Outcome, Spec
from benchmarks.selection import random_project
from irontriangle._solve.compile import compile_program


def compiled(project: it.Project, time_limit: float) -> Outcome:
    """Compile a project that is there."""
    del time_limit
    program, _ = compile_program(project, it.Question())
    return Outcome({"columns": len(program.lower)})


def checked(project: it.Project, time_limit: float) -> Outcome:
    """Make the project again from its parts, all checks included."""
    del time_limit
    again = it.Project(project.scope, project.budget, project.timeline)
    return Outcome({"features": len(again.scope)})


SPECS = (
    Spec(
        name="building",
        title="Compiling a project into its program, and checking its cross-references; two variants a feature.",
        build=random_project,
        sweep=(100, 1_000, 10_000),
        small=(100,),
        phases={"compile": compiled, "check": checked},
        unit="features",
        seeds=1,
    ),
)
