"""What is said of the differences between two plans."""

from __future__ import annotations

from collections.abc import Iterator

from irontriangle._model.amounts import Number
from irontriangle._model.project import Project
from irontriangle._model.timeline import Sprints, Timeline
from irontriangle._show.blocks import Grid, Page, Section, Sentence
from irontriangle._show.names import titles, work_unit
from irontriangle._show.table import WIDEST
from irontriangle._show.words import day, days, label, listed, money, number, plural, width
from irontriangle._tradeoffs.compare import Comparison, Difference, FeatureDifference

MOST_ROWS = 15
_VERBS = {
    "comes": ("comes in", "come in"),
    "goes": ("goes out", "go out"),
    "changes": ("changes", "change"),
    "moves": ("only moves", "only move"),
}


def page(comparison: Comparison) -> Page:
    """Say what differs: a sentence, the figures, the features, the roles."""
    changed = [one for one in comparison.features if one.kind != "moves"]
    moved = [one for one in comparison.features if one.kind == "moves"]
    sections: list[Section] = [[Sentence(_headline(comparison))], [_figures(comparison)]]
    if changed:
        sections.append(_features(comparison, "Scope", changed))
    if moved:
        sections.append(_features(comparison, "Only moved", moved))
    if comparison.affected:
        sections.append([Sentence(f"Affected: {listed([label(role) for role in comparison.affected])}.")])
    return Page(sections)


def signed(amount: Number, text: str) -> str:
    """Put the sign of a difference before its text; a minus is there already."""
    return f"+{text}" if amount > 0 else text


def _headline(comparison: Comparison) -> str:
    if not comparison.features:
        return f"Both plans build the same{', at the same time' if _dated(comparison) else ''}."
    kinds = {kind: [one for one in comparison.features if one.kind == kind] for kind in _VERBS}
    text = "; ".join(_named(features) for features in kinds.values() if features)
    if width(text) < WIDEST:
        return f"{text}."
    counts = {kind: len(features) for kind, features in kinds.items() if features}
    parts = [f"{many:,} {_VERBS[kind][many > 1]}" for kind, many in counts.items()]
    return f"Of {plural(sum(counts.values()), 'feature')} that differ, {listed(parts)}."


def _named(features: list[FeatureDifference]) -> str:
    one = features[0]
    if len(features) == 1 and one.after is not None and one.before not in (None, one.after):
        return f"{label(one.feature)} becomes {label(one.after)}"
    return f"{listed([label(one.feature) for one in features])} {_VERBS[one.kind][len(features) > 1]}"


def _figures(comparison: Comparison) -> Grid:
    currency = comparison.other.project.budget.currency
    rows = [["", "before", "after", "change"], _row("Value", comparison.value)]
    if comparison.cost.before or comparison.cost.after:
        rows.append(_money_row("Cost" if len(comparison.costs) == 1 else "Cost in all", comparison.cost, currency))
    if len(comparison.costs) > 1:
        rows += [_money_row(f"Cost, {label(fund)}", cost, currency) for fund, cost in comparison.costs.items()]
    finish = comparison.finish
    if finish.before or finish.after:
        later = finish.working_days
        change = "" if later is None else signed(later, plural(later, "working day")) if later else "same"
        rows.append(["Finish", *("-" if when is None else day(when) for when in (finish.before, finish.after)), change])
    unit = work_unit(comparison.plan.project)
    rows += [_row(f"{label(role)} {unit}", work) for role, work in comparison.work.items()]
    return Grid(rows, "<>>>")


def _row(name: str, figure: Difference) -> list[str]:
    return [
        name,
        number(figure.before),
        number(figure.after),
        signed(figure.by, number(figure.by)) if figure.by else "same",
    ]


def _money_row(name: str, figure: Difference, currency: str) -> list[str]:
    before, after, by = (money(amount, currency) for amount in (figure.before, figure.after, figure.by))
    return [name, before, after, signed(figure.by, by) if figure.by else "same"]


def _features(comparison: Comparison, title: str, features: list[FeatureDifference]) -> Section:
    rows = [[title, "before", "after", *(["dates before", "dates after"] if _dated(comparison) else [])]]
    rows += [_feature_row(comparison, one) for one in features[:MOST_ROWS]]
    more = len(features) - MOST_ROWS
    return [Grid(rows, "<<<<<"), *([Sentence(f"and {plural(more, 'feature')} more")] if more > 0 else [])]


def _dated(comparison: Comparison) -> bool:
    return any(isinstance(found.project.timeline, (Timeline, Sprints)) for found in (comparison.plan, comparison.other))


def _feature_row(comparison: Comparison, one: FeatureDifference) -> list[str]:
    projects = (comparison.plan.project, comparison.other.project)
    project = projects[0] if one.feature in projects[0].scope else projects[1]
    row = [titles(project)[one.feature], *_variants(projects, one)]
    spans = [one.dates_before, one.dates_after]
    years = len({when.year for span in spans if span for when in span}) > 1
    return row + ["-" if span is None else days(*span, year=years) for span in spans] if _dated(comparison) else row


def _variants(projects: tuple[Project, Project], one: FeatureDifference) -> Iterator[str]:
    for project, variant in zip(projects, (one.before, one.after), strict=True):
        if variant is None:
            yield "backlog" if one.feature in project.scope else "not there"
        else:
            yield label(variant, 20)
