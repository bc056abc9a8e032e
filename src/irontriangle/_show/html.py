"""Pages as HTML for notebooks: readable in light and dark themes, every name escaped, no script."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from irontriangle._show.blocks import Grid, Page, RunOn, Sentence
from irontriangle._show.words import NO_BREAK

# Colours are inherited, lines are half transparent: both themes show through. The class is named twice because
# notebooks align all cells to the right by a rule of two classes.
STYLE = """
.irontriangle{max-width:100%;overflow-x:auto;color:inherit;line-height:1.4}
.irontriangle p{margin:.2em 0}
.irontriangle .it-head{margin:.4em 0;padding:.1em 0 .1em .7em;border-left:4px solid #888;font-weight:600}
.irontriangle.it-good .it-head{border-color:#1b9e77}
.irontriangle.it-open .it-head{border-color:#d98200}
.irontriangle.it-bad .it-head{border-color:#d0405a}
.irontriangle.irontriangle table{margin:.7em 0;border:0;border-collapse:collapse;\
font-size:inherit;font-variant-numeric:tabular-nums}
.irontriangle.irontriangle table th,.irontriangle.irontriangle table td{padding:.22em 1.2em .22em 0;border:0;\
text-align:left;vertical-align:top;max-width:60em;white-space:normal;border-bottom:1px solid rgba(128,128,128,.28)}
.irontriangle.irontriangle table th{font-weight:600}
.irontriangle.irontriangle table thead th{border-bottom:1px solid rgba(128,128,128,.8)}
.irontriangle.irontriangle table .it-part th{padding-top:.8em;border-bottom:1px solid rgba(128,128,128,.8)}
.irontriangle.irontriangle table .it-r{text-align:right}
.irontriangle.irontriangle table .it-on{opacity:.8}
""".replace("\n", "")


def page_html(page: Page) -> str:
    """Write a page as one element that brings its own style."""
    body = "".join(_section(section, first=not place) for place, section in enumerate(page.sections))
    return f'<div class="irontriangle it-{page.tone}" dir="ltr"><style>{STYLE}</style>{body}</div>'


def escaped(text: str) -> str:
    """Write a text so that nothing in it is markup."""
    return html.escape(text.replace(f"<-{NO_BREAK}", f"\u2190{NO_BREAK}"))


def _section(section: Sequence[Sentence | Grid], *, first: bool) -> str:
    parts = []
    for place, block in enumerate(section):
        if isinstance(block, Grid):
            parts.append(_table(block))
        else:
            looks = ' class="it-head"' if first and not place else ""
            inset = f' style="padding-left:{block.indent / 2}em"' if block.indent else ""
            parts.append(f"<p{looks}{inset}>{escaped(block.text)}</p>")
    return "".join(parts)


def _table(grid: Grid) -> str:
    rows, head = list(grid.rows), ""
    if grid.head:
        head = f"<thead>{_row(rows.pop(0), grid, 'th')}</thead>"
    return f"<table>{head}<tbody>{''.join(_row(row, grid, 'td') for row in rows)}</tbody></table>"


def _row(row: Sequence[str], grid: Grid, tag: str) -> str:
    if grid.head and len(row) == 1 and tag == "td" and not isinstance(row[0], RunOn):
        return f'<tr class="it-part"><th colspan="{len(grid.align)}">{escaped(row[0])}</th></tr>'
    return f"<tr>{''.join(_cells(row, grid, tag))}</tr>"


def _cells(row: Sequence[str], grid: Grid, tag: str) -> Iterator[str]:
    for place, cell in enumerate(row):
        text = escaped(cell).replace("\n", "<br>")
        if isinstance(cell, RunOn):
            yield f'<{tag} class="it-on" colspan="{len(grid.align) - place}">{text}</{tag}>'
            return
        looks = ' class="it-r"' if grid.align[place] == ">" else ""
        yield f"<{tag}{looks}>{text}</{tag}>"
    yield f"<{tag}></{tag}>" * (len(grid.align) - len(row))
