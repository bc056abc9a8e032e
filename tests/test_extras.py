"""What is not installed is said, with what to install; the rest works without it."""

from __future__ import annotations

import importlib.util
import inspect
import subprocess
import sys

import pytest

import irontriangle as it

EXTRAS = [
    ("plots", "matplotlib", "irontriangle.plots needs matplotlib: pip install irontriangle[plot]"),
    ("strategies", "hypothesis", "irontriangle.strategies needs hypothesis: pip install irontriangle[hypothesis]"),
    ("tables", "narwhals", "irontriangle.tables needs narwhals: pip install irontriangle[frames]"),
]


@pytest.mark.parametrize(("module", "library", "told"), EXTRAS)
def test_module_without_its_library_says_what_to_install(module, library, told, monkeypatch):
    spec = importlib.util.spec_from_file_location("without", inspect.getfile(getattr(it, module)))
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(it.MissingExtraError) as caught:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
    assert str(caught.value) == told


def test_frame_of_a_library_that_is_missing_says_what_to_install(monkeypatch):
    def from_dict(*_, **__):  # narwhals remembers what it imported
        raise ModuleNotFoundError("No module named 'polars'")

    tables = it.tables
    monkeypatch.setattr("narwhals.from_dict", from_dict)
    with pytest.raises(it.MissingExtraError) as caught:
        tables.scope_rows(it.examples.feature_abc().scope, "polars")
    assert str(caught.value) == "like='polars' needs polars: pip install polars"


def test_bar_without_its_library_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    with pytest.raises(it.MissingExtraError) as caught:
        it.optimize(it.examples.feature_abc(), progress=True)
    assert str(caught.value) == "progress=True needs tqdm: pip install irontriangle[progress]"


def test_all_that_needs_no_extra_works_without_any():
    code = "\n".join(
        [
            "import io, sys",
            "for name in ('matplotlib', 'narwhals', 'tqdm', 'pandas', 'polars', 'pyarrow', 'rich'):",
            "    sys.modules[name] = None",
            "import irontriangle as it",
            "plan = it.optimize(it.examples.feature_abc())",
            "it.from_json(it.to_json(plan), it.Plan), it.json_schema(it.Plan)",
            "it.to_markdown(plan), plan._repr_html_()",
            "it.scope_from_csv(io.StringIO(it.scope_to_csv(plan.project.scope)))",
            "table = 'Issue key,Summary,Value,Original Estimate\\nA-1,Login,5,28800\\n'",
            "print(it.formats.read_jira(io.StringIO(table), value='Value').keys, it.formats.mermaid_gantt(plan)[:5])",
        ]
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "{'A-1 Login': 'A-1'} gantt\n"
