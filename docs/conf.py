"""How the docs are built; warnings are errors in `.ci/run`."""

from __future__ import annotations

import sys
from pathlib import Path

from pygments.lexers.special import TextLexer

import irontriangle

project = "irontriangle"
author = "The irontriangle authors"
copyright = "2026, the irontriangle authors"
version = release = irontriangle.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.mathjax", "numpydoc"]
myst_enable_extensions = ["deflist", "dollarmath"]
myst_heading_anchors = 3
nitpicky = True
exclude_patterns = ["_build"]

autodoc_member_order = "bysource"
autodoc_typehints = "none"  # a field takes more than it stores; the docstrings say what
numpydoc_show_class_members = False
default_role = "code"

html_theme = "furo"
html_title = f"irontriangle {version}"
html_copy_source = False


def setup(app):
    """Show CSV as plain text, for which Pygments knows no lexer; draw the pictures."""
    app.add_lexer("csv", TextLexer)
    sys.path.insert(0, str(Path(__file__).parent))
    from pictures import draw

    draw(Path(__file__).parent)
