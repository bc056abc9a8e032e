"""How values show themselves: in a terminal, in a notebook, in a wiki, and by rich."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class Shown:
    """Offer the display hooks; the words are made, a floor above, when a value is looked at."""

    __slots__ = ()

    def __str__(self) -> str:
        from irontriangle._show.showing import as_text

        return as_text(self)

    def _repr_html_(self) -> str:
        from irontriangle._show.showing import as_html

        return as_html(self)

    def _repr_markdown_(self) -> str:
        from irontriangle._show.showing import as_markdown

        return as_markdown(self)

    def __rich_repr__(self) -> Iterator[tuple[str, Any]]:
        from irontriangle._show.showing import facts

        yield from facts(self)
