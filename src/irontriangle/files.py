"""Projects in files: TOML or JSON in, JSON out, and backlogs from spreadsheets."""

from __future__ import annotations

import json
import os
from enum import Enum
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, overload

import attrs
from cattrs import Converter

from irontriangle._files.csv import scope_from_csv as scope_from_csv
from irontriangle._files.places import wrong
from irontriangle._files.plans import plan_converter
from irontriangle._files.reading import decode, parse, parse_json, read_text
from irontriangle._files.rows import scope_to_csv as scope_to_csv
from irontriangle._files.schema import schema_of
from irontriangle._files.structure import model_converter, union_of
from irontriangle._files.unstructure import make_unstructurer
from irontriangle._model.problems import show
from irontriangle._model.project import Project
from irontriangle._model.shown import Shown
from irontriangle._show.showing import as_markdown

T = TypeVar("T")

SHEETS = (".csv", ".tsv")


def load(path: str | os.PathLike[str]) -> Project:
    """
    Read a project from a TOML or JSON file.

    Parameters
    ----------
    path
        A file in the project format; where its name ends in neither ``.toml`` nor ``.json``, its first character tells.

    Raises
    ------
    ModelError
        If the file does not describe a project; every problem names its place, as in
        ``features[0].variants[0].cost: must be a finite number >= 0, got nan``.
    OSError
        If the file cannot be read.

    See Also
    --------
    from_json : reads a string.
    scope_from_csv : reads a spreadsheet's backlog.

    Examples
    --------
    >>> import irontriangle as it
    >>> from importlib.resources import as_file, files
    >>> with as_file(files("irontriangle.examples") / "feature-abc.toml") as path:
    ...     project = it.load(path)
    >>> project.name, [feature.name for feature in project.scope]
    ('Feature ABC', ['ABC', 'XYZ'])
    """
    suffix = Path(path).suffix.lower()
    if suffix in SHEETS and Path(path).is_file():
        raise wrong("must be a project in TOML or JSON, got a spreadsheet; scope_from_csv reads the backlog in it")
    document = parse(read_text(path), suffix=suffix)
    return _reader().structure(document, Project)


def to_json(value: Any, indent: int | None = None) -> str:
    """
    Return a value as JSON.

    A project's JSON is the same document as a project file. It is plain ASCII, so that it survives any pipe, and exact:
    what JSON has no number for is a string, as in ``"1/3"``.

    Parameters
    ----------
    value
        A project, a plan, any other answer, or any value of the model: features, rules, changes, a tuple of them.
    indent
        Spaces by which nested parts are indented; None for one line.

    Raises
    ------
    TypeError
        If it is none of these.

    See Also
    --------
    from_json : the way back.
    json_schema : what the document looks like.

    Examples
    --------
    >>> from irontriangle import Requires, Variant
    >>> to_json(Variant("simplified", value=60, effort={"dev": 15}))
    '{"name": "simplified", "value": 60, "effort": {"dev": 15}}'
    >>> to_json(Requires("export", ("login", "full")))
    '{"kind": "Requires", "feature": "export", "needs": ["login", "full"]}'
    """
    if not _is_value(value):
        raise TypeError(f"value must be a project, an answer or a part of one, or a list of them, got {show(value)}")
    return json.dumps(_writer().unstructure(value), indent=indent, allow_nan=False)


def to_markdown(value: Shown) -> str:
    r"""
    Return what a notebook shows of a value as Markdown, for a wiki or an issue.

    Parameters
    ----------
    value
        A project, a scope, a plan or any other answer.

    Raises
    ------
    TypeError
        If it is none of these.

    Examples
    --------
    >>> from irontriangle import Feature, Scope, Variant
    >>> print(to_markdown(Scope([Feature("a|b", Variant(value=5, cost=2))])))
    **1 feature.**
    <BLANKLINE>
    | Feature | value | cost |
    |---|---:|---:|
    | a\|b | 5 | 2 |
    <BLANKLINE>
    """
    if not isinstance(value, Shown):
        raise TypeError(f"value must be a project, a scope, a plan or another answer, got {show(value)}")
    return as_markdown(value)


@overload
def from_json(text: str | bytes) -> Project: ...
@overload
def from_json(text: str | bytes, kind: type[T]) -> T: ...
@overload
def from_json(text: str | bytes, kind: Any) -> Any: ...
def from_json(text: str | bytes, kind: Any = Project) -> Any:
    """
    Return the value that `to_json` wrote.

    Plans and other answers are read as they were written; `violations` tells whether a plan is one. What a newer
    version wrote is refused rather than misread.

    Parameters
    ----------
    text
        The JSON text.
    kind
        What it holds: `Project`, `Plan`, `Options`, ...; ``tuple[Feature, ...]``; a union, ``Requires | Excludes``.

    Raises
    ------
    ModelError
        If the text is not JSON, or does not describe such a value; every problem names its place.
    TypeError
        If `text` is no text, or `kind` is none of these.

    See Also
    --------
    to_json : the way there.

    Examples
    --------
    >>> from irontriangle import Variant
    >>> from_json('{"name": "simplified", "value": 60, "effort": {"dev": 15}}', Variant).effort
    {'dev': 15}
    """
    if not isinstance(text, (str, bytes, bytearray)):
        raise TypeError(f"text must be JSON text, got {show(text)}")
    _check_kind(kind)
    document = parse_json(text if isinstance(text, str) else decode(text))
    return _reader().structure(document, kind)


def json_schema(kind: Any = Project) -> dict[str, Any]:
    """
    Return the JSON Schema of what `to_json` writes, for other programs and for the descriptions of web services.

    Parameters
    ----------
    kind
        A class, a union or ``tuple[CLASS, ...]``, as for `from_json`.

    Returns
    -------
    dict
        A schema of draft 2020-12 that holds all the definitions it needs.

    Raises
    ------
    TypeError
        If `kind` is none of these.

    Examples
    --------
    >>> from irontriangle import Options, Shortfall
    >>> json_schema(Shortfall)["required"]
    ['limit', 'needed', 'left', 'short']
    >>> "Plan" in json_schema(Options)["$defs"]
    True
    """
    _check_kind(kind)
    return schema_of(kind)


def _check_kind(kind: Any) -> None:
    if not _is_kind(kind):
        raise TypeError(f"kind must be a class of irontriangle, a union, or tuple[CLASS, ...], got {show(kind)}")


def _is_value(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return all(map(_is_value, value))
    return attrs.has(type(value)) and _is_ours(type(value))


def _is_kind(kind: Any) -> bool:
    if get_origin(kind) is tuple:
        return all(part is ... or _is_kind(part) for part in get_args(kind))
    return all(isinstance(part, type) and (part is NoneType or _is_ours(part)) for part in union_of(kind))


def _is_ours(cls: type) -> bool:
    return (attrs.has(cls) or issubclass(cls, Enum)) and cls.__module__.partition(".")[0] == __package__


@cache
def _reader() -> Converter:
    return plan_converter(model_converter())


@cache
def _writer() -> Converter:
    return make_unstructurer()
