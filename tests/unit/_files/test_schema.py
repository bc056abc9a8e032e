"""The JSON Schema in the package says what the model says."""

from __future__ import annotations

import copy
import json
from importlib.resources import files

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

import irontriangle as it
from irontriangle import examples, strategies
from irontriangle._files.document import Document
from irontriangle._model.rules import RULES

SCHEMA = json.loads((files("irontriangle") / "project.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
PARTS = (it.Task, it.Variant, it.Feature, it.Goals, it.Budget, it.Absence, it.Gate, it.Timeline, it.Sprints, *RULES)


def fields_of(cls):
    return [field for field in attrs.fields(cls) if field.init]


def test_it_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("cls", PARTS)
def test_it_has_the_fields_of_the_model(cls):
    part = SCHEMA["$defs"][cls.__name__]
    assert [name for name in part["properties"] if name != "kind"] == [field.name for field in fields_of(cls)]
    required = [field.name for field in fields_of(cls) if field.default is attrs.NOTHING]
    assert part.get("required", []) == required
    assert part["additionalProperties"] is False


def test_it_has_the_fields_of_a_project_file():
    assert [*SCHEMA["properties"]] == [field.name for field in fields_of(Document)]


def test_it_has_every_rule():
    assert SCHEMA["$defs"]["Rule"]["oneOf"] == [{"$ref": f"#/$defs/{rule.__name__}"} for rule in RULES]


@pytest.mark.parametrize("cls", PARTS)
def test_its_defaults_are_those_of_the_model(cls):
    defaults = {field.name: field.default for field in fields_of(cls)}
    for name, part in SCHEMA["$defs"][cls.__name__]["properties"].items():
        if "default" in part:
            assert defaults[name] in (part["default"], it.Priority(part["default"]) if name == "priority" else None)


@pytest.mark.parametrize("project", [examples.feature_abc(), examples.webshop()], ids=["feature-abc", "webshop"])
def test_examples_are_valid(project):
    VALIDATOR.validate(json.loads(it.to_json(project)))


@given(strategies.projects())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_written_is_valid(project):
    VALIDATOR.validate(json.loads(it.to_json(project)))


BROKEN = [
    ("format", 2),
    ("nam", "x"),
    ("quality", 2),
    ("features", []),
    ("capacity", {"dev": 1}),
    ("features.0.nam", 1),
    ("features.0.name", " "),
    ("features.0.priority", "HIGH"),
    ("features.0.priority", 0),
    ("features.0.requires", "XYZ"),
    ("features.0.requires", [["XYZ"]]),
    ("features.0.variants", []),
    ("features.0.variants.0.value", -1),
    ("features.0.variants.0.value", True),
    ("features.0.variants.0.cost", "1,5"),
    ("features.0.variants.0.effort", {"": 1}),
    ("features.0.variants.0.quality", 1.5),
    ("features.0.variants.0.staffing", {"dev": 0}),
    ("rules", [{"kind": "Requirs", "feature": "ABC", "needs": "XYZ"}]),
    ("rules", [{"kind": "AtMost", "names": ["ABC"], "k": 1.5}]),
    ("rules", [{"kind": "AtMost", "names": [], "k": 1}]),
    ("rules", [{"names": ["ABC"]}]),
    ("budget.limit", -1),
    ("budget.limit", {}),
    ("timeline.start", "4 January 2027"),
    ("timeline.team", {}),
    ("timeline.team", {"dev": 1.5}),
    ("timeline.availability", {"dev": 0}),
    ("timeline.weekmask", "0000000"),
    ("timeline.workflow", ["dev", "dev"]),
    ("timeline.workflow", ["dev", 5]),
    ("timeline.workflow", ["dev", {"name": "approval"}]),
    ("timeline.workflow", ["dev", {"name": "approval", "working_days": -1}]),
    ("timeline.ticks_per_day", 0),
]


@pytest.mark.parametrize(("place", "value"), BROKEN)
def test_what_the_library_refuses_it_refuses_too(place, value):
    document = copy.deepcopy(json.loads(it.to_json(examples.feature_abc())))
    *path, last = (int(step) if step.isdigit() else step for step in place.split("."))
    part = document
    for step in path:
        part = part[step]
    part[last] = value
    assert not VALIDATOR.is_valid(document)
    with pytest.raises(it.ModelError):
        it.from_json(json.dumps(document))
