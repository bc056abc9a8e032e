"""Why a feature is out, as half a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from irontriangle._model.feature import Variant
from irontriangle._model.members import feature_of
from irontriangle._model.project import Project
from irontriangle._model.rules import Bundle, Decided, Requires, RequiresAny
from irontriangle._model.timeline import Sprints, Timeline
from irontriangle._plan.check_calendar import Calendar
from irontriangle._plan.reasons import Choice, Reason, ReasonKind
from irontriangle._show.names import amount_text, date_text, feature_text, left_text, rule_text
from irontriangle._show.words import label, listed, number

MOST_OTHERS = 4


def reason_text(project: Project, reason: Reason) -> str:
    """
    Say why a feature is out, without its name and without a full stop.

    Examples
    --------
    >>> from irontriangle import Reason, ReasonKind, Shortfall
    >>> from irontriangle.examples import feature_abc
    >>> short = [Shortfall("cost", 22_800, 10_000, 12_800), Shortfall("role:dev", 20, 5, 15)]
    >>> reason = Reason(
    ...     ReasonKind.SHORT, "XYZ", variant="full", value=50, shortfalls=short, beside=[("ABC", "simplified")]
    ... )
    >>> print(reason_text(feature_abc(), reason))
    short of 12,800 USD (10,000 left) and 15 dev days (5 left); fits beside simplified ABC
    """
    text = _SENTENCES[reason.kind](project, reason)
    if reason.kind in (ReasonKind.NEEDS, ReasonKind.RULE) and reason.shortfalls:
        text += f"; together {_short(project, reason)}"
    if reason.beside:
        text += f"; fits beside {_choices(project, reason.beside)}"
        if isinstance(reason.rule, Decided):
            text += ", if that decision is undone"
    return text


def deadline_text(project: Project) -> str:
    """Name the last usable day: ``by 19 Feb``; nothing where there is no deadline."""
    last = _last_day(project)
    return "" if last is None else f" by {date_text(project, last)}"


def _last_day(project: Project) -> date | None:
    if isinstance(project.timeline, Sprints):
        return project.timeline.deadline
    if not isinstance(project.timeline, Timeline):
        return None
    calendar = Calendar(project.timeline)
    return None if calendar.usable is None else calendar.on(calendar.usable - 1)


def calendar_text(project: Project, due: date | None = None) -> str:
    """
    Name the working days there are, and that they cost money where they do: there may be too many, too.

    With the date on which something is due they end there, if the deadline is no earlier.
    """
    last = _last_day(project)
    by = deadline_text(project)
    if due is not None and (last is None or due < last):
        by = f" by {date_text(project, due)}, when it is due"
    burn = project.budget.by_fund(project.budget.burn_per_day)
    what = "the order of the sprints" if isinstance(project.timeline, Sprints) else "the calendar"
    return f"{what}{by}" + (", each day of which costs money" if any(burn.values()) else "")


def _choices(project: Project, choices: tuple[Choice, ...]) -> str:
    return listed([feature_text(project, *choice) for choice in choices], most=MOST_OTHERS)


def _features(reason: Reason) -> str:
    return listed([label(feature) for feature, _ in reason.others], most=MOST_OTHERS)


def _decided(project: Project, reason: Reason) -> str:
    return f"decided: {_choices(project, reason.others)} instead" if reason.others else "decided: not this time"


def _needs(project: Project, reason: Reason) -> str:
    if not reason.others:
        return "needs something that is out"
    asked = _asked_variants(project, reason)
    anyone = isinstance(reason.rule, RequiresAny)
    needed = [feature_text(project, *choice) if choice in asked else label(choice[0]) for choice in reason.others]
    names = listed(needed, most=MOST_OTHERS, join="or" if anyone else "and")
    if asked.intersection(reason.others):  # that variant is missing, the feature may be built in another one
        return f"needs {names}"
    if anyone:
        return f"needs {names}, all of which are out"
    return f"needs {names}, which {'is' if len(needed) == 1 else 'are'} out"


def _asked_variants(project: Project, reason: Reason) -> set[Choice]:
    """Return the variants of others that the one that is out asks for by name."""
    members = list(project.scope[reason.feature].requires) if reason.feature in project.scope else []
    for rule in project.scope.rules:
        if isinstance(rule, (Requires, RequiresAny)) and feature_of(rule.feature) == reason.feature:
            members += [rule.needs] if isinstance(rule, Requires) else rule.needs
    return {member for member in members if isinstance(member, tuple)}


def _excluded(_project: Project, reason: Reason) -> str:
    if not reason.others:
        return "excluded by what is in"
    return f"excluded by {_features(reason)}, which {'is' if len(reason.others) == 1 else 'are'} in"


def _rule(project: Project, reason: Reason) -> str:
    if isinstance(reason.rule, Bundle):
        return _no_gain(project, reason)
    if reason.rule is not None:
        return f"kept out by a rule: {rule_text(reason.rule)}"
    return f"kept out by a rule with {_features(reason)}" if reason.others else "kept out by a rule"


def _cannot_finish(project: Project, reason: Reason) -> str:
    needs = [
        f"needs {amount_text(project, short.limit, short.needed, short.left)}, "
        f"{left_text(short.limit, short.left, short.needed)} there"
        for short in reason.shortfalls
    ]
    variant = _variant(project, reason)
    own = any(short.limit == "due" for short in reason.shortfalls)
    due = variant.due if own and variant is not None else None
    if variant is not None and variant.earliest is not None and _in_time(reason):
        last, begins = (
            _last_day(project) if due is None else due,
            f"may not start before {date_text(project, variant.earliest)}",
        )
        needs = [begins if last is not None and variant.earliest > last else f"{begins}, so {needs[0]}"]
    by = deadline_text(project) if due is None else f" by {date_text(project, due)}, when it is due,"
    return f"cannot finish{by} even alone" + (f" ({'; '.join(needs)})" if needs else "")


def _in_time(reason: Reason) -> bool:
    """Tell whether it is days of the calendar that are short, be there nothing to do on them."""
    return any(short.limit in ("finish", "due") for short in reason.shortfalls)


def _variant(project: Project, reason: Reason) -> Variant | None:
    """Return the variant that a reason speaks of, if the project still has it."""
    if reason.feature not in project.scope:
        return None
    return next((variant for variant in project.scope[reason.feature] if variant.name == reason.variant), None)


def _short(project: Project, reason: Reason) -> str:
    parts = [
        f"{amount_text(project, short.limit, short.short)} ({left_text(short.limit, short.left)} left)"
        for short in reason.shortfalls
    ]
    return f"short of {listed(parts)}" if parts else "short of what it needs"


def _displaces(project: Project, reason: Reason) -> str:
    place = f"in place of {_choices(project, reason.others)}" if reason.others else "in place of others"
    if reason.gain is None or reason.loss is None:
        return f"fits only {place}"
    return f"fits only {place}: {number(reason.gain)} value in, {number(reason.loss)} out"


def _no_room(project: Project, reason: Reason) -> str:
    variant = _variant(project, reason)
    return f"fits every total, but not {calendar_text(project, None if variant is None else variant.due)}"


def _quality(project: Project, _reason: Reason) -> str:
    floor = project.quality
    return "would bring quality below its floor" + ("" if floor is None else f" of {number(floor)}")


def _no_gain(_project: Project, reason: Reason) -> str:
    if isinstance(reason.rule, Bundle):
        lost = f" {number(-reason.gain)}" if reason.gain is not None and reason.gain < 0 else ""
        return f"loses{lost} value by {rule_text(reason.rule)}"
    return "adds no value" if reason.beside is None else "fits, but adds no value"


def _not_demanded(_project: Project, _reason: Reason) -> str:
    return "not needed for what was asked"


def _unproven(_project: Project, _reason: Reason) -> str:
    return "may fit: the search stopped before it could tell"


_SENTENCES: dict[ReasonKind, Callable[[Project, Reason], str]] = {
    ReasonKind.DECIDED: _decided,
    ReasonKind.NEEDS: _needs,
    ReasonKind.EXCLUDED: _excluded,
    ReasonKind.RULE: _rule,
    ReasonKind.CANNOT_FINISH: _cannot_finish,
    ReasonKind.SHORT: _short,
    ReasonKind.DISPLACES: _displaces,
    ReasonKind.NO_ROOM: _no_room,
    ReasonKind.QUALITY: _quality,
    ReasonKind.NO_GAIN: _no_gain,
    ReasonKind.NOT_DEMANDED: _not_demanded,
    ReasonKind.UNPROVEN: _unproven,
}
