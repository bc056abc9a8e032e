"""The bar that progress=True shows."""

from __future__ import annotations

import inspect
import threading

import attrs
import pytest

import irontriangle as it
from irontriangle import examples
from irontriangle._solve import bar
from irontriangle._solve.bar import Bar, told, with_bar

VERBS = {
    "optimize": lambda **how: it.optimize(examples.feature_abc(), **how),
    "options": lambda **how: it.options(examples.feature_abc(), **how),
    "explain": lambda **how: it.explain(it.optimize(examples.feature_abc()), "ABC", **how),
    "conflict": lambda **how: it.conflict(examples.feature_abc(), value_at_least=200, **how),
    "sensitivity": lambda **how: it.sensitivity(it.optimize(examples.feature_abc()), **how),
}


@pytest.mark.parametrize("name", VERBS)
def test_verb_shows_a_bar_and_answers_the_same(name, monkeypatch, capsys):
    monkeypatch.setattr(bar, "DELAY", 0)
    assert VERBS[name](progress=True, time_limit=60) == VERBS[name]()
    shown = capsys.readouterr()
    assert shown.err.strip("\r").startswith((name, "limits", "options"))
    assert shown.out == ""


@pytest.mark.parametrize("name", VERBS)
def test_quick_verb_shows_none(name, monkeypatch, capsys):
    monkeypatch.setattr(bar, "DELAY", 1000)
    VERBS[name](progress=True)
    VERBS[name](progress=False)
    assert not capsys.readouterr().err.strip()


def test_bar_says_the_best_and_the_time_left(monkeypatch, capsys):
    monkeypatch.setattr(bar, "DELAY", 0)
    with Bar("optimize", 60) as shown:
        shown._bar.mininterval = 0
        shown(it.Progress("value", done=1, total=2, incumbent=90, bound=99))
    told = capsys.readouterr().err
    assert "value:  50%" in told
    assert "90, bound 99 (gap 10.0%)" in told
    assert "s left" in told


def test_time_left_is_told_while_there_is_no_other_news(monkeypatch, capsys):
    monkeypatch.setattr(bar, "DELAY", 0)
    monkeypatch.setattr(bar, "TICK", 0.001)
    told = threading.Event()
    with Bar("optimize", 60) as shown:
        shown._bar.mininterval = 0
        shown(it.Progress("value", done=0, total=2, incumbent=90, bound=99))
        monkeypatch.setattr(shown._bar, "update", lambda _: told.set())
        assert told.wait(20)
    assert not shown._clock.is_alive()
    assert "90, bound 99 (gap 10.0%)" in capsys.readouterr().err


def test_bar_of_a_verb_that_tells_nothing_is_closed(monkeypatch):
    monkeypatch.setattr(bar, "TICK", 0.001)
    told = threading.Event()
    with Bar("optimize") as shown:
        monkeypatch.setattr(shown._bar, "update", lambda _: told.set())
        assert told.wait(20)
    assert not shown._clock.is_alive()


def test_verb_keeps_its_signature():
    assert "progress" in inspect.signature(it.optimize).parameters
    assert it.optimize.__name__ == "optimize"


def test_bar_is_closed_however_the_verb_ends():
    shown = []

    @with_bar
    def fails(*, progress):
        shown.append(progress)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fails(progress=True)
    assert not shown[0]._clock.is_alive()
    assert shown[0]._bar.disable  # as tqdm leaves a bar that is closed


def test_callable_gets_frozen_values():
    seen = []
    it.optimize(examples.feature_abc(), progress=seen.append)
    assert seen
    assert all(type(one) is it.Progress for one in seen)
    assert any(one.incumbent is not None and one.bound is not None for one in seen)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        seen[0].done = 3


@pytest.mark.parametrize(
    ("progress", "left", "text"),
    [
        (it.Progress("value", done=0, total=2), None, ""),
        (it.Progress("value", done=0, total=2, bound=110), 3, "no plan yet, bound 110, 3 s left"),
        (it.Progress("value", done=0, total=2, incumbent=100), None, "100"),
    ],
)
def test_what_is_not_known_is_not_told(progress, left, text):
    assert told(progress, left) == text
