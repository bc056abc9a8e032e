"""A plan that was not found, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from irontriangle._model import resolve
from irontriangle._model.amounts import exact, plain
from irontriangle._model.members import Member, feature_of
from irontriangle._model.priority import MUST, WONT
from irontriangle._model.project import Project
from irontriangle._model.rules import AtLeast, AtMost, Bundle, Decided, Excludes, Requires
from irontriangle._model.timeline import Capacity, Sprints, Timeline
from irontriangle._plan.check_calendar import Calendar
from irontriangle._plan.figures import cost_key
from irontriangle._plan.plan import Plan, Status
from irontriangle._show.limits import at_most
from irontriangle._show.names import amount_text, date_text, member_text, own_dates, rule_text
from irontriangle._show.words import apart, label, listed, number, plural

MOST_NAMES = 8


def unfound(plan: Plan) -> list[str]:
    """Say that there is no plan, or that none was found, and what is known."""
    name = f"{label(plan.project.name)}: " if plan.project.name else ""
    if plan.status is Status.INFEASIBLE:
        head = f"{name}no plan meets all wishes within these limits (proven)."
        lines = [head, *_wishes(plan), *_limits(plan), *_too_much(plan), *_too_little(plan), *_broken(plan.project)]
    else:
        head = f"{name}no plan was found, and none was ruled out: the search {_stopped(plan)}. Give it more time."
        lines = [head, *_wishes(plan), *_limits(plan)]
    lines[0] = lines[0] if name else lines[0][:1].upper() + lines[0][1:]
    return lines


def _stopped(plan: Plan) -> str:
    after = "" if plan.run is None else f" after {number(round(plan.run.seconds, 1))} s"
    was = "was interrupted" if plan.run is not None and plan.run.termination == "interrupted" else "stopped"
    return was + after


def _wishes(plan: Plan) -> Iterator[str]:
    """Yield what is demanded: features, value, goals, quality."""
    project = plan.project
    decided = _decided(project)
    names = [
        _with_dates(project, feature.name, variant)
        for feature in project.scope
        for variant in [decided.get(feature.name)]
        if feature.priority == MUST or feature.name in decided
    ]
    if names:
        yield f"Must be built: {listed(names, most=MOST_NAMES)}."
    floors = {} if project.scope.goals is None else project.scope.goals.floors
    demands = [f"{number(floor)} of {label(goal)}" for goal, floor in floors.items() if floor]
    if plan.question.value_at_least is not None:
        demands.insert(0, f"a value of {number(plan.question.value_at_least)}")
    if project.quality:
        demands.append(f"a quality of {number(project.quality)}")
    if demands:
        yield f"Demanded at least: {listed(demands)}."


def _with_dates(project: Project, feature: str, variant: str | None) -> str:
    """Name what must be built, and the dates of its own that no change of a limit moves."""
    name = member_text((feature, variant)) if variant else label(feature)
    dates = own_dates(project, feature, variant or None)
    return f"{name} ({dates})" if dates else name


def _limits(plan: Plan) -> Iterator[str]:
    """Yield what there is: money, people, time."""
    parts = [
        amount_text(plan.project, key, plain(limit))
        for key, limit in there(plan.project, plan.question.objective).items()
    ]
    timeline = plan.project.timeline
    if isinstance(timeline, Timeline) and timeline.deadline and plan.question.objective != "finish":
        calendar = Calendar(timeline)
        assert calendar.usable is not None
        last = calendar.on(calendar.usable - 1) or timeline.deadline
        parts.append(f"{plural(calendar.usable, 'working day')} until {date_text(plan.project, last)}")
    if isinstance(timeline, Sprints) and plan.question.objective != "finish":
        parts.append(f"{plural(timeline.count, 'sprint')} until {date_text(plan.project, timeline.deadline)}")
    if parts:
        yield f"There are: {listed(parts)}."


def there(project: Project, objective: str = "value") -> dict[str, Fraction]:
    """Return every limit that is in force for an objective, by its key in `Plan.usage`."""
    budget, timeline = project.budget, project.timeline
    found: dict[str, Fraction] = {}
    if budget.limit is not None and objective != "cost":
        limits, held = budget.by_fund(budget.limit), budget.by_fund(budget.reserve)
        found = {cost_key(budget, fund): limits[fund] - held.get(fund, 0) for fund in limits}
    if isinstance(timeline, Sprints) and objective != "finish":
        for role in timeline.capacity:
            each = (exact(timeline.amount(role, sprint)) for sprint in range(timeline.count))
            found[f"role:{role}"] = sum(each, Fraction(0))
    if isinstance(timeline, Capacity):
        found |= {f"role:{role}": exact(amount) for role, amount in timeline.items()}
    elif isinstance(timeline, Timeline) and timeline.deadline and objective != "finish":
        calendar = Calendar(timeline)
        days = calendar.usable or 0
        found |= {f"role:{role}": Fraction(calendar.present_days(role, days)) for role in timeline.team}
    return found


def _too_much(plan: Plan) -> Iterator[str]:
    """Yield the limits that what must be built exceeds, even with each feature in the variant that takes least."""
    project = plan.project
    limits = there(project, plan.question.objective)
    needed = dict.fromkeys(limits, Fraction(0))
    decided = _decided(project)
    for name in must_be_built(project):
        variants = [decided[name]] if decided.get(name) else [variant.name for variant in project.scope[name]]
        ways = [takes(project, name, variant) for variant in variants]
        for key in needed:
            needed[key] += min(way.get(key, Fraction(0)) for way in ways)
    for fund, saved in _saved(project).items():
        key = cost_key(project.budget, fund)
        if key in needed:
            needed[key] -= saved
    over = [
        f"{amount_text(project, key, plain(amount), plain(limits[key]))} "
        f"({apart(number, plain(limits[key]), plain(amount))} there)"
        for key, amount in needed.items()
        if amount > limits[key]
    ]
    if over:
        yield f"What must be built takes at least {listed(over)}."


def _saved(project: Project) -> dict[str, Fraction]:
    """Return the money of each fund that bundles may give back at most."""
    saved = dict.fromkeys(project.budget.funds, Fraction(0))
    for rule in project.scope.rules:
        if isinstance(rule, Bundle):
            for fund, cost in project.budget.by_fund(rule.cost).items():
                saved[fund] -= min(cost, Fraction(0))
    return saved


def _too_little(plan: Plan) -> Iterator[str]:
    """Yield the demands that nothing meets, whatever the limits and rules are."""
    project, demanded, parts = plan.project, plan.question.value_at_least, []
    worth = at_most(project)
    if demanded is not None and worth < exact(demanded):
        parts.append(f"a value of {number(plain(worth))}")
    floors = {} if project.scope.goals is None else project.scope.goals.floors
    for goal, floor in floors.items():
        wanted = (feature for feature in project.scope if feature.priority != WONT)
        best = (max(resolve.goal_scores(project, variant)[goal] for variant in feature) for feature in wanted)
        most = sum(best, Fraction(0))
        if most < exact(floor):
            parts.append(f"{number(plain(most))} of {label(goal)}")
    if parts:
        yield f"All features together bring at most {listed(parts)}."
    variants = [variant for feature in project.scope if feature.priority != WONT for variant in feature]
    finest = max((exact(one.quality) for one in variants if resolve.value(project, one)), default=None)
    if project.quality and finest is not None and finest < exact(project.quality):
        yield f"Nothing of value has a quality above {number(plain(finest))}."


def _broken(project: Project) -> Iterator[str]:
    """Yield the rules that cannot hold, of those that are broken by what must be built alone."""
    must, decided = dict.fromkeys(must_be_built(project)), _decided(project)

    def is_in(member: Member) -> bool:
        return member in must if isinstance(member, str) else decided.get(member[0]) == member[1]

    broken = [f"{label(name)} is a WONT" for name in must if project.scope[name].priority == WONT]
    for rule in project.scope.rules:
        if isinstance(rule, (Excludes, AtMost)):
            too_many = sum(map(is_in, rule.names)) > (rule.k if isinstance(rule, AtMost) else 1)
        else:
            too_many = isinstance(rule, AtLeast) and rule.k > len(rule.names)
        if too_many:
            broken.append(rule_text(rule))
    if broken:
        yield f"Cannot be kept beside what must be built: {'; '.join(broken)}."


def _decided(project: Project) -> dict[str, str]:
    """Return what was decided: the variant of a feature, or "" for any."""
    found: dict[str, str] = {}
    for rule in project.scope.rules:
        if isinstance(rule, Decided):
            found[rule.feature] = rule.variant or found.get(rule.feature, "")
    return found


def must_be_built(project: Project) -> list[str]:
    """Return MUST, what is decided, and what these require, in the order of the scope."""
    found = {feature.name for feature in project.scope if feature.priority == MUST}
    found |= _decided(project).keys()
    needs: dict[str, set[str]] = {}
    rules = [rule for rule in project.scope.rules if isinstance(rule, Requires) and isinstance(rule.feature, str)]
    for feature in project.scope:
        needs[feature.name] = {feature_of(member) for member in feature.requires}
    for rule in rules:
        needs[feature_of(rule.feature)].add(feature_of(rule.needs))
    open_ends = list(found)
    while open_ends:
        more = needs[open_ends.pop()] - found
        found |= more
        open_ends += more
    return [feature.name for feature in project.scope if feature.name in found]


def takes(project: Project, name: str, variant: str) -> dict[str, Fraction | int]:
    """Return the money and the person-days that a variant takes; bundles that give money back are left out."""
    found = project.scope[name][variant]
    labour, other = resolve.labour(project, found), resolve.other_cost(project, found)
    takes: dict[str, Fraction | int] = {
        cost_key(project.budget, fund): labour[fund] + other[fund] for fund in project.budget.funds
    }
    for role, days in resolve.work(found).items():
        share = project.timeline.availability.get(role, 1) if isinstance(project.timeline, Timeline) else 1
        takes[f"role:{role}"] = days / (Fraction(1) if found.tasks else exact(share))
    return takes
