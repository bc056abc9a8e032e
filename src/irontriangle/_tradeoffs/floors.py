"""The highest floor, of a goal or of quality, at which a project has a plan."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from irontriangle._model import resolve
from irontriangle._model.amounts import Number, exact, plain
from irontriangle._model.changes import SetQuality
from irontriangle._model.feature import Variant
from irontriangle._model.project import Project
from irontriangle._solve.feasible import Answer, Demands
from irontriangle._tradeoffs.limits import by_column, of_totals
from irontriangle._tradeoffs.solves import Solves

FINEST = Fraction(1, 10**6)
"""To which a floor of quality is brought down."""


def best_quality(project: Project, floor: Fraction, demand: Number | None, solves: Solves) -> Number | None:
    """Return the highest floor of quality, to six decimals, below one that is too high; None where none can be kept."""
    if of_totals(project):
        best = _best_quality(project, demand, solves) // FINEST * FINEST
        return plain(best) if best else None

    def reached(tried: Fraction) -> Fraction | None:
        plan = solves.solve(project.apply(SetQuality(tried)), "value", demand)
        return max(tried, exact(plan.quality or 0) // FINEST * FINEST) if plan.found else None

    return _highest(reached, floor, FINEST)


def _best_quality(project: Project, demand: Number | None, solves: Solves) -> Fraction:
    """
    Return the highest quality, value delivered over value built, of any selection.

    Notes
    -----
    While some selection delivers more than `best` times its value, that with the greatest excess is better; the
    quotients rise to the highest in a few steps (Dinkelbach 1967, doi:10.1287/mnsc.13.7.492).
    """
    demands, best = Demands(project, value_at_least=demand), Fraction(0)

    def excess(variant: Variant) -> Fraction:
        return resolve.value(project, variant) * (exact(variant.quality) - best)

    while (answer := _most(demands, by_column(project, excess), solves)).most > 0:
        built = [project.scope[name][variant] for name, variant in answer.selection.items()]
        worth = sum((resolve.value(project, variant) for variant in built), Fraction(0))
        best += answer.most / worth
    return best


def _most(demands: Demands, amounts: list[Fraction], solves: Solves) -> Answer:
    """Return how much is possible; 0 where that was not found out."""
    return solves.ask(lambda clock: demands.ask(most=amounts, clock=clock)) or Answer(None)


def _highest(reached: Callable[[Fraction], Fraction | None], floor: Fraction, step: Fraction) -> Number | None:
    """Return the highest level below a floor, on a grid, that can be kept; None where not even 0 can, or only that."""
    low, high = reached(Fraction(0)), floor
    while low is not None and step and low + step < high:
        tried = low + max(1, (high - low) / 2 // step) * step
        found = reached(tried)
        low, high = (low, tried) if found is None else (found, high)
    return plain(low) if low else None
