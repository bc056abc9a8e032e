"""From documents to plans and other answers: verbs computed them, they check little, so every leaf is checked here."""

from __future__ import annotations

import enum
import math
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, get_args, get_origin

import attrs
from cattrs import Converter

from irontriangle._files.differences import first_project, one_answer, read_project
from irontriangle._files.document import ANSWERS
from irontriangle._files.kinds import whole_problems
from irontriangle._files.places import inside, wrong
from irontriangle._files.structure import Hook, make_converter, parts_of, read_list, read_numbers, read_value, union_of
from irontriangle._model.amounts import FrozenMap, to_number
from irontriangle._model.dates import date_problem, to_date
from irontriangle._model.problems import did_you_mean, show
from irontriangle._model.project import Project
from irontriangle._plan.plan import Answer, Plan
from irontriangle._plan.schedule import Schedule, ScheduledTask
from irontriangle.errors import ModelError, Problem


def plan_converter(model: Converter) -> Converter:
    """Return the converter of plans; what belongs to the model is left to the model's."""
    converter = make_converter(lambda kind: _leaf(kind, lambda: converter))
    converter.register_structure_hook_func(_is_of_model, model.structure)
    converter.register_structure_hook(Project, partial(read_project, model))
    converter.register_structure_hook(Plan, partial(_read_plan, converter))
    for cls in ANSWERS:
        converter.register_structure_hook(cls, partial(_read_answer, converter, model))
    converter.register_structure_hook(
        Schedule, lambda written, _: Schedule(read_list(converter, written, ScheduledTask))
    )
    return converter


def _is_of_model(kind: Any) -> bool:
    classes = [part for part in union_of(kind) if attrs.has(part)]
    return bool(classes) and all(cls.__module__.startswith("irontriangle._model") for cls in classes)


def _read_answer(converter: Converter, model: Converter, written: Any, cls: type) -> Any:
    fields = _of_our_version(written, cls)
    with one_answer(*first_project(model, fields)):
        return read_value(converter, fields, cls)


def _of_our_version(written: Any, cls: type) -> dict[str, Any]:
    """Return the fields of a document beside its version, if it is of this kind and a version that is known."""
    if not isinstance(written, dict):
        raise wrong(f"must be a table of fields, got {show(written)}")
    problems = whole_problems(written, cls)
    if problems:
        raise ModelError(problems)
    return {name: part for name, part in written.items() if name != "format"}


def _read_plan(converter: Converter, written: Any, _: Any) -> Plan:
    written = _of_our_version(written, Plan)
    figures = {field.name for field in attrs.fields(Answer)}
    fields = {name: part for name, part in written.items() if name not in figures}
    if fields.pop("answer", None) is not None:
        raise ModelError([Problem("answer", "unknown field; its figures stand beside the status")])
    answer = {name: part for name, part in written.items() if name in figures}
    found = any(part is not None for part in answer.values())
    problems: list[Problem] = []
    figures_read = _attempt(lambda: read_value(converter, answer, Answer) if found else None, problems)
    plan: Plan | None = _attempt(lambda: read_value(converter, fields, Plan), problems)
    if problems or plan is None:
        raise ModelError(problems)
    return attrs.evolve(plan, answer=figures_read)


def _attempt(read: Callable[[], Any], problems: list[Problem]) -> Any:
    try:
        return read()
    except ModelError as error:
        problems += error.problems
        return None


def _leaf(kind: Any, converter: Callable[[], Converter]) -> Hook:
    """Return the hook for a type that is no attrs class, which takes nothing but that type."""
    origin, arguments = get_origin(kind), get_args(kind)
    if any(isinstance(part, type) and issubclass(part, enum.Enum) for part in union_of(kind)):
        return _read_enum  # one of these at most, or None
    if origin is FrozenMap:
        return lambda written, _: _read_map(converter(), written, arguments[1])
    if origin is tuple and arguments[1:] == (...,):
        return lambda written, _: read_list(converter(), written, arguments[0])
    if origin is tuple:
        return lambda written, _: _read_pair(converter(), written, arguments)
    structured = [part for part in union_of(kind) if get_origin(part) is not None]
    if structured:  # one of these at most, or None
        return lambda written, _: None if written is None else converter().structure(written, structured[0])
    return _read_scalar


def _read_enum(written: Any, kind: Any) -> Any:
    if written is None and type(None) in union_of(kind):
        return None
    values = {member.value: member for member in next(part for part in union_of(kind) if part is not type(None))}
    if isinstance(written, str) and written in values:
        return values[written]
    raise wrong(f"must be one of {', '.join(map(repr, values))}, got {show(written)}{did_you_mean(written, values)}")


def _read_map(converter: Converter, written: Any, kind: Any) -> FrozenMap[str, Any]:
    if not isinstance(written, dict):
        raise wrong(f"must be a table, got {show(written)}")
    found, problems = {}, []
    for name, part in written.items():
        try:
            found[name] = converter.structure(part, kind)
        except ModelError as error:
            problems += inside(f"[{show(name)}]", error.problems)
    if problems:
        raise ModelError(problems)
    return FrozenMap(found)


def _read_pair(converter: Converter, written: Any, kinds: tuple[Any, ...]) -> tuple[Any, ...]:
    if not isinstance(written, list) or len(written) != len(kinds):
        raise wrong(f"must be a list of {len(kinds)}, got {show(written)}")
    return tuple(converter.structure(part, kind) for part, kind in zip(written, kinds, strict=True))


def _read_scalar(written: Any, kind: Any) -> Any:
    """Return None, a flag, text, a date or a number, whichever of them the type allows."""
    allowed = parts_of(kind)
    if (written is None and type(None) in allowed) or (isinstance(written, bool) and bool in allowed):
        return written
    if isinstance(written, str):
        if str in allowed:
            return written
        if date in allowed and not date_problem("", to_date(written)):
            return to_date(written)
    if allowed & {int, float, Fraction}:
        number = _number(read_numbers(written), allowed)
        if number is not None:
            return number
    names = {type(None): "null", str: "text", bool: "true or false", date: '"YYYY-MM-DD"', int: "a whole number"}
    names |= {float: "a number", Fraction: "a number"}
    words = dict.fromkeys(names[part] for part in names if part in allowed)
    raise wrong(f"must be {' or '.join(words)}, got {show(written)}")


def _number(written: Any, allowed: set[Any]) -> int | float | Fraction | None:
    """Return a number of an allowed type; computed figures may be larger, and finer, than what may be written."""
    if isinstance(written, Decimal) and written.is_finite():
        nearest, stored = float(written), to_number(written)
        same = float in allowed and math.isfinite(nearest) and Decimal(repr(nearest)) == written
        written = nearest if same or isinstance(stored, Decimal) else stored
    if isinstance(written, Fraction) and Fraction not in allowed:
        written = float(written)
    if isinstance(written, bool) or not isinstance(written, (int, float, Fraction)):
        return None
    if isinstance(written, float) and not math.isfinite(written):
        return None
    return written if type(written) in allowed or (type(written) is int and float in allowed) else None
