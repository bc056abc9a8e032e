from __future__ import annotations

import copy
import pickle
from enum import Enum

import pytest

from irontriangle.errors import IronTriangleError, MissingExtraError, ModelError, NoPlanError, Problem, SolverError

Status = Enum("Status", ["INFEASIBLE", "UNKNOWN", "OPTIMAL"], module=__name__)

ERRORS = [
    ModelError([Problem("Budget", "limit must be", field="limit"), Problem("", "no features")]),
    NoPlanError("value", Status.INFEASIBLE),
    SolverError("the answer breaks a rule"),
    MissingExtraError("strategies", "hypothesis", "hypothesis"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("twin", [lambda e: pickle.loads(pickle.dumps(e)), copy.copy, copy.deepcopy])
def test_errors_survive_pickling_and_copying(error, twin):
    again = twin(error)
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)


@pytest.mark.parametrize(
    ("error", "builtin"), list(zip(ERRORS, [ValueError, LookupError, RuntimeError, ImportError], strict=True))
)
def test_errors_are_the_builtin_that_callers_expect(error, builtin):
    assert isinstance(error, IronTriangleError)
    assert isinstance(error, builtin)


def test_model_error_says_every_problem_on_its_line():
    assert str(ERRORS[0]) == "Budget: limit must be\nno features"


def test_model_error_takes_any_iterable():
    error = ModelError(Problem("", str(number)) for number in range(3))
    assert [problem.message for problem in error.problems] == ["0", "1", "2"]


def test_problem_equality_ignores_the_field():
    assert Problem("a", "b", field="c") == Problem("a", "b")
    assert hash(Problem("a", "b", field="c")) == hash(Problem("a", "b"))
    assert repr(Problem("a", "b", field="c")) == "Problem(where='a', message='b')"


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (
            Status.INFEASIBLE,
            "no plan meets all limits and rules (INFEASIBLE); conflict(project) says which contradict each other",
        ),
        (Status.UNKNOWN, "the search stopped before it found one (UNKNOWN); give it more time"),
        (Status.OPTIMAL, "none was found (OPTIMAL)"),
    ],
)
def test_no_plan_error_says_why(status, why):
    error = NoPlanError("cost", status)
    assert str(error) == f"no plan, so no cost: {why}"
    assert (error.asked, error.status) == ("cost", status)


def test_missing_extra_error_says_what_to_install():
    assert str(ERRORS[3]) == "strategies needs hypothesis: pip install irontriangle[hypothesis]"
