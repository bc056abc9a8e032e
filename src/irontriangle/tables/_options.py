"""The ways out as a frame."""

from __future__ import annotations

from typing import Any

from irontriangle._show.asks import ask_texts
from irontriangle._show.options import losses
from irontriangle._tradeoffs.option import Options
from irontriangle.tables._frames import DAY, FLAG, NUMBER, TEXT, frame_of


def options(found: Options, like: Any = "pandas") -> Any:
    """
    Return options as a data frame, one row each, those that there are not too.

    Parameters
    ----------
    found
        What `irontriangle.options` found.
    like
        ``"pandas"``, ``"polars"``, ``"pyarrow"``, or a frame of the kind that is to come back.

    Returns
    -------
    DataFrame
        ``option``; ``value``, ``cost`` and ``finish`` of its plan; ``asks_for``, ``gives_up`` and ``decided_by``,
        several with semicolons between; ``no_option``: why there is none; ``proven``.

    Examples
    --------
    >>> import irontriangle as it
    >>> options(it.options(it.examples.feature_abc()))[["option", "value", "cost"]].values.tolist()[:2]
    [['keep', 90.0, 35000.0], ['extend', 140.0, 57800.0]]
    """
    if not isinstance(found, Options):
        raise TypeError(f"found must be Options, got {type(found).__name__}")
    kinds = {
        "option": TEXT, "value": NUMBER, "cost": NUMBER, "finish": DAY, "asks_for": TEXT, "gives_up": TEXT,
        "decided_by": TEXT, "no_option": TEXT, "proven": FLAG,
    }  # fmt: skip
    rows = (
        [
            *(option.kind.value, *((float(plan.value), float(plan.cost), plan.finish) if plan else (None, None, None))),
            *map("; ".join, (ask_texts(found, option), losses(found, option), option.decided_by)),
            *(option.reason.value if option.reason else None, option.proven),
        ]
        for option in found
        for plan in [option.plan]
    )
    return frame_of(kinds, rows, like)
