import datetime as dt
import pickle
from fractions import Fraction

import attrs
import pytest

import irontriangle as it
from tests.unit._plan.plans import SOUND, story, story_project

FIGURES = [field.name for field in attrs.fields(it.Answer)]


def no_plan(status=it.Status.INFEASIBLE):
    return it.Plan(story_project(), it.Question(), status)


@pytest.mark.parametrize("name", FIGURES)
def test_a_plan_hands_out_its_answer(name):
    assert getattr(story(), name) == getattr(story().answer, name)


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("status", [it.Status.INFEASIBLE, it.Status.UNKNOWN])
def test_a_plan_that_was_not_found_has_no_figures(name, status):
    plan = no_plan(status)
    assert not plan.found
    with pytest.raises(it.NoPlanError, match=f"no plan, so no {name}: ") as caught:
        getattr(plan, name)
    assert caught.value.asked == name
    assert caught.value.status is status


@pytest.mark.parametrize("name", SOUND)
def test_plans_pickle_compare_hash_and_are_rebuilt_by_their_repr(name):
    plan = SOUND[name]()
    assert pickle.loads(pickle.dumps(plan)) == plan
    assert hash(SOUND[name]()) == hash(plan)
    names = {name: getattr(it, name) for name in dir(it) if name[0].isupper()}
    assert eval(repr(plan), {**names, "datetime": dt, "Fraction": Fraction}) == plan


def test_how_a_plan_was_found_makes_no_difference():
    assert attrs.evolve(story(), run=it.Run("highs", 7.5, "complete")) == story()
    assert attrs.evolve(story(), proof="solver") != story()


def test_plans_do_not_change():
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        story().status = it.Status.UNKNOWN
    with pytest.raises(AttributeError, match="does not change"):
        story().selection.x = 1


def test_what_is_written_as_plain_mappings_and_lists_is_frozen():
    plan = attrs.evolve(story(), proven=["value"])
    assert plan.proven == ("value",)
    assert isinstance(plan.usage, it.FrozenMap)


def test_a_fund_pays_labour_and_the_rest():
    assert it.FundCost(labour=0.1, other=0.2).total == 0.3
    assert it.FundCost(1, Fraction(1, 3)).total == 4 / 3
    assert it.FundCost(labour=10.5, other=0.5).total == 11


def test_a_figure_that_rounds_to_a_whole_float_is_no_whole_number():
    labour = it.Feature("A", it.Variant("full", value=1, effort={"dev": 25322533.3}))
    project = it.Project(it.Scope([labour]), it.Budget(rates={"dev": 88924743}))
    plan = it.optimize(project)
    assert type(plan.costs["budget"].labour) is float
    assert it.violations(plan) == ()
