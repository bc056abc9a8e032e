"""The independent check of a plan, from the project alone and in exact arithmetic."""

from __future__ import annotations

from collections.abc import Iterator

from irontriangle._model.problems import show
from irontriangle._model.timeline import Sprints
from irontriangle._plan.check_bound import check_bound
from irontriangle._plan.check_dates import check_dates
from irontriangle._plan.check_figures import check_backlog, check_figures
from irontriangle._plan.check_limits import check_limits, totals
from irontriangle._plan.check_reading import read
from irontriangle._plan.check_selection import check_selection
from irontriangle._plan.check_sprints import check_sprints
from irontriangle._plan.plan import Plan, Status
from irontriangle._plan.violation import Violation as Violation


def violations(plan: Plan) -> tuple[Violation, ...]:
    """
    Check a plan against its project, and say everything that is wrong with it.

    Parameters
    ----------
    plan
        Any plan, however it came about; also one changed by hand.

    Returns
    -------
    tuple of Violation
        Nothing for a sound plan, nor where no plan was found.

    See Also
    --------
    irontriangle.testing.assert_valid : The same as an assertion.

    Notes
    -----
    Every total is added up again in fractions, the calendar is walked day by day, and no code is shared with
    what found the plan. Checked are priorities, requirements, rules, funds, goals, quality, capacity, the tasks
    with their lengths, dates, order and people, the work in each sprint, the deadline, the stated figures, the
    backlog and the bound.
    That no better plan exists cannot be checked this way. Takes time in proportion to the size of the project.

    Examples
    --------
    >>> import attrs
    >>> import irontriangle as it
    >>> project = it.Project(it.Scope([it.Feature("login", it.Variant(value=5, cost=2))]), it.Budget(3))
    >>> plan = it.optimize(project)
    >>> it.violations(plan)
    ()
    >>> forged = attrs.evolve(plan, answer=attrs.evolve(plan.answer, value=6))
    >>> print(it.violations(forged)[0])
    figure, value: is 6, must be 5
    """
    if not isinstance(plan, Plan):
        raise TypeError(f"plan must be a Plan, got {type(plan).__name__}")
    return _wrong(plan, with_backlog=True)


def violations_beside_backlog(plan: Plan) -> tuple[Violation, ...]:
    """Return the same without a look at the reasons of the backlog, which are only worked out once they are read."""
    return _wrong(plan, with_backlog=False)


def _wrong(plan: Plan, *, with_backlog: bool) -> tuple[Violation, ...]:
    misfits = tuple(_status(plan))
    if misfits or not plan.found:
        return misfits
    reading = read(plan)
    if isinstance(reading, list):
        return tuple(reading)
    sprints = plan.project.timeline
    in_time = check_sprints(reading, sprints) if isinstance(sprints, Sprints) else check_dates(reading)
    broken = [*check_selection(reading), *in_time]
    total = totals(reading)
    broken += [*check_limits(reading, total), *check_figures(reading, total)]
    if with_backlog:
        broken += check_backlog(reading)
    broken += check_bound(plan, reading, total)
    return (*reading.problems, *broken)


def _status(plan: Plan) -> Iterator[Violation]:
    """Yield what does not go together in status, answer and levels proven."""
    if not isinstance(plan.status, Status):
        yield Violation("type", "status", f"must be a Status, is {show(plan.status)}")
        return
    if (plan.status in (Status.OPTIMAL, Status.FEASIBLE)) != plan.found:
        holds = "an answer" if plan.found else "no answer"
        yield Violation("status", "status", f"is {plan.status!r}, and there is {holds}")
        return
    if not isinstance(plan.proven, tuple) or not all(isinstance(level, str) for level in plan.proven):
        yield Violation("type", "proven", f"must be names of levels, is {show(plan.proven)}")
    elif plan.found and (plan.status is Status.OPTIMAL) != bool(plan.proven):
        yield Violation("status", "proven", f"is {plan.proven!r} and the status {plan.status!r}")
