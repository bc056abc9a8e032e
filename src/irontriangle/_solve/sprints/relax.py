"""What every selection that fits the sprints satisfies, in rows on the selection alone."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from irontriangle._solve.program import RowBuilder, Rows
from irontriangle._solve.sprints.fill import in_turn
from irontriangle._solve.sprints.load import Load, Order


@attrs.frozen(eq=False)
class Spans:
    """
    Hold for each column the first sprint in which it can begin, and in which it can end.

    Were it and what it waits for all there is; the horizon where it cannot be done.
    """

    heads: tuple[int, ...]
    ends: tuple[int, ...]
    horizon: int

    def fits(self, column: int) -> bool:
        """Tell whether the column can be done within the horizon."""
        return self.ends[column] < self.horizon


def spans(load: Load, allowed: Sequence[bool]) -> Spans:
    """Return when each column can begin and end at the earliest; what is not allowed cannot."""
    late = load.n_sprints
    heads, ends = [late] * len(load.needs), [late] * len(load.needs)
    waits: dict[int, list[Order]] = {}
    for order in load.orders:
        for column in order.later if order.needed else ():
            waits.setdefault(column, []).append(order)
    everything = range(len(load.needs))
    for column in in_turn(load, everything, dict.fromkeys(everything, 0), needed_first=False):
        if allowed[column]:
            ready = (min(ends[other] for other in order.earlier) + order.lag for order in waits.get(column, ()))
            heads[column] = min(late, max([load.ready[column], *ready]))
            end = _end(load, column, heads[column])
            ends[column] = end if end < load.ends_by(column) else late
    return Spans(tuple(heads), tuple(ends), late)


def _before_due(load: Load, when: Spans, rows: RowBuilder, starts: Sequence[int]) -> None:
    bound = [column for column, due in enumerate(load.due) if due is not None and when.fits(column)]
    for end in sorted({load.ends_by(column) for column in bound}):
        mine = [column for column in bound if load.ends_by(column) <= end]
        for role, there in enumerate(load.there):
            for start in (start for start in starts if start < end):
                terms = {c: load.needs[c][role] for c in mine if role in load.needs[c] and when.heads[c] >= start}
                if sum(terms.values()) > (supply := sum(there[start:end])):
                    rows.add(terms, supply)


def _end(load: Load, column: int, head: int) -> int:
    """Return the sprint in which a column ends that begins in a sprint and has all of each role."""
    end = head
    for role, need in load.needs[column].items():
        sprint, left = head, need
        while sprint < load.n_sprints and left > load.there[role][sprint]:
            left -= load.there[role][sprint]
            sprint += 1
        end = max(end, sprint)
    return end


def relax(load: Load, when: Spans, *, first_day: int | None) -> Rows:
    r"""
    Return what the sprints ask of the selection alone.

    Parameters
    ----------
    first_day
        Program column of the first of u[0], u[1], ... (u[s] = 1: sprint s is used); None: the program has none.

    Notes
    -----
    For every role r and sprint a, with C_a the columns that cannot begin before a,

    .. math:: \sum_{c \in C_a} \text{need}_{c,r}\, x_c \le \sum_{s \ge a} \text{there}_{r,s}\, u_s ,

    of which a = 0 is the total; the same of the columns that must have ended before b, with the sprints from a to b;
    and :math:`x_c \le u_s` where s is the first sprint in which column c can end.
    """
    rows = RowBuilder()
    starts = sorted({head for column, head in enumerate(when.heads) if when.fits(column)})
    for role, there in enumerate(load.there):
        for start in starts:
            terms: dict[int, int] = {
                column: need[role]
                for column, need in enumerate(load.needs)
                if role in need and when.fits(column) and when.heads[column] >= start
            }
            supply = sum(there[start:])
            if not terms or (first_day is None and sum(terms.values()) <= supply):
                continue
            if first_day is not None:
                terms |= {first_day + sprint: -there[sprint] for sprint in range(start, load.n_sprints)}
            rows.add(terms, supply if first_day is None else 0)
    _before_due(load, when, rows, starts)
    if first_day is not None:
        for column in range(len(load.needs)):
            if when.fits(column):
                rows.add_logic([column], [first_day + when.ends[column]], 0)
    return rows.rows()
