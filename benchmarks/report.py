"""Measurements into JSON and into the tables of docs/benchmarks.md."""

from __future__ import annotations

import math
import os
import platform
import re
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import attrs

import irontriangle
from benchmarks.registry import Outcome, Spec
from benchmarks.runner import Measurement
from benchmarks.summary import Cell, Ratio, cells, totals

LIBRARIES = ("numpy", "scipy", "highspy", "ortools", "pulp", "attrs")


def machine() -> dict[str, Any]:
    """Return what the times depend on."""
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "versions": {"irontriangle": irontriangle.__version__, **{name: _version(name) for name in LIBRARIES}},
    }


def as_json(spec: Spec, found: Sequence[Measurement], time_limit: float) -> dict[str, Any]:
    """Return everything that was measured, with medians, spreads and ratios."""
    return {
        "machine": machine(),
        "spec": spec.name,
        "time_limit": time_limit,
        "cells": [attrs.asdict(cell) for cell in cells(spec, found, time_limit)],
        "measurements": [attrs.asdict(one) for one in found],
    }


def measurements(document: dict[str, Any]) -> list[Measurement]:
    """Return what `as_json` has written."""
    return [Measurement(**(one | {"outcome": Outcome(**one["outcome"])})) for one in document["measurements"]]


def table(spec: Spec, found: Sequence[Measurement], time_limit: float) -> str:
    """Return one table: a row for each size and phase."""
    rows = cells(spec, found, time_limit)
    columns = _columns(spec, rows)
    if all(isinstance(size, str) for size in spec.sweep) and len({cell.size for cell in rows}) > 1:
        rows += totals(spec, found, time_limit)
    lines = ["| " + " | ".join(columns) + " |", "|---" * 2 + "|--:" * (len(columns) - 2) + "|"]
    before: Cell | None = None
    for cell in rows:
        texts = _texts(spec, cell, rows)
        size = texts[spec.unit] if before is None or before.size != cell.size else ""
        lines.append("| " + " | ".join([size, *(texts[column] for column in columns[1:])]) + " |")
        before = cell
    return "\n".join(lines)


def section(spec: Spec, text: str, facts: dict[str, Any], pictures: dict[str, str]) -> str:
    """Return the section of one spec: what it is, its table, its pictures by path, and what its times depend on."""
    versions = ", ".join(f"{name} {version}" for name, version in facts["versions"].items() if version)
    return "\n".join(
        [
            f"<!-- begin {spec.name} -->",
            f"## {spec.name.replace('-', ' ').capitalize()}",
            "",
            spec.title,
            "",
            text,
            "",
            *(line for path, words in pictures.items() for line in (f"![{words}]({path})", "")),
            f"Python {facts['python']}, {versions}; {facts['cpu']}, {facts['cores']} cores.",
            f"<!-- end {spec.name} -->",
        ]
    )


def write_section(page: Path, name: str, text: str) -> None:
    """Replace the section of one spec in the page, or append it."""
    old = page.read_text(encoding="utf-8")
    pattern = re.compile(f"<!-- begin {name} -->.*?<!-- end {name} -->", re.DOTALL)
    new = pattern.sub(lambda _: text, old) if pattern.search(old) else f"{old.rstrip()}\n\n{text}\n"
    page.write_text(new, encoding="utf-8")


def _columns(spec: Spec, rows: Sequence[Cell]) -> list[str]:
    columns = [spec.unit, "what", "median s", "spread s"]
    if len(spec.phases) > 1:
        columns.append(f"{spec.ours} / it")
    if any(cell.proven for cell in rows):
        columns += ["proven", "gap"]
    if spec.ranked:
        columns += ["value behind", "bound above"]
    if "size" in spec.plots and len({cell.size for cell in rows}) > 1:
        columns.append("growth")
    return [*columns, "peak MB"]


def _texts(spec: Spec, cell: Cell, rows: Sequence[Cell]) -> dict[str, str]:
    """Return what every column says of a cell."""
    return {
        spec.unit: f"{cell.size:,}" if isinstance(cell.size, int) else cell.size,
        "what": ", ".join([cell.phase, *cell.notes]),
        "median s": ("> " if cell.open else "") + short(cell.median),
        "spread s": "-" if math.isnan(cell.most) else f"{short(cell.least)} - {short(cell.most)}",
        f"{spec.ours} / it": _ratio(cell.ratio),
        "proven": ", ".join(f"{figure} {count}/{cell.instances}" for figure, count in cell.proven.items() if count)
        or f"0/{cell.instances}",
        "gap": "-" if cell.gap is None else "0" if cell.gap == 0 else f"{cell.gap:.2g}",
        "value behind": _percent(cell.behind),
        "bound above": _percent(cell.above),
        "growth": _growth(cell, rows),
        "peak MB": f"{cell.peak_mb:,.0f}" if cell.peak_mb else "-",
    }


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.2f} %"


def _ratio(ratio: Ratio | None) -> str:
    if ratio is None:
        return "-"
    worst = f" (worst {ratio.worst:.2g})" if ratio.worst > ratio.mean * 1.005 else ""
    return f"{ratio.sign} {ratio.mean:.2g}{worst}".strip()


def _growth(cell: Cell, rows: Sequence[Cell]) -> str:
    """Return by which power of the size the time has grown since the size before."""
    before = [other for other in rows if other.phase == cell.phase and _number(other) < _number(cell)]
    if not before or cell.open or before[-1].open:
        return "-"
    power = math.log(cell.median / before[-1].median) / math.log(_number(cell) / _number(before[-1]))
    return f"n^{power:.1f}"


def _number(cell: Cell) -> float:
    return cell.size if isinstance(cell.size, int) else math.inf


def short(seconds: float) -> str:
    """Return seconds with about three figures."""
    return f"{seconds:.4f}" if seconds < 0.01 else f"{seconds:.3f}" if seconds < 1 else f"{seconds:.1f}"


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
