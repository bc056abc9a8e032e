"""Pages as text for a terminal."""

from __future__ import annotations

import textwrap

from irontriangle._show.blocks import Grid, Page, Sentence
from irontriangle._show.table import WIDEST, table
from irontriangle._show.words import NO_BREAK


def page_text(page: Page) -> str:
    """Write a page, its sections apart by an empty line."""
    text = "\n\n".join("\n".join(line for block in section for line in _lines(block)) for section in page.sections)
    return text.replace(NO_BREAK, " ")


def _lines(block: Sentence | Grid) -> list[str]:
    if isinstance(block, Grid):
        return table(block)
    return textwrap.wrap(
        block.text,
        WIDEST,
        initial_indent=" " * block.indent,
        subsequent_indent=" " * (block.indent + block.hang),
        break_long_words=False,
        break_on_hyphens=False,
    )
