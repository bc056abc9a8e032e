"""Measurements into JSON and into the tables of docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
import re
import statistics
from importlib import metadata
from pathlib import Path
from typing import Any

import attrs

from benchmarks.registry import Spec
from benchmarks.runner import Measurement

LIBRARIES = ("irontriangle", "numpy", "scipy", "highspy", "attrs")


def machine() -> dict[str, Any]:
    """Return what the times depend on."""
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "versions": {name: _version(name) for name in LIBRARIES},
    }


def as_json(measurements: list[Measurement]) -> dict[str, Any]:
    """Return everything that was measured, with medians and spreads."""
    cells = []
    for (size, phase), found in _cells(measurements).items():
        seconds = sorted(one.seconds for one in found if one.seconds is not None)
        cells.append(
            {
                "size": size,
                "phase": phase,
                "median": statistics.median(seconds) if seconds else None,
                "spread": [seconds[0], seconds[-1]] if seconds else None,
                "ended": sum(one.seconds is None for one in found),
                "peak_mb": round(max(one.peak_mb for one in found)),
            }
        )
    return {"machine": machine(), "cells": cells, "measurements": [attrs.asdict(one) for one in measurements]}


def table(spec: Spec, measurements: list[Measurement], time_limit: float) -> str:
    """Return one table: a row for each size, a column for each phase; medians with their spread."""
    cells = _cells(measurements)
    sizes = sorted({size for size, _ in cells})
    lines = [
        f"| {spec.unit} | " + " | ".join(spec.phases) + " | peak MB |",
        "|---" * (len(spec.phases) + 2) + "|",
    ]
    for size in sizes:
        row = [_cell(cells.get((size, phase), []), time_limit) for phase in spec.phases]
        peak = max(one.peak_mb for one in measurements if one.size == size)
        lines.append(f"| {size:,} | " + " | ".join(row) + f" | {peak:,.0f} |")
    return "\n".join(lines)


def write_docs(page: Path, spec: Spec, measurements: list[Measurement], time_limit: float) -> None:
    """Replace the section of one spec in the page, or append it."""
    facts = machine()
    versions = ", ".join(f"{name} {version}" for name, version in facts["versions"].items())
    section = "\n".join(
        [
            f"<!-- begin {spec.name} -->",
            f"## {spec.name.replace('-', ' ').capitalize()}",
            "",
            spec.title,
            "",
            table(spec, measurements, time_limit),
            "",
            f"Seconds, median and spread. Python {facts['python']}, {versions}; "
            f"{facts['cpu']}, {facts['cores']} cores.",
            f"<!-- end {spec.name} -->",
        ]
    )
    text = page.read_text(encoding="utf-8")
    pattern = re.compile(f"<!-- begin {spec.name} -->.*?<!-- end {spec.name} -->", re.DOTALL)
    new = pattern.sub(lambda _: section, text) if pattern.search(text) else f"{text.rstrip()}\n\n{section}\n"
    page.write_text(new, encoding="utf-8")


def _cells(measurements: list[Measurement]) -> dict[tuple[int, str], list[Measurement]]:
    cells: dict[tuple[int, str], list[Measurement]] = {}
    for one in measurements:
        cells.setdefault((one.size, one.phase), []).append(one)
    return cells


def _cell(found: list[Measurement], time_limit: float) -> str:
    seconds = sorted(one.seconds for one in found if one.seconds is not None)
    if not seconds:
        return f"ended after {time_limit:g} s and more" if found else "-"
    text = f"{_short(statistics.median(seconds))} ({_short(seconds[0])} - {_short(seconds[-1])})"
    if any(one.seconds is None for one in found):
        text += ", some ended"
    notes = dict.fromkeys(one.outcome.note for one in found if one.outcome.note)
    return ", ".join([text, *notes])


def _short(seconds: float) -> str:
    return f"{seconds:.4f}" if seconds < 0.01 else f"{seconds:.3f}" if seconds < 1 else f"{seconds:.1f}"


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"
