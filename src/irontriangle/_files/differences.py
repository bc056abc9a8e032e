"""
An answer's projects: the one that is discussed is written whole, of every other what differs.

An answer holds many plans, each of a project that differs from the first by a limit, a rule or a priority. The document
of such a one has the fields that differ and no version; in its features, a name stands for the same feature of the
first one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import attrs
from cattrs import Converter

from irontriangle._files.document import Document
from irontriangle._files.places import inside, unknown_fields, wrong
from irontriangle._files.structure import fields_of
from irontriangle._model.feature import Feature
from irontriangle._model.problems import Spelling, show
from irontriangle._model.project import Project
from irontriangle.errors import ModelError, Problem


@attrs.define
class _First:
    """The first project of the answer that is written or read, and where it stands in what is read."""

    project: Project | None = None
    written: Any = None


_FIRST: ContextVar[_First | None] = ContextVar("_FIRST", default=None)


@contextmanager
def one_answer(project: Project | None = None, written: Any = None) -> Iterator[None]:
    """Write or read one answer: when it is read, its first project is known before the others."""
    token = _FIRST.set(_First(project, written))
    try:
        yield
    finally:
        _FIRST.reset(token)


def write_project(converter: Converter, project: Project) -> dict[str, Any]:
    """Return a project's document, or what differs from the first project of the answer."""
    first, document = _FIRST.get(), Document.of(project)
    if first is None or first.project is None:
        if first is not None:
            first.project = project
        whole: dict[str, Any] = converter.unstructure(document)
        return whole
    base = Document.of(first.project)
    fields = {name: getattr(document, name) for name in fields_of(Document)}
    differing = {name: part for name, part in fields.items() if part != getattr(base, name)}
    if "features" in differing:
        same = set(base.features)
        differing["features"] = [feature.name if feature in same else feature for feature in document.features]
    return {name: converter.unstructure(part) for name, part in differing.items()}


def read_project(model: Converter, written: Any, kind: Any) -> Project:
    """Return the project that a document describes, on its own or beside the first one of the answer."""
    first = _FIRST.get()
    if first is not None and first.project is not None:
        if written is first.written:
            return first.project
        if isinstance(written, dict) and "format" not in written:
            return _differing(model, written, Document.of(first.project))
    project: Project = model.structure(written, kind)
    return project


def first_project(model: Converter, written: dict[str, Any]) -> tuple[Project | None, Any]:
    """
    Return the project that an answer's others are told by, and its document.

    Raises
    ------
    ModelError
        If it is not sound; what the others are is not known then.
    """
    plan = written.get("plan")
    holder, place = (
        (plan, "plan.project") if isinstance(plan, dict) and "project" not in written else (written, "project")
    )
    document = holder.get("project")
    if document is None:  # its absence is told where the fields are read
        return None, None
    try:
        return model.structure(document, Project), document
    except ModelError as error:
        raise ModelError(inside(place, error.problems)) from None


def _differing(model: Converter, written: dict[str, Any], base: Document) -> Project:
    fields = fields_of(Document)
    problems = unknown_fields(written, tuple(name for name in fields if name != "format"))
    found: dict[str, Any] = {}
    for name, part in written.items():
        if name in fields:
            try:
                found[name] = (
                    _features(model, part, base) if name == "features" else model.structure(part, fields[name][0])
                )
            except ModelError as error:
                problems += inside(name, error.problems)
    if problems:
        raise ModelError(problems)
    return attrs.evolve(base, **found).project()


def _features(model: Converter, written: Any, base: Document) -> tuple[Feature, ...]:
    if not isinstance(written, list):
        raise wrong(f"must be a list, got {show(written)}")
    known = {feature.name: feature for feature in base.features}
    spelling = Spelling(known)
    problems: list[Problem] = []
    found = []
    for place, part in enumerate(written):
        try:
            if not isinstance(part, str):
                found.append(model.structure(part, Feature))
            elif part in known:
                found.append(known[part])
            else:
                raise wrong(f"unknown feature {show(part)}{spelling.hint(part)}")
        except ModelError as error:
            problems += inside(f"[{place}]", error.problems)
    if problems:
        raise ModelError(problems)
    return tuple(found)
