"""
Tables in and out: backlogs from data frames, and rows of plans and options as data frames.

pandas, polars and PyArrow alike; what is handed out is of the kind that is asked for. Install it by
``pip install irontriangle[frames]``, beside the library of your frames.
"""

from __future__ import annotations

from irontriangle.errors import MissingExtraError

try:
    import narwhals  # noqa: F401  only to say what is missing
except ModuleNotFoundError as error:
    raise MissingExtraError("irontriangle.tables", "narwhals", "frames") from error

from irontriangle.tables._options import options
from irontriangle.tables._plans import features, limits, schedule
from irontriangle.tables._scopes import scope_from_frame, scope_rows

__all__ = ["features", "limits", "options", "schedule", "scope_from_frame", "scope_rows"]
