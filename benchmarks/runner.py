"""
Run a spec: all phases in turn in one process, which is ended when a phase overruns.

Each size has a process of its own, so that nothing of the size before is left in its memory.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import NamedTuple, Self

import attrs

from benchmarks.memory import forget_peak, peak_mb
from benchmarks.registry import Outcome, Size, Spec, specs

PATIENCE = 30
"""Seconds beyond the time limit before a phase that says nothing is ended."""

MAKING = 900
"""Seconds in which an instance is made and what is loaded on first use is loaded; neither is measured."""

WARM = 1
"""Seconds for each phase's first, unmeasured run."""


@attrs.frozen
class Measurement:
    """One phase on one instance, once; `seconds` is None where it was ended."""

    spec: str
    size: Size
    seed: int
    repeat: int
    phase: str
    seconds: float | None
    outcome: Outcome = attrs.field(factory=Outcome)
    peak_mb: float = 0

    @property
    def finished(self) -> bool:
        """Whether it came to its end."""
        return self.seconds is not None and self.outcome.done


class Job(NamedTuple):
    """Which phase on which instance, for the how manieth time."""

    spec: str
    size: Size
    seed: int
    repeat: int
    phase: str


def measure(
    spec: Spec, size: Size, worker: Worker, *, phases: tuple[str, ...], seeds: int, repeats: int, time_limit: float
) -> Iterator[Measurement]:
    """Yield every measurement of one size; what did not finish is not repeated."""
    jobs = [
        Job(spec.name, size, seed, repeat, phase)
        for seed in range(seeds)
        for repeat in range(repeats)
        for phase in phases
    ]
    while jobs:
        job = jobs.pop(0)
        one = worker.measure(job, time_limit)
        yield one
        if not one.finished:
            jobs = [other for other in jobs if (other.seed, other.phase) != (job.seed, job.phase)]


class Worker:
    """A process that does one job after the other, and is ended with all that it started when one overruns."""

    def __init__(self, *, warm: bool = True) -> None:
        self.warm = warm
        self.process: BaseProcess | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.end()

    def measure(self, job: Job, time_limit: float) -> Measurement:
        """Have one job done, or ended where it overruns."""
        if self.process is None:
            self.start()
        note = "overran"
        try:
            self.pipe.send((job, time_limit))
            if self.pipe.poll(MAKING) and self.pipe.recv() and self.pipe.poll(time_limit + PATIENCE):
                return Measurement(*job, *self.pipe.recv())
        except (EOFError, ConnectionError):  # what it said last is on standard error
            note = "died"
        self.end()
        return Measurement(*job, None, Outcome(note=note, done=False))

    def start(self) -> None:
        """Start the process."""
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, self.warm), daemon=True)
        self.process.start()
        theirs.close()

    def end(self) -> None:
        """End the process, and the solvers that it started as processes of their own."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid or 0, signal.SIGKILL)
        except ProcessLookupError:  # it has not come to lead its group, or is gone
            self.process.kill()
        self.process.join()
        self.pipe.close()
        self.process = None


def _work(pipe: Connection, warm: bool) -> None:
    """Do jobs in turn and send what each took; peers may write to standard output, which is not theirs here."""
    os.setpgrp()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    known = specs()
    warmed: set[tuple[str, str]] = set()
    built: tuple[Job, object] | None = None
    while True:
        job, time_limit = pipe.recv()
        spec = known[job.spec]
        if warm and (job.spec, job.phase) not in warmed:
            warmed.add((job.spec, job.phase))
            spec.phases[job.phase](spec.build(spec.small[0], 0), WARM)  # what is loaded on first use is not measured
        if built is None or built[0][:3] != job[:3]:
            built = None  # two large instances need not fit beside each other
            built = (job, spec.build(job.size, job.seed))
        pipe.send("ready")
        forget_peak()
        start = time.perf_counter()
        outcome = spec.phases[job.phase](built[1], time_limit)
        seconds = time.perf_counter() - start
        pipe.send((seconds, outcome, peak_mb()))
