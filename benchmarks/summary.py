"""Measurements into medians, spreads, ratios, proven counts and gaps; and where two of them contradict each other."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence

import attrs

from benchmarks.registry import Size, Spec
from benchmarks.runner import Measurement

ALL = "all together"
"""The size of what is summed over all sizes."""

TRUE = 1e-9
"""Relative difference that sums of floats may have."""


@attrs.frozen
class Time:
    """Seconds of one phase on one instance, the median of its repeats; `open` where it did not come to its end."""

    seconds: float
    open: bool


@attrs.frozen
class Ratio:
    """
    Compare ours with another phase: ours / the other, over the instances that at least one of them finished.

    Parameters
    ----------
    mean, worst
        Geometric mean, and the largest of all.
    sign
        ``"<"`` where the other did not finish everything, so that the truth is less; ``">"`` where ours did not.
    """

    mean: float
    worst: float
    sign: str = ""


@attrs.frozen
class Best:
    """The best value and the best bound of an instance, of any phase or published."""

    value: float | None
    bound: float | None


@attrs.frozen
class Cell:
    """
    What one phase did on all instances of one size.

    `behind` and `above` say how far its values are below, and its bounds above, the best of any phase on the same
    instance or published: relative, on the mean; None where it has none.
    """

    size: Size
    phase: str
    instances: int
    median: float
    least: float
    most: float
    open: bool
    proven: dict[str, int]
    gap: float | None
    peak_mb: float
    ratio: Ratio | None
    behind: float | None
    above: float | None
    notes: tuple[str, ...]


def cells(spec: Spec, measurements: Sequence[Measurement], time_limit: float) -> list[Cell]:
    """Return one cell for every size and phase, sizes in the order of the sweep."""
    groups: dict[tuple[Size, str], list[Measurement]] = {}
    for one in measurements:
        groups.setdefault((one.size, one.phase), []).append(one)
    times = {key: times_of(group, time_limit) for key, group in groups.items()}
    bests = best_of(spec, measurements)
    order = {name: place for place, name in enumerate(spec.phases)}
    sizes = list(dict.fromkeys(one.size for one in measurements))
    found = []
    for size, phase in sorted(groups, key=lambda key: (sizes.index(key[0]), order[key[1]])):
        ours = times.get((size, spec.ours), {})
        other = ratio(ours, times[size, phase]) if phase != spec.ours else None
        found.append(_cell(groups[size, phase], time_limit, other, bests))
    return found


def best_of(spec: Spec, measurements: Iterable[Measurement]) -> dict[tuple[Size, int], Best]:
    """Return the best that is known of each instance."""
    values: dict[tuple[Size, int], list[float]] = {}
    bounds: dict[tuple[Size, int], list[float]] = {}
    for one in measurements:
        key = one.size, one.seed
        if key not in values:
            known = spec.known(*key)
            values[key], bounds[key] = ([known[0]], [known[1]]) if known else ([], [])
        value, bound = one.outcome.figures.get("value"), one.outcome.bound
        values[key] += [] if value is None else [value]
        bounds[key] += [] if bound is None else [bound]
    return {key: Best(max(values[key], default=None), min(bounds[key], default=None)) for key in values}


def times_of(group: Iterable[Measurement], time_limit: float) -> dict[int, Time]:
    """Return the time of each instance, by seed."""
    by_seed: dict[int, list[Measurement]] = {}
    for one in group:
        by_seed.setdefault(one.seed, []).append(one)
    return {
        seed: Time(
            statistics.median(time_limit if one.seconds is None else one.seconds for one in repeats),
            not all(one.finished for one in repeats),
        )
        for seed, repeats in by_seed.items()
    }


def ratio(ours: dict[int, Time], other: dict[int, Time]) -> Ratio | None:
    """Compare two phases on the instances that both were given and that at least one finished."""
    pairs = [(ours[seed], other[seed]) for seed in ours.keys() & other.keys()]
    pairs = [(mine, its) for mine, its in pairs if not (mine.open and its.open)]
    if not pairs:
        return None
    quotients = [mine.seconds / its.seconds for mine, its in pairs]
    signs = {">" if mine.open else "<" for mine, its in pairs if mine.open or its.open}
    sign = signs.pop() if len(signs) == 1 else "~" if signs else ""
    return Ratio(statistics.geometric_mean(quotients), max(quotients), sign)


def totals(spec: Spec, measurements: Sequence[Measurement], time_limit: float) -> list[Cell]:
    """Return one cell for each phase over all sizes together: the sum of its times, and how many times ours is it."""
    cases = list(dict.fromkeys((one.size, one.seed) for one in measurements))
    bests: dict[tuple[Size, int], Best] = {
        (ALL, cases.index(case)): best for case, best in best_of(spec, measurements).items()
    }
    together = [attrs.evolve(one, size=ALL, seed=cases.index((one.size, one.seed))) for one in measurements]
    groups = {phase: [one for one in together if one.phase == phase] for phase in spec.phases}
    times = {phase: times_of(group, time_limit) for phase, group in groups.items()}
    found = []
    for phase, its in times.items():
        if not its:
            continue
        ours = times[spec.ours]
        compared = ratio(ours, its) if phase != spec.ours else None
        if compared:
            quotient = sum(ours[case].seconds for case in its) / sum(time.seconds for time in its.values())
            compared = attrs.evolve(compared, mean=quotient)
        cell = _cell(groups[phase], time_limit, compared, bests)
        total = sum(time.seconds for time in its.values())
        found.append(attrs.evolve(cell, median=total, least=math.nan, most=math.nan))
    return found


def _cell(
    group: Sequence[Measurement], time_limit: float, other: Ratio | None, bests: Mapping[tuple[Size, int], Best]
) -> Cell:
    seconds = sorted(time_limit if one.seconds is None else one.seconds for one in group)
    middle = statistics.median(seconds)
    seeds = {one.seed for one in group}
    proven = {
        figure: len(seeds - {one.seed for one in group if figure not in one.outcome.proven})
        for figure in dict.fromkeys(figure for one in group for figure in one.outcome.figures)
    }
    gaps = [gap for one in group if (gap := one.outcome.gap) is not None]
    return Cell(
        group[0].size,
        group[0].phase,
        len(seeds),
        middle,
        seconds[0],
        seconds[-1],
        sum(not one.finished for one in group) * 2 > len(group),
        proven,
        max(gaps, default=None),
        max(one.peak_mb for one in group),
        other,
        _mean(_apart(bests[one.size, one.seed].value, one.outcome.figures.get("value")) for one in group),
        _mean(_apart(bests[one.size, one.seed].bound, one.outcome.bound) for one in group),
        tuple(dict.fromkeys(one.outcome.note for one in group if one.outcome.note)),
    )


def _apart(best: float | None, reached: float | None) -> float | None:
    return None if best is None or reached is None else abs(best - reached) / max(1, abs(best))


def _mean(figures: Iterable[float | None]) -> float | None:
    known = [figure for figure in figures if figure is not None]
    return statistics.fmean(known) if known else None


# ---------------------------------------------------------------------------------------------------- contradiction


def disagreements(spec: Spec, measurements: Sequence[Measurement]) -> list[str]:
    """Return where two phases contradict each other, or what is published."""
    found: list[str] = []
    instances: dict[tuple[Size, int], list[Measurement]] = {}
    for one in measurements:
        instances.setdefault((one.size, one.seed), []).append(one)
    for (size, seed), group in instances.items():
        where = f"{spec.name}, {size}, seed {seed}"
        found += [f"{where}: {sentence}" for sentence in _contradictions(group)]
        if known := spec.known(size, seed):
            found += [f"{where}: {sentence}" for one in group for sentence in _against(one, *known)]
    return list(dict.fromkeys(found))


def _contradictions(group: Sequence[Measurement]) -> Iterable[str]:
    proven: dict[str, Measurement] = {}
    for one in group:
        for figure in one.outcome.proven:
            if figure not in one.outcome.figures:
                continue
            first = proven.setdefault(figure, one)
            a, b = first.outcome.figures[figure], one.outcome.figures[figure]
            if not math.isclose(a, b, rel_tol=TRUE):
                yield f"{first.phase} proved {figure} {a}, {one.phase} {b}"
    impossible = [one for one in group if one.outcome.impossible]
    for one in group if impossible else ():
        if "value" in one.outcome.figures:
            yield f"{impossible[0].phase} proved that there is no plan, {one.phase} found one"
    if "value" in proven:
        optimum = proven["value"].outcome.figures["value"]
        for one in group:
            for sentence in _against(one, optimum, optimum):
                yield f"{sentence} ({proven['value'].phase})"


def _against(one: Measurement, least: float, most: float) -> Iterable[str]:
    """The best value there is lies between `least` and `most`."""
    value, slack = one.outcome.figures.get("value"), TRUE * max(1, abs(most))
    if value is not None and value > most + slack:
        yield f"{one.phase} found value {value}, the best is at most {most}"
    if value is not None and "value" in one.outcome.proven and value < least - slack:
        yield f"{one.phase} proved value {value}, the best is at least {least}"
    if one.outcome.bound is not None and one.outcome.bound < least - max(slack, 1e-6 * max(1, abs(least))):
        yield f"{one.phase} had bound {one.outcome.bound}, the best is at least {least}"
