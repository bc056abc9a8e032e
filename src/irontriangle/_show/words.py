"""Numbers, money, dates and names as a manager writes them."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

from irontriangle._model.amounts import Number, exact

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONGEST_NAME = 32
ELLIPSIS = "…"
JOINER = "\u200d"
"""It joins emoji into one."""
ISOLATE, ISOLATE_END = "\u2068", "\u2069"
"""What is between them may run from right to left and leaves what is outside in its order."""
NO_BREAK = "\u00a0"
"""A space at which no line is broken."""
DECIDES = f"<-{NO_BREAK}decides"
"""Beside a limit that keeps more value out."""
HUGE = 10**15
"""From here on digits are counted rather than read."""
MOST_DECIMALS = 18
"""That are written to tell two amounts apart."""


def number(amount: Number) -> str:
    """
    Write a number with thousands separators and no more decimals than one reads.

    Examples
    --------
    >>> number(39_500), number(0.1), number(1234.5), number(2 / 3), number(0.00012)
    ('39,500', '0.1', '1,234.5', '0.667', '0.00012')
    """
    return _decimals(amount, 3)


def money(amount: Number, currency: str = "") -> str:
    """
    Write an amount of money; with cents where there are some.

    Examples
    --------
    >>> money(39_500, "USD"), money(50.5), money(-0.001)
    ('39,500 USD', '50.50', '-0.001')
    """
    cents = Fraction(round(exact(amount) * 100), 100)
    text = f"{cents.numerator / cents.denominator:,.2f}" if cents.denominator > 1 else _decimals(amount, 2)
    if abs(exact(amount)) >= HUGE:
        text = _decimals(amount, 2)
    return f"{text} {label(currency)}" if currency else text


def _decimals(amount: Number, most: int) -> str:
    whole = exact(amount)
    if abs(whole) >= HUGE:
        return f"{float(whole):.4g}"
    if whole.denominator == 1:
        return f"{whole.numerator:,}"
    if abs(whole) < Fraction(1, 10**most):
        digits = most - math.floor(math.log10(abs(whole)))
        return f"{float(whole):.{min(digits, 18)}f}".rstrip("0")
    return f"{float(whole):,.{most}f}".rstrip("0").rstrip(".")


def apart(write: Callable[[Number], str], amount: Number, other: Number) -> str:
    """
    Write an amount as `write` does, or with the digits that tell it from another one, where that hides them.

    Examples
    --------
    >>> apart(money, 10**15 + 4, 10**15), apart(money, 5.0000005, 5), apart(money, 22_800, 10_000)
    ('1,000,000,000,000,004', '5.0000005', '22,800')
    """
    one, two = exact(amount), exact(other)
    if one == two or write(amount) != write(other):
        return write(amount)
    for decimals in range(MOST_DECIMALS + 1):
        if round(one, decimals) != round(two, decimals):
            whole = round(one * 10**decimals)
            digits = f"{abs(whole):0{decimals + 1}d}"
            cut = len(digits) - decimals
            rest = digits[cut:].rstrip("0")
            return f"{'-' if whole < 0 else ''}{int(digits[:cut]):,}{f'.{rest}' if rest else ''}"
    return write(amount)


def percent(share: Number) -> str:
    """
    Write a share in percent, rounded up: it says "at most".

    Examples
    --------
    >>> percent(0.0123), percent(0.0004), percent(1e-9)
    ('2 %', '0.04 %', '0.001 %')
    """
    exactly, decimals = exact(share) * 100, 0
    while exactly and decimals < 3 and exactly < Fraction(1, 10**decimals):
        decimals += 1
    rounded = Fraction(math.ceil(exactly * 10**decimals), 10**decimals)
    return f"{float(rounded):,.{decimals}f} %"


def day(when: date, *, year: bool = True) -> str:
    """
    Write a date that no locale misreads.

    Examples
    --------
    >>> day(date(2027, 2, 19)), day(date(2027, 2, 19), year=False)
    ('19 Feb 2027', '19 Feb')
    """
    text = f"{when.day} {MONTHS[when.month - 1]}"
    return f"{text} {when.year}" if year else text


def days(first: date, last: date, *, year: bool = False) -> str:
    """
    Write a span of dates as short as it can be.

    Examples
    --------
    >>> days(date(2027, 1, 4), date(2027, 1, 7)), days(date(2027, 1, 25), date(2027, 2, 19))
    ('4 - 7 Jan', '25 Jan - 19 Feb')
    >>> days(date(2027, 1, 4), date(2027, 1, 4)), days(date(2026, 12, 28), date(2027, 1, 8), year=True)
    ('4 Jan', '28 Dec 2026 - 8 Jan 2027')
    """
    end = day(last, year=year)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} - {end}"
    return f"{day(first, year=year and first.year != last.year)} - {end}"


def plural(count: int, thing: str, things: str | None = None) -> str:
    """
    Count things.

    Examples
    --------
    >>> plural(1, "feature"), plural(1_200, "feature")
    ('1 feature', '1,200 features')
    """
    return f"{count:,} {thing if count == 1 else things or thing + 's'}"


def listed(items: Sequence[str], *, most: int | None = None, join: str = "and") -> str:
    """
    Write a list as a sentence does; what is beyond `most` is counted.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b", "c"]), listed(["a", "b", "c", "d"], most=2)
    ('a', 'a, b and c', 'a, b and 2 more')
    """
    parts = list(items)
    if most is not None and len(parts) > most + 1:  # "and 1 more" would be no shorter than the name
        parts = [*parts[:most], f"{len(parts) - most:,} more"]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {join} {parts[-1]}" if parts else "nothing"


def label(name: str, longest: int = LONGEST_NAME) -> str:
    r"""
    Write a name on one line and not too long; one that runs from right to left turns nothing round that is beside it.

    Examples
    --------
    >>> label("log\nin"), label("x" * 40, 5)
    ('log in', 'xxxx…')
    """
    written = name if name.isprintable() else "".join(" " if _controls(char) else char for char in name)
    shown = " ".join(written.split()) or "?"
    if width(shown) > longest:
        while width(shown) > longest - 1:
            shown = shown[:-1]
        shown = shown.rstrip(JOINER + " ") + ELLIPSIS
    return shown if shown.isascii() or not any(map(_runs_left, shown)) else f"{ISOLATE}{shown}{ISOLATE_END}"


def width(text: str) -> int:
    r"""
    Count the columns that a text takes in a terminal.

    Examples
    --------
    >>> width("abc"), width("日本"), width("🚀"), width("e\u0301")
    (3, 4, 2, 1)
    """
    if text.isascii():
        return len(text)
    columns, joined = 0, False
    for char in text:
        if char == JOINER:
            joined = True
            continue
        wide = unicodedata.east_asian_width(char) in "WF"
        takes = 0 if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf") else 1 + wide
        columns += 0 if joined else takes
        joined = False
    return columns


def _runs_left(char: str) -> bool:
    return unicodedata.bidirectional(char) in ("R", "AL", "AN")


def _controls(char: str) -> bool:
    """Whether a character moves the cursor, turns the direction or is otherwise no part of a word."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char != JOINER
