"""The memo of the options: what each builds, costs, asks for and gives up, and who decides."""

from __future__ import annotations

from collections.abc import Iterator

from irontriangle._model.amounts import exact, plain
from irontriangle._show.asks import ask_texts, less_text, money_split, together_text
from irontriangle._show.blocks import Grid, Page, RunOn, sentences
from irontriangle._show.names import date_text, in_order, titles
from irontriangle._show.outcome import open_text
from irontriangle._show.words import label, listed, money, number, plural
from irontriangle._tradeoffs.option import Concession, Loss, NoOption, Option, OptionKind, Options

MOST_FEATURES = 12
MOST_COLUMNS = 3
"""Of one kind; more are counted."""
MOST_LOSSES = 3
COLUMN = 19
"""Columns of a terminal that one option takes."""
FEW = 4
LATER = "next release"


def page(options: Options) -> Page:
    """Write the memo."""
    if options.fits:
        return Page([sentences(_fitting(options), hang=2)], "good")
    shown = _shown(options)
    grids = [Grid(_rows(options, shown), "<" * (len(shown) + 1), wrap=COLUMN, parts=True)] if shown else []
    return Page([sentences([_headline(options)], hang=2), grids, sentences(_footers(options), hang=2)], "open")


def _fitting(options: Options) -> Iterator[str]:
    plan = options.options[0].plan
    assert plan is not None
    if not options.wanted:
        yield "Nothing is wanted: all features are WONT."
        return
    fits = "fits" if len(options.wanted) == 1 else "fit"
    yield f"{_wanted(options)} {fits} in full, within today's limits: nothing has to give."
    figures = [f"value {number(plan.value)}"]
    if plan.cost:
        figures.append(f"cost {money(plan.cost, options.project.budget.currency)}")
    if plan.finish:
        figures.append(f"finish {date_text(options.project, plan.finish)}")
    yield f"The best such plan: {', '.join(figures)}."
    if options.today.found and options.today.value > plan.value:
        yield f"Other variants are worth more: {number(options.today.value)}, by optimize(project)."


def _headline(options: Options) -> str:
    if options.fits is None:
        verb = "fits" if len(options.wanted) == 1 else "fit"
        return f"Whether {_wanted(options)} {verb} in full was not settled in the time given."
    if not options.wanted:
        return "All features are WONT, and even so no plan is within today's limits."
    both = {1: "does not fit", 2: "do not both fit"}.get(len(options.wanted), "do not all fit")
    together = together_text(options)
    return f"{_wanted(options)} {both} in full{f': {together}' if together else ''}."


def _wanted(options: Options) -> str:
    """Name what is wanted, or count it by its tiers."""
    project, names = options.project, options.wanted
    if len(names) <= FEW:
        return listed([label(name) for name in names])
    ranks = dict.fromkeys(str(feature.priority) for feature in in_order(project, names))
    tiers = listed(list(ranks))
    whole = all(feature.name in names for feature in project.scope if str(feature.priority) in ranks)
    if not whole or len(ranks) > FEW:
        return f"The {len(names):,} wanted features"
    return f"The {len(names):,} features of {'priority' if len(ranks) == 1 else 'priorities'} {tiers}"


def _shown(options: Options) -> list[tuple[str, Option]]:
    """Return the options that get a column, with its title."""
    shown = []
    for kind in OptionKind:
        found = [option for option in options if option.kind is kind and option.plan is not None]
        for place, option in enumerate(found[:MOST_COLUMNS], 1):
            shown.append((kind.name if len(found) == 1 else f"{kind.name} {place}", option))
    return shown


def _rows(options: Options, shown: list[tuple[str, Option]]) -> list[list[str]]:
    project = options.project
    rows = [["", *(title for title, _ in shown)]]
    rows += _feature_rows(options, shown)

    def add(title: str, texts: list[str]) -> None:
        if any(texts):
            rows.append([title, *(text or "-" for text in texts)])

    found = [option for _, option in shown]
    add("Value", [_twice(option, "value") for option in found])
    currency = f" {label(project.budget.currency)}" if project.budget.currency else ""
    if any(option.plan is not None and option.plan.cost for option in found):
        add(f"Cost{currency}", [_twice(option, "cost") for option in found])
    add("Finish", [_finish(option) for option in found])
    if any(option.asks for option in found):
        add("Asks for", ["\n".join(ask_texts(options, option)) or "nothing" for option in found])
    add("Gives up", ["\n".join(losses(options, option)) or "nothing" for option in found])
    add("Decided by", [listed(list(option.decided_by)) for option in found])
    return rows


def _feature_rows(options: Options, shown: list[tuple[str, Option]]) -> Iterator[list[str]]:
    """Yield what becomes of the wanted features, and of the others where the options differ, if they are few."""
    titled = titles(options.project)
    features = in_order(options.project, {feature.name for feature in options.project.scope})
    cells = {feature.name: [_fate(option, feature.name) for _, option in shown] for feature in features}
    differ = [
        name for name, row in cells.items() if len(set(row)) > 1 or (name in options.wanted and len(cells) <= FEW)
    ]
    chosen = sorted(differ, key=lambda name: (name not in options.wanted, not {"backlog", LATER} & set(cells[name])))
    for name in sorted(chosen[:MOST_FEATURES], key=differ.index):
        yield [titled[name], *cells[name]]
    if len(differ) < len(cells):
        more = len(differ) - MOST_FEATURES
        built = [f"{len(option.plan.selection):,} of {len(cells):,}" if option.plan else "" for _, option in shown]
        if more > 0:
            yield [RunOn(f"and {more:,} more")]
        yield ["Built in all", *built]


def _fate(option: Option, name: str) -> str:
    plan, following = option.plan, option.next_plan
    if plan is not None and name in plan.selection:
        return label(plan.selection[name], COLUMN)
    if following is not None and name in following.selection:
        return LATER
    return "backlog"


def _twice(option: Option, figure: str) -> str:
    """Write a figure of the plan, and with a next release what it adds."""
    plan, following = option.plan, option.next_plan
    assert plan is not None
    write = number if figure == "value" else money
    now = getattr(plan, figure)
    if following is None:
        return write(now)
    then = getattr(following, figure)
    return f"{write(now)}, then {write(now + then)}" if figure == "value" else f"{write(now)} + {write(then)}"


def _finish(option: Option) -> str:
    ends = [
        date_text(plan.project, plan.finish)
        for plan in (option.plan, option.next_plan)
        if plan is not None and plan.finish is not None
    ]
    return ", then ".join(ends)


def losses(options: Options, option: Option) -> Iterator[str]:
    """Yield what is given up, counted where it is much."""
    for loss in Loss:
        group = [one for one in option.gives_up if one.loss is loss and not _is_gain(one)]
        undated = [one for one in group if one.loss is Loss.LATER and one.until is None]
        if len(group) > MOST_LOSSES or len(undated) > 1:
            yield _counted(loss, group)
        else:
            yield from (_loss(options, one) for one in group)


def _is_gain(one: Concession) -> bool:
    """Whether what is built instead is worth more than the original."""
    return one.loss is Loss.REDUCED and one.value is not None and one.value < 0


def _counted(loss: Loss, group: list[Concession]) -> str:
    many = plural(len(group), "feature")
    if loss is Loss.LATER:
        return f"{many} until later"
    less = number(sum(one.value or 0 for one in group))
    return f"{many} (-{less})" if loss is Loss.OUT else f"{less} of value in {many}"


def _loss(options: Options, one: Concession) -> str:
    plain = {Loss.DEADLINE: "the deadline", Loss.MONEY: "money", Loss.CAPACITY: "people's time"}
    if one.feature is None:
        return plain[one.loss]
    name = label(one.feature, COLUMN)
    if one.loss is Loss.OUT:
        return f"{name} (-{number(one.value or 0)})" if one.value else name
    if one.loss is Loss.REDUCED:
        return f"{number(one.value or 0)} of {name}" if one.value else f"full {name}"
    return f"{name} until {date_text(options.project, one.until) if one.until else 'the next release'}"


def _footers(options: Options) -> Iterator[str]:
    for option in options:
        if option.plan is None and option.reason is not None:
            yield f"{option.kind.name}: {_why_not(options, option)}."
    for kind in (OptionKind.EXTEND, OptionKind.STAFF):
        found = [option for option in options if option.kind is kind and option.plan is not None]
        if len(found) > MOST_COLUMNS:
            more = len(found) - MOST_COLUMNS
            yield f"{kind.name}: {plural(more, 'more way')}, with less of one thing and more of another."
        if found:
            sentences = [less_text(options, found), *(money_split(option) for option in found[:1])]
            yield f"{kind.name}: {' '.join(sentence for sentence in sentences if sentence)}"
    yield from _best(options)
    if not options.complete or not all(option.proven for option in options):
        yield open_text(options.project, values=False)


def _why_not(options: Options, option: Option) -> str:
    if option.reason is NoOption.UNDECIDED:
        return "not settled in the time given"
    if option.reason is NoOption.FIXED:
        sides = {
            OptionKind.STAFF: "the budget",
            OptionKind.PHASE: "the timeline",
            OptionKind.EXTEND: "enough of the limits",
        }
        return f"{sides.get(option.kind, 'the scope')} may not give"
    dated = any(options.project.scope[name].original.due for name in options.wanted)
    against = "rules, people or due dates" if dated else "rules or people"
    return {
        (OptionKind.KEEP, NoOption.INFEASIBLE): "what must be built does not fit in its originals",
        (
            OptionKind.EXTEND,
            NoOption.INFEASIBLE,
        ): f"no amount of money and time is enough, as {against} stand against it",
        (OptionKind.EXTEND, NoOption.NO_LIMIT): "there is no limit to extend, rules stand against it",
        (OptionKind.SIMPLIFY, NoOption.INFEASIBLE): "not even what must be built fits; see conflict(project)",
        (OptionKind.STAFF, NoOption.INFEASIBLE): "no number of people gets it done by the deadline",
        (OptionKind.STAFF, NoOption.NO_LIMIT): "there is no deadline, so more people would change nothing",
        (OptionKind.STAFF, NoOption.NOT_NEEDED): "people are not what is short, only money is",
        (OptionKind.PHASE, NoOption.NO_LIMIT): "there is no deadline, and so no next release",
    }.get((option.kind, option.reason or NoOption.INFEASIBLE), "no two such releases hold it in its originals")


def _best(options: Options) -> Iterator[str]:
    best = options.best
    if best is None or best.plan is None:
        undecided = any(option.reason is NoOption.UNDECIDED for option in options)
        yield "None was found that stays within today's limits." if undecided else "None stays within today's limits."
        return
    kept, simpler = (options[kind].plan for kind in (OptionKind.KEEP, OptionKind.SIMPLIFY))
    if kept is not None and simpler is not None and kept.value > simpler.value:
        less = number(plain(exact(kept.value) - exact(simpler.value)))
        yield f"SIMPLIFY is worth {less} less than KEEP: it is the price of having more of these features in some form."
    text = f"Best value within today's limits: {best.kind.name}"
    if options.today.found and options.today.value > best.plan.value:
        text += f" ({number(best.plan.value)}); without insisting on these features {number(options.today.value)}"
    yield f"{text}."
