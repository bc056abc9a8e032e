"""
Run a spec: all phases in turn in one process, which is ended when a phase overruns.

Each size has a process of its own, so that the peak of its memory is the peak of that size.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection

import attrs

from benchmarks.registry import Outcome, Spec, specs

PATIENCE = 30
"""Seconds beyond the time limit before a process that says nothing is ended; building the instance counts in."""

WARM = 1
"""Seconds for each phase's first, unmeasured run."""


@attrs.frozen
class Measurement:
    """One phase on one instance, once; `seconds` is None where it was ended."""

    spec: str
    size: int
    seed: int
    repeat: int
    phase: str
    seconds: float | None
    outcome: Outcome = attrs.field(factory=Outcome)
    peak_mb: float = 0


def measure(spec: Spec, size: int, *, seeds: int, repeats: int, time_limit: float) -> Iterator[Measurement]:
    """Yield every measurement of one size."""
    jobs = [(seed, repeat, phase) for seed in range(seeds) for repeat in range(repeats) for phase in spec.phases]
    context = multiprocessing.get_context("spawn")
    while jobs:
        mine, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, spec.name, size, jobs, time_limit), daemon=True)
        process.start()
        theirs.close()
        try:
            while jobs and mine.poll(time_limit + PATIENCE):
                seed, repeat, phase = jobs.pop(0)
                seconds, outcome, peak = mine.recv()
                yield Measurement(spec.name, size, seed, repeat, phase, seconds, outcome, peak)
        except EOFError:
            raise RuntimeError(f"{spec.name}, {size}, seed {seed}: {phase} ended its process") from None
        finally:
            process.kill()
            process.join()
        if jobs:  # the phase under way overran; the others go on without it
            seed, repeat, late = jobs[0]
            yield Measurement(spec.name, size, seed, repeat, late, None)
            jobs = [job for job in jobs if job[2] != late]


def _work(pipe: Connection, name: str, size: int, jobs: list[tuple[int, int, str]], time_limit: float) -> None:
    """Do the jobs in turn and send what each took; peers may write to standard output, which is not theirs here."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    spec = specs()[name]
    tiny = spec.build(spec.small[0], len(jobs))
    for phase in dict.fromkeys(phase for _, _, phase in jobs):
        spec.phases[phase](tiny, WARM)  # what is loaded on first use is not measured
    built: tuple[int, object] | None = None
    for seed, _, phase in jobs:
        if built is None or built[0] != seed:
            built = (seed, spec.build(size, seed))
        start = time.perf_counter()
        outcome = spec.phases[phase](built[1], time_limit)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
        pipe.send((seconds, outcome, peak))


def disagreements(measurements: list[Measurement]) -> list[str]:
    """Return where two phases proved different figures of one instance."""
    proven: dict[tuple[str, int, int, str], tuple[float, str]] = {}
    found = []
    for one in measurements:
        for figure in one.outcome.proven:
            key = (one.spec, one.size, one.seed, figure)
            value = one.outcome.figures[figure]
            known, by = proven.setdefault(key, (value, one.phase))
            if known != value:
                found.append(
                    f"{one.spec}, {one.size}, seed {one.seed}: {by} proved {figure} {known}, {one.phase} {value}"
                )
    return found
