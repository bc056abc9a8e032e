"""Python in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).parents[2]


def environment(**more: str) -> dict[str, str]:
    """
    Return the environment in which a child finds what its parent finds.

    Its coverage is not measured: a tracer is Python, too, and would hear of an interrupt where no code of ours
    runs, such as at the end of a generator, and it would be lost there.
    """
    ours = {name: value for name, value in os.environ.items() if not name.startswith("COV_CORE_")}
    return {**ours, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)]), **more}


def start(code: str, **more: str) -> subprocess.Popen[bytes]:
    """Start a child; its descriptors 1 and 2 are pipes, so whatever writes to them is seen, in C++ too."""
    command = [sys.executable, "-X", "dev", "-c", textwrap.dedent(code)]
    return subprocess.Popen(
        command, env=environment(**more), stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL
    )


def finish(child: subprocess.Popen[bytes], *, within: float = 300) -> tuple[int, str, str]:
    """Return the exit status of a child and what it wrote to stdout and stderr."""
    try:
        out, err = child.communicate(timeout=within)
    finally:
        child.kill()
    return child.returncode, out.decode(), err.decode()


def run(code: str, **more: str) -> tuple[int, str, str]:
    """Run a child to its end."""
    return finish(start(code, **more))
