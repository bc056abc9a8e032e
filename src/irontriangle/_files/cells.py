"""What the cells of a spreadsheet mean: numbers in any country's manner, and lists in one cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from decimal import Decimal

from irontriangle._files.places import wrong
from irontriangle._model.amounts import Number, to_number
from irontriangle._model.members import Member
from irontriangle._model.problems import show

EMPTY = ("", "-", "\u2013", "\u2014")
"""What stands for nothing; a dash is how spreadsheets show zero in their accounting format."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What begins a formula in a spreadsheet, in its full width too."""

_MARKS = {".": ",", ",": "."}  # the decimal mark, and the one between thousands that goes with it
_SPACES = re.compile("(?<=[0-9])[ '\u00a0\u2009\u202f\u2019](?=[0-9]{3}(?![0-9]))")
_CODE = re.compile(r"[A-Z]{3}(?=[ 0-9.,+-])|(?<=[ 0-9])[A-Z]{3}")
_SHAPES = {
    mark: re.compile(
        rf"[+-]?(?=[0-9.,])(?:[0-9]+|[1-9][0-9]{{0,2}}(?:\{other}[0-9]{{3}})+)?(?:\{mark}[0-9]+)?(?:[eE][+-]?[0-9]{{1,6}})?"
    )
    for mark, other in _MARKS.items()
}


class Numbers:
    """
    Read the numbers of one table.

    A mark before three digits may be a decimal mark or one between thousands. What the other numbers of the table show
    decides; where they show nothing it is a problem, never a guess.

    Parameters
    ----------
    cells
        All cells that hold numbers.

    Examples
    --------
    >>> numbers = Numbers(["1.200", "12,5"])
    >>> numbers("1.200"), numbers("12,5"), numbers.share("80 %")
    (1200, 12.5, 0.8)
    """

    def __init__(self, cells: Iterable[str]) -> None:
        shown: set[str] = set()
        self.currencies: set[str] = set()
        self._known: dict[str, Number] = {}  # the same numbers stand in a column again and again
        for cell in {*cells}:
            if _is_whole(cell):
                continue
            text, currency = _bare(cell)
            self.currencies |= {currency} - {""}
            readings = _readings(text)
            if len(readings) == 1:
                shown |= {*readings}
        self._mark = shown.pop() if len(shown) == 1 else ""

    def __call__(self, cell: str) -> Number:
        """Return the number in a cell as it is stored, or raise why there is none."""
        if cell not in self._known:
            self._known[cell] = int(cell) if _is_whole(cell) else to_number(self._meant(cell))
        return self._known[cell]

    def share(self, cell: str) -> Number:
        """Return the number in a cell, which may be a percentage."""
        return to_number(self._meant(cell[:-1].strip()).scaleb(-2)) if cell.endswith("%") else self(cell)

    def _meant(self, cell: str) -> Decimal:
        readings = _readings(_bare(cell)[0])
        if not readings:
            raise wrong(f"must be a number, got {show(cell)}")
        meant = {*readings.values()} if self._mark not in readings else {readings[self._mark]}
        if len(meant) > 1:
            both = " or ".join(map(str, sorted(meant, reverse=True)))
            remedy = "write it without marks, or with another number of decimals"
            raise wrong(f"may mean {both}, got {show(cell)}; {remedy}")
        return meant.pop()


def _is_whole(cell: str) -> bool:
    """Whether a cell holds nothing but a few digits, which mean one thing everywhere."""
    return len(cell) < 16 and cell.isascii() and cell.isdigit()


def split_list(cell: str, known: Collection[str]) -> list[str]:
    """
    Return the names in a cell, which stand between semicolons, bars, commas or line breaks.

    Examples
    --------
    >>> split_list("login; search, fast", ["login", "search, fast"])
    ['login', 'search, fast']
    """
    if cell in known:
        return [cell]
    names = []
    for part in map(str.strip, re.split(r"[;|\r\n]", cell)):
        names += [part] if part in known else [name.strip() for name in part.split(",")]
    return [name for name in names if name]


def to_member(name: str, known: Collection[str]) -> Member:
    """
    Return the member that a name in a list means: ``search:fast`` is search in its variant fast.

    Examples
    --------
    >>> to_member("search:fast", ["search"]), to_member("search", ["search"])
    (('search', 'fast'), 'search')
    """
    if name in known or ":" not in name:
        return name
    feature, _, variant = name.partition(":")
    return feature.strip(), variant.strip()


def guarded(cell: str) -> str:
    """
    Return a text that no spreadsheet takes for a formula: an apostrophe before it says that it is text.

    Examples
    --------
    >>> guarded("=cmd()"), guarded("login"), unguarded(guarded("=cmd()"))
    ("'=cmd()", 'login', '=cmd()')
    """
    return f"'{cell}" if cell.lstrip("'")[:1] in FORMULA and cell else cell


def unguarded(cell: str) -> str:
    """Return the text that `guarded` made safe."""
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'")[:1] in FORMULA and cell.strip("'") else cell


def _bare(cell: str) -> tuple[str, str]:
    """Return a number without its currency and without spaces between thousands, and the currency."""
    text = cell.replace("\u2212", "-")
    symbols = [letter for letter in text if unicodedata.category(letter) == "Sc"]
    found = _CODE.search(text)
    currency = symbols[0] if symbols else found[0] if found else ""
    text = text.replace(currency, "", 1).strip() if currency else text
    return _SPACES.sub("", text), currency


def _readings(text: str) -> dict[str, Decimal]:
    """Return what a text means as a number, for each decimal mark with which it means something."""
    return {
        mark: Decimal(text.replace(other, "").replace(mark, "."))
        for mark, other in _MARKS.items()
        if _SHAPES[mark].fullmatch(text)
    }
