"""How the properties are searched: repeatably, so that only a change turns a test red; `hunt` looks for more."""

from __future__ import annotations

import importlib
import os
import pkgutil

from hypothesis import settings

import irontriangle

# Hypothesis draws constants of the modules that are loaded, too: load all, lest draws depend on what ran before.
for module in pkgutil.walk_packages(irontriangle.__path__, "irontriangle."):
    importlib.import_module(module.name)

settings.register_profile("dev", max_examples=25, deadline=None, derandomize=True, print_blob=True)
settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True, print_blob=True)
settings.register_profile("hunt", max_examples=1000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))
