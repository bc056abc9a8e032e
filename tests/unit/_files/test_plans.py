"""Plans as documents for programs."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

import attrs
import pytest

import irontriangle as it
from irontriangle import examples

SHORT = it.Shortfall("cost", needed=22_800, left=10_000, short=12_800)
REASON = it.Reason(
    it.ReasonKind.SHORT,
    "XYZ",
    variant="full",
    value=50,
    shortfalls=[SHORT],
    others=[("ABC", "full")],
    beside=[("ABC", "simplified")],
    gain=Fraction(1, 3),
    rule=it.Excludes(["ABC", "XYZ"]),
)
TASK = it.ScheduledTask("ABC", "full", "dev", {"dev": 1}, 0, 30, date(2027, 1, 4), date(2027, 2, 12))
ANSWER = it.Answer(
    selection={"ABC": "full"},
    backlog={"XYZ": REASON},
    schedule=it.Schedule([TASK]),
    value=90,
    cost=35_000.5,
    costs={"budget": it.FundCost(labour=35_000, other=0.5)},
    finish=date(2027, 2, 12),
    quality=1,
    usage={
        "cost": it.Usage(35_000.5, 45_000, 9_999.5, "USD"),
        "finish": it.Usage(date(2027, 2, 12), date(2027, 2, 19), 5, "working days"),
        "role:dev": it.Usage(30, None, None),
    },
    rounding={"dev": 0.5},
)
FOUND = it.Plan(
    examples.feature_abc(),
    it.Question("optimize", "finish", Fraction(1, 3)),
    it.Status.FEASIBLE,
    proven=("value",),
    proof="solver",
    answer=ANSWER,
    bound=date(2027, 2, 1),
    gap=9,
    tolerance=1e-30,
    run=it.Run("highs", 0.25, "time_limit"),
)
NOT_FOUND = it.Plan(examples.feature_abc(), it.Question(), it.Status.INFEASIBLE, run=it.Run("highs", 1, "complete"))


@pytest.mark.parametrize("plan", [FOUND, NOT_FOUND], ids=["found", "not found"])
def test_plan_comes_back(plan):
    again = it.from_json(it.to_json(plan), it.Plan)
    assert again == plan
    assert again.run == plan.run


def test_figures_stand_beside_the_status():
    document = json.loads(it.to_json(FOUND))
    assert document["format"] == 1
    assert document["status"] == "feasible"
    assert document["selection"] == {"ABC": "full"}
    assert document["cost"] == 35_000.5
    assert document["finish"] == "2027-02-12"
    assert document["schedule"][0]["first"] == "2027-01-04"
    assert document["backlog"]["XYZ"]["rule"] == {"kind": "Excludes", "names": ["ABC", "XYZ"]}
    assert document["project"] == json.loads(it.to_json(FOUND.project))


def test_figures_are_null_where_there_is_no_plan():
    document = json.loads(it.to_json(NOT_FOUND))
    assert document["selection"] is document["value"] is document["usage"] is None
    assert document.keys() == json.loads(it.to_json(FOUND)).keys()


@pytest.mark.parametrize("value", [REASON, SHORT, TASK, ANSWER, *ANSWER.usage.values(), ANSWER.schedule, FOUND.run])
def test_part_of_a_plan_comes_back(value):
    assert it.from_json(it.to_json(value), type(value)) == value


def test_violation_and_problem_come_back():
    for value in (it.Violation("fund", "budget", "too much"), it.Problem("features[0]", "is wrong", field="cost")):
        assert it.from_json(it.to_json(value), type(value)) == value


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        ("format", 2, "format: must be at most 1, got 2; a newer irontriangle wrote this: upgrade to read it"),
        ("answer", {}, "answer: unknown field; its figures stand beside the status"),
        ("sttus", 1, "sttus: unknown field; did you mean 'status'?"),
        ("status", "optmal", "status: must be one of 'optimal', 'feasible', 'infeasible', 'unknown', got 'optmal'; "
         "did you mean 'optimal'?"),
        ("status", [], "status: must be one of 'optimal', 'feasible', 'infeasible', 'unknown', got []"),
        ("proven", "value", "proven: must be a list, got 'value'"),
        ("proven", ["value", 3], "proven[1]: must be text, got 3"),
        ("proof", 3, "proof: must be null or text, got 3"),
        ("bound", "soon", "bound: must be null or \"YYYY-MM-DD\" or a whole number or a number, got 'soon'"),
        ("gap", float("nan"), "gap: must be null or a whole number or a number, got nan"),
        ("gap", float("inf"), "gap: must be null or a whole number or a number, got inf"),
        ("gap", True, "gap: must be null or a whole number or a number, got True"),
        ("question", None, "question: must be a table of fields, got None"),
        ("question.objective", 1, "question.objective: must be text, got 1"),
        ("run", {"engine": "x"}, "run.seconds: is missing\nrun.termination: is missing"),
        ("selection", [], "selection: must be a table, got []"),
        ("selection", {"a": 1, "b": []}, "selection['a']: must be text, got 1\nselection['b']: must be text, got []"),
        ("value", None, "value: must be a whole number or a number, got None"),
        ("schedule", {}, "schedule: must be a list, got {}"),
        ("schedule.0.start", 1.5, "schedule[0].start: must be a whole number, got 1.5"),
        ("schedule.0.first", "x", "schedule[0].first: must be null or \"YYYY-MM-DD\", got 'x'"),
        ("schedule.0.demand", {"dev": "1"}, "schedule[0].demand['dev']: must be a whole number, got '1'"),
        ("backlog.XYZ.others", [["a"]], "backlog['XYZ'].others[0]: must be a list of 2, got ['a']"),
        ("backlog.XYZ.beside", [[1, "a"]], "backlog['XYZ'].beside[0]: must be text, got 1"),
        ("backlog.XYZ.rule.kind", "X", "backlog['XYZ'].rule.kind: must be one of Requires, RequiresAny, After, "
         "Excludes, AllOrNone, AtLeast, AtMost, Decided, Bundle; got 'X'"),
        ("project.name", 1, "project.name: must be a string, got 1"),
    ],
)  # fmt: skip
def test_problem_is_told_at_its_place(place, value, told):
    document = json.loads(it.to_json(FOUND))
    *path, last = (int(step) if step.isdigit() else step for step in place.split("."))
    part = document
    for step in path:
        part = part[step]
    part[last] = value
    with pytest.raises(it.ModelError) as caught:
        it.from_json(json.dumps(document), it.Plan)
    assert str(caught.value) == told


def test_no_table_is_refused():
    with pytest.raises(it.ModelError, match="must be a table of fields, got 3"):
        it.from_json("3", it.Plan)


def test_large_and_fine_figures_are_read():
    text = (
        it.to_json(FOUND)
        .replace('"gap": 9', '"gap": 1e300')
        .replace('"value": 90, "cost"', '"value": 0.12345678901234567891, "cost"')
    )
    text = text.replace('"cost": 35000.5', '"cost": 0.123456789012345678')
    plan = it.from_json(text, it.Plan)
    assert plan.gap == 1e300
    assert plan.value == 0.12345678901234567891
    assert plan.cost == 0.123456789012345678


@pytest.mark.parametrize("value", [1.0000000000000002e17, 1e22, 123456789012345680.0, 0.1, 2.5e-7, -1e-17])
def test_float_comes_back_as_the_same_float(value):
    # A whole number in its stead would say that it is exact.
    plan = attrs.evolve(FOUND, answer=attrs.evolve(ANSWER, value=value, cost=value), gap=value)
    again = it.from_json(it.to_json(plan), it.Plan)
    assert again == plan
    assert type(again.value) is float
