"""What is written into the answers, as they hold it; attrs takes the types of its fields from these."""

from __future__ import annotations

from collections.abc import Iterable

from irontriangle._model.amounts import Number, NumberLike, to_tuple
from irontriangle._model.changes import Change
from irontriangle._plan.figures import to_figure
from irontriangle._tradeoffs.wishes import Wish


def names(written: Iterable[str]) -> tuple[str, ...]:
    return to_tuple(written)


def changes(written: Iterable[Change]) -> tuple[Change, ...]:
    return to_tuple(written)


def wishes(written: Iterable[Wish]) -> tuple[Wish, ...]:
    return to_tuple(written)


def figure(written: NumberLike | None) -> Number | None:
    return None if written is None else to_figure(written)
