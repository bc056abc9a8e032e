"""Which wishes contradict each other, and the least that resolves it."""

from __future__ import annotations

from irontriangle._model.amounts import MOST_DAYS, NumberLike, number_problem, raise_problems, to_number, to_whole
from irontriangle._model.project import Project
from irontriangle._plan.plan import Status
from irontriangle._plan.progress import Told
from irontriangle._solve.bar import with_bar
from irontriangle._solve.optimize import Engine
from irontriangle._tradeoffs.checking import checker
from irontriangle._tradeoffs.contradiction import Conflict, Contradiction
from irontriangle._tradeoffs.contradictions import Search
from irontriangle._tradeoffs.limits import of_totals
from irontriangle._tradeoffs.needs import shortfalls
from irontriangle._tradeoffs.resolving import resolutions
from irontriangle._tradeoffs.rough import Rough
from irontriangle._tradeoffs.solves import Solves
from irontriangle._tradeoffs.wishes import wishes_of


@with_bar
def conflict(
    project: Project,
    *,
    value_at_least: NumberLike | None = None,
    ramp_up: int = 10,
    engine: Engine = "auto",
    time_limit: float | None = None,
    progress: Told = None,
) -> Conflict | None:
    """
    Find the wishes that contradict each other, and the least changes that resolve it.

    Parameters
    ----------
    project
        A project without a plan.
    value_at_least
        A value that the plan must have, one more wish.
    ramp_up
        Working days for which people who join are paid before they count.
    engine, time_limit, progress
        As in `optimize`; the time is that of all together.

    Returns
    -------
    Conflict or None
        None if the project has a plan; and also if it was not found out in time that it has none, since what cannot be
        decided counts as feasible: with ``time_limit=0`` always. `optimize` tells the two apart by its status.

    See Also
    --------
    options : The ways out when not everything that is wanted fits.

    Notes
    -----
    Wishes are MUST, WONT, rules and floors; limits are the money of each fund, the deadline, and the people or
    person-days of each role. What a feature requires by itself is a fact. All minimal sets are found where some
    hundred checks are enough for it, and without dates always where there are few wishes; else the answer says that it
    is not complete, and has at least a way out that keeps the demands, and one that keeps the limits. What cannot be
    decided in time counts as feasible, and the contradiction says that it may not be minimal.

    A resolution gives up a minimal set of wishes: a MUST goes to the backlog, a decision allows another variant or
    none, a rule is dropped; limits, floors of goals and how many of some features there must or may be give as little
    as will do, in every Pareto point; what a role can do in each sprint grows by whole units. Of a small project
    without dates (up to 12 variants) all resolutions are found: also those that give up more wishes, or a little of
    several limits where one would do, for less of something else (`all_resolutions`). Of floors of quality and of a
    demanded value only the least loss is looked for.

    Without dates no plan is made for a check: each wish is a few rows of one program, which are switched on and off.

    Examples
    --------
    >>> import irontriangle as it
    >>> it.conflict(it.examples.feature_abc()) is None
    True
    >>> wish = it.examples.feature_abc().apply(it.SetPriority("XYZ", "MUST"), it.AddRule(it.Decided("ABC", "full")))
    >>> for resolution in it.conflict(wish).resolutions:
    ...     print(resolution.plan.value, resolution.plan.cost, resolution.plan.finish)
    110 39500 2027-02-19
    90 35000 2027-02-12
    50 22800 2027-01-29
    140 57800 2027-03-12
    140 66800 2027-02-12
    """
    if not isinstance(project, Project):
        raise TypeError(f"project must be a Project, got {type(project).__name__}")
    ramp_up, demand = to_whole(ramp_up), None if value_at_least is None else to_number(value_at_least)
    problems = number_problem("ramp_up", ramp_up, high=MOST_DAYS, whole=True)
    if demand is not None:
        problems += number_problem("value_at_least", demand, low=None)
    raise_problems("conflict", problems)
    solves = Solves("conflict", engine, time_limit, progress)
    solves.step("feasible", 0, 3)
    now = solves.any_plan(project, demand)
    if solves.interrupted and not now.found:
        raise KeyboardInterrupt
    if now.status is not Status.INFEASIBLE:
        return None
    wishes = wishes_of(project, demand)
    check = checker(project, wishes, solves)
    search = Search(wishes, check, solves, None if of_totals(project) else Rough(project, wishes, solves))
    solves.step("contradictions", 1, 3)
    search.run()
    ordered = [([wish for wish in wishes if wish in members], minimal) for members, minimal in search.contradictions]
    found = [
        Contradiction(members, shortfalls=shortfalls(project, members, check, solves), minimal=minimal)
        for members, minimal in ordered
    ]
    solves.step("resolutions", 2, 3)
    ways, complete, all_ways = resolutions(project, search.corrections, ramp_up, demand, solves)
    return Conflict(
        project=project,
        contradictions=found,
        resolutions=ways,
        complete=search.complete and complete,
        all_resolutions=search.complete and all_ways,
    )
