"""Who is free when: every role's free people as bits of Python integers, one bit a tick."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from irontriangle._solve.work import Calendar, Ints, Work

Times: TypeAlias = tuple[int, int]
"""The start and the end of a task."""


class Board:
    """
    Keep the people who are free at every tick, and find the first or last place of a task.

    Past the horizon everybody is there: what does not end in time still gets a place, and shows by how much
    it is late.

    Parameters
    ----------
    work
        The tasks and the people.
    overtime
        Ticks past the horizon.

    Notes
    -----
    The number of free people of a role is held in binary, one integer for each binary digit, whose bit t is
    that digit's at tick t. Comparing all ticks with a demand, or taking people from a whole span, then costs a
    few operations on integers.
    """

    __slots__ = ("calendars", "demands", "free", "length", "positions", "start_free", "ticks", "working")

    def __init__(self, work: Work, overtime: int) -> None:
        self.length = work.horizon + overtime
        self.calendars = work.calendars
        binding = set(_binding(work))
        self.demands = [
            tuple((role, people) for role, people in calendar.demand if role in binding) for calendar in self.calendars
        ]
        self.positions = [_positions(calendar, overtime) for calendar in self.calendars]
        self.ticks = [_ticks(calendar, work.horizon, self.length) for calendar in self.calendars]
        everyone = ((1 << overtime) - 1) << work.horizon
        self.working = [_calendar_bits(calendar, work.horizon) | everyone for calendar in self.calendars]
        most = np.maximum(work.present.max(axis=1, initial=0), work.demand.max(axis=0, initial=0))
        self.start_free = [
            [
                to_bits(people >> digit & 1) | (everyone if int(top) >> digit & 1 else 0)
                for digit in range(max(1, int(top).bit_length()))
            ]
            for people, top in zip(work.present, most, strict=True)
        ]
        self.clear()

    def clear(self) -> None:
        """Send everybody back from every task."""
        self.free = [list(digits) for digits in self.start_free]

    def earliest(self, kind: int, length: int, ready: int) -> Times | None:
        """Place a task of some ticks as early as possible from tick `ready` on; return its start and end."""
        clashes = self._clashes(kind)
        positions, ticks = self.positions[kind], self.ticks[kind]
        while True:
            if ready > self.length:
                return None
            first = ready if positions is None else positions[ready]
            if ticks is None:
                start, end = first, first + length
                if end > self.length:
                    return None
            else:
                if first + length > len(ticks):
                    return None
                start, end = ticks[first], ticks[first + length - 1] + 1
            clash = clashes >> start & (1 << end - start) - 1
            if not clash:
                self._take(kind, start, end)
                return start, end
            ready = start + clash.bit_length()

    def latest(self, kind: int, length: int, due: int) -> Times | None:
        """Place a task of some ticks as late as possible so that it ends by tick `due`; return start and end."""
        clashes = self._clashes(kind)
        positions, ticks = self.positions[kind], self.ticks[kind]
        while True:
            first = (due if positions is None else positions[due]) - length
            if first < 0:
                return None
            start, end = (first, due) if ticks is None else (ticks[first], ticks[first + length - 1] + 1)
            clash = clashes >> start & (1 << end - start) - 1
            if not clash:
                self._take(kind, start, end)
                return start, end
            due = start + (clash & -clash).bit_length() - 1

    def release(self, kind: int, start: int, end: int) -> None:
        """Give back the people of a task of some ticks."""
        span = self.working[kind] & ((1 << end - start) - 1) << start
        for role, people in self.demands[kind]:
            digits = self.free[role]
            if len(digits) == 1:
                digits[0] ^= span
                continue
            carry = 0
            for place, digit in enumerate(digits):
                added = span if people >> place & 1 else 0
                digits[place] = digit ^ added ^ carry
                carry = digit & added | digit & carry | added & carry

    def _clashes(self, kind: int) -> int:
        """Return the working ticks of a calendar at which not enough people are free."""
        working = enough = self.working[kind]
        for role, people in self.demands[kind]:
            digits = self.free[role]
            if len(digits) == 1:
                enough &= digits[0]
            elif people == 1:
                some = 0
                for digit in digits:
                    some |= digit
                enough &= some
            else:
                enough &= _at_least(digits, people, working)
        return working ^ enough

    def _take(self, kind: int, start: int, end: int) -> None:
        span = self.working[kind] & ((1 << end - start) - 1) << start
        for role, people in self.demands[kind]:
            digits = self.free[role]
            if len(digits) == 1:
                digits[0] ^= span
                continue
            borrow = 0
            for place, digit in enumerate(digits):
                taken = span if people >> place & 1 else 0
                digits[place] = digit ^ taken ^ borrow
                borrow = ~digit & (taken | borrow) | taken & borrow


def _binding(work: Work) -> list[int]:
    """Return the roles that no other role implies: those of `strengthened` follow from the one they come from."""
    binding: list[int] = []
    for role in range(work.n_roles):
        there, asked = work.present[role], work.demand[:, role]
        if not any(_implies(work.present[other], work.demand[:, other], there, asked) for other in binding):
            binding.append(role)
    return binding


def _implies(there: Ints, asked: Ints, fewer: Ints, less: Ints) -> bool:
    """Tell whether people and demands are those of another role, divided by a size of crew and rounded down."""
    return any(
        np.array_equal(there // crew, fewer) and np.array_equal(asked // crew, less)
        for crew in range(1, int(asked.max(initial=0)) + 1)
    )


def to_bits(there: npt.ArrayLike) -> int:
    """Return an integer whose bit t is entry t."""
    packed = np.packbits(np.asarray(there, dtype=np.uint8), bitorder="little")
    return int.from_bytes(packed.tobytes(), "little")


def _calendar_bits(calendar: Calendar, horizon: int) -> int:
    there = np.zeros(horizon, dtype=np.uint8)
    there[calendar.ticks] = 1
    return to_bits(there)


def _positions(calendar: Calendar, overtime: int) -> list[int] | None:
    """Return the positions as a list, or None where every tick works and the position is the tick."""
    if _always(calendar):
        return None
    last = int(calendar.position[-1])
    return [*calendar.position.tolist(), *range(last + 1, last + overtime + 1)]


def _ticks(calendar: Calendar, horizon: int, length: int) -> list[int] | None:
    return None if _always(calendar) else [*calendar.ticks.tolist(), *range(horizon, length)]


def _always(calendar: Calendar) -> bool:
    return len(calendar.ticks) == len(calendar.position) - 1


def _at_least(digits: list[int], people: int, working: int) -> int:
    """Return the ticks at which a binary number of free people is at least so many."""
    more, equal = 0, working
    for place in range(len(digits) - 1, -1, -1):
        if people >> place & 1:
            equal &= digits[place]
        else:
            more |= equal & digits[place]
            equal &= ~digits[place]
    return more | equal
