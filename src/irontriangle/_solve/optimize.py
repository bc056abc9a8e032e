"""The wiring: a question in, one plan out, proven as far as time allows and checked independently."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import attrs

from irontriangle._model.amounts import NumberLike, number_problem, plain, raise_problems
from irontriangle._model.priority import MUST
from irontriangle._model.problems import did_you_mean, show
from irontriangle._model.project import Project
from irontriangle._model.rules import AtLeast, Decided
from irontriangle._model.timeline import Sprints, Timeline
from irontriangle._plan.check import violations_beside_backlog
from irontriangle._plan.plan import Plan, Question, Run, Status
from irontriangle._plan.progress import Progress, Told
from irontriangle._solve.answer import build_answer
from irontriangle._solve.backlog.later import ReasonsLater
from irontriangle._solve.bar import with_bar
from irontriangle._solve.clock import Clock
from irontriangle._solve.compile import compile_program
from irontriangle._solve.dates import cpsat
from irontriangle._solve.dates.ladder import solve_dated
from irontriangle._solve.enumerate import SearchStopped, enumerate_best
from irontriangle._solve.incumbent import Incumbent
from irontriangle._solve.levels import solve_levels
from irontriangle._solve.memory import Memory
from irontriangle._solve.sprints.ladder import solve_sprints
from irontriangle.errors import MissingExtraError, ModelError, Problem, SolverError

Objective: TypeAlias = Literal["value", "tiers", "cost", "finish"]
Engine: TypeAlias = Literal["auto", "highs", "cpsat", "enumerate"]
Termination: TypeAlias = Literal["complete", "time_limit", "interrupted", "work_limit"]

AFTERWARDS = 2
"""Time that it takes to put a plan together and check it, in times to compile its program."""

OBJECTIVES = ("value", "tiers", "cost", "finish")
ENGINES = ("auto", "highs", "cpsat", "enumerate")


@with_bar
def optimize(
    project: Project,
    objective: Objective = "value",
    *,
    value_at_least: NumberLike | None = None,
    engine: Engine = "auto",
    time_limit: float | None = None,
    progress: Told = None,
) -> Plan:
    """
    Find the best plan for a project and prove it.

    Parameters
    ----------
    project
        What is wanted, and the limits.
    objective
        ``"value"``: most value within the limits, then least cost, then earliest finish. ``"tiers"``: the same,
        but value tier by tier. ``"cost"``: what budget is needed? The limits of the funds are released; least
        cost, then most value, then earliest finish. ``"finish"``: how early can it be? The deadline is released;
        earliest finish, then least cost, then most value.
    value_at_least
        The least value that the plan must have.
    engine
        ``"highs"``: linear programs, branch and bound, schedules. ``"cpsat"``: the same, and for projects with dates
        CP-SAT of OR-Tools for what these leave open (the extra ``cpsat``). ``"enumerate"``: every selection is
        tried, for small projects only. ``"auto"``: ``"cpsat"`` where it is installed, else ``"highs"``.
    time_limit
        Seconds of wall time after which the best plan so far is returned; None: none.
    progress
        Called with a `Progress` whenever something better is found or proven; True shows a bar (with tqdm, the extra
        ``progress``) for what takes more than a second.

    Returns
    -------
    Plan
        The best plan, with what is proven of it; its status says INFEASIBLE where it is proven that there is
        none, and UNKNOWN where time ran out before one was found.

    Raises
    ------
    ModelError
        If the objective asks for a demand (``"cost"``, ``"finish"``) or for dates (``"finish"``) and there are none.
    ValueError
        If an argument is not one of those allowed, or the project is too large for ``"enumerate"``.
    SolverError
        If the answer fails the independent check.
    KeyboardInterrupt
        If interrupted before there is a plan; afterwards the best plan so far is returned.
    MissingExtraError
        If the engine is ``"cpsat"`` and OR-Tools is not installed.

    See Also
    --------
    violations : The independent check. Every plan passes it before it is returned, but for its backlog: see below.

    Notes
    -----
    The status speaks of the first level of the objective; `Plan.proven` lists the levels that are proven. Later
    levels are pursued under a limit on work that does not depend on the machine.

    Why a feature stays in the backlog is worked out when `Plan.backlog` is first read, printed, compared or stored,
    and counts towards no time limit.

    Examples
    --------
    >>> import irontriangle as it
    >>> scope = it.Scope([
    ...     it.Feature("login", it.Variant(value=8, cost=3)),
    ...     it.Feature("export", it.Variant(value=5, cost=4), requires=["login"]),
    ...     it.Feature("chat", it.Variant(value=6, cost=5)),
    ... ])
    >>> plan = it.optimize(it.Project(scope, it.Budget(8)))
    >>> plan.selection, plan.value, plan.cost, plan.proven
    ({'login': 'full', 'chat': 'full'}, 14, 8, ('value', 'cost'))
    >>> it.optimize(it.Project(scope, it.Budget(8)), "cost", value_at_least=13).selection
    {'login': 'full', 'export': 'full'}
    """
    return optimize_with(
        None,
        project,
        objective,
        value_at_least=value_at_least,
        engine=engine,
        time_limit=time_limit,
        progress=progress,
    )


def optimize_with(
    memory: Memory | None,
    project: Project,
    objective: Objective,
    *,
    value_at_least: NumberLike | None = None,
    engine: Engine = "auto",
    time_limit: float | None = None,
    progress: Told = None,
    any_plan: bool = False,
) -> Plan:
    """
    Find the best plan as `optimize` does, with what is remembered of akin projects, and remember it, too.

    With `any_plan` the first plan will do, however good.
    """
    _check_arguments(project, objective, engine, time_limit, progress)
    question = Question("optimize", objective, value_at_least)
    _check_question(project, question)
    clock = Clock(None if time_limit is None else float(time_limit))
    told = progress if callable(progress) else None
    so_far = Incumbent(clock, _until_found(clock, told) if any_plan else told)
    if engine == "enumerate":
        name, termination = "enumerate", _enumerate(project, question, so_far)
    else:
        so_far.cpsat = _with_cpsat(engine)
        termination = _search(project, question, so_far, Memory() if memory is None else memory)
        name = "cpsat" if so_far.asked else "highs"
    try:
        return _checked_plan(project, question, so_far, name, termination)
    except KeyboardInterrupt:  # only a second one is raised: the plan is there
        if so_far.x is None:
            raise
        return _checked_plan(project, question, so_far, name, "interrupted")


# --------------------------------------------------------------------------------------------------- questions


def _check_arguments(project: Any, objective: Any, engine: Any, time_limit: Any, progress: Any) -> None:
    if not isinstance(project, Project):
        raise TypeError(f"project must be a Project, got {type(project).__name__}")
    for what, given, allowed in (("objective", objective, OBJECTIVES), ("engine", engine, ENGINES)):
        if given not in allowed:
            hint = did_you_mean(given, allowed) if isinstance(given, str) else ""
            raise ValueError(f"{what} must be one of {', '.join(map(repr, allowed))}, got {given!r}{hint}")
    check_time_limit(time_limit)
    if progress is not None and not callable(progress):
        raise TypeError(f"progress must be callable or None, got {type(progress).__name__}")


def check_time_limit(time_limit: Any) -> None:
    """Raise what is wrong with a time limit; return if nothing is."""
    if time_limit is None:
        return
    if isinstance(time_limit, bool) or not isinstance(time_limit, (int, float)):
        raise TypeError(f"time_limit must be a number of seconds or None, got {time_limit!r}")
    if isinstance(time_limit, int) and time_limit.bit_length() > 1000:
        raise ValueError(f"time_limit must be a number of seconds that a float holds, got {show(time_limit)}")
    if math.isnan(time_limit) or time_limit < 0:
        raise ValueError(f"time_limit must be >= 0 seconds, got {time_limit!r}")


def _check_question(project: Project, question: Question) -> None:
    """`cost` and `finish` without a demand would answer: build nothing."""
    if question.value_at_least is not None:
        raise_problems("optimize", number_problem("value_at_least", question.value_at_least, low=None))
    if question.objective not in ("cost", "finish"):
        return
    goals = project.scope.goals
    demands = (
        question.value_at_least is not None
        or any(feature.priority == MUST for feature in project.scope)
        or any(isinstance(rule, (Decided, AtLeast)) for rule in project.scope.rules)
        or (goals is not None and any(goals.floors.values()))
    )
    problems = []
    if not demands:
        message = (
            f"objective {question.objective!r} needs a demand, or the answer is to build nothing: give value_at_least, "
            "a MUST feature, a Decided or AtLeast rule, or a floor of a goal"
        )
        problems.append(Problem("optimize", message))
    if question.objective == "finish" and not isinstance(project.timeline, (Timeline, Sprints)):
        message = "objective 'finish' needs dates: give the project a Timeline or Sprints"
        problems.append(Problem("optimize", message))
    if problems:
        raise ModelError(problems)


# ----------------------------------------------------------------------------------------------------- engines


def _with_cpsat(engine: Engine) -> bool:
    """Tell whether CP-SAT takes part; only where it is asked for by name must it be installed."""
    if engine == "cpsat" and not cpsat.installed():
        raise MissingExtraError("engine='cpsat'", "OR-Tools", "cpsat")
    return engine != "highs" and cpsat.installed()


def _until_found(clock: Clock, told: Callable[[Progress], Any] | None) -> Callable[[Progress], None]:
    """Return whom to tell of progress, so that the time is up with the first plan."""

    def hear(progress: Progress) -> None:
        if told is not None:
            told(progress)
        if progress.incumbent is not None:
            clock.end()

    return hear


def _search(project: Project, question: Question, so_far: Incumbent, memory: Memory) -> Termination:
    """Solve by linear programs, branch and bound and schedules; leave the answer in `so_far`."""
    if so_far.clock.expired:
        return "time_limit"
    try:
        if isinstance(project.timeline, Timeline):
            solve_dated(project, question, so_far)
        elif isinstance(project.timeline, Sprints):
            solve_sprints(project, question, so_far)
        else:
            program, so_far.columns = memory.program(project, question)
            so_far.clock.keep(AFTERWARDS * so_far.clock.seconds)
            if (proof := memory.proof(question, program)) is not None:
                so_far.adopt(program.levels, proof.x, proven=proof.proven, exact=proof.exact)
            else:
                so_far.levels, so_far.x = program.levels, memory.best(program, so_far.columns)
                solve_levels(program, so_far, memory.sessions)
                memory.keep(question, program, so_far)
    except KeyboardInterrupt:
        if so_far.x is None:
            raise
        return "interrupted"
    if so_far.infeasible or so_far.proven == len(so_far.levels):
        return "complete"
    return "time_limit" if so_far.clock.expired else "work_limit"


def _enumerate(project: Project, question: Question, so_far: Incumbent) -> Termination:
    """Try every selection; leave the best in `so_far`."""
    termination: Termination = "complete"
    try:
        best = enumerate_best(project, question.objective, question.value_at_least, clock=so_far.clock)  # type: ignore[arg-type]  # checked before
    except SearchStopped as stop:
        best, termination = stop.best, "interrupted" if stop.interrupted else "time_limit"
    n_days = 0
    if best is not None and isinstance(project.timeline, (Timeline, Sprints)):
        n_days = int(dict(best.levels)["finish"])
        n_days //= project.timeline.length if isinstance(project.timeline, Sprints) else 1
    program, columns = compile_program(project, question, n_days=n_days)
    so_far.columns, so_far.levels = columns, program.levels
    so_far.infeasible = best is None and termination == "complete"
    if best is not None:
        so_far.x = columns.vector(best.selection, n_days)
        so_far.starts = None if best.starts is None else dict(best.starts)
        so_far.turns = best.turns
    if best is not None and termination == "complete":
        so_far.proven = len(program.levels)
        so_far.bound = program.levels[0].score(so_far.x) if so_far.x is not None else None
    return termination


# ----------------------------------------------------------------------------------------------------- answers


def _checked_plan(
    project: Project, question: Question, so_far: Incumbent, engine: str, termination: Termination
) -> Plan:
    """Put together what is known, and count it again."""
    run = Run(engine, so_far.clock.seconds, termination)
    plan = _plan(project, question, so_far, run)
    wrong = violations_beside_backlog(plan)
    if wrong:
        raise SolverError(f"the plan found fails the independent check: {'; '.join(map(str, wrong[:5]))}")
    return attrs.evolve(plan, run=attrs.evolve(run, seconds=so_far.clock.seconds))


def _plan(project: Project, question: Question, so_far: Incumbent, run: Run) -> Plan:
    """Put together what is known."""
    if so_far.x is None:
        return Plan(project, question, Status.INFEASIBLE if so_far.infeasible else Status.UNKNOWN, run=run)
    assert so_far.columns is not None
    answer = build_answer(project, question, so_far.columns.selection(so_far.x), so_far.starts, so_far.turns)
    proven = tuple(level.name for level in so_far.levels[: so_far.proven])
    backlog = ReasonsLater(project, question, answer, complete=so_far.proven > 0, proven=proven)
    answer = attrs.evolve(answer, backlog=backlog)
    bound, gap = _bound(project, so_far)
    return Plan(
        project,
        question,
        Status.OPTIMAL if so_far.proven else Status.FEASIBLE,
        proven=proven,
        proof=None if not so_far.proven else "exact" if so_far.exact else "solver",
        answer=answer,
        bound=bound,
        gap=gap,
        run=run,
    )


def _bound(project: Project, so_far: Incumbent) -> tuple[int | float | date | None, int | float | None]:
    """Return the bound on the first level in its own unit, and how far the plan is from it."""
    first = so_far.levels[0]
    assert so_far.x is not None
    if so_far.bound is None or math.isinf(so_far.bound):
        return None, None
    reached = first.score(so_far.x)
    limit = first.amount(reached if so_far.proven else max(reached, math.floor(so_far.bound)))
    if first.name == "finish":
        assert isinstance(project.timeline, (Timeline, Sprints))
        days = int(limit)
        return (project.timeline.date_of(days - 1) if days else None), int(first.amount(reached)) - days
    amount = first.amount(reached)
    return plain(limit), plain(abs(limit - amount) / max(abs(amount), Fraction(1)))
