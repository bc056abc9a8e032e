"""Reasons are worked out once they are read, and are the same whenever that is."""

from __future__ import annotations

import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import irontriangle as it
from irontriangle._solve.backlog import later
from irontriangle.examples import feature_abc


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Tell how often reasons are worked out."""
    calls: list[str] = []
    real = later.reasons

    def counted(project: it.Project, *arguments: Any, **named: Any) -> Any:
        calls.append(project.name)
        return real(project, *arguments, **named)

    monkeypatch.setattr(later, "reasons", counted)
    return calls


def small() -> it.Project:
    """Two features, of which one fits."""
    features = [it.Feature("login", it.Variant(value=5, cost=2)), it.Feature("chat", it.Variant(value=3, cost=2))]
    return it.Project(it.Scope(features), it.Budget(3))


def test_nobody_pays_for_reasons_that_are_not_read(asked: list[str]) -> None:
    plan = it.optimize(small())
    assert (plan.selection, plan.value, plan.cost, plan.usage["cost"].left) == ({"login": "full"}, 5, 2, 1)
    assert not asked
    assert plan.backlog["chat"].kind.name == "DISPLACES"
    assert list(plan.backlog) == ["chat"]
    assert len(asked) == 1


def test_the_check_reads_them(asked: list[str]) -> None:
    assert it.violations(it.optimize(small())) == ()
    assert len(asked) == 1


def test_equality_hash_and_text_are_those_of_the_reasons() -> None:
    plan, other = it.optimize(small()), it.optimize(small())
    assert hash(plan) == hash(other)
    assert plan == it.optimize(small())
    assert repr(it.optimize(small()).backlog) == repr(dict(other.backlog))


@pytest.mark.parametrize("dated", [False, True])
def test_copies_and_pickles_hold_them(dated: bool) -> None:
    project = feature_abc().apply(it.ChangeBudget(-20_000)) if dated else small()
    plan = it.optimize(project)
    assert pickle.loads(pickle.dumps(plan)) == plan
    assert copy.deepcopy(it.optimize(project)) == plan
    assert it.from_json(it.to_json(it.optimize(project)), it.Plan) == plan


def test_an_interrupt_while_they_are_read_leaves_them_to_the_next_look(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(later, "reasons", interrupted)
        plan = it.optimize(small())
        with pytest.raises(KeyboardInterrupt):
            len(plan.backlog)
    assert plan.backlog["chat"].feature == "chat"


def test_threads_read_the_same() -> None:
    plan = it.optimize(small())
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(lambda _: dict(plan.backlog), range(32)))
    assert all(one == read[0] for one in read)


def test_it_cannot_be_changed_and_has_nothing_else() -> None:
    backlog: Any = it.optimize(small()).backlog
    with pytest.raises(AttributeError, match="does not change"):
        backlog.more = 1
    with pytest.raises(AttributeError, match="more"):
        backlog.more  # noqa: B018
