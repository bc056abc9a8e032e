"""Where the published instances are; tests that need one skip, with the reason, where it is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.instances import FOLDER, missing


@pytest.fixture(scope="session")
def data() -> Callable[[str], Path]:
    """Return a function from a file's name among the instances to its path."""

    def path(name: str) -> Path:
        if reason := missing(name):
            pytest.skip(reason)
        return FOLDER / name

    return path
