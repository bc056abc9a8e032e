from __future__ import annotations

from irontriangle._model.names import listed, unknown_problems


def test_unknown_names_are_named_once_each_with_the_nearest_known_one():
    problems = unknown_problems("workflow", "role", ["dev", "desing", "desing", "x", 5, None], {"dev": 1, "design": 2})
    assert [problem.message for problem in problems] == [
        "workflow names unknown role 'desing'; did you mean 'design'?",
        "workflow names unknown role 'x'",
    ]
    assert {problem.field for problem in problems} == {"workflow"}


def test_known_names_are_no_problem():
    assert unknown_problems("workflow", "role", ["dev"], ["dev"]) == []


def test_listed_is_cut_short():
    assert listed(["a", "b"]) == "'a', 'b'"
    assert listed(map(str, range(10))).count(",") == 9
    assert listed(map(str, range(500))).endswith("'8', ... (500 in all)")
