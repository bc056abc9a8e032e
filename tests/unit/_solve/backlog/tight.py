"""Small projects in which nearly everything is wanted and little fits."""

from __future__ import annotations

from hypothesis import strategies as st

import irontriangle as it

NAMES = "abcde"
ROLES = ("dev", "qa")


@st.composite
def variants(draw, place):
    return it.Variant(
        f"v{place}",
        value=draw(st.integers(0, 12)),
        cost=draw(st.integers(0, 6)),
        effort={role: draw(st.sampled_from([0, 1, 2, 3, 0.5])) for role in draw(st.sets(st.sampled_from(ROLES)))},
        quality=draw(st.sampled_from([1, 1, 0.8, 0.5])),
    )


@st.composite
def rules(draw, members):
    names = draw(st.lists(members, min_size=2, max_size=3, unique=True))
    return draw(
        st.sampled_from(
            [
                it.Bundle(names, value=draw(st.integers(-9, 9)), cost=draw(st.integers(-4, 4))),
                it.Excludes(names),
                it.AtMost(names, draw(st.integers(0, 2))),
                it.AllOrNone(names),
                it.Requires(names[0], names[1], ordered=False),
                it.RequiresAny(names[0], names[1:]),
            ]
        )
    )


@st.composite
def scopes(draw):
    count = draw(st.integers(2, 5))
    features = []
    for place, name in enumerate(NAMES[:count]):
        kinds = [draw(variants(number)) for number in range(draw(st.integers(1, 3)))]
        before = list(NAMES[:place])
        requires = (
            draw(st.lists(st.sampled_from(before), max_size=1)) if before and draw(st.integers(0, 2)) == 0 else []
        )
        priority = draw(st.sampled_from([it.MUST, 1, 1, 2, 2, 3]))
        features.append(it.Feature(name, kinds, priority=priority, requires=requires))
    members = [(feature.name, variant.name) for feature in features for variant in feature]
    member = st.sampled_from([feature.name for feature in features]) | st.sampled_from(members)
    added = draw(st.lists(rules(member), max_size=2))
    for pair in draw(st.lists(st.sampled_from(members), max_size=1)):
        added.append(it.Decided(*pair))
    kept = []
    for rule in added:  # nothing may require itself
        if (
            isinstance(rule, it.Requires)
            and len({name if isinstance(name, str) else name[0] for name in rule.members}) < 2
        ):
            continue
        kept.append(rule)
    return it.Scope(features, rules=kept)


@st.composite
def projects(draw, *, dated=None):
    scope = draw(scopes())
    dated = draw(st.booleans()) if dated is None else dated
    rates = {role: draw(st.integers(0, 2)) for role in ROLES}
    burn = draw(st.sampled_from([0, 0, 0.5])) if dated else 0
    budget = it.Budget(draw(st.none() | st.integers(4, 25)), rates=rates, burn_per_day=burn)
    timeline = it.Capacity({role: draw(st.integers(1, 8)) for role in ROLES})
    if dated:
        timeline = it.Timeline(
            "2027-01-04",
            f"2027-01-{draw(st.integers(5, 13)):02}",
            team={"dev": draw(st.integers(1, 2)), "qa": 1},
            workflow=draw(st.sampled_from([(), ROLES])),
            staffing={"dev": draw(st.integers(1, 2))},
            absences=draw(st.sampled_from([(), (it.Absence("dev", "2027-01-06", "2027-01-07"),)])),
            ticks_per_day=draw(st.sampled_from([1, 2])),
        )
    return it.Project(scope, budget, timeline, quality=draw(st.sampled_from([None, None, 0.75])))
