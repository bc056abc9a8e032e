import math

from irontriangle._solve import clock as module
from irontriangle._solve.clock import Clock


def test_clock_without_limit_never_ends():
    clock = Clock(None)
    assert clock.left() == math.inf
    assert not clock.expired
    assert clock.time_limit is None


def test_clock_counts_down_and_stays_at_zero(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    clock = Clock(2.0)
    assert (clock.seconds, clock.left(), clock.expired) == (0.0, 2.0, False)
    now[0] = 101.5
    assert (clock.seconds, clock.left(), clock.expired) == (1.5, 0.5, False)
    now[0] = 102.0
    assert (clock.seconds, clock.left(), clock.expired) == (2.0, 0.0, True)
    now[0] = 200.0
    assert (clock.left(), clock.expired) == (0.0, True)


def test_clock_keeps_time_for_what_follows(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    clock = Clock(10.0)
    clock.keep(1.0)
    assert clock.left() == 9.0
    clock.keep(100.0)
    assert clock.left() == 4.5
    endless = Clock(None)
    endless.keep(1.0)
    assert endless.left() == math.inf


def test_clock_shares_what_is_left(monkeypatch):
    now = [4.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    clock = Clock(10.0)
    now[0] = 6.0
    with clock.share(4):
        assert (clock.left(), clock.expired) == (2.0, False)
        now[0] = 8.0
        assert clock.expired
    assert clock.left() == 6.0
    endless = Clock(None)
    with endless.share(2):
        assert endless.left() == math.inf


def test_clock_of_zero_has_ended_from_the_start():
    assert Clock(0.0).expired
    assert Clock(0).left() == 0.0


def test_clock_tells_its_limit():
    assert repr(Clock(2.5)) == "Clock(2.5)"
