"""From what a spreadsheet saves as CSV to rows of cells."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Collection
from pathlib import Path
from typing import IO, Any

from irontriangle._files.reading import MOST_BYTES
from irontriangle._model.problems import show
from irontriangle.errors import ModelError, Problem

DELIMITERS = (",", ";", "\t", "|")


def read_sheet(source: str | os.PathLike[str] | IO[Any]) -> str:
    """Return the text of a file, whatever the encoding that the spreadsheet chose."""
    if isinstance(source, (str, os.PathLike)):
        with Path(source).open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    elif not hasattr(source, "read"):
        raise TypeError(f"source must be a path or an open file, got {show(source)}")
    else:
        raw = source.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise ModelError([Problem("", f"must be smaller than {MOST_BYTES // 2**20} MB; it is no backlog")])
    text = raw.removeprefix("\ufeff") if isinstance(raw, str) else _decode(raw)
    if "\0" in text:
        raise ModelError([Problem("", "must be text, got null characters; save it as CSV in UTF-8")])
    return text


def split_rows(text: str, known: Collection[str]) -> list[tuple[int, list[str]]]:
    """
    Return the rows as numbers and stripped cells.

    Of the marks that may stand between cells, the one is taken that finds most of the `known` names in the header;
    a first line ``sep=;`` says it.
    """
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        delimiter, text = first.strip()[4], rest
    else:
        delimiter = max(DELIMITERS, key=lambda mark: _found(text, mark, known))
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            rows.append((len(rows) + 1, [cell.strip() for cell in row]))
    except csv.Error as error:
        raise ModelError([Problem(f"row {len(rows) + 1}", f"not CSV: {error}")]) from None
    return rows


def _decode(raw: bytes) -> str:
    """Spreadsheets save UTF-8 with a byte order mark, UTF-16 ("Unicode text"), or Windows-1252 (plain "CSV")."""
    encodings = ["utf-16"] if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ModelError([Problem("", "must be text in UTF-8 or Windows-1252; save it as CSV in UTF-8")])


def _found(text: str, delimiter: str, known: Collection[str]) -> int:
    """Count the known names in the first line that is not blank; nothing quoted is in them."""
    for line in io.StringIO(text):
        if line.strip(" \t\r\n,;|"):
            cells = (cell.strip(' \t\r\n"').casefold().partition(":")[0].strip() for cell in line.split(delimiter))
            return sum(cell in known for cell in cells)
    return 0
