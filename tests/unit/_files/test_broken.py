"""Documents broken at random: a project or problems, never another exception."""

from __future__ import annotations

import copy
import json
from contextlib import suppress
from importlib.resources import files

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import irontriangle as it
from irontriangle import examples, strategies
from irontriangle._files.reading import decode, parse

STORY, SHOP = ((files("irontriangle.examples") / name).read_bytes() for name in ("feature-abc.toml", "webshop.toml"))
DOCUMENTS = [json.loads(it.to_json(project, 2)) for project in (examples.feature_abc(), examples.webshop())]
PLAN = json.loads(it.to_json(it.optimize(examples.feature_abc())))

NUMBERS = st.sampled_from([0, 1, -1, 0.1, 1e18, 1e-6, 10**24, 10**400, 1e300, float("nan"), float("inf"), -0.0, 1e-19])
TEXTS = st.sampled_from(
    ["", " ", "ABC", "dev", "full", "MUST", "1/3", "1/0", "2027-01-04", "2027-13-01", "9999-12-31", "0001-01-01", "<b>",
     'a"b', "a\nb", "\U0001f600", "\ud800", "0000000", "build", "Requires"]
)  # fmt: skip
LEAVES = st.none() | st.booleans() | NUMBERS | TEXTS | st.text(max_size=3)
JUNK = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3))


def places(part, place=()):
    """Return every place in a document that can be changed: the whole first, then deeper and deeper."""
    found = [place] if place else []
    items = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for step, inner in items:
        found += places(inner, (*place, step))
    return found


@st.composite
def broken(draw, documents):
    """Take a document and replace, drop, repeat or rename what is at some of its places."""
    document = copy.deepcopy(draw(documents))
    for _ in range(draw(st.integers(1, 3))):
        *path, last = draw(st.sampled_from(places(document)))
        part = document
        for step in path:
            part = part[step]
        action = draw(st.sampled_from(["replace", "drop", "repeat", "rename"]))
        if action == "drop":
            del part[last]
        elif action == "repeat" and isinstance(part, list):
            part.insert(draw(st.integers(0, len(part))), copy.deepcopy(part[last]))
        elif action == "rename" and isinstance(part, dict):
            part[draw(TEXTS)] = part.pop(last)
        else:
            part[last] = draw(JUNK)
        if not document:
            break
    return document


def read(document, kind=it.Project):
    with suppress(it.ModelError):
        value = it.from_json(json.dumps(document), kind)
        assert it.from_json(it.to_json(value), kind) == value


@given(broken(st.sampled_from(DOCUMENTS)))
@settings(suppress_health_check=list(HealthCheck))
def test_broken_example_is_a_project_or_problems(document):
    read(document)


@given(broken(strategies.projects().map(lambda project: json.loads(it.to_json(project)))))
@settings(suppress_health_check=list(HealthCheck))
def test_broken_project_is_a_project_or_problems(document):
    read(document)


@given(broken(st.just(PLAN)))
@settings(suppress_health_check=list(HealthCheck))
def test_broken_plan_is_a_plan_or_problems(document):
    read(document, it.Plan)


@given(JUNK, st.sampled_from([it.Project, it.Plan, it.Feature, it.Requires | it.Bundle, it.Priority, it.Timeline]))
def test_junk_is_refused(document, kind):
    read(document, kind)


@given(st.data())
def test_broken_text_is_a_project_or_problems(data):
    raw = data.draw(st.sampled_from([STORY, SHOP, it.to_json(examples.feature_abc(), 2).encode()]))
    for _ in range(data.draw(st.integers(1, 3))):
        first = data.draw(st.integers(0, len(raw)))
        last = data.draw(st.integers(first, min(len(raw), first + 20)) | st.just(len(raw)))
        raw = (
            raw[:first]
            + data.draw(st.binary(max_size=8) | st.sampled_from([b"[", b"]]", b'"', b"=", b"\xff"]))
            + raw[last:]
        )
    with suppress(it.ModelError):
        document = parse(decode(raw))
        with suppress(TypeError):  # JSON has no dates
            read(json.loads(json.dumps(document)))
