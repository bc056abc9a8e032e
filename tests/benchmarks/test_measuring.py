"""Measurements are summed up for what they are, and a process that overruns is ended."""

from __future__ import annotations

import attrs
import pytest

from benchmarks import runner
from benchmarks.registry import Outcome, Spec, specs
from benchmarks.report import as_json, measurements, section, table, write_section
from benchmarks.runner import Measurement, Worker, measure
from benchmarks.summary import cells, disagreements, totals

SPEC = Spec(
    name="made-up",
    title="Made up.",
    build=lambda size, seed: None,
    sweep=(10, 100),
    small=(10,),
    phases=dict.fromkeys(("ours", "peer"), lambda instance, limit: Outcome()),
    unit="things",
    plots=("size",),
)


def one(phase, seconds, value, *, size=10, seed=0, proven=True, bound=None):
    outcome = Outcome({"value": value}, ("value",) if proven else (), done=proven, bound=bound)
    return Measurement("made-up", size, seed, 0, phase, seconds, outcome, 50)


def test_ratio_is_the_geometric_mean_over_instances_and_tells_the_worst():
    found = [one("ours", 1, 5), one("peer", 4, 5), one("ours", 2, 7, seed=1), one("peer", 2, 7, seed=1)]
    ratio = cells(SPEC, found, 60)[1].ratio
    assert (ratio.mean, ratio.worst, ratio.sign) == (pytest.approx(0.5), 1, "")


@pytest.mark.parametrize(("ours", "peer", "sign"), [(True, False, "<"), (False, True, ">")])
def test_ratio_says_on_which_side_of_it_the_truth_is(ours, peer, sign):
    found = [one("ours", 3, 5, proven=ours), one("peer", 60, 5, proven=peer)]
    cell = cells(SPEC, found, 60)[1]
    assert cell.ratio.sign == sign
    assert cell.open == (not peer)


def test_what_neither_finished_is_not_compared():
    found = [one("ours", 60, 5, proven=False, bound=6), one("peer", None, 5, proven=False)]
    ours, peer = cells(SPEC, found, 60)
    assert (ours.gap, ours.proven, peer.ratio, peer.median) == (pytest.approx(0.2), {"value": 0}, None, 60)


def test_values_and_bounds_are_compared_with_the_best_of_all():
    found = [one("ours", 1, 10, bound=10), one("peer", 9, 8, proven=False, bound=15)]
    ours, peer = cells(SPEC, found, 60)
    assert (ours.behind, ours.above) == (0, 0)
    assert (peer.behind, peer.above) == (pytest.approx(0.2), pytest.approx(0.5))
    published = attrs.evolve(SPEC, ranked=True, known=lambda size, seed: (16, 20))
    ours, peer = totals(published, found, 60)
    assert (ours.behind, peer.behind, peer.above) == (pytest.approx(0.375), 0.5, 0.5)
    lines = table(published, [*found, Measurement("made-up", 10, 1, 0, "peer", None)], 60).splitlines()
    assert "| gap | value behind | bound above |" in lines[0]
    assert "| 37.50 % | 0.00 % |" in lines[2]


def test_what_found_nothing_is_not_behind():
    (cell,) = cells(SPEC, [Measurement("made-up", 10, 0, 0, "ours", None)], 60)
    assert (cell.behind, cell.above) == (None, None)


def test_totals_are_sums_over_all_sizes():
    found = [one("ours", 1, 5), one("peer", 4, 5), one("ours", 2, 7, size=100), one("peer", 2, 7, size=100)]
    ours, peer = totals(SPEC, found, 60)
    assert (ours.median, peer.median, peer.ratio.mean, peer.instances) == (3, 6, 0.5, 2)


def test_two_proofs_of_different_values_disagree():
    assert disagreements(SPEC, [one("ours", 1, 5), one("peer", 1, 5)]) == []
    (sentence, *_) = disagreements(SPEC, [one("ours", 1, 5), one("peer", 1, 6)])
    assert sentence == "made-up, 10, seed 0: ours proved value 5, peer 6"


def test_a_bound_below_a_proven_value_disagrees():
    found = [one("ours", 1, 5), one("peer", 60, 3, proven=False, bound=4)]
    assert disagreements(SPEC, found) == ["made-up, 10, seed 0: peer had bound 4, the best is at least 5 (ours)"]


def test_a_plan_of_what_is_impossible_disagrees():
    none = Measurement("made-up", 10, 0, 0, "ours", 1, Outcome(proven=("value",)))
    assert disagreements(SPEC, [none, one("peer", 1, 5)]) == [
        "made-up, 10, seed 0: ours proved that there is no plan, peer found one"
    ]


def test_table_has_a_row_for_each_size_and_phase():
    found = [one("ours", 1, 5), one("peer", 4, 5), one("ours", 10, 7, size=100), one("peer", 400, 7, size=100)]
    lines = table(SPEC, found, 60).splitlines()
    assert lines[0] == "| things | what | median s | spread s | ours / it | proven | gap | growth | peak MB |"
    assert lines[2] == "| 10 | ours | 1.0 | 1.0 - 1.0 | - | value 1/1 | 0 | - | 50 |"
    assert lines[5] == "|  | peer | 400.0 | 400.0 - 400.0 | 0.025 | value 1/1 | 0 | n^2.0 | 50 |"


def test_section_of_a_spec_is_replaced_and_the_others_stay(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# Page\n")
    facts = as_json(SPEC, [one("ours", 1, 5)], 60)["machine"]
    for text in ("old", "new"):
        for name in ("made-up", "other"):
            write_section(page, name, section(SPEC, text, facts, {}).replace("made-up", name))
    assert page.read_text().count("new") == 2
    assert "old" not in page.read_text()


def test_measurements_come_back_from_json():
    found = [one("ours", 1, 5), one("peer", None, 5, proven=False)]
    assert measurements(as_json(SPEC, found, 60)) == found


def test_worker_measures_and_repeats():
    spec = specs()["hostile-identical"]
    with Worker(warm=False) as worker:
        found = list(measure(spec, 5, worker, phases=("irontriangle",), seeds=2, repeats=2, time_limit=60))
    assert [(one.seed, one.repeat, one.outcome.figures) for one in found] == [
        (seed, repeat, {"value": 5 * ((5 + seed) // 3), "cost": 3 * ((5 + seed) // 3)})
        for seed in (0, 1)
        for repeat in (0, 1)
    ]
    assert all(one.finished and one.peak_mb > 1 for one in found)


def test_worker_that_overruns_is_ended_and_not_asked_again(monkeypatch):
    monkeypatch.setattr(runner, "PATIENCE", -60)
    with Worker(warm=False) as worker:
        found = list(
            measure(specs()["importing"], 1, worker, phases=("bare Python",), seeds=1, repeats=2, time_limit=60)
        )
        assert worker.process is None
    assert [(one.seconds, one.outcome.note, one.finished) for one in found] == [(None, "overran", False)]
