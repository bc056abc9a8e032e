"""From values to documents of plain dicts, lists, numbers and strings."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import attrs
from cattrs import Converter

from irontriangle._files.differences import one_answer, write_project
from irontriangle._files.document import ANSWERS, FORMAT, Document
from irontriangle._files.structure import TAG, TAGGED
from irontriangle._model.amounts import FrozenMap
from irontriangle._model.priority import LAST_RANK, Priority
from irontriangle._model.project import Project
from irontriangle._model.timeline import Capacity
from irontriangle._plan.plan import Answer, Plan
from irontriangle._plan.schedule import Schedule

Hook = Callable[[Any], Any]


def make_unstructurer() -> Converter:
    """Return the converter that writes every value of the model, every plan and every other answer."""
    converter = Converter()
    converter.register_unstructure_hook_factory(attrs.has, lambda cls: _fields_hook(converter, cls))
    for cls in TAGGED:
        converter.register_unstructure_hook(cls, _tagged_hook(converter, cls))
    for cls in ANSWERS:
        converter.register_unstructure_hook(cls, _answer_hook(converter, cls))
    converter.register_unstructure_hook(Project, lambda project: write_project(converter, project))
    converter.register_unstructure_hook(Capacity, lambda capacity: converter.unstructure(capacity.amounts))
    converter.register_unstructure_hook(Schedule, lambda schedule: [converter.unstructure(task) for task in schedule])
    converter.register_unstructure_hook(Plan, _plan_hook(converter))
    converter.register_unstructure_hook(Priority, _priority)
    converter.register_unstructure_hook_func(
        lambda kind: isinstance(kind, type) and issubclass(kind, FrozenMap),
        lambda numbers: {name: converter.unstructure(part) for name, part in numbers.items()},
    )
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(Fraction, str)
    converter.register_unstructure_hook(enum.Enum, lambda member: member.value)
    return converter


def _fields_hook(converter: Converter, cls: type) -> Hook:
    """
    Write the fields in their order.

    What a file need not say is left out; a plan, which programs read, says all.
    """
    brief = cls.__module__.startswith("irontriangle._model") or cls is Document
    omitted = {field.name: field.default if brief else attrs.NOTHING for field in attrs.fields(cls) if field.init}

    def write(value: Any) -> dict[str, Any]:
        fields = ((name, getattr(value, name), default) for name, default in omitted.items())
        return {name: converter.unstructure(part) for name, part, default in fields if part != default}

    return write


def _tagged_hook(converter: Converter, cls: type) -> Hook:
    write = _fields_hook(converter, cls)
    return lambda value: {TAG: cls.__name__, **write(value)}


def _answer_hook(converter: Converter, cls: type) -> Hook:
    write = _fields_hook(converter, cls)

    def unstructure(value: Any) -> dict[str, Any]:
        with one_answer():
            return {"format": FORMAT, **write(value)}

    return unstructure


def _plan_hook(converter: Converter) -> Hook:
    """Write a plan's figures beside its status, as the plan hands them out; null where no plan was found."""
    write = _fields_hook(converter, Plan)
    figures = [field.name for field in attrs.fields(Answer)]

    def unstructure(plan: Plan) -> dict[str, Any]:
        fields = write(plan)
        project, question, answer = fields.pop("project"), fields.pop("question"), fields.pop("answer")
        answer = answer or dict.fromkeys(figures)
        return {"format": FORMAT, **fields, **answer, "question": question, "project": project}

    return unstructure


def _priority(priority: Priority) -> int | str:
    return str(priority) if priority.rank in (0, LAST_RANK) else priority.rank
