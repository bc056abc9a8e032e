"""What a running solver and the thread that waits for it tell each other."""

from __future__ import annotations

import time


class Watch:
    """
    Carry word between a running solver and the thread that waits for it.

    Each attribute is written as a whole by one of the two and read by the other, so that no lock is needed.
    """

    __slots__ = ("cancelled", "leaving", "parked")
    cancelled: bool
    leaving: bool
    parked: bool

    def __init__(self) -> None:
        self.cancelled = False
        self.leaving = False
        self.parked = False

    def cancel(self) -> None:
        """Ask the solver to stop."""
        self.cancelled = True

    def park(self) -> None:
        """Sleep for good if the interpreter ends: this thread must not ask for its lock again."""
        if self.leaving:
            self.parked = True
            time.sleep(1e6)
