"""One page of each value, written as text, HTML and Markdown."""

from __future__ import annotations

import io
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from rich.console import Console

import irontriangle as it
from irontriangle import examples, strategies
from irontriangle._show.blocks import Grid, Page, RunOn, Sentence
from irontriangle._show.facts import facts
from irontriangle._show.html import page_html
from irontriangle._show.markdown import page_markdown
from irontriangle._show.text import page_text
from tests.engines.families import small

VOID = ("br",)


@cache
def values():
    project = examples.feature_abc()
    plan = it.optimize(project)
    wished = project.apply(it.SetPriority("XYZ", "MUST"), it.AddRule(it.Decided("ABC", "full")))
    return {
        "project": project,
        "scope": project.scope,
        "plan": plan,
        "no plan": it.optimize(wished),
        "options": it.options(project),
        "explanation": it.explain(plan, "ABC"),
        "conflict": it.conflict(wished),
        "sensitivity": it.sensitivity(plan),
        "comparison": it.compare(it.optimize(project, "tiers"), plan),
    }


NAMES = sorted(values())


class Reader(HTMLParser):
    """Collect the elements of a page, and what a reader sees of it; every element must be closed."""

    def __init__(self, written):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.seen, self.cells = [], set(), [], []
        self.feed(written)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag == "tr":
            self.cells.append(0)
        if tag in ("td", "th"):
            self.cells[-1] += int(dict(attrs).get("colspan", 1))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.seen.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.seen).split())


@pytest.mark.parametrize("name", NAMES)
def test_html_is_one_closed_element_without_script(name):
    read = Reader(values()[name]._repr_html_())
    assert read.tags <= {"div", "style", "p", "table", "thead", "tbody", "tr", "th", "td", "br"}


@pytest.mark.parametrize("name", NAMES)
def test_html_and_text_say_the_same(name):
    value = values()[name]
    said = " ".join(str(value).replace("<- ", "\u2190 ").split()).replace(" ", "")
    assert sorted(Reader(value._repr_html_()).text.replace(" ", "")) == sorted(said)


@pytest.mark.parametrize("name", NAMES)
def test_markdown_tables_are_even_and_begin_with_the_headline(name):
    written = values()[name]._repr_markdown_()
    assert written.startswith("**")
    for table in written.split("\n\n"):
        if table.startswith("|"):
            bars = {line.replace("\\|", "").count("|") for line in table.strip().split("\n")}
            assert len(bars) == 1


@pytest.mark.parametrize("name", NAMES)
def test_rich_gets_the_facts(name):
    found = dict(values()[name].__rich_repr__())
    assert found
    assert all(isinstance(key, str) for key in found)


@pytest.mark.parametrize("name", NAMES)
def test_rich_lays_out_the_facts(name):
    file = io.StringIO()
    Console(file=file, width=100).print(values()[name])
    lines = file.getvalue().splitlines()
    assert lines[0].startswith(type(values()[name]).__name__ + "(")
    assert max(map(len, lines)) <= 100
    assert len(lines) < 40


def test_rich_gets_what_a_manager_reads():
    project, conflict, found = (dict(values()[name].__rich_repr__()) for name in ("project", "conflict", "explanation"))
    assert project["name"] == "Feature ABC"
    assert "name" not in dict(it.Project(examples.feature_abc().scope).__rich_repr__())
    assert project["exceeded_by_all"] == ["57,800 USD (45,000 there)", "50 dev days (35 there)"]
    assert conflict["resolutions"]["allow simplified ABC"] == 110
    assert "money alone: no amount: the deadline still stops it" in found["flips"]
    limits = dict(values()["sensitivity"].__rich_repr__())["limits"]
    assert limits["money"] == {"there": 45_000, "needed": 39_500, "next": None}


def test_rich_shows_priorities_by_name():
    file = io.StringIO()
    Console(file=file).print([it.MUST, it.WONT, it.Priority(2)])
    assert file.getvalue() == "[Priority('MUST'), Priority('WONT'), Priority(2)]\n"


def test_facts_of_the_plan():
    found = dict(values()["plan"].__rich_repr__())
    assert (found["status"], found["value"], found["cost"]) == (it.Status.OPTIMAL, 110, 39_500)
    assert found["left"] == {"cost": 5_500, "finish": 0, "role:dev": 0, "role:design": 25}


def test_there_are_no_facts_of_anything_else():
    with pytest.raises(NotImplementedError, match="int"):
        facts(3)


def test_tone_tells_what_holds_from_what_does_not():
    tones = {name: value._repr_html_().partition(" it-")[2].partition('"')[0] for name, value in values().items()}
    assert tones == {
        "project": "open",
        "scope": "plain",
        "plan": "good",
        "no plan": "bad",
        "options": "open",
        "explanation": "plain",
        "conflict": "bad",
        "sensitivity": "plain",
        "comparison": "plain",
    }


NASTY = [
    "<script>alert(1)</script>",
    "=cmd()|' /C calc'!A0",
    "שלום עולם",
    "🚀 launch 👩‍👩‍👧",
    "x" * 1000,
    "a|b\\|c*d_e`f`[g](h)#",
    '"><img src=x onerror=alert(1)>',
    "&lt;b&gt;",
]


@pytest.mark.parametrize("name", NASTY)
def test_name_of_any_kind_is_shown_and_is_no_markup(name):
    feature = it.Feature(name, [it.Variant(name, value=2, cost=3), it.Variant("small", value=1, cost=1)])
    project = it.Project(it.Scope([feature], rules=[it.AtMost([name], 1)]), it.Budget(2, currency=name), name=name)
    for value in (project, project.scope, it.optimize(project), it.options(project)):
        read = Reader(value._repr_html_())
        assert read.tags <= {"div", "style", "p", "table", "thead", "tbody", "tr", "th", "td", "br"}
        assert len(read.text) < 8000
        value._repr_html_().encode()
        written = value._repr_markdown_()
        assert "<script" not in written
        assert "<img" not in written


@given(strategies.projects(max_features=4))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_project_is_shown(project):
    for value in (project, project.scope):
        assert str(value)
        assert len(set(Reader(value._repr_html_()).cells)) == 1
        assert value._repr_markdown_()


@given(strategies.plans(small()))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_plan_is_shown(plan):
    Reader(plan._repr_html_())
    assert plan._repr_markdown_()


def test_cells_fill_every_row():
    grid = Grid([["", "a", "b"], ["x", RunOn("runs on <b>")], ["part"], ["y", "1\n2", "3"], ["z", "1"]], "<<>")
    read = Reader(page_html(Page([[Sentence("Head.")], [grid, Sentence("in", indent=2)]])))
    assert read.cells == [3, 3, 3, 3, 3]
    assert page_markdown(Page([[Sentence("Head.")], [grid]])) == (
        "**Head.**\n\n|  | a | b |\n|---|---|---:|\n| x | runs on &lt;b&gt; |  |\n| **part** |  |  |\n"
        "| y | 1<br>2 | 3 |\n| z | 1 |  |\n"
    )


def test_only_what_has_a_page_is_written_as_markdown():
    assert it.to_markdown(values()["plan"]) == values()["plan"]._repr_markdown_()
    with pytest.raises(TypeError, match="value must be a project, a scope, a plan or another answer, got 3"):
        it.to_markdown(3)


def test_markdown_escapes_what_would_begin_a_list():
    assert page_markdown(Page([[Sentence("Head.")], [Sentence("- no item")]])) == "**Head.**\n\n\\- no item\n"


def test_grid_with_too_many_columns_is_cut_in_parts():
    wide = "x" * 50
    text = page_text(Page([[Grid([["", "a", "b", "c"], ["r", wide, wide, wide]], "<<<<", parts=True)]]))
    assert text == f"    a{' ' * 52}b\nr   {wide}   {wide}\n\n    c\nr   {wide}"


def test_long_cells_break_and_hang():
    grid = Grid([["one two", "x"]], "<<", head=False, wrap=4, hang=1, indent=2)
    assert page_text(Page([[grid]])) == "  one    x\n   two"


PROJECT = """\
2 features in 3 variants. Everything in full is worth 11 (rules forbid it) and does not fit.
It takes 9 EUR (6 there).

Budget: 6 EUR.

Feature   variant   value   cost EUR   needs
MUST a    full          6          4   b
          small         3          2
1    b    full          5          5

Rules: at most one of a and b."""


def test_project_says_whether_everything_fits():
    a = it.Feature(
        "a", [it.Variant(value=6, cost=4), it.Variant("small", value=3, cost=2)], priority="MUST", requires=["b"]
    )
    scope = it.Scope([a, it.Feature("b", it.Variant(value=5, cost=5))], rules=[it.Excludes(["a", "b"])])
    assert str(it.Project(scope, it.Budget(6, currency="EUR"))) == PROJECT


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ({}, "; nothing limits it."),
        ({"budget": it.Budget(9)}, " and fits every total."),
        ({"timeline": it.Capacity({"dev": 2})}, "Capacity: 2 dev days."),
        (
            {"timeline": it.Timeline("2027-01-04", "2027-01-29", team={"dev": 1}, buffer=1), "quality": 0.5},
            "; whether it fits the calendar, optimize(project) tells.",
        ),
        (
            {"timeline": it.Timeline("2027-01-04", "2027-01-29", team={"dev": 1}, buffer=1), "quality": 0.5},
            "Time: 4 Jan 2027 to 29 Jan 2027, 1 working day of them held back. Team: 1 dev. Quality: at least 0.5.",
        ),
        ({"timeline": it.Timeline("2027-01-04", team={"dev": 2})}, "Time: 4 Jan 2027, no deadline. Team: 2 dev."),
        (
            {"budget": it.Budget({"a": 9, "b": 3}, rates={"dev": {"b": 1}}, reserve={"a": 2}, burn_per_day={"a": 5})}
            | {"timeline": it.Timeline("2027-01-04", "2027-01-29", team={"dev": 2}, availability={"dev": 0.8})},
            "Budget: 9 of a and 3 of b, 2 of it held back. Each working day until the finish costs 5. "
            "Time: 4 Jan 2027 to 29 Jan 2027. Team: 2 dev at 80 %.",
        ),
        (
            {"timeline": it.Timeline("2027-01-04", team={"dev": 1}, workflow=["dev", it.Gate("client approval", 5)])},
            "Team: 1 dev. Order: dev, client approval (5 working days).",
        ),
        (
            {
                "timeline": it.Timeline(
                    "2027-01-04",
                    "2027-01-29",
                    team={"dev": 2},
                    holidays=["2026-12-25", "2027-01-06", "2027-01-07", "2027-01-09", "2027-01-11", "2027-02-01"],
                    role_holidays={"dev": ["2027-01-13"]},
                    absences=[
                        it.Absence("dev", "2027-01-18", "2027-01-22"),
                        it.Absence("dev", "2027-01-25", "2027-01-25", 2, paid=True),
                    ],
                )
            },
            "Away: all on 6 - 7 Jan, all on 11 Jan, dev on 13 Jan, 1 dev on 18 - 22 Jan and 2 dev on 25 Jan (paid).",
        ),
    ],
)
def test_project_says_what_there_is(limits, told):
    cost = {"a": 4} if limits.get("budget") and limits["budget"].rates else 4
    scope = it.Scope([it.Feature("a", it.Variant(value=6, cost=cost, effort={"dev": 2}))])
    assert told in " ".join(str(it.Project(scope, **limits)).split())


def test_large_scope_is_counted():
    features = [it.Feature(f"f{place}", it.Variant(value={"reach": 1}, cost=1)) for place in range(60)]
    rules = [it.Excludes([f"f{place}", f"f{place + 1}"]) for place in range(20)]
    text = " ".join(str(it.Scope(features, rules=rules, goals=it.Goals({"reach": 2}))).split())
    assert text.startswith("60 features, valued by reach (weight 2).")
    assert "and 20 features more" in text
    assert "; and 12 more." in text
    assert "reach 1" in text


def test_a_value_is_shown_without_loading_arrays():
    code = (
        "import sys, irontriangle as it; it.examples.feature_abc()._repr_html_(); "
        "print([name for name in ('numpy', 'scipy', 'highspy') if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


def test_page_runs_from_left_to_right_whatever_its_names_do():
    scope = it.Scope([it.Feature("\u05d2 7", it.Variant(value=1), priority=2)])
    shown = it.optimize(it.Project(scope, name="\u05d3 1"))._repr_html_()
    assert shown.startswith('<div class="irontriangle it-good" dir="ltr">')
    assert "\u2068\u05d2 7\u2069</td>" in shown
    assert ">\u2068\u05d3 1\u2069: " in shown


def test_features_that_exclude_each_other_are_not_said_to_fit_together():
    scope = it.Scope([it.Feature(name, it.Variant(value=3, cost=1)) for name in ("app", "site")])
    project = it.Project(scope, it.Budget(5)).apply(it.AddRule(it.Excludes(["app", "site"])))
    assert "Everything in full is worth 6 (rules forbid it) and fits every total." in str(project)
    assert "3 below everything in full (6; rules forbid it)" in str(it.optimize(project))


def test_simplifying_that_is_worth_less_than_keeping_is_said_to_be():
    app = it.Feature("app", [it.Variant(value=9, cost=4), it.Variant("lean", value=3, cost=2)])
    scope = it.Scope([app, it.Feature("site", it.Variant(value=2, cost=2))])
    found = str(it.options(it.Project(scope, it.Budget(4))))
    assert "SIMPLIFY is worth 4 less than KEEP" in found
    assert "Best value within today's limits: KEEP." in found
