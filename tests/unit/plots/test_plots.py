"""Pictures: what is drawn is what the plan says; every size and every odd name is drawn without a warning."""

from __future__ import annotations

import io
from functools import cache

import attrs
import matplotlib as mpl
import pytest
from hypothesis import HealthCheck, given, settings
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

import irontriangle as it
from irontriangle import examples, plots, strategies
from irontriangle._plan.check_calendar import Calendar
from irontriangle._plan.slack import latest_starts, spans_of
from irontriangle.plots._style import short
from tests.engines.families import small

mpl.use("Agg")


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


@cache
def plan():
    return it.optimize(examples.feature_abc())


@cache
def options():
    return it.options(examples.feature_abc())


@cache
def several():
    """Slack, a buffer, absences, people in parallel, parts of days, order between features, and a name of markup."""
    scope = it.Scope(
        [
            it.Feature("$a_b$", [it.Variant(value=9, effort={"dev": 6, "qa": 1}), it.Variant("small", value=4)]),
            it.Feature("b", it.Variant(value=5, effort={"dev": 2.5}), requires=["$a_b$"]),
            it.Feature("c", it.Variant(value=3, effort={"qa": 2})),
            it.Feature("d", it.Variant(value=1, effort={"dev": 400})),
            it.Feature("e", it.Variant(value=0)),
        ]
    )
    timeline = it.Timeline(
        "2027-01-04", "2027-02-26", team={"dev": 2, "qa": 1}, workflow=["dev", "qa"], staffing={"dev": 2}, buffer=3,
        ticks_per_day=2, absences=[it.Absence("dev", "2027-01-06", "2027-01-07", 2)],
    )  # fmt: skip
    return it.optimize(it.Project(scope, timeline=timeline, name="$x$"))


def totals(limit=None):
    scope = it.Scope([it.Feature("a", it.Variant(value=2, effort={"dev": 3})), it.Feature("b", it.Variant(value=1))])
    return it.optimize(it.Project(scope, it.Budget(limit), it.Capacity({"dev": 4})))


@cache
def in_sprints():
    scope = it.Scope(
        [
            it.Feature("a", it.Variant(value=3, effort={"dev": 5, "qa": 1})),
            it.Feature("b", it.Variant(value=3, effort={"dev": 9})),
        ]
    )
    return it.optimize(it.Project(scope, timeline=it.Sprints("2027-01-04", 3, capacity={"dev": [4, 2, 4], "qa": 1})))


def texts(ax):
    return [text.get_text() for text in ax.texts] + [text.get_text() for text in ax.get_xticklabels()] + [
        text.get_text() for text in ax.get_yticklabels()
    ]  # fmt: skip


DRAWINGS = {
    "triangle": lambda ax: plots.triangle(plan(), ax=ax),
    "two plans": lambda ax: plots.triangle(plan(), options()[it.OptionKind.EXTEND].plan, ax=ax),
    "gantt": lambda ax: plots.gantt(plan(), ax=ax),
    "gantt of several": lambda ax: plots.gantt(several(), ax=ax),
    "by role": lambda ax: plots.gantt(several(), "role", ax=ax),
    "load": lambda ax: plots.load(several(), ax=ax),
    "gantt with gates": lambda ax: plots.gantt(with_gates(), ax=ax),
    "gantt of sprints": lambda ax: plots.gantt(in_sprints(), ax=ax),
    "sprints by role": lambda ax: plots.gantt(in_sprints(), "role", ax=ax),
    "load in sprints": lambda ax: plots.load(in_sprints(), ax=ax),
    "triangle in sprints": lambda ax: plots.triangle(in_sprints(), ax=ax),
    "options in sprints": lambda ax: plots.options(it.options(in_sprints().project), ax=ax),
    "load of totals": lambda ax: plots.load(totals(), ax=ax),
    "options": lambda ax: plots.options(options(), ax=ax),
    "value and cost": lambda ax: plots.value_cost(plan(), ax=ax),
    "sensitivity": lambda ax: plots.sensitivity(it.sensitivity(plan()), ax=ax),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_picture_is_drawn_on_the_axes_given_or_new_ones(name):
    given_axes = plt.figure().subplots()
    assert DRAWINGS[name](given_axes) is given_axes
    made = DRAWINGS[name](None)
    assert isinstance(made, Axes)
    made.figure.canvas.draw()
    given_axes.figure.canvas.draw()
    assert made.get_title(loc="left")


@pytest.mark.parametrize("name", DRAWINGS)
def test_picture_may_be_a_part_of_a_figure_without_pyplot(name):
    figure = Figure(figsize=(12, 5), layout="constrained")
    left, right = figure.subfigures(1, 2)
    for part in (left, right):
        DRAWINGS[name](part.subplots())
    figure.savefig(io.BytesIO())


def test_triangle_says_the_shares():
    shown = " ".join(texts(plots.triangle(plan()))).split("\n")
    assert any("110 of 140 (79%)" in line for line in shown)
    assert any("39,500 of 45,000 USD (88%)" in line for line in shown)
    assert any("35 of 35 working days (100%)" in line for line in shown)


def test_triangle_says_what_has_no_limit():
    shown = " ".join(texts(plots.triangle(totals())))
    assert "0, no limit" in shown
    assert "3 of 4 person-days (75%)" in shown
    shown = " ".join(texts(plots.triangle(it.optimize(it.Project(totals().project.scope)))))
    assert "person-days, no limit" in shown


def test_triangle_of_limits_that_are_nothing():
    assert "0 of 0" in " ".join(texts(plots.triangle(totals(limit=0))))


def test_gantt_has_a_row_for_each_feature_and_the_critical_chain_in_frames():
    ax = plots.gantt(plan())
    assert [label.get_text() for label in ax.get_yticklabels()] == ["ABC (simplified)", "XYZ"]
    assert {role: frames for role, (_, frames) in bars(ax).items()} == {"dev": [1.6, 1.6], "design": [0.6, 0.6]}
    shown = [text.get_text() for text in ax.get_legend().get_texts()]
    assert shown == ["dev", "design", "critical chain", "slack", "deadline 19 Feb 2027"]


def test_legend_speaks_of_slack_only_where_there_is_some():
    alone = it.Scope([it.Feature("chat", it.Variant(value=1, effort={"dev": 3}))])
    ax = plots.gantt(it.optimize(it.Project(alone, timeline=it.Timeline("2027-01-04", "2027-01-29", team={"dev": 1}))))
    shown = [text.get_text() for text in ax.get_legend().get_texts()]
    assert shown == ["dev", "critical chain", "deadline 29 Jan 2027"]


def test_what_is_at_work_at_once_lies_beside_each_other():
    found = bars(plots.gantt(plan()))
    (dev, _), (design, later) = found["dev"][0], found["design"][0]
    assert dev.y1 - dev.y0 < 0.4
    assert dev.y0 >= design.y1 or design.y0 >= dev.y1
    assert later.y1 - later.y0 > 0.5


def bars(ax):
    """Return the boxes of the bars of each role, and the widths of their frames; a gate has a role that is None."""
    looks = {(patch.get_facecolor(), patch.get_hatch()): patch.get_label() for patch in ax.get_legend().get_patches()}
    return {
        looks[tuple(drawn.get_facecolor()[0]), drawn.get_hatch()]: (
            [path.get_extents() for path in drawn.get_paths()],
            [float(width) for width in drawn.get_linewidths()],
        )
        for drawn in ax.collections
        if isinstance(drawn, PolyCollection)
    }


@cache
def with_gates():
    scope = it.Scope(
        [
            it.Feature("a", it.Variant(value=3, effort={"dev": 3, "qa": 1})),
            it.Feature("b", it.Variant(value=3, effort={"dev": 2, "qa": 1})),
            it.Feature("done", it.Variant(value=1), requires=["a", "b"]),
        ]
    )
    steps = ["dev", it.Gate("approval", 5), "qa"]
    timeline = it.Timeline("2026-12-14", "2027-01-29", team={"dev": 1, "qa": 1}, workflow=steps)
    return it.optimize(it.Project(scope, timeline=timeline))


def test_gates_and_milestones_have_looks_of_their_own():
    ax = plots.gantt(with_gates())
    boxes, _ = bars(ax)["gate"]
    assert [box.width for box in boxes] == [7, 5]  # five working days, over a weekend or not
    shown = [text.get_text() for text in ax.get_legend().get_texts()]
    assert shown == ["dev", "qa", "gate", "critical chain", "slack", "milestone", "deadline 29 Jan 2027"]
    by_role = plots.gantt(with_gates(), "role")
    assert len([drawn for drawn in by_role.collections if isinstance(drawn, PolyCollection)]) == 2


def test_dates_have_years_where_there_are_several():
    ax = plots.gantt(with_gates())
    assert ax.get_xlabel() == "date"
    assert all(tick.get_text().endswith(("2026", "2027")) for tick in ax.get_xticklabels())
    assert plots.gantt(plan()).get_xlabel() == "date in 2027"


def test_few_days_are_each_named_once():
    scope = it.Scope([it.Feature("a", it.Variant(value=1, effort={"dev": 2}))])
    ax = plots.gantt(it.optimize(it.Project(scope, timeline=it.Timeline("2027-01-04", team={"dev": 1}))))
    shown = [tick.get_text() for tick in ax.get_xticklabels()]
    assert shown[:2] == ["4 Jan", "5 Jan"]
    assert len(set(shown)) == len(shown)


def test_gantt_of_sprints_has_a_bar_for_each_role_and_no_slack():
    ax = plots.gantt(in_sprints())
    assert ax.get_title(loc="left") == "Features by sprint"
    assert ax.get_xlabel() == "sprint, and its first day"
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["1\n4 Jan", "2\n18 Jan", "3\n1 Feb"]
    found = bars(ax)
    tasks = {(task.feature, task.name) for task in in_sprints().schedule}
    assert {role: len(boxes) for role, (boxes, _) in found.items()} == {
        role: sum(name == role for _, name in tasks) for role in ("dev", "qa")
    }
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["dev", "qa", "deadline 12 Feb 2027"]


def test_gantt_of_sprints_by_role_names_each_role_once():
    ax = plots.gantt(in_sprints(), "role")
    assert ax.get_title(loc="left") == "Roles by sprint"
    assert [tick.get_text() for tick in ax.get_yticklabels() if tick.get_text()] == ["dev", "qa"]
    assert {text.get_text() for text in ax.texts} <= {"a", "b"}


def test_many_sprints_are_not_all_named():
    project = it.Project(
        in_sprints().project.scope, timeline=it.Sprints("2027-01-04", 40, capacity={"dev": 1, "qa": 1})
    )
    ticks = [tick.get_text() for tick in plots.gantt(it.optimize(project)).get_xticklabels()]
    assert ticks[:2] == ["1\n4 Jan 2027", "5\n1 Mar 2027"]
    assert len(ticks) == 10


def test_a_task_of_several_roles_has_a_bar_for_each():
    tasks = [it.Task("build", 3, demand={"dev": 1, "qa": 1}), it.Task("wait", 2, after=["build"])]
    scope = it.Scope([it.Feature("a", it.Variant(value=1, tasks=tasks))])
    timeline = it.Timeline("2027-01-04", team={"dev": 1, "qa": 1})
    found = bars(plots.gantt(it.optimize(it.Project(scope, timeline=timeline))))
    assert {role: len(boxes) for role, (boxes, _) in found.items()} == {"dev": 1, "qa": 1, "gate": 1}


def test_gantt_by_role_has_a_lane_for_each_person():
    ax = plots.gantt(several(), "role")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["dev 1", "dev 2", "qa"]
    assert "buffer" in [text.get_text() for text in ax.get_legend().get_texts()]


@pytest.mark.parametrize(
    ("effort", "shown"),
    [(30, "Guest checkout for all"), (5, "Guest\ncheckout for…"), (4, "Guest\ncheckout…"), (3, "Guest…"), (1, "")],
)
def test_bar_of_a_person_holds_as_much_of_the_name_as_there_is_room_for(effort, shown):
    features = [it.Feature("Guest checkout for all", it.Variant(value=3, effort={"dev": effort}))]
    features.append(it.Feature("x", it.Variant(value=3, effort={"qa": 50})))
    timeline = it.Timeline("2027-01-04", team={"dev": 1, "qa": 1})
    ax = plots.gantt(it.optimize(it.Project(it.Scope(features), timeline=timeline)), "role")
    assert [text.get_text() for text in ax.texts] == [*filter(None, [shown]), "x"]


def test_word_that_is_wider_than_its_bar_is_cut():
    features = [it.Feature("Internationalisation now", it.Variant(value=3, effort={"dev": 4}))]
    features.append(it.Feature("x", it.Variant(value=3, effort={"qa": 50})))
    timeline = it.Timeline("2027-01-04", team={"dev": 1, "qa": 1})
    name, _ = plots.gantt(it.optimize(it.Project(it.Scope(features), timeline=timeline)), "role").texts
    assert name.get_text()[:4] == "Inte"
    assert name.get_text()[-1] == "…"


def test_names_in_many_rows_and_on_hatched_bars_are_legible():
    features = [it.Feature(f"one {role}", it.Variant(value=3, effort={f"r{role}": 9})) for role in range(61)]
    timeline = it.Timeline("2027-01-04", team={f"r{role}": 1 for role in range(61)})
    ax = plots.gantt(it.optimize(it.Project(it.Scope(features), timeline=timeline)), "role")
    assert all("\n" not in text.get_text() for text in ax.texts)
    assert [text.get_bbox_patch() is None for text in ax.texts] == [role < 8 or 32 <= role < 40 for role in range(61)]


def test_row_of_a_long_name_says_the_variant():
    scope = it.Scope([it.Feature("x" * 50, [it.Variant(value=1), it.Variant("small", value=2)])])
    ax = plots.gantt(it.optimize(it.Project(scope, timeline=it.Timeline("2027-01-04", team={"dev": 1}))))
    (row,) = [label.get_text() for label in ax.get_yticklabels()]
    assert len(row) == 34
    assert row.endswith("x… (small)")


def test_name_that_runs_from_right_to_left_leaves_the_title_in_order():
    scope = it.Scope([it.Feature("\u05d0\u05d1", it.Variant(value=1, effort={"dev": 1}))])
    project = it.Project(scope, timeline=it.Timeline("2027-01-04", team={"dev": 1}), name="\u05d2 7")
    assert plots.gantt(it.optimize(project)).get_title(loc="left") == "\u200e\u05d2 7\u200e: features by date"


def test_gantt_without_a_deadline():
    project = examples.feature_abc()
    free = it.Project(project.scope, timeline=it.Timeline("2027-01-04", team={"dev": 1, "design": 1}))
    assert sum(len(boxes) for boxes, _ in bars(plots.gantt(it.optimize(free))).values()) == 4


def test_gantt_of_nothing_is_empty():
    project = it.Project(
        it.Scope([it.Feature("a", it.Variant(effort={"dev": 3}))]), timeline=it.Timeline("2027-01-04", team={"dev": 0})
    )
    for by in ("feature", "role"):
        assert [text.get_text() for text in plots.gantt(it.optimize(project), by).texts] == ["nothing is built"]
    plots.load(it.optimize(project)).figure.canvas.draw()


def test_load_fills_what_is_at_work():
    ax = plots.load(several())
    assert any("up to 2" in text for text in texts(ax))
    assert "3 of 4" in texts(plots.load(totals()))


def test_options_say_amounts_and_the_best():
    shown = texts(plots.options(options()))
    assert {"140", "57.8k", "12 Mar", "KEEP", "SIMPLIFY\n(best today)"} <= set(shown)


def test_options_of_one_kind_are_numbered():
    features = [it.Feature(name, it.Variant(value=5, effort={"dev": 5, "qa": 5})) for name in "ab"]
    found = it.options(it.Project(it.Scope(features), timeline=it.Capacity({"dev": 6, "qa": 6})))
    plots.options(found).figure.canvas.draw()


def test_value_against_cost_tells_what_is_taken():
    ax = plots.value_cost(plan())
    shown = [text.get_text() for text in ax.get_legend().get_texts()]
    assert shown == ["taken (1)", "taken, reduced (1)"]
    assert ax.get_xlabel() == "cost (USD)"
    assert plots.value_cost(totals()).get_xlabel() == "person-days"


def test_the_features_worth_most_are_named():
    features = [it.Feature(f"f{place}", it.Variant(value=place % 9 + 1, cost=place)) for place in range(100)]
    ax = plots.value_cost(it.optimize(it.Project(it.Scope(features))), ax=plt.figure(figsize=(60, 40)).subplots())
    assert len(ax.texts) == 40
    assert {text.get_text() for text in ax.texts} >= {f"f{place}" for place in range(8, 100, 9)}
    assert ax.get_xlim()[0] <= 0 >= ax.get_ylim()[0]


def test_names_of_features_lie_on_no_other_and_within_the_axes():
    features = [
        it.Feature(
            f"{place} {'wide mill' if place % 2 else 'WWWWW'}", it.Variant(value=place * 7 % 60, cost=place * 3 % 50)
        )
        for place in range(120)
    ]
    ax = plots.value_cost(it.optimize(it.Project(it.Scope(features), it.Budget(700))))
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert len(boxes) > 20
    assert all(one.x1 <= ax.bbox.x1 + 1 and ax.bbox.x0 - 1 <= one.x0 for one in boxes)
    assert not any(
        one.x0 < other.x1 - 1 and other.x0 < one.x1 - 1 and one.y0 < other.y1 - 1 and other.y0 < one.y1 - 1
        for place, one in enumerate(boxes)
        for other in boxes[:place]
    )


def test_options_that_are_not_proven_say_so():
    found = attrs.evolve(options(), options=[attrs.evolve(one, proven=False) for one in options()])
    assert "EXTEND\n(not proven)" in texts(plots.options(found))


def test_options_where_there_is_none():
    none = attrs.evolve(options(), options=[attrs.evolve(one, plan=None) for one in options()])
    assert plots.options(none).get_legend() is None


def test_sensitivity_draws_the_nearest_first():
    ax = plots.sensitivity(it.sensitivity(plan()))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["full ABC", "simplified ABC", "XYZ"]


def test_sensitivity_with_many_rows_counts_the_rest():
    features = [it.Feature(f"f{place}", it.Variant(value=place + 1, cost=1)) for place in range(45)]
    plan = it.optimize(it.Project(it.Scope(features), it.Budget(20)))
    assert "with more room" in plots.sensitivity(it.sensitivity(plan)).get_xlabel()


def test_sensitivity_of_what_nothing_changes():
    plan = it.optimize(it.Project(it.Scope([it.Feature("a", it.Variant(value=0), priority="MUST")])))
    assert "no value of a single feature" in plots.sensitivity(it.sensitivity(plan)).texts[0].get_text()


def test_sensitivity_says_what_was_not_found_out():
    found = it.sensitivity(plan())
    standings = [
        attrs.evolve(
            one, ranges=[attrs.evolve(each, low=each.value, high=each.value, proven=False) for each in one.ranges]
        )
        for one in found.features
    ]
    some = attrs.evolve(found, features=[found.features[0], *standings[1:]])
    assert plots.sensitivity(some).get_xlabel() == "value (and 1 not settled in the time given)"
    ax = plots.sensitivity(attrs.evolve(found, features=standings))
    assert [text.get_text() for text in ax.texts] == ["not settled in the time given"]


def test_sensitivity_points_to_where_what_is_in_comes_to_its_end():
    features = [it.Feature(name, it.Variant(value=5, cost=5)) for name in "ab"]
    found = it.sensitivity(it.optimize(it.Project(it.Scope(features), it.Budget(5))))
    marks = {line.get_marker() for line in plots.sensitivity(found).get_lines()} & {"<", ">"}
    assert {one.low for one in found.ranges.values()} == {5, None}
    assert marks == {"<", ">"}


@pytest.mark.parametrize("size", [1, 10, 300])
def test_any_size_is_drawn(size):
    features = [
        it.Feature(f"feature {place}", [it.Variant(value=9, effort={"dev": 2}), it.Variant("s", value=5, cost=1)])
        for place in range(size)
    ]
    timeline = it.Timeline("2027-01-04", "2027-12-31", team={"dev": max(2, size // 10)})
    plan = it.optimize(it.Project(it.Scope(features), timeline=timeline), time_limit=5)
    for draw in (plots.triangle, plots.gantt, plots.load, plots.value_cost):
        ax = draw(plan)
        ax.figure.canvas.draw()
        assert ax.figure.get_size_inches()[1] < 50


@given(strategies.plans(small()))
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
def test_slack_is_at_least_none_and_no_task_ends_later(plan):
    if not plan.found or not isinstance(plan.project.timeline, it.Timeline):
        return
    late = latest_starts(plan)
    assert set(late) == set(plan.schedule)
    assert all(start >= task.start for task, start in late.items())
    if plan.schedule:
        last = max(plan.schedule, key=lambda task: task.end)
        assert late[last] == last.start
    moved = it.Schedule([_moved(plan.project.timeline, task, late[task]) for task in plan.schedule])
    wrong = it.violations(attrs.evolve(plan, answer=attrs.evolve(plan.answer, schedule=moved)))
    assert [one for one in wrong if one.kind in ("order", "people", "duration", "deadline", "tasks")] == []


def _moved(timeline, task, start):
    """Return the task with as much work from another tick on."""
    calendar = Calendar(timeline)
    spans = calendar.spans(task.start, task.length, task.demand) or []
    ticks = sum(min(end, task.end) - begin for begin, end in spans if begin < task.end)
    moved = calendar.spans(start, ticks, task.demand)
    return attrs.evolve(task, start=start, end=moved[-1][1] if moved else start)


def test_there_is_no_slack_without_dates():
    assert latest_starts(totals()) == spans_of(totals()) == {}


@pytest.mark.parametrize(
    ("draw", "error", "told"),
    [
        (lambda: plots.triangle(3), TypeError, "plan must be a Plan, got int"),
        (lambda: plots.options(3), TypeError, "options must be Options, got int"),
        (lambda: plots.sensitivity(3), TypeError, "found must be a Sensitivity, got int"),
        (lambda: plots.gantt(totals()), ValueError, "needs dates"),
        (lambda: plots.gantt(plan(), "rol"), ValueError, "by must be 'feature' or 'role', got 'rol'; did you mean"),
        (lambda: plots.load(it.optimize(it.Project(totals().project.scope))), ValueError, "load needs a timeline"),
        (
            lambda: plots.gantt(it.optimize(examples.feature_abc(), value_at_least=999)),
            it.NoPlanError,
            "no plan, so no Gantt chart",
        ),
    ],
)
def test_what_cannot_be_drawn_is_said(draw, error, told):
    with pytest.raises(error, match=told):
        draw()


def test_amounts_are_short():
    assert [short(amount) for amount in (9_999, 57_800, 1_250_000, 2 * 10**9)] == ["9,999", "57.8k", "1.25M", "2G"]
