"""Ctrl-C and time limits end a solve soon, with the best plan so far, whatever it is doing."""

from __future__ import annotations

import signal
import sys
import time

import pytest

import irontriangle as it

from .children import finish, run, start
from .projects import alike, dated, rough_cut, story

LATE = 10.0
"""Seconds that a stop may take here; half a second is promised, and measured by the benchmarks, on an idle machine."""

LONG = {"rough-cut": "alike(10_000)", "dated": "dated(60, days=60, seed=3)"}

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")


@posix_only
@pytest.mark.parametrize("project", LONG.values(), ids=LONG.keys())
def test_interrupt_returns_the_best_plan_so_far(project):
    child = start(f"""
        import irontriangle as it
        from tests.robust import projects
        project = projects.{project}
        plan = it.optimize(project, progress=lambda progress: print("plan", flush=True))
        print("stopped", plan.run.termination, plan.bound >= plan.value, it.violations(plan), flush=True)
    """)
    assert child.stdout is not None
    assert child.stdout.readline() == b"plan\n"
    time.sleep(1)  # somewhere deep inside
    child.send_signal(signal.SIGINT)
    sent = time.monotonic()
    line = next(line for line in child.stdout if line != b"plan\n")
    assert line == b"stopped interrupted True ()\n"
    assert time.monotonic() - sent < LATE
    assert finish(child, within=LATE) == (0, "", "")


@posix_only
@pytest.mark.parametrize("project", LONG.values(), ids=LONG.keys())
def test_interrupt_before_any_plan_is_raised(project):
    child = start(f"""
        import irontriangle as it
        from irontriangle._solve import optimize  # all that is heavy
        from tests.robust import projects
        project = projects.{project}
        try:
            print("begin", flush=True)
            plan = it.optimize(project)
        except KeyboardInterrupt:
            print("raised", flush=True)
        else:
            print(plan.run.termination, plan.found, flush=True)
    """)
    assert child.stdout is not None
    assert child.stdout.readline() == b"begin\n"
    child.send_signal(signal.SIGINT)
    status, out, err = finish(child, within=LATE)
    assert (status, err) == (0, "")
    assert out in ("raised\n", "interrupted True\n")  # a plan for some dates takes hundredths of a second


def test_interrupt_at_any_line_is_a_plan_or_is_raised():
    assert run("from tests.robust import interrupting; interrupting.everywhere(30)") == (0, "", "")


@pytest.fixture(scope="module")
def long():
    """Return projects that take longer than the limits of these tests."""
    return {"rough-cut": rough_cut(10_000), "alike": alike(10_000), "dated": dated(60, days=60, seed=3)}


@pytest.mark.parametrize("limit", [0.5, 1, 2])
@pytest.mark.parametrize("name", ["rough-cut", "alike", "dated"])
def test_time_limit_is_kept_with_an_honest_bound(long, name, limit):
    begun = time.monotonic()
    plan = it.optimize(long[name], time_limit=limit)
    assert time.monotonic() - begun < limit + LATE
    if not plan.found:
        assert (plan.status, plan.run.termination) == (it.Status.UNKNOWN, "time_limit")
        return
    assert it.violations(plan) == ()
    if plan.bound is not None:
        assert plan.bound >= plan.value
        assert plan.gap == pytest.approx((plan.bound - plan.value) / max(1, plan.value))
    if plan.run.termination == "complete":
        assert plan.status is it.Status.OPTIMAL


@pytest.mark.parametrize("limit", [0, 1e-9])
@pytest.mark.parametrize("engine", ["auto", "highs", "cpsat", "enumerate"])
@pytest.mark.parametrize("objective", ["value", "tiers", "cost", "finish"])
def test_no_time_at_all_is_no_error(limit, engine, objective):
    plan = it.optimize(story(), objective, value_at_least=60, engine=engine, time_limit=limit)
    assert plan.run.termination == "time_limit"
    assert plan.status in (it.Status.UNKNOWN, it.Status.FEASIBLE)
    assert it.violations(plan) == ()


def test_many_stops_leave_nothing_behind():
    """Solves that were stopped do not slow down, or spoil, the ones that follow."""
    alone = it.optimize(story())
    project = rough_cut(3000)
    for _ in range(5):
        it.optimize(project, time_limit=0.2)
    assert it.optimize(story()) == alone
