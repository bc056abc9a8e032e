"""Ctrl-C at chosen lines of the solver: a tracer raises it, as the interpreter would between two lines."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import irontriangle as it

from .projects import dated, rough_cut, story

SOLVER = str(Path(it.__file__).parent / "_solve")

SOLVES: dict[str, Callable[[], it.Plan]] = {
    "rough-cut": lambda: it.optimize(rough_cut(30)),
    "dated": lambda: it.optimize(dated(3, days=6)),
    "finish": lambda: it.optimize(story(), "finish", value_at_least=100),
    "enumerated": lambda: it.optimize(story(), engine="enumerate"),
}


def everywhere(times: int) -> None:
    """Interrupt each solve at so many lines, evenly spread, and see that what comes of it is sound."""
    for name, solve in SOLVES.items():
        solve()  # what is loaded or cached at first use is there
        lines = interrupted(solve, None)[1]
        for place in range(times):
            line = 1 + lines * place // times
            plan, _ = interrupted(solve, line)
            if plan is not None and (plan.run.termination != "interrupted" or it.violations(plan)):
                raise AssertionError(f"{name}, interrupted at line {line}: {plan!r}, {it.violations(plan)}")


def interrupted(solve: Callable[[], it.Plan], line: int | None) -> tuple[it.Plan | None, int]:
    """Return the plan, None where the interrupt was raised, and how many lines of the solver were run."""
    lines = 0

    def local(frame: Any, event: str, arg: Any) -> Any:
        nonlocal lines
        if event == "line":
            lines += 1
            if lines == line:
                raise KeyboardInterrupt
        return local

    sys.settrace(lambda frame, event, arg: local if frame.f_code.co_filename.startswith(SOLVER) else None)
    try:
        return solve(), lines
    except KeyboardInterrupt:
        return None, lines
    finally:
        sys.settrace(None)
