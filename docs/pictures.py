"""Draw the pictures of the docs by running the pages that show them, so that they are what the code gives."""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shutil
import tempfile
from pathlib import Path

import matplotlib as mpl

BLOCK = re.compile(r"^```(python|csv)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = re.compile(r"_pictures/([\w-]+\.png)")


def draw(docs: Path) -> None:
    """Write every picture that a page shows to ``_pictures``."""
    mpl.use("Agg")
    mpl.rcParams["savefig.dpi"] = 110
    (docs / "_pictures").mkdir(exist_ok=True)
    for page in sorted(docs.rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        names = SHOWN.findall(text)
        if names:
            with tempfile.TemporaryDirectory() as folder:
                run(text, Path(folder))
                for name in names:
                    shutil.copy(Path(folder) / name, docs / "_pictures" / name)


def run(text: str, folder: Path) -> None:
    """Run the code of a page in a folder; the tests look at what it prints."""
    from matplotlib import pyplot as plt

    names: dict[str, object] = {"__name__": "page"}
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
        for language, block in BLOCK.findall(text):
            if language == "csv":
                Path("backlog.csv").write_text(block, encoding="utf-8")
            elif block.startswith(">>>"):
                for example in doctest.DocTestParser().get_examples(block):
                    with contextlib.suppress(Exception):  # which is shown
                        exec(compile(example.source, "page", "single"), names)
            else:
                exec(compile(block, "page", "exec"), names)
    plt.close("all")
