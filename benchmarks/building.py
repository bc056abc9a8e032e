"""What it takes to make a project, and to turn it into the arrays of its program, beside what solving takes."""

from __future__ import annotations

import irontriangle as it
from benchmarks.families import uncorrelated
from benchmarks.registry import Outcome, Spec
from irontriangle._solve.compile import compile_program


def compiled(project: it.Project, time_limit: float) -> Outcome:
    """Compile a project that is there."""
    del time_limit
    program, _ = compile_program(project, it.Question())
    return Outcome(note=f"{len(program.lower):,} columns")


def checked(project: it.Project, time_limit: float) -> Outcome:
    """Make the project again from its parts, all checks included."""
    del time_limit
    it.Project(project.scope, project.budget, project.timeline)
    return Outcome()


def solved(project: it.Project, time_limit: float) -> Outcome:
    """Compile, solve and check."""
    plan = it.optimize(project, time_limit=time_limit)
    return Outcome(done=plan.status is it.Status.OPTIMAL)


SPECS = (
    Spec(
        name="building",
        title=(
            "Compiling a project into its program, making it again with all checks, and the whole of `optimize`; value "
            "that has nothing to do with work, two variants a feature, four limits."
        ),
        build=uncorrelated,
        sweep=(100, 300, 1_000, 3_000, 10_000),
        small=(100,),
        phases={"compile": compiled, "check": checked, "optimize": solved},
        unit="features",
        seeds=2,
        plots=("size",),
    ),
)
