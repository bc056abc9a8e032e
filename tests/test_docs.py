"""What is written is true: every block of code in the README and the docs runs and prints what it says."""

from __future__ import annotations

import contextlib
import doctest
import importlib
import io
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import irontriangle as it

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
SOURCE = ROOT / "src" / "irontriangle"
PAGES = [README, *sorted((ROOT / "docs").rglob("*.md"))]
MODULES = sorted(
    ".".join(("irontriangle", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")
    for path in SOURCE.rglob("*.py")
    if path.name != "__main__.py"
)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Block(NamedTuple):
    """One fenced block of a page: its language, its text and the line it starts at."""

    language: str
    text: str
    line: int


def blocks_of(path: Path) -> list[Block]:
    found, start, language, lines = [], 0, None, []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("```"):
            if language is None:
                language, start, lines = line[3:].strip(), number, []
            else:
                found.append(Block(language, "\n".join(lines) + "\n", start))
                language = None
        elif language is not None:
            lines.append(line)
    assert language is None, f"{path.name}: the block at line {start} does not end"
    return found


def page_id(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def command_lines(text: str) -> list[str]:
    return [line.removeprefix("$ ") for line in text.splitlines() if line.startswith("$ ")]


def in_this_python(command: str) -> list[str]:
    """Return the last of a line's commands, with the Python that runs these tests."""
    words = shlex.split(command.rpartition("&&")[2])
    assert words[0] in ("python", ".venv/bin/python"), command
    return [sys.executable, *words[1:]]


def check_page(blocks: list[Block], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a page's blocks in turn, its files in a folder; the text after a block that prints is what it prints."""
    monkeypatch.chdir(folder)
    names: dict[str, object] = {"__name__": "page"}
    printed: str | None = None
    for block in blocks:
        if block.language == "python" and block.text.startswith(">>>"):
            runner = doctest.DocTestRunner(optionflags=FLAGS)
            test = doctest.DocTestParser().get_doctest(block.text, names, "page", "page", block.line)
            report = io.StringIO()
            runner.run(test, out=report.write, clear_globs=False)
            names.update(test.globs)
            assert runner.failures == 0, report.getvalue()
            printed = None
        elif block.language == "python":
            output = io.StringIO()
            with contextlib.redirect_stdout(output):
                exec(compile("\n" * block.line + block.text, "page", "exec"), names)
            printed = output.getvalue()
        elif block.language == "console":
            (command,) = command_lines(block.text)
            result = subprocess.run(in_this_python(command), capture_output=True, text=True, check=True)
            shown = block.text.partition("\n")[2]
            assert result.stderr == ""
            assert result.stdout == shown if shown else result.stdout
        elif block.language == "text":
            assert printed is None or printed == block.text, block.line
            printed = None
        elif block.language == "toml":
            (folder / "project.toml").write_text(block.text, encoding="utf-8")
        elif block.language == "csv":
            (folder / "backlog.csv").write_text(block.text, encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=page_id)
def test_page_runs_and_prints_what_it_says(path, tmp_path, monkeypatch):
    check_page(blocks_of(path), tmp_path, monkeypatch)


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_a_module_run(name):
    module = importlib.import_module(name)
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    report = io.StringIO()
    for test in doctest.DocTestFinder(exclude_empty=True).find(module, name):
        runner.run(test, out=report.write)
    assert runner.failures == 0, report.getvalue()


@pytest.mark.parametrize("name", sorted(set(it.__all__) - {"__version__"}))
def test_public_class_or_function_has_an_example(name):
    value = getattr(it, name)
    if callable(value):
        examples = [test for test in doctest.DocTestFinder().find(value, name) if test.examples]
        assert examples, f"{name} has no example"


def readme_commands() -> list[str]:
    return [line for block in blocks_of(README) if block.language == "sh" for line in block.text.splitlines()]


def test_readme_has_two_commands_of_one_line():
    main_job, tests = readme_commands()
    assert main_job.endswith("-m irontriangle src/irontriangle/examples/feature-abc.toml")
    assert " -m pytest" in tests


def test_readme_commands_name_no_host():
    assert not re.search(r"https?:|index-url|find-links", " ".join(readme_commands()))


def test_readme_main_job_prints_the_plan_that_the_readme_shows():
    main_job, _ = readme_commands()
    result = subprocess.run(in_this_python(main_job), cwd=ROOT, capture_output=True, text=True, check=True)
    shown = [block.text for block in blocks_of(README) if block.language == "text"]
    assert result.stderr == ""
    assert result.stdout.endswith(shown[0])  # the file's project has a name, which stands before it


def test_ci_runs_the_command_of_the_readme():
    _, tests = readme_commands()
    extract = next(
        line for line in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines() if "README.md" in line
    )
    result = subprocess.run(
        ["bash", "-c", f'{extract}\nprintf %s "$test_command"'], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout == tests


def test_reference_lists_exactly_the_public_names():
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "reference").glob("*.md"))
    listed = re.findall(r"^\.\. auto(?:class|function|data|exception):: irontriangle\.(\w+)$", text, re.MULTILINE)
    modules = re.findall(r"^\.\. automodule:: irontriangle\.(\w+)$", text, re.MULTILINE)
    named = {name for name in it.__all__ if name != "__version__"}
    public_modules = {name for name in named if name in it._MODULES}
    assert sorted(listed) == sorted(named - public_modules)
    assert set(modules) == {"examples", "formats", "plots", "strategies", "tables", "testing"}
