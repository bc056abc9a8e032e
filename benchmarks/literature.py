"""Published instances, every answer held against what is published of it."""

from __future__ import annotations

import attrs

import irontriangle as it
from benchmarks import instances
from benchmarks.instance import Instance
from benchmarks.peers import contenders, traced
from benchmarks.registry import Spec
from benchmarks.rows import write

Known = tuple[float, float]
THIRDS = ("share 0.25", "share 0.5", "share 0.75")
"""How much of all items fits, in the OR-Library's thirty knapsacks: ten of each."""


def released() -> dict[str, tuple[str, int, int]]:
    """Return each next-release problem at each budget whose optimum is known."""
    if instances.missing("nrp/reference.csv"):
        return {}
    rows = instances.next_release_optima(instances.FOLDER / "nrp" / "reference.csv")
    return {f"{name} {budget}": (name, budget, optimum) for name, budget, optimum in rows}


RELEASES = released()


def next_release(case: str, seed: int) -> Instance:
    """Return a next-release problem within a budget."""
    name, budget, _ = RELEASES[case]
    project = instances.next_release(instances.FOLDER / "nrp" / f"{name}.txt")
    return _instance(attrs.evolve(project, budget=it.Budget(budget)))


def next_release_known(case: str, seed: int) -> Known:
    """Return the proven optimum twice."""
    return (RELEASES[case][2],) * 2


def multiple_choice(case: str, seed: int) -> Instance:
    """Return a multiple-choice knapsack."""
    return _instance(instances.multiple_choice(instances.FOLDER / "mmkp" / case))


def multiple_choice_known(case: str, seed: int) -> Known:
    """Return the optimum twice, or 0 and the best bound."""
    optimum = instances.MULTIPLE_CHOICE.get(case)
    return (0, instances.I07_AT_MOST) if optimum is None else (optimum, optimum)


def multi_dimensional(case: str, seed: int) -> Instance:
    """Return a knapsack of five dimensions."""
    projects = instances.multi_dimensional(instances.FOLDER / "mdkp" / "mknapcb1.txt")
    return _instance(projects[10 * THIRDS.index(case) + seed])


def multi_dimensional_known(case: str, seed: int) -> Known:
    """Return the value of a genetic algorithm, and that of the linear program, which is rounded there."""
    found, relaxed = instances.results(instances.FOLDER / "mdkp" / "mkcbres.txt")[10 * THIRDS.index(case) + seed]
    return found, relaxed + 1


def stakeholders(budget: int, seed: int) -> Instance:
    """Return twenty requirements of five stakeholders within a budget."""
    project = instances.stakeholders(instances.FOLDER / "nrp" / "greer-ruhe-20.json")
    return _instance(attrs.evolve(project, budget=it.Budget(budget)))


def _instance(project: it.Project) -> Instance:
    return Instance(project, write(project))


SPECS = (
    Spec(
        name="next-release",
        title=(
            "Next-release problems at the budgets whose optima are proven (J. Xuan, H. Jiang, Z. Ren, Z. Luo, IEEE "
            "Transactions on Software Engineering 38 (2012) 1195-1212, https://doi.org/10.1109/TSE.2011.92)."
        ),
        build=next_release,
        sweep=tuple(RELEASES),
        small=("nrp1 257",),
        phases=traced(),
        unit="instance and budget",
        seeds=1,
        repeats=1,
        known=next_release_known,
        plots=("gap",),
        missing=instances.missing("nrp/reference.csv"),
    ),
    Spec(
        name="multi-dimensional-knapsack",
        title=(
            "OR-Library `mknapcb1`, 100 items and 5 limits, ten problems of each tightness (P. C. Chu, J. E. Beasley, "
            "Journal of Heuristics 4 (1998) 63-86, https://doi.org/10.1023/A:1009642405419)."
        ),
        build=multi_dimensional,
        sweep=THIRDS,
        small=THIRDS[2:],
        phases=traced(),
        unit="problems",
        seeds=10,
        repeats=1,
        known=multi_dimensional_known,
        plots=("gap",),
        missing=instances.missing("mdkp/mknapcb1.txt"),
    ),
    Spec(
        name="multiple-choice-knapsack",
        title=(
            "Multiple-choice knapsacks of several dimensions (S. Khan, K. F. Li, E. G. Manning, M. M. Akbar, Solving "
            "the knapsack problem for adaptive multimedia, 2002); the optimum of I07 is not known."
        ),
        build=multiple_choice,
        sweep=(*instances.MULTIPLE_CHOICE, "I07"),
        small=("I01",),
        phases=traced(),
        unit="instance",
        seeds=1,
        repeats=1,
        known=multiple_choice_known,
        plots=("gap",),
        missing=instances.missing("mmkp/I07"),
    ),
    Spec(
        name="stakeholders",
        title=(
            "Twenty requirements, five stakeholders, three budgets (D. Greer, G. Ruhe, Information and Software "
            "Technology 46 (2004) 243-253, https://doi.org/10.1016/j.infsof.2003.07.002)."
        ),
        build=stakeholders,
        sweep=(25, 43, 60),
        small=(25,),
        phases=contenders(),
        unit="budget",
        seeds=1,
        missing=instances.missing("nrp/greer-ruhe-20.json"),
    ),
)
