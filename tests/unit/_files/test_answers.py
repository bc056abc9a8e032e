"""Answers as documents for programs, and the schemas of all that is written."""

from __future__ import annotations

import json
from datetime import date
from functools import cache

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import irontriangle as it
from irontriangle import examples, strategies
from tests.engines.families import DAYS, WHOLE, small

ANSWERS = (it.Options, it.Explanation, it.Conflict, it.Sensitivity, it.Comparison)
KINDS = (it.Project, it.Plan, *ANSWERS)
SMALL = small(dated=False, max_features=3, max_variants=2, max_rules=2, values=WHOLE, costs=WHOLE, efforts=DAYS)


@cache
def validator(kind) -> Draft202012Validator:
    return Draft202012Validator(it.json_schema(kind))


@cache
def answers_of_the_story():
    """One of each, with changes, releases, limits that stop, and dates in them."""
    project = examples.feature_abc()
    plan = it.optimize(project)
    contradictory = project.apply(it.SetPriority("XYZ", "MUST"), it.AddRule(it.Decided("ABC", "full")))
    return (
        it.options(project),
        it.explain(plan, "ABC"),
        it.conflict(contradictory),
        it.sensitivity(plan),
        it.compare(it.optimize(project, "tiers"), plan),
    )


def comes_back(value, kind):
    text = it.to_json(value)
    validator(kind).validate(json.loads(text))
    again = it.from_json(text, kind)
    assert again == value
    assert it.to_json(again) == text


@pytest.mark.parametrize("place", range(5), ids=[kind.__name__ for kind in ANSWERS])
def test_answer_comes_back(place):
    comes_back(answers_of_the_story()[place], ANSWERS[place])


@pytest.mark.parametrize("place", range(5), ids=[kind.__name__ for kind in ANSWERS])
def test_answer_of_a_newer_version_is_refused(place):
    document = json.loads(it.to_json(answers_of_the_story()[place]))
    assert next(iter(document)) == "format"
    document["format"] += 1
    assert not validator(ANSWERS[place]).is_valid(document)
    with pytest.raises(it.ModelError, match="a newer irontriangle wrote this: upgrade to read it"):
        it.from_json(json.dumps(document), ANSWERS[place])


@pytest.mark.parametrize("asked", KINDS)
def test_answer_of_another_kind_says_what_it_is_and_what_reads_it(asked):
    project = examples.feature_abc()
    for kind, value in zip(KINDS, (project, it.optimize(project), *answers_of_the_story()), strict=True):
        if kind is not asked:
            with pytest.raises(it.ModelError) as caught:
                it.from_json(it.to_json(value), asked)
            told = str(caught.value).replace(" an ", " a ")
            assert (
                told == f"must be a {asked.__name__}, got a {kind.__name__}; from_json(text, {kind.__name__}) reads it"
            )


def test_plan_is_no_project_file(tmp_path):
    path = tmp_path / "plan.json"
    path.write_text(it.to_json(it.optimize(examples.feature_abc())), encoding="utf-8")
    with pytest.raises(it.ModelError, match=r"must be a Project, got a Plan; from_json\(text, Plan\) reads it"):
        it.load(path)


def test_answer_that_is_no_table_is_refused():
    with pytest.raises(it.ModelError, match="must be a table of fields, got 3"):
        it.from_json("3", it.Options)


def test_problem_in_an_answer_is_told_at_its_place():
    document = json.loads(it.to_json(answers_of_the_story()[0]))
    document["options"][4]["asks"][0]["kind"] = "Relase"
    document["options"][0]["plan"]["status"] = "best"
    with pytest.raises(it.ModelError) as caught:
        it.from_json(json.dumps(document), it.Options)
    assert [problem.where for problem in caught.value.problems] == ["options[0].plan.status", "options[4].asks[0].kind"]
    assert "did you mean 'Release'?" in str(caught.value)


def test_release_says_what_it_is():
    release = it.Release(date(2027, 2, 22), date(2027, 4, 9))
    assert json.loads(it.to_json(release)) == {"kind": "Release", "start": "2027-02-22", "deadline": "2027-04-09"}
    comes_back(release, it.Release)


@given(SMALL)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_options_of_any_project_come_back(project):
    comes_back(it.options(project, time_limit=5), it.Options)


@given(SMALL, st.data())
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_explanation_sensitivity_and_comparison_of_any_plan_come_back(project, data):
    plan = it.optimize(project, time_limit=5)
    comes_back(plan, it.Plan)
    if not plan.found:
        return
    feature = data.draw(st.sampled_from([feature.name for feature in project.scope]))
    comes_back(it.explain(plan, feature, time_limit=5), it.Explanation)
    comes_back(it.sensitivity(plan, time_limit=5), it.Sensitivity)
    comes_back(it.compare(plan, it.optimize(project, "tiers", time_limit=5)), it.Comparison)


@given(SMALL)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_conflict_of_any_project_comes_back(project):
    wanted = project.apply(*(it.SetPriority(feature.name, "MUST") for feature in project.scope))
    found = it.conflict(wanted, value_at_least=10**9, time_limit=5)
    assert found is not None
    comes_back(found, it.Conflict)


@given(strategies.plans(small()))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_plan_comes_back(plan):
    comes_back(plan, it.Plan)


@given(strategies.projects().flatmap(lambda project: strategies.changes(project)))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_change_is_as_its_schema_says(change):
    comes_back(change, type(change))


PUBLIC_VALUES = [
    value
    for name in sorted(it.__all__)
    if isinstance(value := getattr(it, name), type) and attrs.has(value) and value is not it.Progress
]


@pytest.mark.parametrize("kind", [*PUBLIC_VALUES, it.Status, tuple[it.Plan, ...], it.Requires | it.Excludes])
def test_schema_is_one_and_holds_all_it_names(kind):
    schema = it.json_schema(kind)
    Draft202012Validator.check_schema(schema)
    named = set(json.dumps(schema).split('"$ref": "#/$defs/')[1:])
    assert {part.partition('"')[0] for part in named} <= set(schema["$defs"])


def test_schema_of_a_project_is_that_of_its_file():
    schema = it.json_schema()
    assert schema["title"] == "irontriangle project"
    assert validator(it.Project).is_valid(json.loads(it.to_json(examples.webshop())))


def test_schema_refuses_what_is_no_answer():
    document = json.loads(it.to_json(answers_of_the_story()[3]))
    for broken in ({"format": 1}, {**document, "limts": []}, {**document, "within": "x"}, {**document, "plan": {}}):
        assert not validator(it.Sensitivity).is_valid(broken)


def test_schema_of_what_is_no_value_is_refused():
    with pytest.raises(TypeError, match="kind must be a class of irontriangle"):
        it.json_schema(int)


def test_changing_a_schema_changes_no_other():
    it.json_schema(it.Project)["$defs"]["Task"].clear()
    assert it.json_schema(it.Project)["$defs"]["Task"]
