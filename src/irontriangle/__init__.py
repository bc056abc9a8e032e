"""
Find what fits inside the Iron Triangle of scope, budget and timeline, and prove it.

Every public name is loaded when it is first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from . import errors as errors
    from . import examples as examples
    from . import files as files
    from . import formats as formats
    from . import plots as plots
    from . import strategies as strategies
    from . import tables as tables
    from . import testing as testing
    from ._model.amounts import FrozenMap as FrozenMap
    from ._model.budget import Budget as Budget
    from ._model.changes import AddFeature as AddFeature
    from ._model.changes import AddRule as AddRule
    from ._model.changes import ChangeBudget as ChangeBudget
    from ._model.changes import ChangeCapacity as ChangeCapacity
    from ._model.changes import ChangeSprints as ChangeSprints
    from ._model.changes import ChangeTeam as ChangeTeam
    from ._model.changes import DropFeature as DropFeature
    from ._model.changes import DropRule as DropRule
    from ._model.changes import MoveDeadline as MoveDeadline
    from ._model.changes import SetFloor as SetFloor
    from ._model.changes import SetPriority as SetPriority
    from ._model.changes import SetQuality as SetQuality
    from ._model.changes import SetVariant as SetVariant
    from ._model.feature import Feature as Feature
    from ._model.feature import Task as Task
    from ._model.feature import Variant as Variant
    from ._model.priority import COULD as COULD
    from ._model.priority import MUST as MUST
    from ._model.priority import SHOULD as SHOULD
    from ._model.priority import WONT as WONT
    from ._model.priority import Priority as Priority
    from ._model.project import Project as Project
    from ._model.rules import ALL as ALL
    from ._model.rules import After as After
    from ._model.rules import AllOrNone as AllOrNone
    from ._model.rules import AtLeast as AtLeast
    from ._model.rules import AtMost as AtMost
    from ._model.rules import Bundle as Bundle
    from ._model.rules import Decided as Decided
    from ._model.rules import Excludes as Excludes
    from ._model.rules import Requires as Requires
    from ._model.rules import RequiresAny as RequiresAny
    from ._model.scope import Goals as Goals
    from ._model.scope import Scope as Scope
    from ._model.timeline import Absence as Absence
    from ._model.timeline import Capacity as Capacity
    from ._model.timeline import Gate as Gate
    from ._model.timeline import Sprints as Sprints
    from ._model.timeline import Timeline as Timeline
    from ._plan.check import Violation as Violation
    from ._plan.check import violations as violations
    from ._plan.plan import Answer as Answer
    from ._plan.plan import FundCost as FundCost
    from ._plan.plan import Plan as Plan
    from ._plan.plan import Question as Question
    from ._plan.plan import Run as Run
    from ._plan.plan import Status as Status
    from ._plan.plan import Usage as Usage
    from ._plan.progress import Progress as Progress
    from ._plan.reasons import Reason as Reason
    from ._plan.reasons import ReasonKind as ReasonKind
    from ._plan.reasons import Shortfall as Shortfall
    from ._plan.rows import LoadRow as LoadRow
    from ._plan.rows import TaskRow as TaskRow
    from ._plan.schedule import Schedule as Schedule
    from ._plan.schedule import ScheduledTask as ScheduledTask
    from ._solve.compiled import Compiled as Compiled
    from ._solve.optimize import optimize as optimize
    from ._tradeoffs.compare import Comparison as Comparison
    from ._tradeoffs.compare import DateDifference as DateDifference
    from ._tradeoffs.compare import Difference as Difference
    from ._tradeoffs.compare import FeatureDifference as FeatureDifference
    from ._tradeoffs.compare import compare as compare
    from ._tradeoffs.conflict import conflict as conflict
    from ._tradeoffs.contradiction import Conflict as Conflict
    from ._tradeoffs.contradiction import Contradiction as Contradiction
    from ._tradeoffs.contradiction import Resolution as Resolution
    from ._tradeoffs.explain import explain as explain
    from ._tradeoffs.explanation import Explanation as Explanation
    from ._tradeoffs.explanation import Flip as Flip
    from ._tradeoffs.explanation import FlipKind as FlipKind
    from ._tradeoffs.option import Concession as Concession
    from ._tradeoffs.option import Loss as Loss
    from ._tradeoffs.option import NoOption as NoOption
    from ._tradeoffs.option import Option as Option
    from ._tradeoffs.option import OptionKind as OptionKind
    from ._tradeoffs.option import Options as Options
    from ._tradeoffs.option import Release as Release
    from ._tradeoffs.options import options as options
    from ._tradeoffs.sensitive import FeatureStanding as FeatureStanding
    from ._tradeoffs.sensitive import JointStep as JointStep
    from ._tradeoffs.sensitive import LimitStep as LimitStep
    from ._tradeoffs.sensitive import Sensitivity as Sensitivity
    from ._tradeoffs.sensitive import ValueRange as ValueRange
    from ._tradeoffs.sensitivity import sensitivity as sensitivity
    from ._tradeoffs.wishes import Wish as Wish
    from ._tradeoffs.wishes import WishKind as WishKind
    from .errors import IronTriangleError as IronTriangleError
    from .errors import MissingExtraError as MissingExtraError
    from .errors import ModelError as ModelError
    from .errors import NoPlanError as NoPlanError
    from .errors import Problem as Problem
    from .errors import SolverError as SolverError
    from .files import from_json as from_json
    from .files import json_schema as json_schema
    from .files import load as load
    from .files import scope_from_csv as scope_from_csv
    from .files import scope_to_csv as scope_to_csv
    from .files import to_json as to_json
    from .files import to_markdown as to_markdown
else:
    # A type checker reads the imports above and nothing here, so that it still reports a misspelt name.
    _MODULES = ("errors", "examples", "files", "formats", "plots", "strategies", "tables", "testing")
    _NAMES = {
        "_model.amounts": "FrozenMap",
        "_model.budget": "Budget",
        "_model.changes": "AddFeature AddRule ChangeBudget ChangeCapacity ChangeSprints ChangeTeam DropFeature "
        "DropRule MoveDeadline SetFloor SetPriority SetQuality SetVariant",
        "_model.feature": "Feature Task Variant",
        "_model.priority": "COULD MUST SHOULD WONT Priority",
        "_model.project": "Project",
        "_model.rules": "ALL After AllOrNone AtLeast AtMost Bundle Decided Excludes Requires RequiresAny",
        "_model.scope": "Goals Scope",
        "_model.timeline": "Absence Capacity Gate Sprints Timeline",
        "_plan.check": "Violation violations",
        "_plan.plan": "Answer FundCost Plan Question Run Status Usage",
        "_plan.progress": "Progress",
        "_plan.reasons": "Reason ReasonKind Shortfall",
        "_plan.rows": "LoadRow TaskRow",
        "_plan.schedule": "Schedule ScheduledTask",
        "_solve.compiled": "Compiled",
        "_solve.optimize": "optimize",
        "_tradeoffs.compare": "Comparison DateDifference Difference FeatureDifference compare",
        "_tradeoffs.conflict": "conflict",
        "_tradeoffs.contradiction": "Conflict Contradiction Resolution",
        "_tradeoffs.explain": "explain",
        "_tradeoffs.explanation": "Explanation Flip FlipKind",
        "_tradeoffs.option": "Concession Loss NoOption Option OptionKind Options Release",
        "_tradeoffs.options": "options",
        "_tradeoffs.sensitive": "FeatureStanding JointStep LimitStep Sensitivity ValueRange",
        "_tradeoffs.sensitivity": "sensitivity",
        "_tradeoffs.wishes": "Wish WishKind",
        "errors": "IronTriangleError MissingExtraError ModelError NoPlanError Problem SolverError",
        "files": "from_json json_schema load scope_from_csv scope_to_csv to_json to_markdown",
    }
    _HOME = {name: module for module, names in _NAMES.items() for name in names.split()}
    __all__ = sorted([*_HOME, *_MODULES, "__version__"])

    def __getattr__(name):
        import sys
        from importlib import import_module

        if name in _MODULES:
            return import_module(f"irontriangle.{name}")
        if name not in _HOME:
            raise AttributeError(f"module 'irontriangle' has no attribute {name!r}")
        value = getattr(import_module(f"irontriangle.{_HOME[name]}"), name)
        globals()[name] = value
        if "hypothesis" in sys.modules:  # so that st.from_type(irontriangle.Project) works; see there
            from irontriangle._hypothesis_plugin import register

            register(name, value)
        return value

    def __dir__():
        return sorted({*globals(), *__all__})
