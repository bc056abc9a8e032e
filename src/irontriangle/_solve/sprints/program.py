"""Selection and sprints as one mixed-integer program."""

from __future__ import annotations

import attrs
import numpy as np
import scipy.sparse as sp

from irontriangle._solve.linear import Floats, Linear
from irontriangle._solve.sprints.load import Load
from irontriangle._solve.sprints.relax import Spans


@attrs.frozen(eq=False)
class Joined:
    """
    Hold the program, and where its further columns are.

    Parameters
    ----------
    linear
        The selection's program with rows and columns for the sprints.
    done
        Column of "c has ended by sprint s", by c and s.
    """

    linear: Linear
    done: dict[tuple[int, int], int]

    def turns(self, x: Floats, load: Load) -> dict[int, float]:
        """Return the sprint before which each column has ended, or must have where the program does not say."""
        ends = {column: float(load.ends_by(column)) for column in range(len(load.needs))}
        for (column, _), place in self.done.items():
            ends[column] -= float(x[place])
        return ends


def join(load: Load, when: Spans, base: Linear, *, first_day: int | None) -> Joined:
    r"""
    Return the program of selection and sprints together.

    Parameters
    ----------
    base
        The selection's program: x, the bundles and, from `first_day` on, u.

    Notes
    -----
    Only what waits, is waited for or has dates of its own has variables of its own; all other work fills what is left,
    in whatever sprint.
    With :math:`y_{c,r,s}` the share of the work of role r in column c done by the end of sprint s, which never falls
    and ends at :math:`x_c`, and :math:`q_{c,s} = 1` where all of c is,

    .. math:: q_{c,s} \le y_{c,r,s} \quad\text{and, where some of } A \text{ waits for one of } B
              \text{ and } k \text{ sprints}, \quad \sum_{a \in A} y_{a,r,s} \le \sum_{b \in B} q_{b,s-k} ,

    to which :math:`1 - \sum_{b \in B} x_b` is added where A does not need B. A column without work has
    q alone. For every role and sprint, with w the work in units,

    .. math:: \sum_c w_{c,r} (y_{c,r,s} - y_{c,r,s-1}) \le \text{there}_{r,s}\, u_s,
              \qquad x_c - y_{c,r,s} \le u_{s+1} .
    """
    build = _Build(load, when, base, first_day)
    build.shares()
    build.orders()
    build.capacity()
    if first_day is not None:
        build.days(first_day)
    return build.joined()


class _Build:
    def __init__(self, load: Load, when: Spans, base: Linear, first_day: int | None) -> None:
        self.load, self.when, self.base, self.first_day = load, when, base, first_day
        self.count = base.matrix.shape[1]
        self.last = load.n_sprints - 1
        self.share: dict[tuple[int, int, int], int] = {}
        self.done: dict[tuple[int, int], int] = {}
        self.rows: list[dict[int, float]] = []
        self.upper: list[float] = []
        dated = {column for column, due in enumerate(load.due) if load.ready[column] or due is not None}
        bound = sorted(column for column in {*load.before, *load.after, *dated} if when.fits(column))
        self.bound = bound
        for column in bound:
            for role in load.needs[column]:
                for sprint in range(when.heads[column], self._all_done(column)):
                    self.share[column, role, sprint] = self._column()
            if column in load.after or not load.needs[column]:
                for sprint in range(when.ends[column], self._all_done(column)):
                    self.done[column, sprint] = self._column()

    def shares(self) -> None:
        """What is done stays done; all is done where each role's work is."""
        for (column, role, sprint), place in self.share.items():
            self._below(place, self._share(column, role, sprint + 1))
        for (column, sprint), place in self.done.items():
            self._below(place, self._done(column, sprint + 1))
            for role in self.load.needs[column]:
                self._below(place, self._share(column, role, sprint))

    def _below(self, place: int, other: int | None) -> None:
        self._row({place: 1.0} if other is None else {place: 1.0, other: -1.0})

    def orders(self) -> None:
        """Nothing of what waits is done before what it waits for is, and the lag is over."""
        for order in self.load.orders:
            later = [column for column in order.later if self.when.fits(column)]
            for sprint in range(self.last + 1):
                ready = {} if order.needed else {column: 1.0 for column in order.earlier if self.when.fits(column)}
                for column in order.earlier:
                    place = self._done(column, sprint - order.lag)
                    if place is not None:
                        ready[place] = ready.get(place, 0.0) - 1.0
                limit = 0.0 if order.needed else 1.0
                for role in range(len(self.load.roles)):
                    parts = [self._share(c, role, sprint) for c in later if role in self.load.needs[c]]
                    self._wait(parts, ready, limit)
                self._wait([self._done(c, sprint) for c in later if not self.load.needs[c]], ready, limit)

    def _wait(self, started: list[int | None], ready: dict[int, float], limit: float) -> None:
        terms = {place: 1.0 for place in started if place is not None}
        if terms:
            self._row(terms | ready, limit)

    def capacity(self) -> None:
        """In each sprint a role does no more than it can; what nothing waits for needs no sprint of its own."""
        for role, there in enumerate(self.load.there):
            mine = [column for column in self.bound if role in self.load.needs[column]]
            for sprint in range(self.last + 1) if mine else ():
                terms: dict[int, float] = {}
                for column in mine:
                    units = float(self.load.needs[column][role])
                    for place, sign in (
                        (self._share(column, role, sprint), 1),
                        (self._share(column, role, sprint - 1), -1),
                    ):
                        if place is not None:
                            terms[place] = terms.get(place, 0.0) + sign * units
                limit = float(there[sprint])
                if self.first_day is not None:
                    terms[self.first_day + sprint], limit = -limit, 0.0
                self._row(terms, limit)

    def days(self, first_day: int) -> None:
        """A sprint is used where not all is done before it."""
        for column in self.bound:
            for sprint in range(self.last):
                ends = [self._share(column, role, sprint) for role in self.load.needs[column]]
                for place in ends or [self._done(column, sprint)]:
                    done = {} if place is None else {place: -1.0}
                    self._row({column: 1.0, first_day + sprint + 1: -1.0} | done)

    def joined(self) -> Joined:
        more = self.count - self.base.matrix.shape[1]
        entries = [(row, column, value) for row, terms in enumerate(self.rows) for column, value in terms.items()]
        row, column, value = zip(*entries, strict=True) if entries else ((), (), ())
        own = sp.csr_matrix((value, (row, column)), shape=(len(self.rows), self.count))
        wide = sp.hstack([self.base.matrix, sp.csr_matrix((self.base.matrix.shape[0], more))])
        integer = np.zeros(self.count, dtype=bool)
        integer[: self.base.matrix.shape[1]] = True
        integer[list(self.done.values())] = True
        linear = attrs.evolve(
            self.base,
            cost=np.concatenate([self.base.cost, np.zeros(more)]),
            matrix=sp.vstack([wide, own], format="csr"),
            row_lower=np.concatenate([self.base.row_lower, np.full(len(self.rows), -np.inf)]),
            row_upper=np.concatenate([self.base.row_upper, self.upper]),
            lower=np.concatenate([self.base.lower, np.zeros(more)]),
            upper=np.concatenate([self.base.upper, np.ones(more)]),
            integer=integer,
        )
        return Joined(linear, self.done)

    def _column(self) -> int:
        self.count += 1
        return int(self.count) - 1

    def _row(self, terms: dict[int, float], limit: float = 0.0) -> None:
        self.rows.append(terms)
        self.upper.append(limit)

    def _share(self, column: int, role: int, sprint: int) -> int | None:
        """Return the variable of a share; what is done by the last sprint is the column itself."""
        return column if sprint >= self._all_done(column) else self.share.get((column, role, sprint))

    def _done(self, column: int, sprint: int) -> int | None:
        if not self.when.fits(column):
            return None
        return column if sprint >= self._all_done(column) else self.done.get((column, sprint))

    def _all_done(self, column: int) -> int:
        """Return the last sprint in which a column may end: from there on it is done if it is in at all."""
        return self.load.ends_by(column) - 1
