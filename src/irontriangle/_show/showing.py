"""Which page a value has, and the ways to write it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from irontriangle._show.blocks import Page
from irontriangle._show.html import page_html
from irontriangle._show.markdown import page_markdown
from irontriangle._show.text import page_text

PAGES = {
    "Project": "project",
    "Scope": "project",
    "Plan": "plan",
    "Options": "options",
    "Explanation": "explanation",
    "Conflict": "conflict",
    "Sensitivity": "sensitivity",
    "Comparison": "comparison",
}
"""The module that makes the page of a class; it is loaded when it is needed."""


def page_of(value: Any) -> Page:
    """Return what is said of a value."""
    page: Page = import_module(f"irontriangle._show.{PAGES[type(value).__name__]}").page(value)
    return page


def as_text(value: Any) -> str:
    """Write a value for a terminal."""
    return page_text(page_of(value))


def as_html(value: Any) -> str:
    """Write a value for a notebook, or for the page of an application."""
    return page_html(page_of(value))


def as_markdown(value: Any) -> str:
    """Write a value for a wiki."""
    return page_markdown(page_of(value))


def facts(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the few facts that tell a value at a glance."""
    yield from import_module("irontriangle._show.facts").facts(value)
