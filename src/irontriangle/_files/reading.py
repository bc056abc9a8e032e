"""From bytes to a document of plain dicts and lists, with every number as it was written."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from irontriangle._files.places import join, step_to
from irontriangle.errors import ModelError, Problem

MOST_BYTES = 64 * 2**20
"""The largest file that is read: a hundred thousand features have room in it."""

DEEPEST = 50
"""How deeply a document may be nested; a project needs seven levels, a plan ten."""

MOST_DIGITS = 15
"""Of as many decimal digits, a float keeps every one."""

_KEY = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
_LONG_KEY = re.compile(rf"(?<![A-Za-z0-9_-])(?:{_KEY}[ \t]*+\.[ \t]*+){{{DEEPEST},}}")


class _Repeated(dict[str, Any]):
    """An object of a JSON text in which some fields stand twice."""

    repeated: tuple[str, ...]


def read_text(path: str | os.PathLike[str]) -> str:
    """
    Return the text of a file.

    Raises
    ------
    OSError
        If it cannot be opened.
    ModelError
        If it is too large, or not UTF-8.
    """
    with Path(path).open("rb") as file:
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise _at("", f"must be smaller than {MOST_BYTES // 2**20} MB; it is no project")
    return decode(raw)


def decode(raw: bytes) -> str:
    """Return the text of UTF-8 bytes, with or without a byte order mark."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise _at("", "must be UTF-8, got UTF-16; save it as UTF-8") from None
        before = error.object[: error.start].decode("utf-8")
        byte = error.object[error.start]
        raise _at(_line_column(before, len(before)), f"must be UTF-8, got the byte 0x{byte:02x}") from None


def parse(text: str, *, suffix: str = "") -> Any:
    """Return the document in a TOML or JSON text; the file's suffix decides, else the first character."""
    is_json = suffix.lower() == ".json" or (suffix.lower() != ".toml" and text.lstrip()[:1] in ("{", "["))
    return parse_json(text) if is_json else parse_toml(text)


def parse_toml(text: str) -> dict[str, Any]:
    """Return the document in a TOML text."""
    long_key = _LONG_KEY.search(text)
    if long_key:  # tomllib takes time and memory with the square of a key's length
        raise _at(_line_column(text, long_key.start()), f"a key must have fewer than {DEEPEST} parts")
    try:
        document = tomllib.loads(text, parse_float=_number)
    except tomllib.TOMLDecodeError as error:
        raise _toml_error(text, error) from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:  # an integer with more digits than Python reads
        raise _at("", f"not TOML: {error}") from None
    return _checked(document)  # type: ignore[no-any-return]


def parse_json(text: str) -> Any:
    """Return the document in a JSON text."""
    try:
        document = json.loads(
            text, parse_float=_number, parse_int=_whole, parse_constant=float, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        raise _at(f"line {error.lineno}, column {error.colno}", f"not JSON: {error.msg}") from None
    except RecursionError:
        raise _too_deep() from None
    return _checked(document)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    times = Counter(name for name, _ in pairs)
    twice = _Repeated(found)
    twice.repeated = tuple(name for name in found if times[name] > 1)
    return twice


def _number(written: str) -> Any:
    """Return a number as it is written; what no Decimal can hold stays text, for the field's check to name."""
    if len(written) <= MOST_DIGITS and "e" not in written.lower():
        return float(written)  # which means its shortest repr: the same number
    try:
        return Decimal(written)
    except InvalidOperation:
        return written


def _whole(written: str) -> Any:
    return int(written) if len(written) < 4000 else Decimal(written)


def _checked(document: Any) -> Any:
    """Return the document if no field stands twice and nothing is nested too deeply."""
    problems: list[Problem] = []
    stack: list[tuple[str, Any, int]] = [("", document, 0)]
    while stack:
        place, part, depth = stack.pop()
        if depth > DEEPEST:
            raise _too_deep()
        if isinstance(part, _Repeated):
            problems += [Problem(join(place, step_to(name)), "is given more than once") for name in part.repeated]
        stack += reversed([(join(place, step), item, depth + 1) for step, item in _parts(part)])
    if problems:
        raise ModelError(problems)
    return document


def _parts(part: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(part, dict):
        yield from ((step_to(name), item) for name, item in part.items() if isinstance(item, (dict, list)))
    elif isinstance(part, list):
        yield from ((f"[{index}]", item) for index, item in enumerate(part) if isinstance(item, (dict, list)))


def _toml_error(text: str, error: tomllib.TOMLDecodeError) -> ModelError:
    """Return the problem at its place: tomllib writes it in the sentence."""
    message, _, place = str(error).partition(" (at ")
    place = place.removesuffix(")")
    if place == "end of document":
        place = _line_column(text, len(text))
    return _at(place, f"not TOML: {message}")


def _line_column(text: str, position: int) -> str:
    line = text.count("\n", 0, position) + 1
    return f"line {line}, column {position - text.rfind(chr(10), 0, position)}"


def _too_deep() -> ModelError:
    return _at("", f"must not be nested more than {DEEPEST} levels deep")


def _at(where: str, message: str) -> ModelError:
    return ModelError([Problem(where, message)])
