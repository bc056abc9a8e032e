"""Work on a thread of its own, so that the caller gets control back in time."""

from __future__ import annotations

import atexit
import ctypes
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar, cast

from .clock import Clock
from .watch import Watch

T = TypeVar("T")

SLICE = 0.05
"""Seconds between two looks at the clock while waiting."""

GRACE = 0.1
"""Seconds that a cancelled worker has to come back by itself, with its last word; also at exit."""

LATE = 2
"""Cancelled workers that may still be running when another one starts."""


class Job(Generic[T]):
    """A call on a daemon thread, its result or its error."""

    def __init__(self, call: Callable[[], T], watch: Watch) -> None:
        self.call = call
        self.watch = watch
        self.done = threading.Event()
        self.result: T | None = None
        self.error: BaseException | None = None
        self.thread = threading.Thread(target=self._run, name="irontriangle-solver", daemon=True)

    def _run(self) -> None:
        try:
            self.result = self.call()
        except BaseException as error:  # noqa: BLE001  the waiting thread raises it
            self.error = error
        finally:
            self.done.set()
            with _lock:
                _jobs.discard(self)


_jobs: set[Job[Any]] = set()
_lock = threading.Lock()
_here: set[int] = set()
_exit = threading.Event()


def run(call: Callable[[], T], watch: Watch, clock: Clock, look: Callable[[], None]) -> T | None:
    """
    Return what `call` returns on a thread of its own, or ``None`` if that is late.

    Parameters
    ----------
    call
        The work; it gives up some time after ``watch.cancelled`` has become true.
    watch
        Shared with the work.
    clock
        When it ends, the work is cancelled and has `GRACE` seconds to come back.
    look
        Called on this thread every few hundredths of a second, and once at the end.

    Notes
    -----
    A solver may not look at its clock or its callbacks for a minute (HiGHS in presolve, or in conflict analysis at
    10,000 features), so a worker that is late is left alone; it ends by itself. No more than `LATE` are left alone:
    the next call first waits for one of them to end, as long as its clock lasts, and is late itself if none does.

    Ctrl-C arrives here, because this thread waits in slices and never for the worker to end.
    """
    if not _wait_for_place(clock):
        return None
    job = Job(call, watch)
    with _lock:
        _jobs.add(job)
    _stay_if_exiting()
    try:
        job.thread.start()
        while not job.done.wait(min(SLICE, clock.left())) and not clock.expired:
            look()
        watch.cancel()
        job.done.wait(GRACE)
    except KeyboardInterrupt:
        look()  # the best so far is for the caller to keep
        raise
    finally:
        watch.cancel()
    if job.error is not None:
        raise job.error
    look()
    return job.result


def here(call: Callable[[], T]) -> T:
    """Return what `call` returns on this thread: for work that takes milliseconds."""
    me = threading.get_ident()
    if me == threading.main_thread().ident:
        return call()
    _here.add(me)
    _stay_if_exiting()
    try:
        return call()
    finally:
        _here.discard(me)


def both(call: Callable[[], T], beside: Callable[[], T]) -> tuple[T, T]:
    """Return what two calls return, one on this thread, the other beside it: for work that takes milliseconds."""
    job = Job(lambda: here(beside), Watch())
    job.thread.start()
    result = call()
    while not job.done.wait(SLICE):  # in slices, for Ctrl-C
        pass
    if job.error is not None:
        raise job.error
    return result, cast("T", job.result)


def late() -> int:
    """Return how many cancelled workers still run."""
    return len(_late())


def _late() -> list[Job[Any]]:
    with _lock:
        return [job for job in _jobs if job.watch.cancelled and job.thread.is_alive()]


def _wait_for_place(clock: Clock) -> bool:
    while len(jobs := _late()) >= LATE:
        if clock.expired:
            return False
        jobs[0].done.wait(min(SLICE, clock.left()))
    return True


def _stay_if_exiting() -> None:
    """Let a daemon thread of the user's that goes on while the interpreter ends begin nothing more."""
    if _exit.is_set() and threading.current_thread() is not threading.main_thread():
        _here.discard(threading.get_ident())
        time.sleep(1e6)


@atexit.register
def _leave() -> None:
    """
    Keep threads that are inside a solver from taking the process down with them.

    Before Python 3.14 a thread that asks for the interpreter's lock while the interpreter ends is ended by unwinding
    its stack, and C++ aborts the process when it meets a destructor on the way. A solver asks for the lock whenever it
    calls back or returns, HiGHS also when it drops a sub-problem. So workers are put to sleep in their next
    callback; one that has not called back in time is deep in a long step, and if it does wake up in the last
    milliseconds of the process, C++ is told to let it wait rather than to abort.
    """
    _exit.set()
    with _lock:
        jobs = list(_jobs)
    for job in jobs:
        job.watch.leaving = True
        job.watch.cancel()
    end = time.monotonic() + GRACE
    while time.monotonic() < end:
        if not _here and all(job.watch.parked or job.done.is_set() for job in jobs):
            return
        time.sleep(0.002)
    _wait_rather_than_abort()


def _wait_rather_than_abort() -> None:
    if os.name == "nt" or sys.version_info >= (3, 14):  # threads are ended, or stopped, without unwinding
        return
    try:
        library = ctypes.CDLL("libc++.1.dylib" if sys.platform == "darwin" else "libstdc++.so.6")
        set_terminate = library._ZSt13set_terminatePFvvE  # std::set_terminate
        pause = ctypes.CDLL(None).pause
    except (OSError, AttributeError):  # another C++ library: nothing is lost but this precaution
        return
    set_terminate.argtypes = [ctypes.c_void_p]
    set_terminate.restype = ctypes.c_void_p
    set_terminate(ctypes.cast(pause, ctypes.c_void_p))
