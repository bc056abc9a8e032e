"""Pages as Markdown for a wiki, with tables as GitHub, GitLab and most wikis write them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from irontriangle._show.blocks import Grid, Page, RunOn, Sentence
from irontriangle._show.words import NO_BREAK

_MARKS = re.compile(r"[\\`*_{}\[\]#|~$]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def page_markdown(page: Page) -> str:
    """Write a page, the headline in bold."""
    parts = [_block(block) for section in page.sections for block in section]
    parts[0] = f"**{parts[0]}**"
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """Write a text so that nothing in it is markup."""
    plain = text.replace(NO_BREAK, " ").replace("<- ", "\u2190 ")
    marked = _MARKS.sub(r"\\\g<0>", re.sub(r"[&<>]", lambda found: _ENTITIES[found[0]], plain))
    return re.sub(r"^([-+])(?=\s)", r"\\\1", marked)


def _block(block: Sentence | Grid) -> str:
    return _table(block) if isinstance(block, Grid) else escaped(block.text)


def _table(grid: Grid) -> str:
    columns = len(grid.align)
    head, rows = (grid.rows[0], grid.rows[1:]) if grid.head else ((), grid.rows)
    rule = "|".join("---:" if letter == ">" else "---" for letter in grid.align)
    lines = [_row(head, columns), f"|{rule}|"]
    for row in rows:
        begins = grid.head and len(row) == 1 and not isinstance(row[0], RunOn)
        lines.append(_row(row, columns, bold=begins))
    return "\n".join(lines)


def _row(row: Sequence[str], columns: int, *, bold: bool = False) -> str:
    cells = [escaped(cell).replace("\n", "<br>") for cell in row]
    cells = [f"**{cells[0]}**"] if bold else cells
    return f"| {' | '.join([*cells, *[''] * (columns - len(cells))])} |"
