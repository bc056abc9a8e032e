"""Many solves within one time, and what happens when they are stopped."""

from __future__ import annotations

import pytest

import irontriangle as it
from irontriangle._tradeoffs import solves as module
from irontriangle._tradeoffs.solves import Solves
from irontriangle.examples import feature_abc


def stopping(monkeypatch, after):
    """Let Ctrl-C come in a solve, after some others."""
    real, asked = module.optimize_with, []

    def optimize_with(memory, project, *arguments, **fields):
        asked.append(project)
        if len(asked) > after:
            raise KeyboardInterrupt
        return real(memory, project, *arguments, **fields)

    monkeypatch.setattr(module, "optimize_with", optimize_with)


@pytest.mark.parametrize(
    ("time_limit", "error", "message"),
    [
        (-1, ValueError, r"time_limit must be >= 0 seconds, got -1$"),
        (float("nan"), ValueError, r"time_limit must be >= 0 seconds, got nan$"),
        (10**400, ValueError, r"time_limit must be a number of seconds that a float holds, got "),
        ("1", TypeError, r"time_limit must be a number of seconds or None, got '1'$"),
        (True, TypeError, r"time_limit must be a number of seconds or None, got True$"),
    ],
)
def test_time_limit_is_checked_as_it_was_given(time_limit, error, message):
    for verb in (it.options, it.conflict):
        with pytest.raises(error, match=message):
            verb(feature_abc(), time_limit=time_limit)


def test_nothing_is_solved_twice(monkeypatch):
    stopping(monkeypatch, after=1)
    solves = Solves("options")
    assert solves.solve(feature_abc()) is solves.solve(feature_abc())
    assert not solves.interrupted


def test_some_plan_is_not_taken_for_the_best():
    solves, project = Solves("conflict"), it.examples.webshop()
    some = solves.any_plan(project)
    assert some.found
    assert not some.proven
    assert solves.any_plan(project) is some
    best = solves.solve(feature_abc())
    assert best.proven == ("value", "cost", "finish")
    assert solves.any_plan(feature_abc()) is best


def test_no_plan_is_proven_where_some_plan_would_do():
    solves = Solves("conflict", progress=lambda _: None)
    asked = feature_abc().apply(it.SetPriority("ABC", "MUST"), it.AddRule(it.Decided("XYZ")))
    assert solves.any_plan(asked, 140).status is it.Status.INFEASIBLE
    assert solves.any_plan(asked, 140) is solves.any_plan(asked, 140)


def test_interrupt_ends_all_solves(monkeypatch):
    stopping(monkeypatch, after=0)
    solves = Solves("options")
    assert solves.solve(feature_abc()).status is it.Status.UNKNOWN
    assert solves.interrupted
    monkeypatch.undo()
    assert solves.solve(feature_abc()).status is it.Status.UNKNOWN


def test_plan_that_was_interrupted_ends_all_solves(monkeypatch):
    plan = it.optimize(feature_abc())
    import attrs

    stopped = attrs.evolve(plan, status=it.Status.FEASIBLE, run=it.Run("highs", 1, "interrupted"))
    monkeypatch.setattr(module, "optimize_with", lambda *_, **__: stopped)
    solves = Solves("options")
    assert solves.solve(feature_abc()) is stopped
    assert solves.stopped


def test_verbs_end_with_what_they_have(monkeypatch):
    total = 0
    for after in (4, 5, 6, 8, 10, 12, 14):
        with monkeypatch.context() as patch:
            stopping(patch, after=after)
            found = it.options(feature_abc())
        for option in found:
            assert (option.plan is None) == (option.reason is not None)
            assert option.plan is None or option.plan.found
        assert str(found)
        total += sum(option.plan is not None for option in found)
    assert total > 0


def test_interrupt_before_anything_was_found_is_raised(monkeypatch):
    stopping(monkeypatch, after=0)
    with pytest.raises(KeyboardInterrupt):
        it.options(feature_abc())
    with pytest.raises(KeyboardInterrupt):
        it.conflict(feature_abc())


def test_part_of_the_time_is_given_back_afterwards():
    solves = Solves("options", time_limit=1000)
    with solves.within(2):  # nothing has been asked: the clock does not run yet
        solves.solve(feature_abc())
    with solves.within(10):
        assert solves.ask(lambda clock: clock.left()) <= 100 / module.SHARES
    assert solves.ask(lambda clock: clock.left()) > 100 / module.SHARES


def test_steps_to_come_share_the_time():
    solves = Solves("options", time_limit=1200)
    solves.solve(feature_abc())
    shares = []
    for done in (0, 8, 10, 11):
        solves.step("limits", done, 12)
        shares.append(round(1200 / solves.ask(lambda clock: clock.left())))
    assert shares == [module.SHARES, 4, 2, 2]
