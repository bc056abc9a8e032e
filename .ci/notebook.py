"""Run the tutorial's ten lines as a new user does: in a notebook; what it shows must be what the tutorial says."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

page = (Path(__file__).parent.parent / "docs" / "tutorials" / "jira.md").read_text(encoding="utf-8")
blocks = re.findall(r"^```(\w+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
export = next(text for language, text in blocks if language == "csv")
code = [text for language, text in blocks if language == "python"]
printed = [text for language, text in blocks if language == "text"]

plan, memo, picture = code[0].partition("memo = ")
cells = [plan + "plan", memo + picture, "display(it.options(project))"]
book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
with tempfile.TemporaryDirectory() as folder:
    (Path(folder) / "backlog.csv").write_text(export, encoding="utf-8")
    os.chdir(folder)
    NotebookClient(book, timeout=120, resources={"metadata": {"path": folder}}).execute()

shown = [output for cell in book.cells for output in cell.outputs]
text = "".join(output.text for output in shown if output.output_type == "stream" and output.name == "stdout")
errors = [output for output in shown if output.output_type == "stream" and output.name == "stderr"]
kinds = {kind for output in shown if "data" in output for kind in output.data}
problems = []
if text != printed[0]:
    problems.append(f"the notebook prints\n{text}\nand the tutorial says\n{printed[0]}")
if errors:
    problems.append(f"the notebook complains: {errors[0].text}")
if not {"text/html", "text/markdown", "image/png"} <= kinds:
    problems.append(f"the notebook shows {sorted(kinds)}; there must be a table and a picture")
sys.exit("\n".join(problems) or None)
