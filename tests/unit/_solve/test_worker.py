"""Getting control back, whatever the work does."""

from __future__ import annotations

import _thread
import ctypes
import sys
import threading
import time
from types import SimpleNamespace

import pytest

from irontriangle._solve import worker
from irontriangle._solve.clock import Clock
from irontriangle._solve.watch import Watch


def nothing():
    pass


@pytest.fixture
def gate():
    """Yield an event for which work may wait, and let all work end afterwards."""
    event = threading.Event()
    yield event
    event.set()
    while worker.late():
        time.sleep(0.001)


def test_result_of_the_work_comes_back():
    watch = Watch()
    assert worker.run(lambda: threading.current_thread().name, watch, Clock(None), nothing) == "irontriangle-solver"
    assert watch.cancelled
    assert worker.late() == 0


def test_error_of_the_work_is_raised():
    def fail():
        raise ZeroDivisionError("in the work")

    with pytest.raises(ZeroDivisionError, match="in the work"):
        worker.run(fail, Watch(), Clock(None), nothing)


def test_caller_looks_while_the_work_goes_on_and_once_after(gate):
    looks = []

    def look():
        looks.append(threading.current_thread())
        if len(looks) == 3:
            gate.set()

    assert worker.run(gate.wait, Watch(), Clock(None), look)
    assert len(looks) == 4
    assert set(looks) == {threading.main_thread()}


def test_late_work_is_left_alone(gate):
    watch = Watch()
    assert worker.run(gate.wait, watch, Clock(0.05), nothing) is None
    assert watch.cancelled
    assert worker.late() == 1
    gate.set()


def test_cancelled_work_has_a_moment_for_its_last_word():
    watch = Watch()

    def work():
        while not watch.cancelled:
            time.sleep(0.001)
        return "last word"

    assert worker.run(work, watch, Clock(0.02), nothing) == "last word"


def test_late_workers_do_not_pile_up(gate):
    for _ in range(worker.LATE):
        assert worker.run(gate.wait, Watch(), Clock(0.01), nothing) is None
    assert worker.late() == worker.LATE
    begun = []
    assert worker.run(lambda: begun.append(1), Watch(), Clock(0.02), nothing) is None
    assert not begun
    threading.Timer(0.05, gate.set).start()
    assert worker.run(lambda: "place", Watch(), Clock(None), nothing) == "place"


def test_ctrl_c_comes_through_at_once_with_the_last_look(gate):
    watch, looks = Watch(), []
    timer = threading.Timer(0.05, _thread.interrupt_main)

    def look():
        looks.append(watch.cancelled)

    timer.start()
    with pytest.raises(KeyboardInterrupt):
        worker.run(gate.wait, watch, Clock(None), look)
    assert looks
    assert watch.cancelled
    assert worker.late() == 1


def test_ctrl_c_comes_through_while_waiting_for_a_place(gate):
    for _ in range(worker.LATE):
        worker.run(gate.wait, Watch(), Clock(0.01), nothing)
    threading.Timer(0.05, _thread.interrupt_main).start()
    with pytest.raises(KeyboardInterrupt):
        worker.run(nothing, Watch(), Clock(None), nothing)


def test_error_of_the_look_cancels_the_work(gate):
    watch = Watch()

    def look():
        raise LookupError("enough")

    with pytest.raises(LookupError, match="enough"):
        worker.run(gate.wait, watch, Clock(None), look)
    assert watch.cancelled


@pytest.mark.parametrize("other", [False, True])
def test_short_work_stays_on_its_thread(other):
    seen = []

    def go():
        seen.append(worker.here(threading.get_ident) == threading.get_ident())

    if other:
        thread = threading.Thread(target=go)
        thread.start()
        thread.join()
    else:
        go()
    assert seen == [True]
    assert not worker._here


# The end of the interpreter (whole processes are tried in tests/engines/test_silence.py)


@pytest.fixture
def ending(monkeypatch):
    """Let the module believe that the interpreter ends, and yield what it asks of C++."""
    asked = []
    monkeypatch.setattr(worker, "_exit", threading.Event())
    monkeypatch.setattr(worker, "_wait_rather_than_abort", lambda: asked.append("wait"))
    return asked


def test_end_asks_nothing_where_nothing_runs(ending):
    worker._leave()
    assert not ending


def test_end_waits_for_workers_to_park(ending, gate):
    watch = Watch()

    def work():
        while not watch.leaving:
            time.sleep(0.001)
        watch.parked = True
        gate.wait()

    worker.run(work, watch, Clock(0.01), nothing)
    worker._leave()
    assert watch.parked
    assert not ending


def test_end_takes_care_of_workers_that_do_not_park(ending, gate):
    worker.run(gate.wait, Watch(), Clock(0.01), nothing)
    worker._leave()
    assert ending == ["wait"]


def test_nothing_begins_on_other_threads_after_the_end(ending, monkeypatch):
    slept = []
    monkeypatch.setattr(worker.time, "sleep", slept.append)
    worker._leave()
    assert worker.here(lambda: "main thread") == "main thread"
    thread = threading.Thread(target=worker._stay_if_exiting)
    thread.start()
    thread.join()
    assert slept == [1e6]


class SetTerminate:
    """Stand for ``std::set_terminate``, which tests had better not call."""

    def __init__(self):
        self.handlers = []

    def __call__(self, handler):
        self.handlers.append(handler)


def library(set_terminate):
    """Return what loads a library that has it, or has nothing."""
    names = {} if set_terminate is None else {"_ZSt13set_terminatePFvvE": set_terminate}
    pause = ctypes.CFUNCTYPE(None)(nothing)
    return SimpleNamespace(pause=pause, **names)


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="Python stops such threads itself from 3.14 on")
@pytest.mark.parametrize(("platform", "name"), [("linux", "libstdc++.so.6"), ("darwin", "libc++.1.dylib")])
def test_cpp_is_told_to_wait(monkeypatch, platform, name):
    loaded, set_terminate = [], SetTerminate()

    def load(name):
        loaded.append(name)
        return library(set_terminate)

    monkeypatch.setattr(worker.sys, "platform", platform)
    monkeypatch.setattr(worker.ctypes, "CDLL", load)
    worker._wait_rather_than_abort()
    assert loaded == [name, None]
    assert len(set_terminate.handlers) == 1


def test_other_cpp_libraries_are_left_alone(monkeypatch):
    monkeypatch.setattr(worker.ctypes, "CDLL", lambda _: library(None))
    worker._wait_rather_than_abort()

    def missing(name):
        raise OSError(f"no {name}")

    monkeypatch.setattr(worker.ctypes, "CDLL", missing)
    worker._wait_rather_than_abort()


def test_windows_needs_none_of_this(monkeypatch):
    monkeypatch.setattr(worker.os, "name", "nt")
    monkeypatch.delattr(worker.ctypes, "CDLL")
    worker._wait_rather_than_abort()


def test_two_calls_run_side_by_side():
    started = threading.Barrier(2, timeout=10)  # neither gets past it alone

    def one():
        started.wait()
        return threading.current_thread() is threading.main_thread()

    assert worker.both(one, one) == (True, False)
    assert not worker._here


def test_what_fails_beside_is_raised_here():
    with pytest.raises(ZeroDivisionError):
        worker.both(lambda: 1, lambda: 1 // 0)
