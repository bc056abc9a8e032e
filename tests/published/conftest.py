"""Where the published instances are; tests that need one skip, with the reason, where it is missing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def data() -> Callable[[str], Path]:
    """Return a function from a file's name among the instances to its path."""
    folder = Path(os.environ.get("IRONTRIANGLE_DATA") or ROOT.parent / "shared" / "data")

    def path(name: str) -> Path:
        if not (folder / name).is_file():
            pytest.skip(f"published instance {name} is not in {folder}; IRONTRIANGLE_DATA says where it is")
        return folder / name

    return path
