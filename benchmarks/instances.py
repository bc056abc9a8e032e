"""
Published instances, read from their own formats into projects; the tests and the benchmarks use them.

They are not ours to ship: `IRONTRIANGLE_DATA` says where they are, ``../shared/data`` unless said.
"""

from __future__ import annotations

import csv
import itertools
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import irontriangle as it

FOLDER = Path(os.environ.get("IRONTRIANGLE_DATA") or Path(__file__).parents[2] / "shared" / "data")


def missing(name: str) -> str:
    """Return why an instance cannot be read, or nothing where it can."""
    if (FOLDER / name).is_file():
        return ""
    return f"published instance {name} is not in {FOLDER}; IRONTRIANGLE_DATA says where it is"


def next_release(path: Path) -> it.Project:
    """Read a next-release problem: requirements that cost, and customers who pay when all of theirs are built."""
    numbers = map(int, path.read_text().split())
    costs = [next(numbers) for _ in range(next(numbers)) for _ in range(next(numbers))]
    needs: dict[int, list[str]] = {}
    for _ in range(next(numbers)):
        needed, requirement = next(numbers), next(numbers)
        needs.setdefault(requirement, []).append(f"r{needed}")
    customers = []
    for _ in range(next(numbers)):
        profit, count = next(numbers), next(numbers)
        customers.append(it.Bundle([f"r{next(numbers)}" for _ in range(count)], value=profit))
    assert next(numbers, None) is None
    features = [
        it.Feature(f"r{number}", it.Variant(cost=cost), requires=needs.get(number, ()))
        for number, cost in enumerate(costs, 1)
    ]
    return it.Project(it.Scope(features, rules=customers))


def next_release_optima(path: Path) -> list[tuple[str, int, int]]:
    """Read `reference.csv`: name of the instance, whole budget, proven optimum."""
    with path.open(encoding="utf-8") as file:
        return [(row["instance"], int(row["budget"]), int(row["optimum"])) for row in csv.DictReader(file)]


def stakeholders(path: Path) -> it.Project:
    """
    Read requirements that stakeholders of different importance give scores to.

    ``dependencies[i] = [j]`` means that j requires i; a pair that is stored both ways is built together or not at all.
    """
    table = json.loads(path.read_text())
    pairs = {(j, i) for i, needed_by in enumerate(table["dependencies"]) for j in needed_by or ()}
    coupled = {pair for pair in pairs if pair[::-1] in pairs}
    scores = list(zip(*table["stakeholders_pbis_priorities"], strict=True))
    features = []
    for number, cost in enumerate(table["pbis_cost"]):
        variant = it.Variant(value={f"stakeholder {s}": score for s, score in enumerate(scores[number])}, cost=cost)
        needs = sorted(f"r{i}" for j, i in pairs - coupled if j == number)
        features.append(it.Feature(f"r{number}", variant, requires=needs))
    rules = [it.AllOrNone([f"r{i}", f"r{j}"]) for i, j in sorted(coupled) if i < j]
    goals = it.Goals({f"stakeholder {s}": weight for s, weight in enumerate(table["stakeholders_importances"])})
    return it.Project(it.Scope(features, rules=rules, goals=goals))


def multiple_choice(path: Path) -> it.Project:
    """Read a multiple-choice knapsack of several dimensions: exactly one item of each class."""
    numbers = iter(list(_numbers(path)))
    classes, items, resources = (int(next(numbers)) for _ in range(3))
    capacity = it.Capacity({f"resource {r}": next(numbers) for r in range(resources)})
    features = []
    for _ in range(classes):
        name = f"class {int(next(numbers))}"
        variants = []
        for item in range(items):
            value = next(numbers)
            weights = {f"resource {r}": next(numbers) for r in range(resources)}
            variants.append(it.Variant(f"item {item}", value=value, effort=weights))
        features.append(it.Feature(name, variants, priority=it.MUST))
    return it.Project(it.Scope(features), timeline=capacity)


def multi_dimensional(path: Path) -> list[it.Project]:
    """Read the knapsacks of several dimensions in a file of the OR-Library."""
    numbers = map(int, path.read_text().split())
    projects = []
    for _ in range(next(numbers)):
        n, m, _ = next(numbers), next(numbers), next(numbers)
        values = list(itertools.islice(numbers, n))
        weights = [list(itertools.islice(numbers, n)) for _ in range(m)]
        capacity = it.Capacity({f"resource {row}": limit for row, limit in enumerate(itertools.islice(numbers, m))})
        features = [
            it.Feature(
                f"item {j}",
                it.Variant(value=values[j], effort={f"resource {row}": weights[row][j] for row in range(m)}),
            )
            for j in range(n)
        ]
        projects.append(it.Project(it.Scope(features), timeline=capacity))
    assert next(numbers, None) is None
    return projects


MULTIPLE_CHOICE = {"I01": 173, "I02": 364, "I03": 1602, "I04": 3597, "I05": 3905.7, "I06": 4799.3}
"""
The optima of S. Khan, K. F. Li, E. G. Manning, M. M. Akbar, Solving the knapsack problem for adaptive multimedia, 2002.
"""

I07_AT_MOST = 24_607.95
"""The best bound that is published for the next of them."""


def results(path: Path) -> list[tuple[float, float]]:
    """Read `mkcbres.txt`: for each problem what a genetic algorithm found, and the value of the linear program."""
    found, relaxed = (
        [float(line.split()[-1]) for line in part.splitlines() if line[:1].isdigit()]
        for part in path.read_text().split("LP optimal")
    )
    return list(zip(found, relaxed, strict=True))


def _numbers(path: Path) -> Iterator[int | float]:
    """Return the numbers up to the first line that is none; notes follow in some files."""
    for line in path.read_text().splitlines():
        for word in line.split():
            try:
                number = float(word)
            except ValueError:
                return
            yield int(number) if number == int(number) else number


def multi_mode(path: Path) -> it.Project:
    """
    Read a project of activities in one or several modes, in the format of PSPLIB (``.sm``, ``.mm``) or of MMLIB.

    Every activity must be built, a variant is a mode; renewable resources are roles, nonrenewable ones funds. The
    source and the sink, which take no time, are left out.
    """
    lines = [line.strip().upper() for line in path.read_text(encoding="utf-8").splitlines()]
    count = {
        kind: next(int(line.split(":")[1].split()[0]) for line in lines if re.match(rf"\W*{kind}\W*:", line))
        for kind in ("RENEWABLE", "NONRENEWABLE")
    }
    n_roles = count["RENEWABLE"]
    after = {job: followers for job, _, _, *followers in _table(lines, "PRECEDENCE")}
    modes: dict[int, list[list[int]]] = {}
    job = 0
    for row in _table(lines, "REQUESTS"):
        if len(row) == 3 + sum(count.values()):  # the first mode of a job
            job, *row = row
        modes.setdefault(job, []).append(row[1:])
    amounts = _table(lines, r"RESOURCE ?AVAILABILIT")[0]
    roles = {f"R{place}": amount for place, amount in enumerate(amounts[:n_roles], 1)}
    funds = {f"N{place}": amount for place, amount in enumerate(amounts[n_roles:], 1)}
    features = []
    for job in list(modes)[1:-1]:
        variants = []
        for place, (duration, *used) in enumerate(modes[job], 1):
            demand = {role: people for role, people in zip(roles, used, strict=False) if people}
            task = it.Task("work", duration, demand=demand)
            cost = dict(zip(funds, used[n_roles:], strict=True))
            variants.append(it.Variant(f"mode {place}", tasks=[task], cost=cost or 0))
        needs = [f"job {before}" for before in list(modes)[1:] if job in after[before]]
        features.append(it.Feature(f"job {job}", variants, priority=it.MUST, requires=needs))
    return it.Project(it.Scope(features), it.Budget(funds or None), it.Timeline("2027-01-04", team=roles))


def makespans(path: Path) -> dict[str, dict[str, tuple[int, int]]]:
    """Read `reference.csv`: for each set and instance the best bound and the best makespan that are known."""
    found: dict[str, dict[str, tuple[int, int]]] = {}
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            bounds = int(row["lower_bound"]), int(row["upper_bound"])
            found.setdefault(row["set"], {})[row["instance"]] = bounds
    return found


def _table(lines: list[str], title: str) -> list[list[int]]:
    """Return the rows of numbers under a title."""
    below = next(place for place, line in enumerate(lines) if re.match(title, line))
    rows = itertools.dropwhile(lambda line: not _row(line), lines[below + 1 :])
    return [[int(word) for word in line.split()] for line in itertools.takewhile(_row, rows)]


def _row(line: str) -> bool:
    return bool(line) and all(word.isdigit() for word in line.split())
