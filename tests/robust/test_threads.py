"""Solves at the same time do not disturb each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import irontriangle as it

from .projects import dated, impossible, known, late, rough_cut, story

QUESTIONS = [
    (rough_cut(150, seed=1), {}),
    (dated(10, seed=2, days=12), {}),
    (rough_cut(600, seed=3), {}),
    (story(), {"objective": "finish", "value_at_least": 140}),
    (rough_cut(120, seed=4), {"objective": "tiers"}),
    (dated(8, seed=5, days=10), {"objective": "cost", "value_at_least": 200}),
    (late(), {}),
    (impossible(), {"objective": "cost"}),
]


def test_threads_get_what_each_would_get_alone():
    alone = [known(it.optimize(project, **question)) for project, question in QUESTIONS]
    together = Barrier(len(QUESTIONS))

    def solve(place):
        together.wait()
        project, question = QUESTIONS[place]
        return known(it.optimize(project, **question))

    with ThreadPoolExecutor(len(QUESTIONS)) as pool:
        for _ in range(2):
            assert list(pool.map(solve, range(len(QUESTIONS)))) == alone


def test_threads_may_share_one_project():
    project = rough_cut(200, seed=6)
    with ThreadPoolExecutor(8) as pool:
        plans = list(pool.map(it.optimize, [project] * 8))
    assert all(plan == plans[0] for plan in plans)
