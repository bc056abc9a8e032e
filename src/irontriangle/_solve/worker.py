"""Solve on a thread of its own, so that the caller gets control back in time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from .clock import Clock
from .engine import Watch

T = TypeVar("T")

SLICE = 0.05
"""Seconds between two looks at the clock while waiting."""

GRACE = 0.1
"""Seconds that a cancelled worker has to come back by itself, with its last word."""

LATE = 2
"""Cancelled workers that may still be running when another one starts."""

_late: list[threading.Thread] = []
_lock = threading.Lock()


class Job(Generic[T]):
    """A call on a daemon thread, its result or its error."""

    def __init__(self, call: Callable[[], T]) -> None:
        self.call = call
        self.done = threading.Event()
        self.result: T | None = None
        self.error: BaseException | None = None
        self.thread = threading.Thread(target=self._run, name="irontriangle-highs", daemon=True)

    def _run(self) -> None:
        try:
            self.result = self.call()
        except BaseException as error:  # noqa: BLE001  handed to the caller
            self.error = error
        finally:
            self.done.set()


def run(call: Callable[[], T], watch: Watch, clock: Clock, look: Callable[[], None]) -> T | None:
    """
    Run `call` on a thread of its own and return its result, or ``None`` if it is late.

    Parameters
    ----------
    call
        What the worker does; it gives up soon after ``watch.cancelled`` has become true, but not always very soon.
    look
        Called on this thread every few hundredths of a second.

    Notes
    -----
    HiGHS looks at its clock and at its callbacks rarely while it presolves; up to a minute at 10,000 features. So a
    worker that is late is left alone. It is a daemon and no exit waits for it. At most `LATE` are left alone at
    a time: the next call waits for one of them to end, as long as its clock lasts.
    """
    if not _wait_for_place(clock):
        return None
    job = Job(call)
    job.thread.start()
    try:
        while not job.done.wait(min(SLICE, clock.left())) and not clock.expired:
            look()
        watch.cancelled = True
        job.done.wait(GRACE)
    finally:
        watch.cancelled = True
        if not job.done.is_set():
            with _lock:
                _late.append(job.thread)
    if job.error is not None:
        raise job.error
    look()
    return job.result


def late() -> int:
    """Return how many cancelled workers still run."""
    with _lock:
        _late[:] = [thread for thread in _late if thread.is_alive()]
        return len(_late)


def _wait_for_place(clock: Clock) -> bool:
    while late() >= LATE:
        if clock.expired:
            return False
        with _lock:
            first = _late[0]
        first.join(min(SLICE, clock.left()))
    return True
