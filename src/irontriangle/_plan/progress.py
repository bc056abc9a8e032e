"""How far a solve has come, told while it runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import attrs


@attrs.frozen
class Progress:
    """
    Tell a waiting caller how far a solve has come.

    Parameters
    ----------
    phase
        The level of the objective that is worked on: ``"value"``, ``"cost"``, ...
    done, total
        Levels finished, of how many.
    incumbent
        The best amount of the level so far; None: no plan yet.
    bound
        What no plan can do better than; None: not known yet.

    Examples
    --------
    >>> Progress("value", done=0, total=2, incumbent=90, bound=110).bound
    110
    """

    phase: str
    done: int = attrs.field(kw_only=True)
    total: int = attrs.field(kw_only=True)
    incumbent: int | float | None = attrs.field(default=None, kw_only=True)
    bound: int | float | None = attrs.field(default=None, kw_only=True)


Told: TypeAlias = Callable[[Progress], Any] | bool | None
"""Whom to tell of progress: what is called with each value; True shows a bar."""
