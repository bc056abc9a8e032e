"""Plans in sprints as a manager reads them."""

import attrs

import irontriangle as it
from irontriangle._show.sprints import sprints_section
from irontriangle._show.table import table
from tests.unit._plan.plans import sprints_plan, story

TEXT = """\
login, export and launch fit; chat stays in the backlog. No plan within these limits is worth more (proven).

         planned       limit         left
Value    14            -             9 below everything in full (23)
Cost     20            100           80
Finish   29 Jan 2027   29 Jan 2027   0 working days   <- decides
dev      27.5 points   30 points     2.5              <- decides
qa       4 points      10 points     6

Built                  value   cost   sprints
login                      8      0   1
export                     5      0   1 - 2
launch                     1      0   2
20 working days at 1             20
Backlog
chat                       9   short of 27.5 dev points (2.5 left)

Sprint   dates         dev points   qa points   work on
1        4 - 15 Jan    20 of 20     4 of 5      login and export
2        18 - 29 Jan   7.5 of 10    0 of 5      export and launch"""


def lines(plan):
    return [line for grid in sprints_section(plan) for line in table(grid)]


def crowded(unit, features, **effort):
    scope = it.Scope([it.Feature(f"feature number {n}", it.Variant(effort=effort), priority="MUST") for n in features])
    sprints = it.Sprints("2026-12-28", 2, capacity=dict.fromkeys(effort, 100), unit=unit)
    return it.optimize(it.Project(scope, timeline=sprints))


def test_a_plan_is_shown_by_sprint():
    plan = sprints_plan()
    assert str(plan) == TEXT


def test_there_is_no_such_table_without_sprints():
    assert lines(story()) == []
    nothing = attrs.evolve(sprints_plan().answer, schedule=it.Schedule())
    assert lines(attrs.evolve(sprints_plan(), answer=nothing)) == []


def test_roles_give_way_where_the_line_is_too_long():
    roles = {f"role number {place}": 1 for place in range(6)}
    shown = lines(crowded("person-days", range(9), **roles))
    assert shown[0].split() == ["Sprint", "dates", "work", "on"]
    assert shown[1].split()[:9] == ["1", "28", "Dec", "2026", "-", "8", "Jan", "2027", "feature"]


def test_person_days_are_days():
    assert lines(crowded("person-days", [1], dev=150))[0].split() == [
        "Sprint",
        "dates",
        "dev",
        "days",
        "work",
        "on",
    ]


def test_what_does_not_fit_names_sprints_and_unit():
    scope = it.Scope([it.Feature("a", it.Variant(effort={"dev": 9}), priority="MUST")])
    project = it.Project(scope, timeline=it.Sprints("2027-01-04", 2, capacity={"dev": 4}, unit="points"))
    assert "There are: 8 dev points and 2 sprints until 29 Jan." in str(it.optimize(project))
    text = str(it.conflict(project))
    assert "A needs 9 dev points by 29 Jan; 8 are there." in text
    assert "deadline 12 Feb" in text
    assert "+1 dev point in each sprint" in text


def test_options_add_sprints_or_what_each_can_do():
    plan = sprints_plan()
    text = str(it.options(attrs.evolve(plan.project, budget=it.Budget())))
    assert "+3 sprints" in text
    assert "dev points in" in text
    assert "1 sprint less is not enough" in text
    explained = str(it.explain(plan, "chat"))
    assert "sprint" in explained
    assert "by 15 Jan" in str(it.optimize(plan.project.apply(it.ChangeCapacity("dev", -10), it.ChangeSprints(-1))))


def test_capacity_of_every_sprint_is_a_limit():
    scope = it.Scope(
        [
            it.Feature("chat", it.Variant(value=5, effort={"dev": 8})),
            it.Feature("news", it.Variant(value=3, effort={"dev": 3})),
        ]
    )
    project = it.Project(scope, timeline=it.Sprints("2027-01-04", 2, capacity={"dev": [5, 4]}))
    plan = it.optimize(project)
    why = str(it.explain(plan, "news"))
    assert "capacity alone   +1 dev day in each sprint: both in full, 8" in why
    told = str(it.sensitivity(plan))
    assert "dev days per sprint   4 or more         4 or more         5 or more (+1 dev day in each sprint): +3" in told
    paid = attrs.evolve(project, budget=it.Budget(8, rates={"dev": 1}))
    assert "capacity alone       no amount: the budget still stops it" in str(it.explain(it.optimize(paid), "news"))
    assert "money and capacity   +3 of money and +1 dev day in each sprint: both in full, 8" in str(
        it.explain(it.optimize(paid), "news")
    )
