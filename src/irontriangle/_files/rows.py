"""From features to rows, one a variant: the way back from a backlog."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from irontriangle._files.backlog import DATES, Cell
from irontriangle._files.cells import guarded
from irontriangle._files.csv import scope_from_csv
from irontriangle._model.amounts import Amount, Number, exact
from irontriangle._model.feature import Feature, Variant
from irontriangle._model.members import Member
from irontriangle._model.problems import show
from irontriangle._model.scope import Scope
from irontriangle.errors import ModelError, Problem

SHARED = ("priority", "because", "requires")


def rows_of(scope: Scope) -> tuple[list[str], list[dict[str, Cell]]]:
    """
    Return the columns of a scope, and its rows by column; what a row does not say is missing.

    Raises
    ------
    ModelError
        If a feature has what no row can say: tasks, or a staffing of its own.
    """
    problems = [
        Problem(f"features[{place}].variants[{way}]", f"{field} cannot be written in a row", field=field)
        for place, feature in enumerate(scope)
        for way, variant in enumerate(feature)
        for field in ("tasks", "staffing")
        if getattr(variant, field)
    ]
    if problems:
        raise ModelError(problems)
    rows = [_row(feature, variant) for feature in scope for variant in feature]
    found = dict.fromkeys(column for row in rows for column in row)
    first, last = ["feature", "variant"], [column for column in SHARED if column in found]
    return [*first, *(column for column in found if column not in (*first, *SHARED)), *last], rows


def scope_to_csv(scope: Scope) -> str:
    r"""
    Return a backlog as CSV, one row a variant, for a spreadsheet.

    It is what `scope_from_csv` reads. A name that a spreadsheet would take for a formula, ``=cmd()``, has an apostrophe
    before it, so that it stays text. Rules between features and goals are not part of it.

    Parameters
    ----------
    scope
        The features.

    Raises
    ------
    ModelError
        If a feature has what no row can say: tasks, a staffing of its own, a number without a decimal form, or names
        that a cell would not keep.

    See Also
    --------
    scope_from_csv : the way back.

    Examples
    --------
    >>> from irontriangle import Feature, Scope, Variant
    >>> print(scope_to_csv(Scope([Feature("=login", Variant(value=5, effort={"dev": 2.5}))])), end="")
    feature,variant,value,effort:dev,priority
    '=login,full,5,2.5,1
    """
    columns, rows = rows_of(scope)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(guarded, columns))
    writer.writerows([_text(row.get(column, "")) for column in columns] for row in rows)
    _check(scope, text.getvalue())
    return text.getvalue()


def _row(feature: Feature, variant: Variant) -> dict[str, Cell]:
    row: dict[str, Cell] = {"feature": feature.name, "variant": variant.name}
    row |= _amounts("value", variant.value) | _amounts("cost", variant.cost) | _amounts("effort", variant.effort)
    if variant.quality != 1:
        row["quality"] = variant.quality
    row |= {field: day.isoformat() for field in DATES if (day := getattr(variant, field))}
    row["priority"] = str(feature.priority)
    if feature.because:
        row["because"] = feature.because
    if feature.requires:
        row["requires"] = "\n".join(map(_member, feature.requires))
    return row


def _amounts(field: str, amount: Amount | Mapping[str, Number]) -> dict[str, Cell]:
    if isinstance(amount, Mapping):
        return {f"{field}:{key}": part for key, part in amount.items()}
    return {field: amount} if amount else {}


def _member(member: Member) -> str:
    return member if isinstance(member, str) else ":".join(member)


def _text(cell: Cell) -> str:
    """Write a cell; three decimals get a fourth, as 1.234 may also be one thousand and so on."""
    if isinstance(cell, str):
        return guarded(cell)
    text = format(_decimal(Fraction(str(cell)) if isinstance(cell, Decimal) else exact(cell)), "f")
    return text + "0" if len(text.partition(".")[2]) == 3 else text


def _decimal(number: Fraction) -> Decimal:
    tens = 10**18
    if number * tens % 1:
        raise ModelError([Problem("", f"{show(number)} cannot be written in a cell: it has no decimal form")])
    return (Decimal(int(number * tens)).scaleb(-18)).normalize() + 0


def _check(scope: Scope, text: str) -> None:
    """Cells are stripped, dashes mean nothing and names are lists' marks: what does not come back is not written."""
    try:
        again: Iterable[Feature] = scope_from_csv(io.StringIO(text))
    except ModelError:
        again = ()
    same = list(again)
    lost = [feature.name for place, feature in enumerate(scope) if place >= len(same) or same[place] != feature]
    if lost:
        names = ", ".join(map(show, lost[:5]))
        raise ModelError(
            [Problem("", f"the names or texts of {names} would not come back from cells of a spreadsheet")]
        )
