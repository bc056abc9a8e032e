"""The floors of the house: what a module may import, read from its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "irontriangle"
LONGEST = 400

# A module imports from its own floor or below. The most specific entry counts.
FLOORS = {
    "errors": 0,
    "_model": 1,
    "_plan": 2,
    "_solve": 3,
    "_tradeoffs": 4,
    "_show": 5,
    "_files": 5,
    "files": 5,
    "formats": 5,
    "plots": 5,
    "tables": 5,
}
# Beside the house: they use its front door only.
OUTSIDE = ("examples", "strategies", "testing", "_hypothesis_plugin", "__main__")
# Arrays live on floor 3 only.
ARRAYS = ("numpy", "scipy", "highspy")
# The one exception: display hooks load words when they are called.
EXCEPTION = {("_model.shown", "_show")}
HOOKS = ("__str__", "_repr_html_", "_repr_markdown_", "__rich_repr__")


class Import(NamedTuple):
    """One name imported by one module, and where."""

    module: str
    imported: str
    function: str | None

    def __str__(self) -> str:
        return f"{self.module} imports {self.imported}" + (f" in {self.function}" if self.function else "")


def modules():
    return sorted(path for path in SOURCE.rglob("*.py") if path != SOURCE / "__init__.py")


def name_of(path):
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def floor_of(module):
    parts = module.split(".")
    for size in range(len(parts), 0, -1):
        if (name := ".".join(parts[:size])) in FLOORS:
            return FLOORS[name]
    return None


def package_of(path):
    return ["irontriangle", *path.relative_to(SOURCE).parent.parts]


def imports_of(path) -> Iterator[Import]:
    module = name_of(path)

    def walk(node, function):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module, alias.name, function)
        elif isinstance(node, ast.ImportFrom):
            package = package_of(path)
            start = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            for alias in node.names:
                yield Import(module, f"{base}.{alias.name}" if base.startswith("irontriangle") else base, function)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            function = node.name
        for child in ast.iter_child_nodes(node):
            yield from walk(child, function)

    yield from walk(ast.parse(path.read_text(encoding="utf-8")), None)


def own(one: Import) -> str | None:
    """Return which module of the house is imported, without the package's name."""
    head, _, rest = one.imported.partition(".")
    return rest if head == "irontriangle" else None


ALL = [one for path in modules() for one in imports_of(path)]


def test_every_module_has_a_place():
    homeless = [
        name
        for path in modules()
        if (name := name_of(path)) and floor_of(name) is None and name.split(".")[0] not in OUTSIDE
    ]
    assert homeless == []


def test_no_module_imports_from_a_floor_above():
    wrong = []
    for one in ALL:
        here, target = floor_of(one.module), own(one)
        if here is None or target is None or one.function in HOOKS:
            continue
        above = floor_of(target)
        if above is None or above > here:
            wrong.append(str(one))
    assert wrong == []


def test_only_listed_display_hooks_look_up():
    wrong = [
        str(one)
        for one in ALL
        if one.function in HOOKS
        and (target := own(one)) is not None
        and (floor_of(target) or 9) > (floor_of(one.module) or 9)
        and (one.module, target.split(".")[0]) not in EXCEPTION
    ]
    assert wrong == []


def test_what_is_beside_the_house_uses_its_front_door():
    wrong = []
    for one in ALL:
        target = own(one)
        if one.module.split(".")[0] in OUTSIDE and target and target.split(".")[0].startswith("_"):
            beside = target.split(".")[0] in OUTSIDE
            if not beside and target != "__version__":
                wrong.append(str(one))
    assert wrong == []


def test_arrays_live_on_floor_three_only():
    wrong = [
        str(one) for one in ALL if one.imported.split(".")[0] in ARRAYS and floor_of(one.module) != FLOORS["_solve"]
    ]
    assert wrong == []


def test_checker_shares_no_code_with_the_solver_side():
    wrong = [str(one) for one in ALL if one.module.startswith("_plan") and (own(one) or "").startswith("_solve")]
    resolved = [str(one) for one in ALL if one.module == "_plan.check" and "resolve" in one.imported]
    assert wrong + resolved == []


def test_highspy_has_one_door():
    loads = {one.module for one in ALL if one.imported.split(".")[0] == "highspy"}
    behind = {one.module for one in ALL if (own(one) or "").startswith("_solve.engine")}
    assert loads == {"_solve.engine"}
    assert behind <= {"_solve.highs", "_solve.session", "_solve.worker"}


def test_ortools_has_one_door_and_one_maker_of_models():
    loads = {one.module for one in ALL if one.imported.split(".")[0] == "ortools"}
    assert loads == {"_solve.dates.cpsat", "_solve.dates.intervals"}


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_module_prints_nothing(path):
    if name_of(path) == "__main__":
        return
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    named = [node.lineno for node in calls if isinstance(node.func, ast.Name) and node.func.id in ("print", "input")]
    assert named == []


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_module_is_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST
