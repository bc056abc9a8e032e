"""
From documents to values, every problem at its place.

cattrs finds the hook for a type. The hooks here differ from its own in one thing: a part that is wrong does not end
the reading of what is around it. It is left out, the rest is built and checked all the same, and the problems come
together.
"""

from __future__ import annotations

import enum
import re
import types
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cache, partial
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs
from cattrs import Converter

from irontriangle._files.document import Document
from irontriangle._files.kinds import whole_problems
from irontriangle._files.places import at_fields, inside, unknown_fields, wrong
from irontriangle._model.changes import CHANGES
from irontriangle._model.priority import Priority, priority_problem, to_priority
from irontriangle._model.problems import did_you_mean, show
from irontriangle._model.project import Project
from irontriangle._model.rules import RULES
from irontriangle._model.timeline import Capacity
from irontriangle._tradeoffs.option import Release
from irontriangle.errors import ModelError, Problem

TAG = "kind"
TAGGED: frozenset[type] = frozenset({*RULES, *CHANGES, Release})
"""The classes whose document says which of them it is."""

Hook = Callable[[Any, Any], Any]

_RATIO = re.compile(r"-?[0-9]{1,48}/[0-9]{1,48}")


def read_value(converter: Converter, written: Any, cls: type) -> Any:
    """Build an attrs value from its document, or raise all that is wrong in it, at its places within the document."""
    if not isinstance(written, dict):
        raise wrong(f"must be a table of fields, got {show(written)}")
    fields = fields_of(cls)
    tag = {TAG} if cls in TAGGED else set()
    problems = unknown_fields((name for name in written if name not in tag), tuple(fields))
    if tag and written.get(TAG, cls.__name__) != cls.__name__:
        problems.append(Problem(TAG, f"must be {cls.__name__!r}, got {show(written[TAG])}"))
    values: dict[str, Any] = {}
    failed: set[str] = set()
    for name, (kind, required) in fields.items():
        if name in written:
            values[name] = _attempt(converter, written[name], kind, name, problems, failed)
        elif required:
            problems.append(Problem(name, "is missing"))
            failed.add(name)
            values[name] = None
    value = None
    if not failed or hasattr(cls, "__attrs_post_init__"):  # which checks all fields, whatever the others are
        try:
            value = cls(**values)
        except ModelError as error:  # what stands in for a part that failed is none of the file's problems
            problems += at_fields(problem for problem in error.problems if problem.field not in failed)
    if problems:
        raise ModelError(problems)
    return value


def read_list(converter: Converter, written: Any, kind: Any) -> tuple[Any, ...]:
    """Build a tuple of parts, each on its own."""
    if not isinstance(written, list):
        raise wrong(f"must be a list, got {show(written)}")
    problems: list[Problem] = []
    found = [_attempt(converter, part, kind, f"[{index}]", problems, set()) for index, part in enumerate(written)]
    if problems:
        raise ModelError(problems)
    return tuple(found)


def read_tagged(converter: Converter, written: Any, classes: Mapping[str, type]) -> Any:
    """Build one of several classes: the field `kind` says which."""
    if not isinstance(written, dict):
        raise wrong(f"must be a table of fields, got {show(written)}")
    name = written.get(TAG)
    if isinstance(name, str) and name in classes:
        return converter.structure(written, classes[name])
    got = f"got {show(name)}{did_you_mean(name, classes)}" if TAG in written else "is missing"
    raise ModelError([Problem(TAG, f"must be one of {', '.join(classes)}; {got}")])


def read_numbers(written: Any) -> Any:
    """Return numbers with ratios as such: ``"1/3"`` is a Fraction; the check of the value names what is none."""
    if isinstance(written, dict):
        return {name: read_numbers(part) for name, part in written.items()}
    if isinstance(written, list):
        return [read_numbers(part) for part in written]
    if isinstance(written, str) and _RATIO.fullmatch(written) and int(written.partition("/")[2]):
        return Fraction(written)
    return written


def make_converter(leaf: Callable[[Any], Hook]) -> Converter:
    """Return a converter of attrs classes, lists of them and choices between them; `leaf` makes the other hooks."""
    converter = Converter()
    register = converter.register_structure_hook_factory
    register(lambda _: True, leaf)
    for kind in (str, int, float, bool, type(None)):  # cattrs' own hooks for these convert whatever they get
        converter.register_structure_hook(kind, leaf(kind))
    converter.register_structure_hook(enum.Enum, lambda written, kind: leaf(kind)(written, kind))  # up to cattrs 25
    register(is_list_of_values, lambda kind: lambda written, _: read_list(converter, written, get_args(kind)[0]))
    register(_is_optional_value, lambda kind: partial(_read_optional, converter, _values_in(kind)[0]))
    register(_is_value_or_leaf, lambda kind: partial(_read_value_or_leaf, converter, _values_in(kind)[0]))
    register(_is_choice, lambda kind: partial(_read_choice, converter, {cls.__name__: cls for cls in _values_in(kind)}))
    register(attrs.has, lambda _: partial(read_value, converter))
    return converter


def model_converter() -> Converter:
    """Return the converter of the model, whose values check their own leaves."""
    converter = make_converter(lambda kind: _read_numbers if Fraction in parts_of(kind) else _read_as_written)
    converter.register_structure_hook(Project, partial(_read_project, converter))
    converter.register_structure_hook(Capacity, _read_capacity)
    converter.register_structure_hook(Priority, _read_priority)
    return converter


def parts_of(kind: Any) -> set[Any]:
    """Return all types that a type is made of."""
    return {kind, *(part for argument in get_args(kind) for part in parts_of(argument))}


def is_list_of_values(kind: Any) -> bool:
    """Whether the type is a tuple of attrs values, as many as there are."""
    arguments = get_args(kind)
    return get_origin(kind) is tuple and arguments[1:] == (...,) and bool(_values_in(arguments[0]))


def union_of(kind: Any) -> tuple[Any, ...]:
    """Return the members of a union; a type that is none is its own only member."""
    return get_args(kind) if get_origin(kind) in (Union, types.UnionType) else (kind,)


def _values_in(kind: Any) -> list[type]:
    return [part for part in union_of(kind) if attrs.has(part) and part is not Priority]


def _is_optional_value(kind: Any) -> bool:
    return type(None) in union_of(kind) and len(union_of(kind)) == 2 and len(_values_in(kind)) == 1


def _is_value_or_leaf(kind: Any) -> bool:
    return type(None) not in union_of(kind) and len(union_of(kind)) > len(_values_in(kind)) == 1


def _is_choice(kind: Any) -> bool:
    return len(_values_in(kind)) > 1


@cache
def fields_of(cls: type) -> dict[str, tuple[Any, bool]]:
    """Return for each field that is written its type and whether it must be there."""
    hints = get_type_hints(cls)
    return {
        field.name: (hints[field.name], field.default is attrs.NOTHING) for field in attrs.fields(cls) if field.init
    }


def _attempt(
    converter: Converter, written: Any, kind: Any, step: str, problems: list[Problem], failed: set[str]
) -> Any:
    try:
        return converter.structure(written, kind)
    except ModelError as error:
        problems += inside(step, error.problems)
        failed.add(step)
        return None


def _read_optional(converter: Converter, inner: type, written: Any, _: Any) -> Any:
    return None if written is None else converter.structure(written, inner)


def _read_value_or_leaf(converter: Converter, inner: type, written: Any, _: Any) -> Any:
    """Build what is written as a table; the check of what it stands in names what is neither."""
    return converter.structure(written, inner) if isinstance(written, dict) else written


def _read_choice(converter: Converter, classes: Mapping[str, type], written: Any, kind: Any) -> Any:
    if written is None and type(None) in union_of(kind):
        return None
    return read_tagged(converter, written, classes)


def _read_project(converter: Converter, written: Any, _: Any) -> Project:
    if not isinstance(written, dict):
        raise wrong(f"must be a table of fields, got {show(written)}")
    problems = whole_problems(written, Project)
    if problems:  # what another version means is not known
        raise ModelError(problems)
    document: Document = read_value(converter, written, Document)
    return document.project()


def _read_capacity(written: Any, _: Any) -> Capacity:
    try:
        return Capacity(read_numbers(written))
    except ModelError as error:
        placed = at_fields(error.problems)
        raise ModelError(
            Problem(problem.where.removeprefix("amounts"), problem.message) for problem in placed
        ) from None


def _read_priority(written: Any, _: Any) -> Priority:
    priority = to_priority(written)
    problems: Iterable[Problem] = priority_problem("priority", priority)
    if problems:
        raise ModelError(Problem("", problem.message.removeprefix("priority ")) for problem in problems)
    return priority


def _read_numbers(written: Any, _: Any) -> Any:
    return read_numbers(written)


def _read_as_written(written: Any, _: Any) -> Any:
    return written
