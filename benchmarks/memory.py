"""The peak of this process's memory, of one phase alone where the system can forget the peak before."""

from __future__ import annotations

import resource
import sys
from contextlib import suppress
from pathlib import Path

PROCESS = Path("/proc/self")


def forget_peak() -> None:
    """Let the peak begin at what is in use now; only Linux can."""
    with suppress(OSError):
        (PROCESS / "clear_refs").write_text("5", encoding="utf-8")


def peak_mb() -> float:
    """Return the most memory that was in use, in MB: everything loaded and the instance included."""
    with suppress(OSError):
        for line in (PROCESS / "status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
