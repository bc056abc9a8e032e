"""Inject one fault at a time into sound plans: each must be reported, with its kind and its place."""

from datetime import UTC, date, datetime
from fractions import Fraction

import attrs
import pytest

import irontriangle as it
from irontriangle import FundCost, Reason, ReasonKind, ScheduledTask, Usage
from irontriangle._plan.violation import KINDS
from tests.unit._plan.plans import SOUND, dates_plan, keep, sprints_plan, story, story_project, totals_plan


def evolve(plan, **fields):
    """Change fields of the plan, or of its answer."""
    of_plan = {name: value for name, value in fields.items() if name in {field.name for field in attrs.fields(it.Plan)}}
    rest = {name: value for name, value in fields.items() if name not in of_plan}
    return attrs.evolve(plan, **of_plan, **({"answer": attrs.evolve(plan.answer, **rest)} if rest else {}))


def select(plan, **changes):
    """Change the selection; None drops a feature."""
    selection = {**plan.selection, **changes}
    return evolve(plan, selection={name: variant for name, variant in selection.items() if variant is not None})


def retask(plan, feature, named, **changes):
    """Change a task of the schedule; without changes, drop it."""
    tasks = []
    for task in plan.schedule:
        hit = (task.feature, task.name) == (feature, named)
        if not hit or changes:
            tasks.append(attrs.evolve(task, **changes) if hit else task)
    return evolve(plan, schedule=it.Schedule(tasks))


def use(plan, key, **changes):
    """Change what is stated about one limit."""
    return evolve(plan, usage={**plan.usage, key: attrs.evolve(plan.usage[key], **changes)})


def reproject(plan, *changes, **parts):
    """Change the project under the plan."""
    project = attrs.evolve(plan.project, **{name: parts[name] for name in parts if name in ("budget", "quality")})
    if "timeline" in parts:
        project = attrs.evolve(project, timeline=attrs.evolve(project.timeline, **parts["timeline"]))
    return attrs.evolve(plan, project=project.apply(*changes))


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_plan_has_no_violations(name):
    assert it.violations(SOUND[name]()) == ()


@pytest.mark.parametrize("status", [it.Status.INFEASIBLE, it.Status.UNKNOWN])
def test_a_plan_that_was_not_found_has_no_violations(status):
    assert it.violations(it.Plan(story_project(), it.Question(), status)) == ()


def test_only_plans_are_checked():
    with pytest.raises(TypeError, match="plan must be a Plan, got str"):
        it.violations("plan")


def task(feature, variant, name, demand, start, end, first, last):
    return ScheduledTask(feature, variant, name, demand, start, end, date(2027, 1, first), date(2027, 1, last))


FAULTS = {
    # selection
    "an unknown feature": (select(story(), nosuch="full"), "unknown", "selection"),
    "an unknown variant": (select(story(), ABC="huge"), "unknown", "selection['ABC']"),
    "a swapped variant": (select(story(), ABC="full"), "tasks", "schedule['ABC']"),
    "a swapped variant costs": (select(story(), ABC="full"), "fund", "costs['budget']"),
    "a swapped variant is worth": (select(story(), ABC="full"), "figure", "value"),
    "a dropped feature": (select(story(), ABC=None), "backlog", "backlog['ABC']"),
    "a dropped feature's tasks": (select(story(), ABC=None), "tasks", "schedule['ABC']"),
    "a MUST that is out": (select(totals_plan(), login=None), "priority", "selection['login']"),
    "a WONT that is in": (select(totals_plan(), games="full"), "priority", "selection['games']"),
    # rules, in the order of the project
    "a feature's requirement": (select(totals_plan(), login=None), "rule", "features[1].requires"),
    "a requirement of a variant": (select(totals_plan(), login="lite"), "rule", "rules[0]"),
    "one of several required": (select(totals_plan(), export=None), "rule", "rules[1]"),
    "an exclusion": (select(totals_plan(), mail="full"), "rule", "rules[2]"),
    "all or none": (select(totals_plan(), chat=None), "rule", "rules[3]"),
    "at least": (select(totals_plan(), chat=None, search=None), "rule", "rules[4]"),
    "at most": (select(totals_plan(), fax="full", mail="full"), "rule", "rules[5]"),
    "a decided feature": (select(totals_plan(), search=None), "rule", "rules[6]"),
    "a decided variant": (select(totals_plan(), login="lite"), "rule", "rules[7]"),
    "a bundle earned": (select(totals_plan(), fax="full"), "figure", "value"),
    "a bundle's cost": (select(totals_plan(), search=None), "figure", "costs['cloud'].other"),
    # totals
    "a fund": (reproject(story(), it.ChangeBudget(-5_501)), "fund", "costs['budget']"),
    "a named fund": (reproject(totals_plan(), it.ChangeBudget(-51, "people")), "fund", "costs['people']"),
    "a goal's floor": (select(totals_plan(), chat=None), "goal", "goal 'trust'"),
    "a goal's floor, raised": (reproject(totals_plan(), it.SetFloor("reach", 6.5)), "goal", "goal 'reach'"),
    "quality": (select(totals_plan(), chat=None, export=None), "quality", "quality"),
    "capacity": (select(totals_plan(), mail="full"), "capacity", "usage['role:qa']"),
    "the value demanded": (evolve(story(), question=it.Question(value_at_least=111)), "demand", "value"),
    "burn": (reproject(dates_plan(), it.ChangeBudget(-351)), "fund", "costs['budget']"),
    # the schedule
    "a shifted start": (retask(story(), "XYZ", "dev", start=14, end=34), "people", "usage['role:dev']"),
    "a shifted start's date": (retask(story(), "XYZ", "dev", start=14, end=34), "date", "schedule['XYZ'] 'dev'"),
    "a late end": (retask(story(), "XYZ", "dev", start=16, end=36), "deadline", "schedule['XYZ'] 'dev'"),
    "a task too short": (retask(story(), "ABC", "design", end=3), "duration", "schedule['ABC'] 'design'"),
    "a task too long": (retask(story(), "ABC", "design", end=5), "duration", "schedule['ABC'] 'design'"),
    "tasks of people in sprints": (
        retask(sprints_plan(), "login", "dev", demand={"dev": 1}), "tasks", "schedule['login'] 'dev'",
    ),
    "amounts without sprints": (
        retask(story(), "ABC", "design", amounts=[4]), "tasks", "schedule['ABC'] 'design'",
    ),
    "work of what is not built in sprints": (select(sprints_plan(), launch=None), "tasks", "schedule['launch']"),
    "work missing in sprints": (retask(sprints_plan(), "login", "qa"), "tasks", "schedule['login']"),
    "work of no role": (retask(sprints_plan(), "login", "qa", name="ux"), "tasks", "schedule['login'] 'ux'"),
    "work of another variant": (retask(sprints_plan(), "login", "qa", variant="x"), "tasks", "schedule['login'] 'qa'"),
    "too little work": (retask(sprints_plan(), "login", "qa", amounts=[3]), "duration", "schedule['login'] 'qa'"),
    "an idle first sprint": (
        retask(sprints_plan(), "export", "dev", amounts=[0, 12.5]), "duration", "schedule['export'] 'dev'",
    ),
    "a sprint too much": (retask(sprints_plan(), "login", "qa", end=2), "duration", "schedule['login'] 'qa'"),
    "a negative amount": (
        retask(sprints_plan(), "export", "dev", amounts=[13, -0.5]), "type", "schedule['export'] 'dev'",
    ),
    "a start before the first sprint": (
        retask(sprints_plan(), "login", "qa", start=-1, end=0), "date", "schedule['login'] 'qa'",
    ),
    "a date of a sprint": (
        retask(sprints_plan(), "login", "qa", last=date(2027, 1, 14)), "date", "schedule['login'] 'qa'",
    ),
    "a milestone that does not wait": (
        retask(sprints_plan(), "launch", "milestone", start=0, end=1), "order", "schedule['launch'] 'milestone'",
    ),
    "a milestone that works": (
        retask(sprints_plan(), "launch", "milestone", amounts=[1]), "duration", "schedule['launch'] 'milestone'",
    ),
    "a full sprint": (
        retask(sprints_plan(), "export", "dev", amounts=[5.5, 7]), "capacity", "usage['role:dev']",
    ),
    "a sprint past the last": (
        retask(sprints_plan(), "launch", "milestone", start=2, end=3), "deadline", "schedule['launch'] 'milestone'",
    ),
    "a day of a sprint that burns": (evolve(sprints_plan(), cost=19), "figure", "cost"),
    "what sprints hold": (use(sprints_plan(), "role:qa", limit=11), "figure", "usage['role:qa'].limit"),
    "a task that forgets to wait": (
        retask(dates_plan(), "A", "dev", end=10, last=date(2027, 1, 11)), "duration", "schedule['A'] 'dev'",
    ),
    "a task in the past": (retask(story(), "ABC", "dev", start=-1, end=14), "date", "schedule['ABC'] 'dev'"),
    "a dropped task": (retask(story(), "ABC", "design"), "tasks", "schedule['ABC']"),
    "a dropped milestone": (retask(dates_plan(), "C", "milestone"), "tasks", "schedule['C']"),
    "a task twice": (
        evolve(story(), schedule=it.Schedule([*story().schedule, story().schedule[0]])), "tasks", "schedule['ABC']",
    ),
    "a task of another variant": (retask(story(), "ABC", "dev", variant="full"), "tasks", "schedule['ABC']"),
    "a task of an unknown feature": (
        evolve(story(), schedule=it.Schedule([*story().schedule, task("Q", "full", "dev", {"dev": 1}, 0, 1, 4, 4)])),
        "tasks", "schedule['Q']",
    ),
    "an invented task": (retask(story(), "ABC", "design", name="qa"), "tasks", "schedule['ABC']"),
    "too few people": (retask(dates_plan(), "A", "dev", demand={"dev": 1}), "tasks", "schedule['A'] 'dev'"),
    "a wrong first date": (
        retask(story(), "ABC", "dev", first=date(2027, 1, 5)), "date", "schedule['ABC'] 'dev'",
    ),
    "a wrong last date": (retask(story(), "ABC", "dev", last=None), "date", "schedule['ABC'] 'dev'"),
    "a broken workflow": (
        retask(dates_plan(), "A", "dev", start=4, end=13), "order", "schedule['A'] 'dev'",
    ),
    "a broken order of tasks": (
        retask(dates_plan(), "B", "check", start=18, end=19, last=date(2027, 1, 18)), "order", "schedule['B'] 'check'",
    ),
    "a broken lag": (
        retask(dates_plan(), "B", "build", start=15, end=18, first=date(2027, 1, 14)), "order", "schedule['B'] 'build'",
    ),
    "a milestone too early": (
        retask(dates_plan(), "C", "milestone", start=21, end=21), "order", "schedule['C'] 'milestone'",
    ),
    "an over-full tick": (reproject(story(), it.ChangeTeam("dev", -1)), "people", "schedule['ABC'] 'dev'"),
    "people who are away": (
        reproject(dates_plan(), it.ChangeTeam("dev", -1, from_date="2027-01-13")), "people", "schedule['A'] 'dev'",
    ),
    "the buffer": (reproject(dates_plan(), timeline={"buffer": 4}), "deadline", "schedule['C'] 'milestone'"),
    "the deadline": (reproject(story(), it.MoveDeadline(-1)), "deadline", "schedule['XYZ'] 'dev'"),
    "a new holiday": (reproject(story(), timeline={"holidays": ["2027-01-05"]}), "date", "schedule['ABC'] 'dev'"),
    "dates without a timeline": (
        evolve(totals_plan(), schedule=story().schedule), "tasks", "schedule",
    ),
    # stated figures
    "a wrong value": (evolve(story(), value=111), "figure", "value"),
    "a value that is true": (evolve(story(), value=True), "figure", "value"),
    "a rounded value": (evolve(totals_plan(), quality=0.914), "figure", "quality"),
    "a wrong cost": (evolve(story(), cost=39_501), "figure", "cost"),
    "a wrong finish": (evolve(story(), finish=date(2027, 2, 18)), "figure", "finish"),
    "no finish": (evolve(story(), finish=None), "figure", "finish"),
    "a finish that does not wait": (evolve(dates_plan(), finish=date(2027, 1, 18)), "figure", "finish"),
    "a finish without dates": (evolve(totals_plan(), finish=date(2027, 1, 18)), "figure", "finish"),
    "no quality": (evolve(story(), quality=None), "figure", "quality"),
    "wrong labour": (evolve(story(), costs={"budget": FundCost(39_000, 0)}), "figure", "costs['budget'].labour"),
    "wrong other cost": (evolve(story(), costs={"budget": FundCost(39_500, 1)}), "figure", "costs['budget'].other"),
    "an unpaid absence": (
        evolve(dates_plan(), costs={"budget": FundCost(4_700, 1_150)}), "figure", "costs['budget'].other",
    ),
    "a missing fund": (
        evolve(totals_plan(), costs={"people": FundCost(4_450, 0)}), "figure", "costs['cloud']",
    ),
    "an invented fund": (
        evolve(story(), costs={"budget": FundCost(39_500, 0), "x": FundCost(0, 0)}), "figure", "costs",
    ),
    "wrong use of money": (use(story(), "cost", used=1), "figure", "usage['cost'].used"),
    "a wrong limit": (use(story(), "cost", limit=46_000), "figure", "usage['cost'].limit"),
    "no limit": (use(story(), "cost", limit=None, left=None), "figure", "usage['cost'].limit"),
    "a wrong rest": (use(story(), "cost", left=5_501), "figure", "usage['cost'].left"),
    "a wrong last day": (use(story(), "finish", limit=date(2027, 2, 20)), "figure", "usage['finish'].limit"),
    "a wrong day used": (use(story(), "finish", used="2027-02-19"), "figure", "usage['finish'].used"),
    "a wrong rest of days": (use(dates_plan(), "finish", left=2), "figure", "usage['finish'].left"),
    "wrong use of people": (use(dates_plan(), "role:dev", used=6.1), "figure", "usage['role:dev'].used"),
    "people away counted": (use(dates_plan(), "role:dev", limit=24), "figure", "usage['role:dev'].limit"),
    "a goal": (use(totals_plan(), "goal:reach", used=7), "figure", "usage['goal:reach'].used"),
    "a missing limit": (
        evolve(story(), usage={k: v for k, v in story().usage.items() if k != "role:dev"}),
        "figure", "usage['role:dev']",
    ),
    "an invented limit": (evolve(story(), usage={**story().usage, "x": Usage(1, 2, 1)}), "figure", "usage"),
    "forgotten rounding": (evolve(dates_plan(), rounding={}), "figure", "rounding['dev']"),
    "rounding of nobody": (evolve(dates_plan(), rounding={"dev": 0.7, "x": 1}), "figure", "rounding"),
    "rounding without dates": (evolve(totals_plan(), rounding={"dev": 1}), "figure", "rounding"),
    # backlog, bound, status
    "a missing reason": (evolve(keep(), backlog={}), "backlog", "backlog['XYZ']"),
    "a reason for what is in": (
        evolve(keep(), backlog={**keep().backlog, "ABC": Reason(ReasonKind.SHORT, "ABC", variant="full", value=90)}),
        "backlog", "backlog['ABC']",
    ),
    "another feature's reason": (
        evolve(keep(), backlog={"XYZ": Reason(ReasonKind.SHORT, "ABC", variant="full", value=90)}),
        "backlog", "backlog['XYZ']",
    ),
    "a bound below the value": (evolve(story(), bound=100, gap=None), "bound", "bound"),
    "optimal below the bound": (evolve(story(), bound=120, gap=None), "bound", "bound"),
    "a wrong gap": (evolve(keep(), gap=0.1), "bound", "gap"),
    "a gap that is none": (evolve(keep(), gap="small"), "bound", "gap"),
    "optimal, nothing proven": (evolve(story(), proven=()), "status", "proven"),
    "feasible, something proven": (evolve(keep(), proven=("value",)), "status", "proven"),
    "infeasible with an answer": (evolve(story(), status=it.Status.INFEASIBLE), "status", "status"),
    "optimal without an answer": (evolve(story(), answer=None), "status", "status"),
    # what is not even of its type
    "a selection that is none": (evolve(story(), selection=["ABC"]), "type", "selection"),
    "a schedule that is none": (evolve(story(), schedule=[1]), "type", "schedule"),
    "a task that is none": (evolve(story(), schedule=it.Schedule(["x"])), "type", "schedule[0]"),
    "a start that is no tick": (retask(story(), "ABC", "dev", start=0.5), "type", "schedule[0]"),
    "costs that are none": (evolve(story(), costs=39_500), "type", "costs"),
    "usage that is none": (evolve(story(), usage=None), "type", "usage"),
    "a fund's cost that is none": (evolve(story(), costs={"budget": 39_500}), "type", "costs['budget']"),
    "a use that is none": (evolve(story(), usage={**story().usage, "cost": 1}), "type", "usage['cost']"),
    "rounding that is none": (evolve(story(), rounding=0), "type", "rounding"),
    "a backlog that is none": (evolve(keep(), backlog=["XYZ"]), "type", "backlog"),
    "a reason that is none": (evolve(keep(), backlog={"XYZ": "no money"}), "type", "backlog['XYZ']"),
    "a bound that is none": (evolve(story(), bound="much"), "type", "bound"),
    "levels that are none": (evolve(story(), proven="value"), "type", "proven"),
    "a status that is none": (evolve(story(), status="optimal"), "type", "status"),
    "a project that is none": (evolve(story(), project=None), "type", "project"),
    "a question that is none": (evolve(story(), question="value"), "type", "question"),
    "an objective that is none": (
        evolve(story(), question=it.Question(objective="vlaue")), "type", "question.objective",
    ),
    "a demand that is none": (
        evolve(story(), question=it.Question(value_at_least="much")), "type", "question.value_at_least",
    ),
    "an answer that is none": (evolve(story(), answer={}), "type", "answer"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_reported(fault):
    plan, kind, where = FAULTS[fault]
    found = it.violations(plan)
    assert (kind, where) in [(violation.kind, violation.where) for violation in found]
    assert {violation.kind for violation in found} <= KINDS.keys()
    assert all(str(violation).count("\n") == 0 for violation in found)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_violation_is_injected(kind):
    assert any(fault[1] == kind for fault in FAULTS.values())


def test_messages_say_what_is_and_what_should_be():
    (message,) = it.violations(evolve(story(), value=120.5, bound=None))
    assert str(message) == "figure, value: is 120.5, must be 110"
    broken = it.violations(
        retask(story(), "XYZ", "dev", start=14, end=34, first=date(2027, 1, 22), last=date(2027, 2, 18))
    )
    assert str(broken[0]) == "people, usage['role:dev']: 2 at work, 1 there on 2027-01-22"


def beyond_the_limits(objective, **fields):
    """The story's plan with a limit of 39,000 and a deadline a day early: more than either."""
    plan = story()
    tight = attrs.evolve(plan, project=story_project(39_000, "2027-02-18"))
    usage = {
        **plan.usage,
        "cost": Usage(39_500, 39_000, -500, "USD"),
        "finish": Usage(date(2027, 2, 19), date(2027, 2, 18), -1, "working days"),
        "role:dev": Usage(35, 34, -1, "days"),
        "role:design": Usage(10, 34, 24, "days"),
    }
    return evolve(tight, question=it.Question(objective=objective, value_at_least=110), usage=usage, **fields)


def test_the_cost_objective_releases_the_funds_alone():
    plan = beyond_the_limits("cost", proven=("cost",), bound=39_500)
    assert {violation.kind for violation in it.violations(plan)} == {"deadline"}
    unlimited = use(plan, "cost", limit=None, left=None)
    assert {violation.kind for violation in it.violations(unlimited)} == {"deadline"}


def test_the_finish_objective_releases_the_deadline_alone():
    plan = beyond_the_limits("finish", proven=("finish",), bound=date(2027, 2, 19))
    assert {violation.kind for violation in it.violations(plan)} == {"fund"}


def test_a_bound_on_cost_is_a_lower_one():
    plan = beyond_the_limits("cost", status=it.Status.FEASIBLE, proven=(), bound=39_600, gap=None)
    assert ("bound", "bound") in [(violation.kind, violation.where) for violation in it.violations(plan)]
    plan = evolve(plan, bound=39_000, gap=500 / 39_500)
    assert {violation.kind for violation in it.violations(plan)} == {"deadline"}


@pytest.mark.parametrize(
    ("bound", "gap", "message"),
    [
        (date(2027, 2, 22), None, "bound, bound: is 2027-02-22, the plan itself ends on 2027-02-19"),
        (35, None, "type, bound: must be a date, is 35"),
        (date(2027, 2, 15), 3, "bound, gap: is 3, must be 4 working days"),
        (date(2027, 2, 15), 4, None),
    ],
)
def test_a_bound_on_the_finish_is_a_date_and_its_gap_counts_working_days(bound, gap, message):
    plan = evolve(
        story(),
        question=it.Question(objective="finish", value_at_least=110),
        status=it.Status.FEASIBLE,
        proven=(),
        bound=bound,
        gap=gap,
    )
    assert [str(violation) for violation in it.violations(plan)] == ([message] if message else [])


def test_a_finish_proven_optimal_is_its_own_bound():
    plan = evolve(story(), question=it.Question(objective="finish"), proven=("finish",), bound=date(2027, 2, 18), gap=1)
    assert [violation.where for violation in it.violations(plan)] == ["bound"]


def test_a_bound_on_tiers_speaks_of_the_first():
    plan = evolve(totals_plan(), question=it.Question(objective="tiers"), proven=("tier 1",), bound=20)
    assert it.violations(plan) == (), "6 + 6 + 5 + 3 of the bundle; export is in tier 2"
    assert [violation.kind for violation in it.violations(evolve(plan, bound=24))] == ["bound", "bound"]


def test_an_answer_with_a_tolerance_need_not_meet_its_bound():
    assert it.violations(evolve(story(), bound=110.001, gap=0.001 / 110, tolerance=0.01)) == ()


def test_a_huge_gap_is_compared_relatively_as_its_bound_is_rounded():
    plan = evolve(keep(), bound=1.234567890123457e23, gap=1.234567890123457e23 / 90)
    assert it.violations(plan) == ()
    assert [found.where for found in it.violations(evolve(plan, gap=1.2345e23 / 90))] == ["gap"]


def test_one_third_is_compared_exactly_and_stated_as_the_nearest_float():
    scope = it.Scope(
        [it.Feature("a", it.Variant(value=Fraction(1, 3))), it.Feature("b", it.Variant(value=Fraction(1, 3)))]
    )
    answer = it.Answer(
        selection={"a": "full", "b": "full"},
        value=2 / 3,
        cost=0,
        costs={"budget": FundCost(0, 0)},
        quality=1,
        usage={"cost": Usage(0, None, None)},
    )
    plan = it.Plan(it.Project(scope), it.Question(), it.Status.OPTIMAL, proven=("value",), bound=2 / 3, answer=answer)
    assert it.violations(plan) == ()
    assert it.violations(evolve(plan, value=Fraction(2, 3), bound=Fraction(2, 3))) == ()
    assert [str(found) for found in it.violations(evolve(plan, value=0.667))] == [
        "figure, value: is 0.667, must be 0.6666666666666666"
    ]


def test_a_task_may_take_no_time_and_a_role_may_be_away_for_good():
    timeline = it.Timeline("2027-01-04", team={"dev": 1}, absences=[it.Absence("dev", "2027-01-05", "9999-12-31")])
    tasks = [it.Task("talk", 0, demand={"dev": 1}), it.Task("work", 2, demand={"dev": 1})]
    project = it.Project(it.Scope([it.Feature("a", it.Variant(tasks=tasks))]), timeline=timeline)
    schedule = [task("a", "full", "talk", {"dev": 1}, 3, 3, 7, 7), task("a", "full", "work", {"dev": 1}, 0, 2, 4, 5)]
    answer = it.Answer(selection={"a": "full"}, schedule=it.Schedule(schedule), value=0, cost=0)
    plan = it.Plan(project, it.Question(), it.Status.FEASIBLE, answer=answer)
    people = [str(violation) for violation in it.violations(plan) if violation.kind == "people"]
    assert people == ["people, schedule['a'] 'work': never has its people from tick 0 on"]


def test_a_role_that_has_nobody_cannot_work():
    plan = reproject(story(), it.ChangeTeam("design", -1))
    messages = [str(violation) for violation in it.violations(plan)]
    assert "people, schedule['ABC'] 'design': needs 1 design, the team has 0" in messages
    assert "people, schedule['ABC'] 'design': never has its people from tick 0 on" in messages


GARBAGE = [
    None, True, -1, 10**30, 0.5, float("nan"), float("inf"), "", "ABC", b"x", (), (1, "ABC"), [[]], {}, {"ABC": None},
    {None: "full"}, {1: {2: 3}}, {"ABC": ["full"]}, {"dev": 10**400}, object(),
    datetime(2027, 1, 4, tzinfo=UTC), date(1, 1, 1), date.max, Fraction(1, 3),
    it.Status.OPTIMAL, it.Schedule([None, 1]), it.Schedule(7), Usage("x", date.max, None), FundCost("x", None),
]  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
@pytest.mark.parametrize("place", range(len(GARBAGE)))
def test_whatever_a_plan_holds_nothing_is_raised(name, place):
    junk, plan = GARBAGE[place], SOUND[name]()
    for field in attrs.fields(it.Plan):
        assert isinstance(it.violations(attrs.evolve(plan, **{field.name: junk})), tuple)
    for field in attrs.fields(it.Question):
        forged = attrs.evolve(plan, question=attrs.evolve(plan.question, **{field.name: junk}))
        assert isinstance(it.violations(forged), tuple)
    for field in attrs.fields(it.Answer):
        forged = attrs.evolve(plan, answer=attrs.evolve(plan.answer, **{field.name: junk}))
        assert isinstance(it.violations(forged), tuple)
        inner = getattr(plan.answer, field.name)
        if isinstance(inner, it.FrozenMap):
            forged = attrs.evolve(plan, answer=attrs.evolve(plan.answer, **{field.name: dict.fromkeys(inner, junk)}))
            assert isinstance(it.violations(forged), tuple)
    if not plan.schedule:
        return
    for field in attrs.fields(ScheduledTask):
        if field.name == "demand" and not isinstance(junk, dict):
            continue
        tasks = [attrs.evolve(task, **{field.name: junk}) for task in plan.schedule]
        assert isinstance(it.violations(evolve(plan, schedule=it.Schedule(tasks))), tuple)
