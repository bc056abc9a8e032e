"""The main job from a shell: what it prints, where, and its exit status."""

from __future__ import annotations

import io
import json
import os
import runpy
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

import irontriangle as it
from irontriangle import __main__ as command
from irontriangle import examples

STORY = str(files("irontriangle.examples") / "feature-abc.toml")


@pytest.fixture
def project_file(tmp_path):
    def write(project, name="project.json"):
        path = tmp_path / name
        path.write_text(project if isinstance(project, str) else it.to_json(project), "utf-8")
        return str(path)

    return write


def infeasible():
    return it.Project(it.Scope([it.Feature("ABC", it.Variant(cost=2), priority="MUST")]), it.Budget(1))


def plan_without_answer(status):
    return it.Plan(infeasible(), it.Question(), status)


def shell(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "irontriangle", *arguments],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **environment},
        check=False,
    )


class TestOutput:
    def test_plan_is_printed(self, capsys):
        assert command.main([STORY]) == command.SOLVED
        out, err = capsys.readouterr()
        assert out == f"{it.optimize(examples.feature_abc())}\n"
        assert "ABC (simplified) and XYZ fit." in out
        assert err == ""

    def test_plan_is_printed_for_programs(self, capsys):
        assert command.main([STORY, "--json"]) == command.SOLVED
        out = capsys.readouterr().out
        assert json.loads(out)["selection"] == {"ABC": "simplified", "XYZ": "full"}
        assert it.from_json(out, it.Plan) == it.optimize(examples.feature_abc())

    def test_options_are_the_arguments_of_optimize(self, capsys):
        assert command.main([STORY, "--json", "--objective", "cost", "--value-at-least", "99.9"]) == command.SOLVED
        plan = it.from_json(capsys.readouterr().out, it.Plan)
        assert plan.question == it.Question("optimize", "cost", 99.9)

    @pytest.mark.parametrize(("given", "limit"), [([], 30.0), (["--time-limit", "0.5"], 0.5)])
    def test_time_limit_is_passed_on(self, monkeypatch, given, limit):
        seen = {}

        def optimize(*arguments, **keywords):
            seen.update(keywords)
            raise KeyboardInterrupt

        monkeypatch.setattr(it, "optimize", optimize)
        command.main([STORY, *given])
        assert seen["time_limit"] == limit

    def test_infeasible_plan_is_printed_too(self, project_file, capsys):
        assert command.main([project_file(infeasible())]) == command.INFEASIBLE
        assert capsys.readouterr().out.strip()


class TestStatus:
    @pytest.mark.parametrize(("status", "code"), [(it.Status.INFEASIBLE, 1), (it.Status.UNKNOWN, 3)])
    def test_without_plan_the_status_decides(self, monkeypatch, capsys, status, code):
        monkeypatch.setattr(it, "optimize", lambda *_, **__: plan_without_answer(status))
        assert command.main([STORY, "--json"]) == code
        assert json.loads(capsys.readouterr().out)["selection"] is None

    def test_every_problem_is_told_at_its_place(self, project_file, capsys):
        path = project_file("format = 1\n[[features]]\nname = 'ABC'\nvariants = [{value = -1, cots = 3}]\n", "bad.toml")
        assert command.main([path]) == command.BAD_INPUT
        out, err = capsys.readouterr()
        assert out == ""
        assert err.splitlines() == [
            f"{path}: features[0].variants[0].cots: unknown field; did you mean 'cost'?",
            f"{path}: features[0].variants[0].value: must be a finite number >= 0, got -1",
        ]

    def test_file_that_is_not_there_is_bad_input(self, tmp_path, capsys):
        path = str(tmp_path / "missing.toml")
        assert command.main([path]) == command.BAD_INPUT
        assert capsys.readouterr().err == f"{path}: No such file or directory\n"

    @pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
    def test_spreadsheet_is_bad_input_and_told_what_reads_it(self, tmp_path, capsys, encoding):
        path = tmp_path / "backlog.CSV"
        path.write_bytes("feature;value\nGr\u00f6\u00dfe;3\n".encode(encoding))
        assert command.main([str(path)]) == command.BAD_INPUT
        told = f"{path}: must be a project in TOML or JSON, got a spreadsheet; scope_from_csv reads the backlog in it\n"
        assert capsys.readouterr() == ("", told)

    def test_project_in_another_encoding_is_told_at_its_place(self, tmp_path, capsys):
        path = tmp_path / "project.toml"
        path.write_bytes("format = 1\nname = 'Gr\u00f6\u00dfe'\n".encode("cp1252"))
        assert command.main([str(path)]) == command.BAD_INPUT
        assert capsys.readouterr().err == f"{path}: line 2, column 11: must be UTF-8, got the byte 0xf6\n"

    def test_directory_is_bad_input(self, tmp_path, capsys):
        assert command.main([str(tmp_path)]) == command.BAD_INPUT
        assert capsys.readouterr().err.startswith(f"{tmp_path}: ")

    def test_objective_without_demand_is_bad_input(self, capsys):
        assert command.main([STORY, "--objective", "cost"]) == command.BAD_INPUT
        assert "value_at_least" in capsys.readouterr().err

    def test_engine_that_fails_leaves_the_answer_unknown(self, monkeypatch, capsys):
        def optimize(*_, **__):
            raise it.SolverError("the plan found fails the independent check")

        monkeypatch.setattr(it, "optimize", optimize)
        assert command.main([STORY]) == command.UNKNOWN
        assert "fails the independent check" in capsys.readouterr().err

    def test_interrupt_without_a_plan_ends_quietly(self, monkeypatch, capsys):
        def optimize(*_, **__):
            raise KeyboardInterrupt

        monkeypatch.setattr(it, "optimize", optimize)
        assert command.main([STORY]) == command.INTERRUPTED
        assert capsys.readouterr() == ("", "")

    @pytest.mark.parametrize(
        "arguments",
        [
            [],
            [STORY, "--time-limit", "0"],
            [STORY, "--time-limit", "nan"],
            [STORY, "--time-limit", "inf"],
            [STORY, "--time-limit", "soon"],
            [STORY, "--value-at-least", "much"],
            [STORY, "--objective", "joy"],
        ],
    )
    def test_wrong_arguments_are_bad_input(self, arguments, capsys):
        with pytest.raises(SystemExit) as caught:
            command.main(arguments)
        assert caught.value.code == command.BAD_INPUT
        assert "usage: python -m irontriangle" in capsys.readouterr().err

    def test_version_is_printed(self, capsys):
        with pytest.raises(SystemExit) as caught:
            command.main(["--version"])
        assert caught.value.code == 0
        assert capsys.readouterr().out == f"irontriangle {it.__version__}\n"


class TestShell:
    def test_module_runs(self):
        done = shell(STORY, "--json")
        assert (done.returncode, done.stderr) == (0, b"")
        assert json.loads(done.stdout)["value"] == 110

    @pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
    @pytest.mark.parametrize("options", [[], ["--json"]])
    def test_names_that_the_terminal_cannot_show_are_no_matter(self, project_file, encoding, options):
        feature = it.Feature("\U0001f600 Gr\u00f6\u00dfe \u4e2d", it.Variant(value=1))
        done = shell(project_file(it.Project(it.Scope([feature]))), *options, PYTHONIOENCODING=encoding)
        assert (done.returncode, done.stderr) == (0, b"")
        if options:
            assert json.loads(done.stdout)["selection"] == {feature.name: "full"}

    def test_reader_that_has_seen_enough_is_no_matter(self):
        reader, writer = os.pipe()
        os.close(reader)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        with os.fdopen(writer, "wb") as pipe:
            done = subprocess.run(
                [sys.executable, "-m", "irontriangle", STORY],
                stdout=pipe,
                stderr=subprocess.PIPE,
                env=environment,
                check=False,
            )
        assert (done.returncode, done.stderr) == (0, b"")


class TestStreams:
    def test_output_may_be_any_stream(self, monkeypatch):
        stream = io.StringIO()
        monkeypatch.setattr(sys, "stdout", stream)
        assert command.main([STORY]) == command.SOLVED
        assert stream.getvalue().endswith("\n")

    def test_what_an_encoding_does_not_have_is_escaped(self, monkeypatch, project_file):
        raw = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
        feature = it.Feature("Gr\u00f6\u00dfe", it.Variant(value=1))
        assert command.main([project_file(it.Project(it.Scope([feature])))]) == command.SOLVED
        assert b"Gr\\xf6\\xdfe" in raw.getvalue()

    def test_closed_stream_is_replaced(self, monkeypatch, tmp_path):
        class Closed(io.StringIO):
            def write(self, text):
                raise BrokenPipeError

            def fileno(self):
                return file.fileno()

        with (tmp_path / "stdout").open("wb") as file:
            monkeypatch.setattr(sys, "stdout", Closed())
            assert command.main([STORY]) == command.SOLVED
            os.write(file.fileno(), b"to nowhere")
        assert (tmp_path / "stdout").read_bytes() == b""


def test_module_hands_on_the_exit_status(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["irontriangle", "missing.toml"])
    monkeypatch.delitem(sys.modules, "irontriangle.__main__")
    with pytest.raises(SystemExit) as caught:
        runpy.run_module("irontriangle", run_name="__main__")
    assert caught.value.code == command.BAD_INPUT
    assert "missing.toml" in capsys.readouterr().err


def test_examples_lie_in_the_package():
    assert Path(STORY).is_file()
