"""Nothing reaches stdout or stderr in any solve, not even from below Python."""

from __future__ import annotations

from textwrap import dedent

import pytest

from .children import run

SOLVES = {
    "story": "it.optimize(projects.story())",
    "objectives": """
        for objective in ("value", "tiers", "cost", "finish"):
            it.optimize(projects.story(), objective, value_at_least=60)
    """,
    "rough-cut": "it.optimize(projects.rough_cut(300))",
    "dated": "it.optimize(projects.dated(12, days=15))",
    "infeasible": "assert it.optimize(projects.impossible()).status is it.Status.INFEASIBLE",
    "late": "assert it.optimize(projects.late()).status is it.Status.INFEASIBLE",
    "enumerated": """
        it.optimize(projects.story(), engine="enumerate")
        it.optimize(projects.rough_cut(6), engine="enumerate")
        it.optimize(projects.impossible(), engine="enumerate")
    """,
    "time-limited": """
        for limit in (0, 1e-9, 0.01, 0.3):
            it.optimize(projects.rough_cut(2000), time_limit=limit)
            it.optimize(projects.dated(60), time_limit=limit)
            it.optimize(projects.story(), engine="enumerate", time_limit=limit)
    """,
    "interrupted": """
        import signal
        for project in (projects.rough_cut(1000), projects.dated(40, days=30)):
            try:
                it.optimize(project, progress=lambda progress: signal.raise_signal(signal.SIGINT))
            except KeyboardInterrupt:
                pass
    """,
    "refused": """
        for question in ({"objective": "finish"}, {"objective": "cost"}):
            try:
                it.optimize(projects.rough_cut(3), **question)
            except it.ModelError:
                pass
    """,
    "huge numbers": """
        it.optimize(it.Project(it.Scope([
            it.Feature("a", it.Variant(value=10**18, cost=0.000001)),
            it.Feature("b", it.Variant(value=0.000001, cost=10**18)),
        ]), it.Budget(10**18)))
    """,
    "shown": """
        plan = it.optimize(projects.story())
        str(plan), repr(plan), it.to_json(plan), it.violations(plan)
    """,
}


@pytest.mark.parametrize("solve", SOLVES.values(), ids=SOLVES.keys())
def test_nothing_is_written(solve):
    assert run(f"import irontriangle as it\nfrom tests.robust import projects\n{dedent(solve)}") == (0, "", "")
