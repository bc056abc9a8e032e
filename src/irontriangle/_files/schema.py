"""
JSON Schemas of all that is written: of projects by hand, of answers from their classes.

The definitions of the model are those of `project.schema.json`, which editors use too.
"""

from __future__ import annotations

import copy
import enum
import inspect
import json
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, get_args, get_origin

from irontriangle._files.document import ANSWERS, FORMAT
from irontriangle._files.structure import TAG, TAGGED, fields_of, parts_of, union_of
from irontriangle._model.amounts import FrozenMap
from irontriangle._plan.plan import Answer, Plan
from irontriangle._plan.schedule import Schedule, ScheduledTask

Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_LEAVES: dict[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    date: {"$ref": "#/$defs/date"},
    int: {"type": "integer"},
    float: {"type": "number"},
    Fraction: {"$ref": "#/$defs/ratio"},
}


def schema_of(kind: Any) -> Schema:
    """Return the schema of a type, with the definitions that it needs and no others."""
    builder = _Builder(of_answers=any(part in ANSWERS for part in parts_of(kind)))
    root = builder.of(kind)
    found = {**_written_by_hand(), **builder.defs}
    name = root.get("$ref", "").rpartition("/")[2]
    body = found[name] if name else root
    needed = sorted(_needed(body, found), key=list(found).index)
    return copy.deepcopy({"$schema": _DIALECT, **body, "$defs": {one: found[one] for one in needed}})


def _needed(root: Any, defs: dict[str, Schema]) -> set[str]:
    found: set[str] = set()
    open_ends = [*_refs(root)]
    while open_ends:
        name = open_ends.pop()
        if name not in found:
            found.add(name)
            open_ends += _refs(defs[name])
    return found


def _refs(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"].rpartition("/")[2]
        for item in part.values():
            yield from _refs(item)
    elif isinstance(part, list):
        for item in part:
            yield from _refs(item)


@cache
def _written_by_hand() -> dict[str, Schema]:
    """Return the definitions of the model; that of a whole project is the file itself."""
    document = json.loads((files("irontriangle") / "project.schema.json").read_text("utf-8"))
    defs: dict[str, Schema] = document.pop("$defs")
    del document["$schema"]
    capacity = {"$ref": "#/$defs/numbers", "minProperties": 1}
    return {
        **defs,
        "Project": document,
        "DifferentProject": _different(document),
        "Capacity": capacity,
        "Priority": defs["priority"],
    }


def _different(document: Schema) -> Schema:
    """Return the schema of what differs from the first project of an answer."""
    properties = {name: part for name, part in document["properties"].items() if name != "format"}
    features = {**properties["features"], "items": {"anyOf": [{"type": "string"}, properties["features"]["items"]]}}
    return {
        "title": "DifferentProject",
        "description": "What differs from the first project of an answer; a name stands for the same feature there.",
        "type": "object",
        "additionalProperties": False,
        "properties": {**properties, "features": features},
    }


class _Builder:
    """Build schemas of types; those of classes gather in `defs`."""

    def __init__(self, *, of_answers: bool) -> None:
        self.defs: dict[str, Schema] = {}
        self._of_answers = of_answers

    def of(self, kind: Any) -> Schema:
        members = union_of(kind)
        if len(members) > 1:
            return self._choice(members)
        if kind in _LEAVES:
            return _LEAVES[kind]
        origin, arguments = get_origin(kind), get_args(kind)
        if origin is FrozenMap:
            return {"type": "object", "additionalProperties": self.of(arguments[1])}
        if origin is tuple and arguments[1:] == (...,):
            return {"type": "array", "items": self.of(arguments[0])}
        if origin is tuple:
            size = len(arguments)
            return {"type": "array", "prefixItems": [*map(self.of, arguments)], "minItems": size, "maxItems": size}
        return self._named(kind)

    def _choice(self, members: tuple[Any, ...]) -> Schema:
        """A whole number is a number too: one schema for each thing that is told apart."""
        kinds = [kind for kind in members if not (kind is int and float in members)]
        return {"anyOf": [self.of(kind) for kind in kinds]}

    def _named(self, cls: type) -> Schema:
        name = cls.__name__
        if name not in _written_by_hand() and name not in self.defs:
            self.defs[name] = {}  # so that a class that holds itself comes to an end
            self.defs[name] = self._class(cls)
        return {"$ref": f"#/$defs/{name}"}

    def _class(self, cls: Any) -> Schema:
        says = {"title": cls.__name__, "description": inspect.cleandoc(cls.__doc__ or "").partition("\n")[0]}
        if issubclass(cls, enum.Enum):
            return {**says, "enum": [member.value for member in cls]}
        if cls is Schedule:
            return {**says, "type": "array", "items": self.of(ScheduledTask)}
        fields = fields_of(cls)
        properties = {name: self.of(kind) for name, (kind, _) in fields.items()}
        required = [name for name, (_, needed) in fields.items() if needed]
        if cls is Plan:
            del properties["answer"]
            if self._of_answers:
                properties["project"] = {"anyOf": [properties["project"], {"$ref": "#/$defs/DifferentProject"}]}
            figures = {name: self.of(kind | None) for name, (kind, _) in fields_of(Answer).items()}
            properties |= figures
            required += figures
        if cls in TAGGED:
            properties, required = {TAG: {"const": cls.__name__}, **properties}, [TAG, *required]
        if cls in (Plan, *ANSWERS):
            properties, required = {"format": {"const": FORMAT}, **properties}, ["format", *required]
        return {
            **says,
            "type": "object",
            "additionalProperties": False,
            "required": required,
            "properties": properties,
        }
