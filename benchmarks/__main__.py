"""The driver: ``python -m benchmarks [SUBJECT ...] [--small]``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.registry import SUBJECTS, Spec, specs
from benchmarks.report import as_json, table, write_docs
from benchmarks.runner import Measurement, disagreements, measure

ROOT = Path(__file__).parent.parent


def main() -> int:
    """Run what was asked; 1 where two phases proved different figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=f"of {', '.join(SUBJECTS)}; all unless said")
    parser.add_argument("--small", action="store_true", help="once, on small instances; writes no results")
    parser.add_argument("--repeats", type=int, default=3, help="how often each instance is run (3)")
    parser.add_argument("--seeds", type=int, help="how many instances of each size (the spec says)")
    parser.add_argument("--time-limit", type=float, help="seconds for each run (the spec says)")
    parser.add_argument("--json", type=Path, help="one more file for all measurements")
    options = parser.parse_args()
    if unknown := set(options.subjects) - set(SUBJECTS):
        parser.error(f"subjects must be of {', '.join(SUBJECTS)}, got {', '.join(sorted(unknown))}")
    everything: dict[str, object] = {}
    wrong: list[str] = []
    for spec in specs(tuple(options.subjects) or SUBJECTS).values():
        limit = options.time_limit or spec.time_limit
        found = run(spec, options, limit)
        everything[spec.name] = as_json(found)
        wrong += disagreements(found)
        print(f"\n{spec.title}\n\n{table(spec, found, limit)}\n", flush=True)
        if not options.small:
            results = ROOT / "benchmarks" / "results" / f"{spec.name}.json"
            results.parent.mkdir(exist_ok=True)
            results.write_text(json.dumps(everything[spec.name], indent=1) + "\n", encoding="utf-8")
            write_docs(ROOT / "docs" / "benchmarks.md", spec, found, limit)
    if options.json:
        options.json.write_text(json.dumps(everything, indent=1) + "\n", encoding="utf-8")
    for sentence in wrong:
        print(f"DISAGREE: {sentence}", file=sys.stderr)
    return 1 if wrong else 0


def run(spec: Spec, options: argparse.Namespace, time_limit: float) -> list[Measurement]:
    """Return all measurements of one spec, and say on standard error how it goes."""
    seeds, repeats = options.seeds or spec.seeds, options.repeats
    if options.small:
        seeds = repeats = 1
    found = []
    for size in spec.small if options.small else spec.sweep:
        for one in measure(spec, size, seeds=seeds, repeats=repeats, time_limit=time_limit):
            found.append(one)
            took = "ended" if one.seconds is None else f"{one.seconds:.3f} s"
            figures = ", ".join(f"{name} {figure:g}" for name, figure in one.outcome.figures.items())
            print(f"{spec.name} {size} #{one.seed} {one.phase}: {took} {figures}", file=sys.stderr, flush=True)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
