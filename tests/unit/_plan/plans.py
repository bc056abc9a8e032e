"""Sound plans, every figure of them worked out by hand."""

from datetime import date

import irontriangle as it
from irontriangle import FundCost, Reason, ReasonKind, ScheduledTask, Usage


def story_project(limit=45_000, deadline="2027-02-19"):
    scope = it.Scope(
        [
            it.Feature(
                "ABC",
                [
                    it.Variant("full", value=90, effort={"dev": 30, "design": 10}),
                    it.Variant("simplified", value=60, effort={"dev": 15, "design": 4}),
                ],
                priority=1,
                because="will increase engagement and drive sales",
            ),
            it.Feature("XYZ", it.Variant(value=50, effort={"dev": 20, "design": 6}), priority=2),
        ]
    )
    return it.Project(
        scope,
        it.Budget(limit, currency="USD", rates={"dev": 900, "design": 800}),
        it.Timeline("2027-01-04", deadline, team={"dev": 1, "design": 1}),
    )


def january(number):
    return date(2027, 1, number)


def story():
    """Simplified ABC and XYZ: 15 x 900 + 4 x 800 and 20 x 900 + 6 x 800, one after the other, five days a week."""
    return it.Plan(
        story_project(),
        it.Question(),
        it.Status.OPTIMAL,
        proven=("value", "cost", "finish"),
        proof="exact",
        bound=110,
        gap=0,
        answer=it.Answer(
            selection={"ABC": "simplified", "XYZ": "full"},
            schedule=it.Schedule(
                [
                    ScheduledTask("ABC", "simplified", "dev", {"dev": 1}, 0, 15, january(4), january(22)),
                    ScheduledTask("ABC", "simplified", "design", {"design": 1}, 0, 4, january(4), january(7)),
                    ScheduledTask("XYZ", "full", "dev", {"dev": 1}, 15, 35, january(25), date(2027, 2, 19)),
                    ScheduledTask("XYZ", "full", "design", {"design": 1}, 4, 10, january(8), january(15)),
                ]
            ),
            value=110,
            cost=39_500,
            costs={"budget": FundCost(39_500, 0)},
            finish=date(2027, 2, 19),
            quality=1,
            usage={
                "cost": Usage(39_500, 45_000, 5_500, "USD"),
                "finish": Usage(date(2027, 2, 19), date(2027, 2, 19), 0, "working days"),
                "role:dev": Usage(35, 35, 0, "days"),
                "role:design": Usage(10, 35, 25, "days"),
            },
        ),
        run=it.Run("enumerate", 0.01, "complete"),
    )


def keep():
    """Full ABC alone: 30 x 900 + 10 x 800."""
    short = (it.Shortfall("cost", 22_800, 10_000, 12_800), it.Shortfall("role:dev", 20, 5, 15))
    return it.Plan(
        story_project(),
        it.Question(),
        it.Status.FEASIBLE,
        bound=110,
        gap=20 / 90,
        answer=it.Answer(
            selection={"ABC": "full"},
            backlog={
                "XYZ": Reason(
                    ReasonKind.SHORT, "XYZ", variant="full", value=50, shortfalls=short, beside=[("ABC", "simplified")]
                )
            },
            schedule=it.Schedule(
                [
                    ScheduledTask("ABC", "full", "dev", {"dev": 1}, 0, 30, january(4), date(2027, 2, 12)),
                    ScheduledTask("ABC", "full", "design", {"design": 1}, 0, 10, january(4), january(15)),
                ]
            ),
            value=90,
            cost=35_000,
            costs={"budget": FundCost(35_000, 0)},
            finish=date(2027, 2, 12),
            quality=1,
            usage={
                "cost": Usage(35_000, 45_000, 10_000, "USD"),
                "finish": Usage(date(2027, 2, 12), date(2027, 2, 19), 5, "working days"),
                "role:dev": Usage(30, 35, 5, "days"),
                "role:design": Usage(10, 35, 25, "days"),
            },
        ),
    )


def totals_project():
    """Goals, two funds, a reserve, quality, capacity, and one rule of every kind."""
    one = it.Variant
    scope = it.Scope(
        [
            it.Feature(
                "login",
                [
                    one("full", value={"trust": 4, "reach": 1}, cost={"cloud": 100}, effort={"dev": 3}, quality=0.9),
                    one("lite", value={"trust": 2}, effort={"dev": 1}, quality=0.5),
                ],
                priority=it.MUST,
            ),
            it.Feature(
                "search",
                one(value={"reach": 3}, cost={"cloud": 50.5}, effort={"dev": 2.5}, quality=0.8),
                requires=["login"],
            ),
            it.Feature("chat", one(value={"trust": 1, "reach": 2}, effort={"dev": 1, "qa": 2})),
            it.Feature("export", one(value=4, effort={"qa": 1}), priority=2),
            it.Feature("games", one(value=9), priority=it.WONT),
            it.Feature("fax", one(value={"reach": 0.5}, effort={"qa": 1}), priority=2),
            it.Feature("mail", one(value={"reach": 1}, effort={"qa": 1}), priority=2),
        ],
        rules=[
            it.Requires("chat", ("login", "full"), ordered=False),
            it.RequiresAny("search", ["export", "fax"]),
            it.Excludes(["export", "mail"]),
            it.AllOrNone(["chat", "export"]),
            it.AtLeast(["login", "search", "chat"], 2),
            it.AtMost(["search", "mail", "fax"], 2),
            it.Decided("search"),
            it.Decided("login", "full"),
            it.Bundle(["login", "search"], value=3, cost={"cloud": -20.5}),
            it.Bundle(["chat", "fax"], value=100),
        ],
        goals=it.Goals({"reach": 2, "trust": 1}, floors={"trust": 5}),
    )
    budget = it.Budget(
        {"people": 5_000, "cloud": 300},
        currency="EUR",
        rates={"dev": {"people": 500}, "qa": {"people": 400, "cloud": 10}},
        reserve={"people": 500},
    )
    return it.Project(scope, budget, it.Capacity({"dev": 7, "qa": 3}), quality=0.9)


def totals_plan():
    """
    Login, search, chat, export and the first bundle.

    Value 6 + 6 + 5 + 4 + 3. Dev 3 + 2.5 + 1 at 500, qa 2 + 1 at 400 and 10; cloud 100 + 50.5 - 20.5.
    Quality (6 x 0.9 + 6 x 0.8 + 5 + 4) / 21 = 19.2 / 21.
    """
    quality = 192 / 210
    return it.Plan(
        totals_project(),
        it.Question(value_at_least=24),
        it.Status.OPTIMAL,
        proven=("value",),
        proof="solver",
        bound=24,
        gap=0,
        answer=it.Answer(
            selection={"login": "full", "search": "full", "chat": "full", "export": "full"},
            backlog={
                "games": Reason(ReasonKind.DECIDED, "games", variant="full", value=9),
                "fax": Reason(
                    ReasonKind.SHORT, "fax", variant="full", value=1, shortfalls=[it.Shortfall("role:qa", 1, 0, 1)]
                ),
                "mail": Reason(ReasonKind.EXCLUDED, "mail", variant="full", value=2, others=[("export", "full")]),
            },
            value=24,
            cost=4_610,
            costs={"people": FundCost(4_450, 0), "cloud": FundCost(30, 130)},
            quality=quality,
            usage={
                "cost:people": Usage(4_450, 4_500, 50, "EUR"),
                "cost:cloud": Usage(160, 300, 140, "EUR"),
                "role:dev": Usage(6.5, 7, 0.5, "days"),
                "role:qa": Usage(3, 3, 0, "days"),
                "goal:reach": Usage(6, None, None),
                "goal:trust": Usage(5, 5, 0),
                "quality": Usage(quality, 0.9, 3 / 210),
            },
        ),
    )


def dates_project():
    """
    Half-day ticks, a start on a Saturday, a holiday, a buffer, absences, a workflow, tasks, lags and a milestone.

    Working days 0 to 13: 4, 5, 7, 8, 11 to 15 and 18 to 22 January; the last two are buffer. One of two devs is away
    on 11 and 12 January (ticks 8 to 11), qa, paid, up to 5 January (ticks 0 to 3).
    """
    scope = it.Scope(
        [
            it.Feature("A", it.Variant(value=10, cost=50, effort={"qa": 1, "dev": 4.6, "design": 2})),
            it.Feature(
                "B",
                it.Variant(
                    value=7,
                    tasks=[
                        it.Task("build", 1.2, demand={"dev": 1}),
                        it.Task("check", 0.5, demand={"qa": 1}, after=["build"]),
                        it.Task("release", 0, demand={"qa": 1}, after=["check"]),
                    ],
                ),
            ),
            it.Feature("C", it.Variant(value=1)),
            it.Feature("D", it.Variant(value=3, effort={"dev": 30})),
        ],
        rules=[it.Requires("B", "A", lag=1), it.Requires("C", "B", lag=1)],
    )
    timeline = it.Timeline(
        "2027-01-02",
        "2027-01-22",
        team={"dev": 2, "design": 1, "qa": 1},
        availability={"design": 0.8},
        staffing={"dev": 2},
        workflow=["design", "dev"],
        holidays=["2027-01-06"],
        absences=[
            it.Absence("dev", "2027-01-11", "2027-01-12"),
            it.Absence("qa", "2027-01-01", "2027-01-05", paid=True),
        ],
        buffer=2,
        ticks_per_day=2,
    )
    rates = {"dev": 500, "design": 600, "qa": 400}
    return it.Project(scope, it.Budget(7_000, rates=rates, burn_per_day=100), timeline)


def dates_plan():
    """
    A, B and C; D is out.

    Design takes 2 / 0.8 days, dev 4.6 / 2 days, up to half days: 5 ticks each; dev waits at ticks 8 to 11, qa until
    tick 4. C waits a day for B, so that the finish is a day after the last work: 11 days, burning 1,100.
    Labour 4.6 x 500 + 2 x 600 + 400 and 1.2 x 500 + 0.5 x 400; other 50 + 1,100 + 800 for two paid days.
    """

    return it.Plan(
        dates_project(),
        it.Question(),
        it.Status.FEASIBLE,
        bound=21,
        gap=3 / 18,
        answer=it.Answer(
            selection={"A": "full", "B": "full", "C": "full"},
            backlog={"D": Reason(ReasonKind.CANNOT_FINISH, "D", variant="full", value=3)},
            schedule=it.Schedule(
                [
                    ScheduledTask("A", "full", "design", {"design": 1}, 0, 5, january(4), january(7)),
                    ScheduledTask("A", "full", "dev", {"dev": 2}, 5, 14, january(7), january(13)),
                    ScheduledTask("A", "full", "qa", {"qa": 1}, 0, 6, january(4), january(7)),
                    ScheduledTask("B", "full", "build", {"dev": 1}, 16, 19, january(15), january(18)),
                    ScheduledTask("B", "full", "check", {"qa": 1}, 19, 20, january(18), january(18)),
                    ScheduledTask("B", "full", "release", {"qa": 1}, 20, 20, january(19), january(19)),
                    ScheduledTask("C", "full", "milestone", {}, 22, 22, january(20), january(20)),
                ]
            ),
            value=18,
            cost=6_650,
            costs={"budget": FundCost(4_700, 1_950)},
            finish=january(19),
            quality=1,
            usage={
                "cost": Usage(6_650, 7_000, 350),
                "finish": Usage(january(19), january(20), 1, "working days"),
                "role:dev": Usage(6.5, 22, 15.5, "days"),
                "role:design": Usage(2.5, 12, 9.5, "days"),
                "role:qa": Usage(1.5, 10, 8.5, "days"),
            },
            rounding={"dev": 0.7},
        ),
    )


def sprints_plan():
    """Login, then export in what login leaves of the first sprint and in the second; 1 a day burns in both."""
    scope = it.Scope(
        [
            it.Feature("login", it.Variant(value=8, effort={"dev": 15, "qa": 4})),
            it.Feature("export", it.Variant(value=5, effort={"dev": 12.5}), requires=["login"]),
            it.Feature("launch", it.Variant(value=1), requires=["export"]),
            it.Feature("chat", it.Variant(value=9, effort={"dev": 30})),
        ]
    )
    sprints = it.Sprints("2027-01-04", 2, capacity={"dev": [20, 10], "qa": 5}, unit="points")
    short = it.Shortfall("role:dev", 30, 2.5, 27.5)
    return it.Plan(
        it.Project(scope, it.Budget(100, burn_per_day=1), sprints),
        it.Question(),
        it.Status.OPTIMAL,
        proven=("value", "cost", "finish"),
        proof="exact",
        bound=14,
        gap=0,
        answer=it.Answer(
            selection={"login": "full", "export": "full", "launch": "full"},
            backlog={"chat": Reason(ReasonKind.SHORT, "chat", variant="full", value=9, shortfalls=[short])},
            schedule=it.Schedule(
                [
                    ScheduledTask("login", "full", "dev", {}, 0, 1, january(4), january(15), [15]),
                    ScheduledTask("login", "full", "qa", {}, 0, 1, january(4), january(15), [4]),
                    ScheduledTask("export", "full", "dev", {}, 0, 2, january(4), january(29), [5, 7.5]),
                    ScheduledTask("launch", "full", "milestone", {}, 1, 2, january(18), january(29)),
                ]
            ),
            value=14,
            cost=20,
            costs={"budget": FundCost(0, 20)},
            finish=january(29),
            quality=1,
            usage={
                "cost": Usage(20, 100, 80),
                "finish": Usage(january(29), january(29), 0, "working days"),
                "role:dev": Usage(27.5, 30, 2.5, "points"),
                "role:qa": Usage(4, 10, 6, "points"),
            },
        ),
    )


SOUND = {"story": story, "keep": keep, "totals": totals_plan, "dates": dates_plan, "sprints": sprints_plan}
