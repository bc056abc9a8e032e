"""Show a waiting caller a bar: what is worked on, the best so far, how much better one may be, the time left."""

from __future__ import annotations

import sys
import threading
import time
import warnings
from collections.abc import Callable
from functools import wraps
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from irontriangle._plan.progress import Progress
from irontriangle.errors import MissingExtraError

P = ParamSpec("P")
T = TypeVar("T")

DELAY = 1.0
"""Seconds before a bar appears; what is done by then needs none."""
TICK = 0.5
"""Seconds after which the time left is told anew, though there is no other news."""


def with_bar(verb: Callable[P, T]) -> Callable[P, T]:
    """Let a verb take ``progress=True``: it gets a bar to call, which is closed when it ends, however it ends."""

    @wraps(verb)
    def called(*arguments: P.args, **keywords: P.kwargs) -> T:
        wanted = keywords.get("progress")
        if not isinstance(wanted, bool):
            return verb(*arguments, **keywords)
        if not wanted:
            keywords["progress"] = None
            return verb(*arguments, **keywords)
        limit: Any = keywords.get("time_limit")
        with Bar(verb.__name__, limit) as bar:
            keywords["progress"] = bar
            return verb(*arguments, **keywords)

    return called


class Bar:
    """
    Show progress with tqdm, in a terminal and in a notebook alike.

    Parameters
    ----------
    verb
        What is done.
    time_limit
        The seconds that it may take.
    """

    def __init__(self, verb: str, time_limit: float | None = None) -> None:
        try:
            tqdm = _tqdm()
        except ModuleNotFoundError as error:
            raise MissingExtraError("progress=True", "tqdm", "progress") from error
        self._ends = None if time_limit is None else time.monotonic() + time_limit
        self._bar = tqdm(desc=verb, leave=False, delay=DELAY, miniters=0, bar_format="{l_bar}{bar} {elapsed}{postfix}")
        self._last: Progress | None = None
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._clock = threading.Thread(target=self._tick, name="irontriangle-bar", daemon=True)

    def __enter__(self) -> Self:
        self._clock.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._clock.join()
        self._bar.close()

    def __call__(self, progress: Progress) -> None:
        """Show how far it has come."""
        self._last = progress
        self._show()

    def _tick(self) -> None:
        while not self._ended.wait(TICK):
            self._show()

    def _show(self) -> None:
        progress = self._last
        with self._lock:
            if progress is not None:
                self._bar.total, self._bar.n = progress.total, progress.done
                self._bar.set_description(progress.phase, refresh=False)
                left = None if self._ends is None else max(0.0, self._ends - time.monotonic())
                self._bar.set_postfix_str(told(progress, left), refresh=False)
            self._bar.update(0)


def _tqdm() -> Any:
    if "tqdm.auto" not in sys.modules:  # filters of warnings are global: they are touched once, not by every thread
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a notebook without widgets gets a line of text, and need not hear why
            import tqdm.auto
    from tqdm.auto import tqdm

    return tqdm


def told(progress: Progress, left: float | None) -> str:
    """
    Say how good the best is, how far the bound is from it, and how much time is left.

    Examples
    --------
    >>> told(Progress("value", done=0, total=2, incumbent=90, bound=99), 12.4)
    '90, bound 99 (gap 10.0%), 12 s left'
    >>> told(Progress("options", done=1, total=5), None)
    ''
    """
    parts = []
    best, bound = progress.incumbent, progress.bound
    if best is not None:
        gap = None if bound is None else abs(bound - best) / max(1, abs(best))
        parts.append(f"{best:,.10g}" + (f", bound {bound:,.10g} (gap {gap:.1%})" if bound is not None else ""))
    elif bound is not None:
        parts.append(f"no plan yet, bound {bound:,.10g}")
    if left is not None:
        parts.append(f"{left:.0f} s left")
    return ", ".join(parts)
