"""
Measure and write it down: ``python -m benchmarks [NAME ...]``, a name being a subject or one of its specs.

Every spec is written to ``benchmarks/results`` as JSON, and from there into ``docs/benchmarks.md`` with its pictures.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.registry import SUBJECTS, Size, Spec, specs
from benchmarks.report import as_json, measurements, section, table, write_section
from benchmarks.runner import Measurement, Worker, measure
from benchmarks.summary import disagreements

ROOT = Path(__file__).parent.parent
SMALL_LIMIT = 3
"""Seconds for each small run, whatever the spec says."""

PICTURES = Path("_static", "benchmarks")
"""Where pictures are, seen from the page."""


def main() -> int:
    """Do what was asked; 1 where two phases contradict each other, or what is published."""
    options = _arguments()
    into = options.into or (None if options.small else ROOT)
    everything: dict[str, object] = {}
    wrong: list[str] = []
    with Worker(warm=not options.small) as worker:
        for spec in options.specs:
            if spec.missing:
                print(f"\n{spec.name}: left out, {spec.missing}", flush=True)
                continue
            document = _kept(spec, into or ROOT) if options.redraw else _measured(spec, options, worker)
            everything[spec.name] = document
            found = measurements(document)
            wrong += disagreements(spec, found)
            print(f"\n{spec.name}: {spec.title}\n\n{table(spec, found, document['time_limit'])}\n", flush=True)
            if into:
                _write(spec, document, found, into)
    if options.json:
        options.json.write_text(json.dumps(everything, indent=1) + "\n", encoding="utf-8")
    for sentence in wrong:
        print(f"DISAGREE: {sentence}", file=sys.stderr)
    return 1 if wrong else 0


def _arguments() -> argparse.Namespace:
    known = specs()
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(SUBJECTS)}, or a spec; all unless said")
    parser.add_argument("--small", action="store_true", help="once, on small instances; writes nothing unless --into")
    parser.add_argument("--repeats", type=int, help="how often each instance is run (the spec says)")
    parser.add_argument("--seeds", type=int, help="how many instances of each size (the spec says)")
    parser.add_argument("--time-limit", type=float, help="seconds for each run (the spec says)")
    parser.add_argument("--redraw", action="store_true", help="measure nothing: tables and pictures from the results")
    parser.add_argument("--into", type=Path, help="a folder for docs/benchmarks.md and the results (this repository)")
    parser.add_argument("--json", type=Path, help="one more file for all measurements")
    options = parser.parse_args()
    if unknown := set(options.names) - {*SUBJECTS, *known}:
        parser.error(f"names must be of {', '.join((*SUBJECTS, *known))}, got {', '.join(sorted(unknown))}")
    chosen = specs(tuple(name for name in options.names if name in SUBJECTS) if options.names else SUBJECTS)
    chosen |= {name: known[name] for name in options.names if name in known}
    options.specs = list(chosen.values())
    return options


def _measured(spec: Spec, options: argparse.Namespace, worker: Worker) -> dict[str, Any]:
    """Measure one spec, and say on standard error how it goes."""
    limit = options.time_limit or (SMALL_LIMIT if options.small else spec.time_limit)
    seeds, repeats = (options.seeds or spec.seeds, options.repeats or spec.repeats)
    if options.small:
        seeds = repeats = 1
    given_up: set[str] = set()
    found: list[Measurement] = []
    for size in spec.small if options.small else spec.sweep:
        phases = tuple(phase for phase in spec.phases if phase not in given_up)
        for one in measure(spec, size, worker, phases=phases, seeds=seeds, repeats=repeats, time_limit=limit):
            found.append(one)
            _say(one)
        if not options.small:  # nothing of this size is left in the memory of the next
            worker.end()
        given_up |= _lost(spec, found, size)
    return as_json(spec, found, limit)


def _lost(spec: Spec, found: list[Measurement], size: Size) -> set[str]:
    """Return the peers that finished nothing of a size: unless their gap is of interest, nothing larger is for them."""
    if isinstance(size, str) or "gap" in spec.plots:
        return set()
    here = [one for one in found if one.size == size]
    return {one.phase for one in here} - {one.phase for one in here if one.finished} - {spec.ours}


def _say(one: Measurement) -> None:
    took = "ended" if one.seconds is None else f"{one.seconds:.3f} s"
    figures = ", ".join(f"{name} {figure:.12g}" for name, figure in one.outcome.figures.items())
    proven = "" if one.finished else " (not finished)"
    print(f"{one.spec} {one.size} #{one.seed} {one.phase}: {took} {figures}{proven}", file=sys.stderr, flush=True)


def _kept(spec: Spec, folder: Path) -> dict[str, Any]:
    path = folder / "benchmarks" / "results" / f"{spec.name}.json"
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def _write(spec: Spec, document: dict[str, Any], found: list[Measurement], folder: Path) -> None:
    """Write the results of one spec, its pictures and its section."""
    docs = folder / "docs"
    results = folder / "benchmarks" / "results" / f"{spec.name}.json"
    for needed in (results.parent, docs):
        needed.mkdir(parents=True, exist_ok=True)
    results.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    pictures: dict[str, str] = {}
    if importlib.util.find_spec("matplotlib"):
        from benchmarks.plots import draw

        pictures = draw(spec, found, document["time_limit"], docs / PICTURES)
    page = docs / "benchmarks.md"
    if not page.exists():
        page.write_text("# Benchmarks\n", encoding="utf-8")
    paths = {f"{PICTURES.as_posix()}/{name}": words for name, words in pictures.items()}
    text = table(spec, found, document["time_limit"])
    write_section(page, spec.name, section(spec, text, document["machine"], paths))


if __name__ == "__main__":
    raise SystemExit(main())
