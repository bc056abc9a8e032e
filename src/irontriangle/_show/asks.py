"""What an option asks for, in words."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from irontriangle._model.amounts import exact, plain
from irontriangle._model.changes import ChangeBudget, ChangeCapacity, ChangeSprints, ChangeTeam, MoveDeadline
from irontriangle._model.members import feature_of
from irontriangle._model.priority import MUST
from irontriangle._model.project import Project
from irontriangle._model.resolve import goal_scores
from irontriangle._model.rules import AllOrNone, AtLeast, Decided, Requires, RequiresAny
from irontriangle._model.timeline import Capacity, Sprints, Timeline
from irontriangle._plan.check_calendar import Calendar
from irontriangle._plan.plan import Plan
from irontriangle._show.names import amount_text, date_text, left_text
from irontriangle._show.words import days, label, listed, money, plural
from irontriangle._solve.money import spendable
from irontriangle._tradeoffs.option import Ask, Option, OptionKind, Options


def ask_texts(options: Options, option: Option) -> list[str]:
    """Write each thing that an option asks for."""
    return [ask_text(options.project, ask) for ask in option.asks]


def ask_text(project: Project, ask: Ask) -> str:
    """Write one change of a limit, or a release: ``+12,800 USD``, ``+15 working days``, ``+1 dev from 4 Jan``."""
    if isinstance(ask, (ChangeBudget, ChangeCapacity)):
        capacity = isinstance(ask, ChangeCapacity)
        each = " in each sprint" if capacity and isinstance(project.timeline, Sprints) else ""
        return f"{_plus(ask.by)}{amount_text(project, _limit(ask), plain(exact(ask.by)))}{each}"
    if isinstance(ask, MoveDeadline):
        return f"{_plus(ask.working_days)}{plural(ask.working_days, 'working day')}"
    if isinstance(ask, ChangeSprints):
        return f"{_plus(ask.by)}{plural(ask.by, 'sprint')}"
    if isinstance(ask, ChangeTeam):
        timeline = project.timeline
        assert isinstance(timeline, Timeline)
        first = ask.from_date or timeline.date_of(0)
        return f"{_plus(ask.people)}{ask.people:,} {label(ask.role)} from {date_text(project, first)}"
    start, end = getattr(ask, "start", None), getattr(ask, "deadline", None)
    if start is None or end is None:
        return "a release of the same limits"
    return f"a release {days(start, end, year=start.year != end.year)}"


def _plus(amount: float | Fraction) -> str:
    return "+" if amount > 0 else ""


def together_text(options: Options) -> str:
    """Say what all that is wanted takes of the limits it exceeds: ``together 57,800 USD (limit 45,000), ...``."""
    for option in options:
        if option.kind is OptionKind.EXTEND and option.plan is not None:
            several = sum(other.kind is OptionKind.EXTEND for other in options) > 1
            asks = sorted(option.asks, key=_money_first)
            parts = ", ".join(_need(options.project, ask) for ask in asks)
            return f"{_who_takes(options, option.plan, asks)} {parts}{' (for example)' if several else ''}"
    return ""


def _who_takes(options: Options, plan: Plan, asks: list[Ask]) -> str:
    """Begin the sentence on what is taken: it counts all that must be built, not only what is wanted."""
    if _must_come(options.project).intersection(plan.selection).difference(options.wanted):
        return "together with all else that must be built"
    if len(options.wanted) > 1:
        return "together"
    return "it is" if isinstance(asks[0], (MoveDeadline, ChangeSprints)) else "it takes"


def _must_come(project: Project) -> set[str]:
    """Return the features that a priority, a requirement, a rule or the floor of a goal may insist on."""
    scope = project.scope
    names = {feature.name for feature in scope if feature.priority == MUST}
    names.update(feature_of(member) for feature in scope for member in feature.requires)
    floors = scope.goals.floors if scope.goals is not None else {}
    for goal in (goal for goal, floor in floors.items() if floor):
        serving = (feature for feature in scope for variant in feature if goal_scores(project, variant)[goal] > 0)
        names.update(feature.name for feature in serving)
    insisting = (Decided, Requires, RequiresAny, AtLeast, AllOrNone)
    rules = [rule for rule in scope.rules if isinstance(rule, insisting)]
    return names.union(feature_of(member) for rule in rules for member in rule.members)


def _money_first(ask: Ask) -> bool:
    return not isinstance(ask, ChangeBudget)


def _need(project: Project, ask: Ask) -> str:
    if isinstance(ask, (ChangeBudget, ChangeCapacity)):
        there = _there(project, ask)
        then, now = plain(there + exact(ask.by)), plain(there)
        return f"{amount_text(project, _limit(ask), then, now)} (limit {left_text(_limit(ask), now, then)})"
    if isinstance(ask, ChangeSprints):
        return _need_sprints(project, ask)
    assert isinstance(ask, MoveDeadline)
    timeline = project.timeline
    assert isinstance(timeline, Timeline)
    assert timeline.usable_days is not None
    last, end = timeline.usable_days - 1, "deadline"
    if timeline.buffer:
        end = f"{plural(timeline.buffer, 'working day')} before the deadline"
    ready, limit = (date_text(project, timeline.date_of(max(0, day))) for day in (last + ask.working_days, last))
    return f"ready {ready} ({end} {limit})" if not timeline.buffer else f"ready {ready} (limit {limit}, {end})"


def _need_sprints(project: Project, ask: ChangeSprints) -> str:
    now, then = project.timeline, project.apply(ask).timeline
    assert isinstance(now, Sprints)
    assert isinstance(then, Sprints)
    return f"ready {date_text(project, then.deadline)} (deadline {date_text(project, now.deadline)})"


def _limit(ask: ChangeBudget | ChangeCapacity) -> str:
    """Name the limit that is changed as `Plan.usage` does."""
    if isinstance(ask, ChangeCapacity):
        return f"role:{ask.role}"
    return f"cost:{ask.fund}" if ask.fund else "cost"


def _there(project: Project, ask: ChangeBudget | ChangeCapacity) -> Fraction:
    """Return how much there is today of what is asked for."""
    if isinstance(ask, ChangeBudget):
        return spendable(project)[ask.fund or project.budget.funds[0]]
    assert isinstance(project.timeline, Capacity)
    return exact(project.timeline[ask.role])


def less_text(options: Options, found: list[Option]) -> str:
    """Say that less would not do, if that is proven."""
    if not all(option.proven for option in found):
        return "less may be enough."
    units = list(dict.fromkeys(unit for option in found for unit in _units(options, option)))
    return f"{listed(units, join='or')} less is not enough." if units else "less is not enough."


def _units(options: Options, option: Option) -> Iterator[str]:
    """Yield the unit of all of which a whole one is asked for: people, money, time."""
    kinds = [
        type(ask)
        for ask in option.asks
        if not isinstance(ask, (ChangeBudget, ChangeCapacity)) or exact(ask.by) >= 1  # of less, none can be spared
    ]
    currency = options.project.budget.currency
    if ChangeTeam in kinds:
        yield from (f"1 {label(ask.role)}" for ask in option.asks if isinstance(ask, ChangeTeam))
    if ChangeBudget in kinds:
        yield f"1 {label(currency)}" if currency else "1 of money"
    if MoveDeadline in kinds:
        yield "1 working day"
    if ChangeSprints in kinds:
        yield "1 sprint"
    if ChangeCapacity in kinds:
        yield "1 of a role in each sprint" if isinstance(options.project.timeline, Sprints) else "1 day of a role"


def money_split(option: Option) -> str:
    """Say how much of the money for more people is for their ramp-up."""
    plan, asked = option.plan, [ask for ask in option.asks if isinstance(ask, ChangeTeam) and ask.ramp_up]
    if plan is None or not asked:
        return ""
    budget, timeline = plan.project.budget, plan.project.timeline
    assert isinstance(timeline, Timeline)
    calendar, ramp_up = Calendar(timeline), Fraction(0)
    for ask in asked:
        first = ask.from_date or timeline.date_of(0)
        paid = calendar.paid_days(ask.role, first, timeline.date_of(timeline.day_of(first) + ask.ramp_up - 1))
        ramp_up += paid * ask.people * sum(budget.by_fund(budget.rates.get(ask.role, 0)).values())
    more = sum((exact(ask.by) for ask in option.asks if isinstance(ask, ChangeBudget)), Fraction(0))
    if not ramp_up or more <= ramp_up:
        return f"Of the cost, {money(plain(ramp_up))} pay for ramp-up." if ramp_up else ""
    work = money(plain(more - ramp_up), budget.currency)
    return f"{work} are for the work, {money(plain(ramp_up))} for {asked[0].ramp_up:,} ramp-up days."
