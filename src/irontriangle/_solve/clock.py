"""The time that a question may take."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Clock:
    """
    Count the seconds since it was made, down from a limit if there is one.

    Parameters
    ----------
    time_limit
        Seconds of wall time, >= 0; ``None``: no limit.

    Notes
    -----
    The clock never stops anything by itself: long work looks at it. It is monotonic, so that changes of the
    system's date do not matter.

    Examples
    --------
    >>> clock = Clock(3600.0)
    >>> 0 < clock.left() <= 3600.0, clock.expired
    (True, False)
    >>> Clock(None).left()
    inf
    >>> clock.end()
    >>> clock.left(), clock.expired
    (0.0, True)
    """

    __slots__ = ("_ended", "_start", "time_limit")
    time_limit: float | None

    def __init__(self, time_limit: float | None = None) -> None:
        self.time_limit = time_limit
        self._start = time.monotonic()
        self._ended = False

    def end(self) -> None:
        """Leave no time: what is known is enough."""
        self._ended = True

    def left(self) -> float:
        """Return the seconds left: never negative, ``inf`` without a limit."""
        if self._ended:
            return 0.0
        if self.time_limit is None:
            return math.inf
        return max(0.0, self.time_limit - self.seconds)

    def keep(self, seconds: float) -> None:
        """End so many seconds earlier, though not before half of what is left: what follows needs time as well."""
        if self.time_limit is not None:
            self.time_limit -= min(seconds, self.left() / 2)

    @contextmanager
    def share(self, parts: int) -> Iterator[None]:
        """Let what is done inside take no more than one of so many parts of what is left."""
        end = self.time_limit
        if end is not None:
            self.time_limit = self.seconds + self.left() / parts
        try:
            yield
        finally:
            self.time_limit = end

    @property
    def expired(self) -> bool:
        """Tell whether the limit has been reached."""
        return self._ended or (self.time_limit is not None and self.seconds >= self.time_limit)

    @property
    def seconds(self) -> float:
        """Return the seconds since the clock was made."""
        return time.monotonic() - self._start

    def __repr__(self) -> str:
        return f"Clock({self.time_limit!r})"
