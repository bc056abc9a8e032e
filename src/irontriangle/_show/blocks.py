"""
What a page of words consists of: sentences and grids, in sections.

Pages are made once from a value and written three ways: as text, as HTML, as Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

import attrs

Tone: TypeAlias = Literal["good", "open", "bad", "plain"]
"""How the headline is to be taken: it holds, it is to be discussed or not proven, it cannot be, or none of these."""


class RunOn(str):
    """A cell that ends its row, runs on over the columns that follow, and makes none of them wider."""

    __slots__ = ()


def _rows(written: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in written)


@attrs.frozen
class Grid:
    """
    Lay out rows in columns.

    Parameters
    ----------
    rows
        Cells, in which a line break begins a new line. Rows may be shorter than others; a row of one cell in a grid
        with a head begins a new part of it.
    align
        One letter for each column: "<" or ">".
    head
        Whether the first row names the columns.
    indent
        Columns by which a text sets it in.
    wrap
        Columns at which a text breaks the lines of cells; 0: nowhere.
    hang
        Columns by which a text sets in the lines that so come about.
    parts
        Whether a text may lay the columns out in several grids below each other.
    """

    rows: tuple[tuple[str, ...], ...] = attrs.field(converter=_rows)
    align: str
    head: bool = attrs.field(default=True, kw_only=True)
    indent: int = attrs.field(default=0, kw_only=True)
    wrap: int = attrs.field(default=0, kw_only=True)
    hang: int = attrs.field(default=0, kw_only=True)
    parts: bool = attrs.field(default=False, kw_only=True)


@attrs.frozen
class Sentence:
    """Say something; a text sets in the lines after the first, or all of them."""

    text: str
    hang: int = attrs.field(default=0, kw_only=True)
    indent: int = attrs.field(default=0, kw_only=True)


Section: TypeAlias = Sequence[Sentence | Grid]


def _sections(written: Iterable[Section]) -> tuple[tuple[Sentence | Grid, ...], ...]:
    return tuple(tuple(section) for section in written if section)


@attrs.frozen
class Page:
    """Hold the sections of a page, those with nothing in them left out; the first is the headline."""

    sections: tuple[tuple[Sentence | Grid, ...], ...] = attrs.field(converter=_sections)
    tone: Tone = "plain"


def sentences(texts: Iterable[str], *, hang: int = 0) -> list[Sentence]:
    """Return a sentence for each text."""
    return [Sentence(text, hang=hang) for text in texts]
