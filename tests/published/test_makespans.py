"""
Makespans of projects in one or several modes against what is published.

R. Kolisch, A. Sprecher, PSPLIB: a project scheduling problem library, European Journal of Operational Research 96
(1997) 205-216, https://doi.org/10.1016/S0377-2217(96)00170-1; V. Van Peteghem, M. Vanhoucke, European Journal of
Operational Research 235 (2014) 62-72, https://doi.org/10.1016/j.ejor.2013.10.012.
"""

from __future__ import annotations

import pytest

import irontriangle as it
from benchmarks.instances import makespans, multi_mode
from irontriangle._solve.dates import cpsat


def days(project, date):
    return project.timeline.day_of(date) + 1


@pytest.mark.parametrize(
    ("case", "engine", "published"),
    [
        ("j10.mm/j1026_9.mm", "highs", 11),
        ("j30.sm/j3036_9.sm", "highs", 59),
        ("j10.mm/j106_5.mm", "cpsat", 37),
        ("j20.mm/j207_3.mm", "cpsat", 31),
        ("MMLIB50/J5028_1.mm", "cpsat", 25),
    ],
)
def test_earliest_finish_is_the_published_one(data, case, engine, published):
    if engine == "cpsat" and not cpsat.installed():
        pytest.skip("ortools is not installed")
    project = multi_mode(data(f"mrcpsp/{case}"))
    plan = it.optimize(project, "finish", engine=engine)
    assert days(project, plan.finish) == published
    assert plan.proven[0] == "finish"
    assert it.violations(plan) == ()


def test_every_instance_is_read(data):
    table = makespans(data("mrcpsp/reference.csv"))
    assert {name: len(rows) for name, rows in table.items()} == {
        "j10.mm": 40,
        "j20.mm": 40,
        "MMLIB50": 30,
        "j30.sm": 30,
    }
    sizes = {name: len(multi_mode(data(f"mrcpsp/{name}/{next(iter(rows))}")).scope) for name, rows in table.items()}
    assert sizes == {"j10.mm": 10, "j20.mm": 20, "MMLIB50": 50, "j30.sm": 30}
