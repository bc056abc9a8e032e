"""Projects and plans as files and as text."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

import irontriangle as it
from irontriangle import examples, strategies

STORY = """
format = 1
name = "Story"
[[features]]
name = "ABC"
variants = [{ value = 90, cost = 0.1, effort = { dev = 30 } }, { name = "simplified", value = 60 }]
requires = ["XYZ", ["chat", "full"]]
[[features]]
name = "XYZ"
priority = "MUST"
variants = [{ value = 50, cost = 100000000000000000001 }]
[[features]]
name = "chat"
variants = [{ value = 1e-3 }]
[[rules]]
kind = "AtMost"
names = ["ABC", ["chat", "full"]]
k = 2
[budget]
limit = "1000/3"
[timeline]
start = 2027-01-04
deadline = 2027-02-19
team = { dev = 1 }
"""

KINDS = "must be one of Requires, RequiresAny, After, Excludes, AllOrNone, AtLeast, AtMost, Decided, Bundle"


def story(tmp_path, text=STORY, name="story.toml"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def document(**fields):
    return {"format": 1, "features": [{"name": "ABC", "variants": [{"value": 90}]}], **fields}


def problems(text, kind=it.Project):
    with pytest.raises(it.ModelError) as caught:
        it.from_json(text if isinstance(text, str) else json.dumps(text), kind)
    return [str(problem) for problem in caught.value.problems]


class TestLoad:
    def test_toml_means_what_is_written(self, tmp_path):
        project = it.load(story(tmp_path))
        abc, xyz, chat = project.scope
        assert project.name == "Story"
        assert abc.requires == ("XYZ", ("chat", "full"))
        assert abc.original.cost == 0.1
        assert xyz.original.cost == 100000000000000000001
        assert chat.original.value == 0.001
        assert xyz.priority is it.MUST
        assert project.scope.rules == (it.AtMost(["ABC", ("chat", "full")], 2),)
        assert project.budget.limit == Fraction(1000, 3)
        assert project.timeline.deadline == date(2027, 2, 19)

    @pytest.mark.parametrize("name", ["story.json", "story", "story.JSON", "story.txt"])
    def test_json_is_the_same_document(self, tmp_path, name):
        project = it.load(story(tmp_path))
        assert it.load(story(tmp_path, it.to_json(project, 2), name)) == project

    def test_toml_is_told_by_its_first_character(self, tmp_path):
        assert it.load(story(tmp_path, name="story")) == it.load(str(story(tmp_path)))

    @pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
    def test_windows_line_ends_and_byte_order_mark_are_no_matter(self, tmp_path, mark):
        text = mark + STORY.encode().replace(b"\n", b"\r\n")
        assert it.load(story(tmp_path, text, "windows.toml")) == it.load(story(tmp_path))

    def test_missing_file_is_what_python_says(self, tmp_path):
        with pytest.raises(FileNotFoundError):
            it.load(tmp_path / "missing.toml")

    def test_directory_is_what_python_says(self, tmp_path):
        with pytest.raises(OSError, match=r"directory|denied"):
            it.load(tmp_path)

    def test_capacity_stands_for_a_timeline(self):
        project = it.from_json(json.dumps(document(capacity={"dev": 12.5})))
        assert project.timeline == it.Capacity({"dev": 12.5})


class TestProblems:
    def test_every_problem_of_a_file_is_told_at_its_place(self):
        broken = """{
            "format": 1, "nam": 3, "quality": 2, "name": 7,
            "features": [
                {"name": "", "priority": "HIGH", "variants": [
                    {"cost": NaN, "efort": {}, "effort": {"dev": -1, "q a": true}}, {"name": "x"}, 3]},
                {"name": "b"},
                {"name": "c", "because": 1, "variants": [{"tasks": [{"name": "q", "duration": 1, "after": ["z"]}]}]}
            ],
            "rules": [{"kind": "Requirs"}, {"kind": "AtLeast", "names": "b", "k": 1.5}, {}, {"kind": []}],
            "timeline": {"start": "x", "team": {"dev": 1}, "absences": [{"role": "dev", "pay": 1}]},
            "budget": {"limit": "1/0", "rates": {"dev": "a"}}
        }"""
        assert problems(broken) == [
            "nam: unknown field; did you mean 'name'?",
            "budget.limit: must be a finite number >= 0, got '1/0'",
            "budget.rates['dev']: must be a finite number >= 0, got 'a'",
            "timeline.absences[0].pay: unknown field; known are role, first, last, people, paid",
            "timeline.absences[0].first: is missing",
            "timeline.absences[0].last: is missing",
            "timeline.start: must be a date or \"YYYY-MM-DD\", got 'x'",
            "features[0].variants[0].efort: unknown field; did you mean 'effort'?",
            "features[0].variants[0].cost: must be a finite number >= 0, got nan",
            "features[0].variants[0].effort['dev']: must be a finite number >= 0, got -1",
            "features[0].variants[0].effort['q a']: must be a finite number >= 0, got True",
            "features[0].variants[2]: must be a table of fields, got 3",
            "features[0].priority: must be MUST, SHOULD, COULD, WONT or a whole number >= 1, got 'HIGH'",
            "features[0].name: must be a non-empty string, got ''",
            "features[1].variants: is missing",
            "features[2].variants[0].tasks: task 'q' is after unknown task 'z'",
            "features[2].because: must be a string, got 1",
            f"rules[0].kind: {KINDS}; got 'Requirs'; did you mean 'Requires'?",
            "rules[1].names: must be a list of members, got 'b'; write ['b']",
            "rules[1].k: must be a whole number >= 0, got 1.5",
            f"rules[2].kind: {KINDS}; is missing",
            f"rules[3].kind: {KINDS}; got []",
            "name: must be a string, got 7",
            "quality: must be a finite number from 0 to 1, got 2",
        ]

    def test_sound_parts_are_checked_against_each_other(self):
        features = [{"name": name, "variants": [{}], "requires": ["logn"]} for name in ("login", "export")]
        told = problems(document(features=features))
        assert told[0] == "features[0].requires: feature 'login' requires unknown feature 'logn'; did you mean 'login'?"
        assert len(told) == 2

    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ({"format": 2}, "format: must be at most 1, got 2; a newer irontriangle wrote this: upgrade to read it"),
            ({"format": True}, "format: must be 1, got True"),
            ({"format": 0}, "format: must be 1, got 0"),
            ({"format": "1"}, "format: must be 1, got '1'"),
            ({"features": {}}, "features: must be a list, got {}"),
            ({"features": []}, "features: a scope needs at least one feature"),
            ({"budget": None}, "budget: must be a table of fields, got None"),
            ({"capacity": {"dev": -1}}, "capacity['dev']: must be a finite number >= 0, got -1"),
            ({"capacity": {}}, "capacity: must name at least one role, got {}"),
            ({"capacity": 3}, "capacity: must map names to numbers, each a finite number >= 0, got 3"),
            (
                {"": 1},
                "['']: unknown field; known are format, name, quality, goals, budget, timeline, sprints, capacity, "
                "features, rules",
            ),
        ],
    )
    def test_field_is_refused(self, fields, told):
        assert problems(document(**fields)) == [told]

    def test_format_is_asked_for_before_anything_else(self):
        assert problems('{"features": 3}') == ["format: is missing; write format = 1"]

    def test_timeline_and_capacity_exclude_each_other(self):
        when = {"timeline": {"start": "2027-01-04", "team": {"dev": 1}}, "capacity": {"dev": 1}}
        assert problems(document(**when)) == ["capacity: must be left out where there is a timeline"]

    @pytest.mark.parametrize("text", ["[]", "3", "null", '"x"', "[{}]"])
    def test_no_table_is_refused(self, text):
        assert problems(text) == [f"must be a table of fields, got {json.loads(text)!r}"]

    def test_kind_that_is_another_is_refused(self):
        told = problems({"kind": "Excludes", "names": ["a"], "k": 1}, it.AtMost)
        assert told == ["kind: must be 'AtMost', got 'Excludes'"]

    @pytest.mark.parametrize(
        "kind",
        [
            list[it.Feature],
            dict[str, it.Variant],
            tuple[list[it.Feature], ...],
            it.Feature | int,
            tuple,
            int,
            "Project",
            it.Budget(3),
            it.FrozenMap,
            None,
        ],
    )
    def test_kind_that_is_none_is_refused(self, kind):
        with pytest.raises(TypeError, match="kind must be a class of irontriangle, a union, or tuple"):
            it.from_json("{}", kind)

    def test_repeated_field_is_a_problem_at_its_place(self):
        text = '{"format": 1, "features": [{"name": "a", "name": "b", "variants": [{"effort": {"q a": 1, "q a": 2}}]}]}'
        assert problems(text) == [
            "features[0].name: is given more than once",
            "features[0].variants[0].effort['q a']: is given more than once",
        ]


class TestToJson:
    def test_project_is_written_in_the_order_in_which_it_is_read(self):
        assert it.to_json(examples.feature_abc()) == (
            '{"format": 1, "name": "Feature ABC", '
            '"budget": {"limit": 45000, "currency": "USD", "rates": {"dev": 900, "design": 800}}, '
            '"timeline": {"start": "2027-01-04", "deadline": "2027-02-19", "team": {"dev": 1, "design": 1}}, '
            '"features": [{"name": "ABC", "variants": [{"value": 90, "effort": {"dev": 30, "design": 10}}, '
            '{"name": "simplified", "value": 60, "effort": {"dev": 15, "design": 4}}], '
            '"because": "will increase engagement and drive sales"}, '
            '{"name": "XYZ", "variants": [{"value": 50, "effort": {"dev": 20, "design": 6}}], "priority": 2}]}'
        )

    def test_text_is_ascii(self):
        feature = it.Feature("Gr\u00f6\u00dfe \U0001f600", it.Variant())
        assert it.to_json(feature).isascii()
        assert it.from_json(it.to_json(feature), it.Feature) == feature

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (it.MUST, '"MUST"'),
            (it.Priority(7), "7"),
            (it.Capacity({"dev": 3}), '{"dev": 3}'),
            (it.Decided("ABC"), '{"kind": "Decided", "feature": "ABC"}'),
            (it.MoveDeadline(-2), '{"kind": "MoveDeadline", "working_days": -2}'),
            (it.Task("t", Fraction(1, 3)), '{"name": "t", "duration": "1/3"}'),
            ((it.MUST, it.Priority(2)), '["MUST", 2]'),
            ([], "[]"),
        ],
    )
    def test_value_is_written(self, value, text):
        assert it.to_json(value) == text

    @pytest.mark.parametrize("value", [None, 3, "x", {"a": 1}, [it.MUST, 3], object()])
    def test_anything_else_is_refused(self, value):
        refused = "value must be a project, an answer or a part of one, or a list of them, got"
        with pytest.raises(TypeError, match=refused):
            it.to_json(value)


class TestRoundTrip:
    @pytest.mark.parametrize(
        ("value", "kind"),
        [
            (it.MUST, it.Priority),
            (it.Capacity({"dev": Fraction(1, 3)}), it.Capacity),
            (it.Goals({"sales": 3}, floors={"sales": 10**23}), it.Goals),
            (it.AddRule(it.Bundle(["a", "b"], cost={"x": -1})), it.AddRule),
            (it.SetPriority("a", "WONT"), it.SetPriority | it.DropFeature),
            (it.DropRule(it.Requires("a", ("b", "c"), ordered=False)), it.DropRule | it.AddRule),
            (it.AddFeature(it.Feature("a", it.Variant(tasks=[it.Task("t", 1)]))), it.AddFeature),
            (it.SetVariant("a", it.Variant("small")), it.SetVariant),
            (it.ChangeTeam("dev", 1, from_date="2027-03-01", ramp_up=3), it.ChangeTeam),
            ((it.Feature("a", it.Variant()), it.Feature("b", it.Variant())), tuple[it.Feature, ...]),
            ((it.Decided("a"), it.Excludes(["a", "b"])), tuple[it.Decided | it.Excludes, ...]),
            (it.Status.OPTIMAL, it.Status),
        ],
    )
    def test_value_comes_back(self, value, kind):
        text = it.to_json(value) if value is not it.Status.OPTIMAL else '"optimal"'
        assert it.from_json(text, kind) == value
        assert it.from_json(text.encode(), kind) == value

    @given(strategies.projects())
    @settings(suppress_health_check=[HealthCheck.too_slow])
    def test_projects_come_back(self, project):
        assert it.from_json(it.to_json(project)) == project

    @given(strategies.plans())
    @settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
    def test_plans_come_back(self, plan):
        text = it.to_json(plan)
        again = it.from_json(text, it.Plan)
        assert again == plan
        assert again.run == plan.run
        assert it.to_json(again) == text


@pytest.mark.parametrize("text", [None, 3, ["{}"]])
def test_what_is_no_text_is_refused(text):
    with pytest.raises(TypeError, match="text must be JSON text"):
        it.from_json(text)
