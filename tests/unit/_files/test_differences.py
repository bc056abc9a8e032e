"""An answer's projects: one is written whole, of the others what differs, and all of them come back."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import irontriangle as it
from irontriangle import examples, strategies

VALIDATOR = Draft202012Validator(it.json_schema(it.Options))


def options(first: it.Project, *others: it.Project) -> it.Options:
    """Return options that hold these projects, and say nothing of them."""
    plans = [it.Plan(project, it.Question(), it.Status.UNKNOWN) for project in (first, *others)]
    held = [it.Option(kind=it.OptionKind.KEEP, plan=plan) for plan in plans]
    return it.Options(project=first, wanted=[], fits=None, today=plans[-1], options=held)


def document() -> dict:
    story = examples.feature_abc()
    others = (story, story.apply(it.ChangeBudget(5)), story.apply(it.SetPriority("XYZ", "MUST")))
    return json.loads(it.to_json(options(*others)))


def test_only_what_differs_is_written():
    first, same, money, must = [document()["project"], *(one["plan"]["project"] for one in document()["options"])]
    assert first["format"] == 1
    assert same == {}
    assert money == {"budget": {"limit": 45005, "currency": "USD", "rates": {"dev": 900, "design": 800}}}
    assert [*must] == ["features"]
    assert must["features"][0] == "ABC"
    assert must["features"][1]["priority"] == "MUST"


@given(strategies.projects(max_features=4), st.data())
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_projects_come_back(first, data):
    changed = first
    for change in data.draw(st.lists(strategies.changes(first), max_size=3)):
        try:
            changed = changed.apply(change)
        except it.ModelError:  # changes that do not go together
            break
    found = options(first, changed, data.draw(strategies.projects(max_features=3)))
    text = it.to_json(found)
    VALIDATOR.validate(json.loads(text))
    again = it.from_json(text, it.Options)
    assert again == found
    assert it.to_json(again) == text


def test_a_whole_project_may_stand_where_a_difference_would():
    written = document()
    written["today"]["project"] = written["project"]
    written["options"][1]["plan"]["project"] = json.loads(it.to_json(examples.webshop()))
    VALIDATOR.validate(written)
    found = it.from_json(json.dumps(written), it.Options)
    assert found.today.project == found.project
    assert found[1].plan.project == examples.webshop()


def test_a_plan_on_its_own_is_written_whole_and_must_be():
    plan = options(examples.feature_abc()).today
    written = json.loads(it.to_json(plan))
    assert written["project"]["format"] == 1
    written["project"] = {}
    assert not Draft202012Validator(it.json_schema(it.Plan)).is_valid(written)
    with pytest.raises(it.ModelError, match=r"project\.format: is missing"):
        it.from_json(json.dumps(written), it.Plan)


@pytest.mark.parametrize(
    ("difference", "told"),
    [
        ({"bugdet": {}}, "options[1].plan.project.bugdet: unknown field; did you mean 'budget'?"),
        ({"features": "ABC"}, "options[1].plan.project.features: must be a list, got 'ABC'"),
        (
            {"features": ["ABC", "XYX"]},
            "options[1].plan.project.features[1]: unknown feature 'XYX'; did you mean 'XYZ'?",
        ),
        (
            {"features": [{"name": "a", "variants": [{"value": -1}]}, "XYZ"]},
            "options[1].plan.project.features[0].variants[0].value: must be a finite number >= 0, got -1",
        ),
        ({"rules": [3]}, "options[1].plan.project.rules[0]: must be a table of fields, got 3"),
        (3, "options[1].plan.project: must be a table of fields, got 3"),
    ],
)
def test_what_is_wrong_in_a_difference_is_told_at_its_place(difference, told):
    written = document()
    written["options"][1]["plan"]["project"] = difference
    assert not VALIDATOR.is_valid(written) or "unknown feature" in told
    with pytest.raises(it.ModelError) as caught:
        it.from_json(json.dumps(written), it.Options)
    assert [str(problem) for problem in caught.value.problems] == [told]


def test_what_is_wrong_in_the_first_project_is_told_once():
    written = document()
    written["project"]["features"][0]["variants"][0]["value"] = -1
    with pytest.raises(it.ModelError) as caught:
        it.from_json(json.dumps(written), it.Options)
    assert [problem.where for problem in caught.value.problems] == ["project.features[0].variants[0].value"]
    del written["project"]
    with pytest.raises(it.ModelError) as caught:
        it.from_json(json.dumps(written), it.Options)
    assert "project: is missing" in [str(problem) for problem in caught.value.problems]


def test_the_first_project_of_an_answer_about_a_plan_is_that_plans():
    plan = it.optimize(examples.feature_abc())
    written = json.loads(it.to_json(it.compare(plan, it.optimize(plan.project.apply(it.ChangeBudget(-20_000))))))
    assert written["plan"]["project"]["format"] == 1
    assert [*written["other"]["project"]] == ["budget"]
    written["plan"]["project"]["name"] = 3
    with pytest.raises(it.ModelError, match=r"^plan\.project\.name: must be a string, got 3$"):
        it.from_json(json.dumps(written), it.Comparison)


def test_an_answer_holds_the_features_of_a_large_project_once():
    shop = examples.webshop()
    text = it.to_json(options(shop, *(shop.apply(it.ChangeBudget(by, "build")) for by in range(20))))
    assert len(text) < 2 * len(it.to_json(shop)) + 20_000
