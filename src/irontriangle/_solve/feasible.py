"""What a project without dates allows: rows and bounds of one program, switched on and off; no plan is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._model.amounts import FrozenMap, Number
from irontriangle._model.project import Project
from irontriangle._model.rules import AtMost, Decided
from irontriangle._plan.plan import Question
from irontriangle._solve.clock import Clock
from irontriangle._solve.compile import compile_program
from irontriangle._solve.pricing import Box, Pricing
from irontriangle._solve.program import Exact, Program, Rows, coprime, int_array, level, one_row
from irontriangle._solve.selection.search import maximize

Demand: TypeAlias = tuple[Project, Number | None]
"""A project with one demand, and the value that a plan for it must have."""

Amounts: TypeAlias = Sequence[Exact]
"""An amount for each variant in order of declaration, and then for each bundle."""


@attrs.frozen
class Answer:
    """
    Say whether some demands can hold together, and how much is possible then.

    Parameters
    ----------
    possible
        Whether they can; None: not found out in time.
    met
        Places of all demands that hold in the selection found, those not asked for included.
    against
        Where they cannot: places of those among them on which that rests, as far as can be told; all, where it cannot.
    most
        The amount of that selection.
    proven
        Whether no other has more.
    selection
        What is built in it.
    """

    possible: bool | None
    met: frozenset[int] = frozenset()
    against: frozenset[int] = frozenset()
    most: Fraction = Fraction(0)
    proven: bool = False
    selection: FrozenMap[str, str] = attrs.field(factory=FrozenMap[str, str])


class Demands:
    """
    Tell of demands on a project which can hold together, and how much of something is possible then.

    Parameters
    ----------
    free
        The project without any of the demands.
    demands
        The project with each of them alone.
    value_at_least
        A value that is demanded besides.

    Notes
    -----
    A demand is what it adds to the program of the free project: rows, and tighter bounds on columns. All of them
    together make the program of the whole project, since no row comes from two demands.

    Examples
    --------
    >>> import attrs
    >>> from irontriangle.examples import feature_abc
    >>> free = attrs.evolve(feature_abc(), timeline=None, budget=attrs.evolve(feature_abc().budget, limit=None))
    >>> poor = attrs.evolve(free, budget=attrs.evolve(free.budget, limit=35_000))
    >>> demands = Demands(free, [(poor, None), (free, 100)])
    >>> [demands.ask(places).possible for places in ([0], [1], [0, 1])]
    [True, True, False]
    >>> answer = demands.ask([0], most=[90, 60, 50])
    >>> answer.most, answer.selection
    (Fraction(90, 1), {'ABC': 'full'})
    """

    def __init__(self, free: Project, demands: Iterable[Demand] = (), value_at_least: Number | None = None) -> None:
        question = Question("optimize", "value", value_at_least)
        self._free, self.columns = compile_program(free, question)
        known = set(_keys(self._free.rows))
        self._parts = [_added(project, demand, known) for project, demand in demands]

    def ask(
        self,
        places: Iterable[int] = (),
        *,
        most: Amounts | None = None,
        within: Iterable[tuple[Amounts, Exact]] = (),
        start: Mapping[str, str] | None = None,
        clock: Clock | None = None,
    ) -> Answer:
        """
        Tell whether the demands at some places can hold together.

        Parameters
        ----------
        places
            Which demands; no others.
        most
            Of what there is to be as much as possible.
        within
            Amounts of which there may be no more than a limit.
        start
            A selection to begin with.
        clock
            How long it may take.
        """
        asked = sorted(places)
        parts = [self._parts[place] for place in asked]
        lower = np.max([self._free.lower, *(part.lower for part in parts)], axis=0)
        upper = np.min([self._free.upper, *(part.upper for part in parts)], axis=0)
        limits = [row for amounts, limit in within for row in _limit(amounts, limit, lower, upper)]
        program = self._free.with_rows(*(part.rows for part in parts), *limits).with_bounds(lower, upper)
        sought = level("most", [0] * len(program) if most is None else most, 1)
        begun = None if start is None else self.columns.vector(start)
        found = maximize(program, sought, later=(), start=begun, clock=clock or Clock())
        if found.x is None or found.score is None:
            against = asked if found.against is None else self._against(asked, program, found.against)
            return Answer(possible=False if found.complete else None, against=frozenset(against))
        return Answer(
            possible=True,
            met=frozenset(place for place, part in enumerate(self._parts) if part.holds(found.x)),
            most=sought.amount(found.score),
            proven=found.complete,
            selection=FrozenMap(self.columns.selection(found.x)),
        )

    def _against(self, asked: Sequence[int], program: Program, rows: NDArray[np.bool_]) -> Iterator[int]:
        """Yield the demands that have some of these rows, or a bound that makes one of them harder to meet."""
        used = rows[program.rows.owners]
        columns, coefs = program.rows.indices[used], program.rows.coefs[used]
        raised = np.isin(np.arange(len(program)), columns[coefs > 0])
        lowered = np.isin(np.arange(len(program)), columns[coefs < 0])
        lower, upper, first = self._free.lower, self._free.upper, len(self._free.rows)
        for place in asked:
            part = self._parts[place]
            last = first + len(part.rows)
            harder = (raised & (part.lower > lower)) | (lowered & (part.upper < upper))
            if rows[first:last].any() or harder.any():
                yield place
            lower, upper = np.maximum(lower, part.lower), np.minimum(upper, part.upper)
            first = last

    def pricing(self, most: Amounts, limits: Sequence[Amounts]) -> Pricing:
        """Return what bounds an amount while some limits move, without any of the demands."""
        return Pricing(self._free, level("most", most, 1), limits)

    def boxes(self, rules: Iterable[Decided | AtMost]) -> list[Box]:
        """Return bounds of the columns that hold all that keeps some rules: one for each choice of their variants."""
        boxes = [Box(self._free.lower, self._free.upper)]
        for rule in rules:
            if isinstance(rule, Decided):
                member = rule.feature if rule.variant is None else (rule.feature, rule.variant)
                others = self.columns.of_member(rule.feature)
                boxes = [_chosen(box, column, others) for box in boxes for column in self.columns.of_member(member)]
            elif rule.k == 0:
                boxes = [_left_out(box, self.columns.of_members(rule.names)) for box in boxes]
        return boxes


def _chosen(box: Box, column: int, others: Sequence[int]) -> Box:
    lower, upper = box.lower.copy(), box.upper.copy()
    upper[[other for other in others if other != column]] = 0
    lower[column] = 1
    return Box(lower, upper)


def _left_out(box: Box, columns: Sequence[int]) -> Box:
    upper = box.upper.copy()
    upper[columns] = 0
    return Box(box.lower, upper)


def _limit(amounts: Amounts, limit: Exact, lower: NDArray[np.int8], upper: NDArray[np.int8]) -> Iterator[Rows]:
    """Yield the row of a limit; one that decides on single columns is written into their bounds."""
    wholes, unit = coprime(amounts)
    coefs, most = int_array(wholes), int(limit // unit)
    columns = np.flatnonzero(coefs)
    if most == -1 and coefs[columns].tolist() == [-1]:
        lower[columns] = 1
    elif most == 0 and set(coefs[columns].tolist()) == {1}:
        upper[columns] = 0
    else:
        yield one_row(coefs, most)


def _added(project: Project, value_at_least: Number | None, known: set[Any]) -> Program:
    """Return the program of a project with no rows but those that are new."""
    program = compile_program(project, Question("optimize", "value", value_at_least))[0]
    new = [row for row, key in enumerate(_keys(program.rows)) if key not in known]
    return attrs.evolve(program, rows=_some(program.rows, new))


def _keys(rows: Rows) -> list[Any]:
    """Return each row as something that can be compared."""
    spans = zip(rows.indptr, rows.indptr[1:], rows.limits, strict=False)
    return [
        (*rows.indices[start:end].tolist(), None, *rows.coefs[start:end].tolist(), int(limit))
        for start, end, limit in spans
    ]


def _some(rows: Rows, which: Sequence[int]) -> Rows:
    """Return some of the rows."""
    entries = np.isin(rows.owners, which)
    ends = np.cumsum([0, *np.diff(rows.indptr)[list(which)]])
    return Rows(ends.astype(np.int64), rows.indices[entries], rows.coefs[entries], rows.limits[list(which)])
