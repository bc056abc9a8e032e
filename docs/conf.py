"""How the docs are built; warnings are errors in `.ci/run`."""

from __future__ import annotations

import irontriangle

project = "irontriangle"
author = "The irontriangle authors"
copyright = "2026, the irontriangle authors"
version = release = irontriangle.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.mathjax"]
myst_enable_extensions = ["deflist", "dollarmath"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autoclass_content = "class"
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_preprocess_types = False
default_role = "code"

html_theme = "furo"
html_title = f"irontriangle {version}"
html_copy_source = False
