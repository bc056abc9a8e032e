"""The front door: which names there are, where they come from, and what loading it costs."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

import irontriangle as it

PUBLIC = set(
    """
    ALL Absence AddFeature AddRule After AllOrNone Answer AtLeast AtMost Budget Bundle COULD Capacity ChangeBudget
    ChangeCapacity ChangeSprints ChangeTeam Comparison Compiled Concession Conflict Contradiction DateDifference
    Decided Difference DropFeature DropRule Excludes Explanation Feature FeatureDifference FeatureStanding Flip
    FlipKind FrozenMap FundCost Gate Goals IronTriangleError JointStep LimitStep LoadRow Loss MUST
    MissingExtraError ModelError MoveDeadline NoOption NoPlanError Option OptionKind Options Plan Priority Problem
    Progress Project Question Reason ReasonKind Release Requires RequiresAny Resolution Run SHOULD Schedule
    ScheduledTask Scope Sensitivity SetFloor SetPriority SetQuality SetVariant Shortfall SolverError Sprints
    Status Task TaskRow Timeline Usage ValueRange Variant Violation WONT Wish WishKind compare conflict explain
    from_json json_schema load optimize options scope_from_csv scope_to_csv sensitivity to_json to_markdown
    violations
    """.split()
)
MODULES = {"errors", "examples", "files", "formats", "plots", "strategies", "tables", "testing"}
HEAVY = ("numpy", "scipy", "highspy", "cattrs", "matplotlib", "narwhals", "tqdm", "hypothesis")


def in_new_python(code):
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stderr == ""
    return result.stdout


def test_all_lists_exactly_the_public_names():
    assert set(it.__all__) == PUBLIC | MODULES | {"__version__"}


def test_dir_shows_every_public_name():
    assert set(it.__all__) <= set(dir(it))


@pytest.mark.parametrize("name", sorted(PUBLIC | MODULES))
def test_every_name_loads(name):
    assert getattr(it, name) is getattr(it, name)


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'irontriangle' has no attribute 'optimise'"):
        it.optimise  # noqa: B018


def test_names_for_type_checkers_are_the_names_at_run_time():
    tree = ast.parse(Path(inspect.getfile(it)).read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {}
    for statement in block.body:
        assert isinstance(statement, ast.ImportFrom)
        for alias in statement.names:
            assert alias.asname == alias.name, "only 'X as X' counts as public for a type checker"
            seen[alias.name] = statement.module
    assert {name for name, module in seen.items() if module is None} == MODULES
    assert {name: module for name, module in seen.items() if module} == it._HOME


def test_star_import_binds_every_public_name():
    names = in_new_python("from irontriangle import *; print(*sorted(n for n in dir() if n[:2] != '__'))")
    assert set(names.split()) == PUBLIC | MODULES


def test_import_loads_nothing_heavy():
    code = f"import sys, irontriangle; print([m for m in {HEAVY} if m in sys.modules])"
    assert in_new_python(code) == "[]\n"


def test_importing_the_package_loads_none_of_its_modules():
    code = "import sys, irontriangle; print([m for m in sys.modules if m.startswith('irontriangle.')])"
    assert in_new_python(code) == "[]\n"


def test_the_model_needs_no_arrays():
    code = f"import sys, irontriangle as it; it.Project, it.Plan; print([m for m in {HEAVY} if m in sys.modules])"
    assert in_new_python(code) == "[]\n"


def test_importing_hypothesis_loads_nothing_heavy():
    heavy = [*HEAVY[:-1], "irontriangle._model.project", "irontriangle.strategies"]
    code = f"import sys, hypothesis.strategies; print([m for m in {heavy} if m in sys.modules])"
    assert in_new_python(code) == "[]\n"


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_every_public_class_and_function_has_a_docstring(name):
    value = getattr(it, name)
    if inspect.isclass(value) or inspect.isfunction(value):
        own = value.__dict__.get("__doc__") if inspect.isclass(value) else value.__doc__
        assert own, f"{name} has no docstring of its own"


def test_version_is_the_installed_one():
    assert metadata.version("irontriangle") == it.__version__


def test_package_says_that_it_is_typed():
    assert (Path(inspect.getfile(it)).parent / "py.typed").is_file()
