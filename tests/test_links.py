"""What the pages point to is there: other pages, headings in them, pictures, names of the library."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path

import pytest

import irontriangle as it
from tests.test_docs import ROOT, blocks_of, page_id

PAGES = [*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
MODULES = ("examples", "formats", "plots", "strategies", "tables", "testing")


def links_of(path: Path) -> list[tuple[bool, str]]:
    """Return the links of a page, those in code left out, and whether each is a picture."""
    prose = re.sub(r"^```.*?^```$|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [(bool(mark), target) for mark, target in LINK.findall(prose)]


def slugs_of(path: Path) -> set[str]:
    """Return what the headings of a page are called in links, as GitHub and MyST both make them."""
    prose = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.*)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", PAGES, ids=page_id)
def test_links_lead_somewhere(path):
    broken = []
    for is_picture, target in links_of(path):
        if re.match(r"[a-z]+:", target) or (is_picture and "_pictures/" in target):
            continue
        file, _, heading = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        if not there.is_file() or (heading and heading not in slugs_of(there)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("path", PAGES, ids=page_id)
def test_pictures_are_drawn_by_their_page_and_say_what_they_show(path):
    text = path.read_text(encoding="utf-8")
    shown = re.findall(r"!\[([^\]]*)\]\([^)]*_pictures/([\w-]+\.png)\)", text)
    code = "".join(block.text for block in blocks_of(path) if block.language == "python")
    assert [name for _, name in shown] == re.findall(r'(?:savefig|open)\("([\w-]+\.png)"', code)
    assert all(words for words, _ in shown)


def test_pictures_have_different_names():
    names = [target for path in PAGES for is_picture, target in links_of(path) if is_picture and "_pictures/" in target]
    files = [Path(name).name for name in names]
    assert len(files) == len(set(files)) > 10


@pytest.mark.parametrize("name", MODULES)
def test_every_name_of_a_public_module_is_in_the_reference(name):
    module = importlib.import_module(f"irontriangle.{name}")
    page = (ROOT / "docs" / "reference" / "modules.md").read_text(encoding="utf-8")
    assert f".. automodule:: irontriangle.{name}\n   :members:" in page
    for member in module.__all__:
        assert inspect.getdoc(getattr(module, member)), member  # or the page leaves it out


@pytest.mark.parametrize("name", ["errors", "files"])
def test_names_of_the_other_modules_are_public_at_the_top(name):
    module = importlib.import_module(f"irontriangle.{name}")
    own = [
        member
        for member, value in vars(module).items()
        if (inspect.isclass(value) or inspect.isfunction(value))
        and not member.startswith("_")
        and getattr(value, "__module__", "").startswith(f"irontriangle.{name}")
    ]
    assert own
    assert set(own) <= set(it.__all__)
