"""Frames of any kind from rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import narwhals as nw

from irontriangle._model.problems import did_you_mean, show
from irontriangle.errors import MissingExtraError

TEXT, NUMBER, DAY, WHOLE, FLAG = nw.String(), nw.Float64(), nw.Date(), nw.Int64(), nw.Boolean()
KINDS = ("pandas", "polars", "pyarrow")


def frame_of(kinds: dict[str, Any], rows: Iterable[Iterable[Any]], like: Any) -> Any:
    """Return a frame with these columns, whatever there is in it: of no rows too, and of missing values only."""
    columns = list(zip(*rows, strict=True)) or [()] * len(kinds)
    implementation = _implementation(like)
    make: Callable[..., Any] = nw.from_dict
    data = {name: list(column) for name, column in zip(kinds, columns, strict=True)}
    try:
        if not implementation.is_pandas_like():
            return make(data, schema=kinds, backend=implementation).to_native()
        # pandas knows no dates alone, and before its version 3 it makes a text of what is missing
        casts = {name: nw.Datetime("us") if kind == DAY else kind for name, kind in kinds.items() if kind != TEXT}
        frame = make(data, backend=implementation)
        return frame.with_columns(nw.col(name).cast(kind) for name, kind in casts.items()).to_native()
    except ModuleNotFoundError as error:
        library = implementation.value
        raise MissingExtraError(f"like={library!r}", library) from error


def _implementation(like: Any) -> nw.Implementation:
    try:
        return nw.from_native(like, eager_only=True).implementation
    except TypeError:
        if isinstance(like, str) and like in KINDS:
            return nw.Implementation.from_string(like)
    hint = did_you_mean(like, KINDS)
    raise TypeError(f"like must be 'pandas', 'polars', 'pyarrow' or a data frame, got {show(like)}{hint}")
