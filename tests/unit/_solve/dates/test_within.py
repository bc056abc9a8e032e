"""Whether the work fits into so many days, and the proof of a finish by one day less."""

import pytest

import irontriangle as it
from irontriangle._plan.plan import Question
from irontriangle._solve.clock import Clock
from irontriangle._solve.columns import Columns
from irontriangle._solve.dates import level, within
from irontriangle._solve.dates.dated import DatedProgram
from irontriangle._solve.dates.ladder import _by, _dated
from irontriangle._solve.jobs import compile_work


def crowded(burn: int = 0, limit: int | None = None) -> it.Project:
    """Return four features in two variants each, which no bound by people or chains tells the finish of."""
    features = [
        it.Feature(
            name,
            [
                it.Variant("pair", cost=3, tasks=[it.Task("work", days, demand={"dev": 2, "qa": 1})]),
                it.Variant("alone", tasks=[it.Task("work", 2 * days, demand={"dev": 1, "qa": 2})]),
            ],
            priority="MUST",
            requires=needs,
        )
        for name, days, needs in (("A", 2, []), ("B", 3, ["A"]), ("C", 2, []), ("D", 1, ["C"]), ("E", 2, ["A"]))
    ]
    return it.Project(
        it.Scope(features),
        it.Budget(9 if limit is None else limit, burn_per_day=burn),
        it.Timeline("2027-01-04", team={"dev": 3, "qa": 2}),
    )


def nearer(project: it.Project, days: int, *, count_days: bool = False) -> DatedProgram:
    jobs = compile_work(project, Columns.of(project, 0), release_deadline=True)
    return _dated(project, Question(verb="optimize", objective="finish"), _by(jobs, days), count_days=count_days)


@pytest.mark.parametrize("burn", [0, 1])
def test_it_can_be_done_in_as_many_days_as_trying_everything_says_and_no_fewer(burn: int) -> None:
    project = crowded(burn, 30)
    best = it.optimize(project, "finish", engine="enumerate")
    days = project.timeline.day_of(best.finish) + 1
    verdict, plan = within.within(nearer(project, days, count_days=bool(burn)), max_steps=1_000, clock=Clock(None))
    assert verdict == "done"
    assert plan is not None
    assert plan.timetable.end == days
    less = nearer(project, days - 1, count_days=bool(burn))
    assert within.within(less, max_steps=1_000, clock=Clock(None)) == ("impossible", None)
    assert within.within(less, max_steps=0, clock=Clock(None)) == ("open", None)


@pytest.mark.parametrize("burn", [0, 1])
@pytest.mark.parametrize("hastens", [True, False])
def test_the_earliest_finish_is_proven_day_by_day(burn: int, hastens: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not hastens:
        monkeypatch.setattr(level._Search, "hasten", lambda _: None)
    real = level._Search.by_steps

    def later(search: level._Search, node_limit: int | None) -> None:
        assert search.position > 0
        real(search, node_limit)

    monkeypatch.setattr(level._Search, "by_steps", later)
    project = crowded(burn, 30)
    plan = it.optimize(project, "finish", engine="highs")
    assert plan.finish == it.optimize(project, "finish", engine="enumerate").finish
    assert "finish" in plan.proven
    assert plan.proof == "solver"


def test_the_least_days_are_tried_where_one_day_less_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    real = level.within

    def vague(program: DatedProgram, **more: object) -> object:
        asked.append(program.work.n_days)
        return ("open", None) if len(asked) == 1 else real(program, **more)

    monkeypatch.setattr(level, "within", vague)
    monkeypatch.setattr(level._Search, "hasten", lambda _: None)
    plan = it.optimize(crowded(), "finish", engine="highs")
    assert asked[1:] == sorted(asked[1:])
    assert plan.finish == it.optimize(crowded(), "finish", engine="enumerate").finish
    assert "finish" in plan.proven
