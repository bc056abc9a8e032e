"""What can go wrong, as exceptions that store their parts and build the sentence when asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs


@attrs.frozen
class Problem:
    """
    Name one thing that is wrong with the data, and where.

    Parameters
    ----------
    where
        The value that is wrong (``"Variant 'full'"``) or its place in a project or a file
        (``"features[0].variants[0].cost"``). May be empty.
    message
        What it must be and what was given.
    field
        The field of the value that is wrong, from which a file's place is made. Not part of equality.

    Examples
    --------
    >>> str(Problem("Variant 'full'", "cost must be a finite number >= 0, got nan"))
    "Variant 'full': cost must be a finite number >= 0, got nan"
    """

    where: str
    message: str
    field: str = attrs.field(default="", kw_only=True, eq=False, repr=False)

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class IronTriangleError(Exception):
    """
    Base of every exception that this library raises by itself.

    Examples
    --------
    >>> import irontriangle as it
    >>> try:
    ...     it.Variant(value=-1)
    ... except it.IronTriangleError as error:
    ...     print(error)
    Variant 'full': value must be a finite number >= 0, got -1
    """


class ModelError(IronTriangleError, ValueError):
    """
    Say that the data do not describe a project.

    Parameters
    ----------
    problems
        Everything that is wrong, all of it together.

    Examples
    --------
    >>> error = ModelError([Problem("Variant 'full'", "cost must be a finite number >= 0, got nan")])
    >>> print(error)
    Variant 'full': cost must be a finite number >= 0, got nan
    >>> error.problems[0].where
    "Variant 'full'"
    """

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class NoPlanError(IronTriangleError, LookupError):
    """
    Say that a plan was asked for what it does not have, because none was found.

    Parameters
    ----------
    asked
        The attribute that was asked for.
    status
        The plan's `Status`: INFEASIBLE or UNKNOWN.

    Examples
    --------
    >>> import irontriangle as it
    >>> print(NoPlanError("value", it.Status.UNKNOWN))
    no plan, so no value: the search stopped before it found one (UNKNOWN); give it more time
    >>> print(NoPlanError("value", it.Status.INFEASIBLE))  # doctest: +NORMALIZE_WHITESPACE
    no plan, so no value: no plan meets all limits and rules (INFEASIBLE);
    conflict(project) says which contradict each other
    """

    def __init__(self, asked: str, status: Any) -> None:
        self.asked = asked
        self.status = status
        super().__init__(asked, status)

    def __str__(self) -> str:
        name = self.status.name
        why, advice = {
            "INFEASIBLE": (
                "no plan meets all limits and rules",
                "; conflict(project) says which contradict each other",
            ),
            "UNKNOWN": ("the search stopped before it found one", "; give it more time"),
        }.get(name, ("none was found", ""))
        return f"no plan, so no {self.asked}: {why} ({name}){advice}"


class SolverError(IronTriangleError, RuntimeError):
    """
    Say that an engine failed, or that its answer failed the independent check.

    Examples
    --------
    >>> raise SolverError("the engine 'highs' failed")
    Traceback (most recent call last):
    ...
    irontriangle.errors.SolverError: the engine 'highs' failed
    """


class MissingExtraError(IronTriangleError, ImportError):
    """
    Say what to install for a feature that needs an optional library.

    Examples
    --------
    >>> print(MissingExtraError("strategies", "hypothesis", "hypothesis"))
    strategies needs hypothesis: pip install irontriangle[hypothesis]
    >>> print(MissingExtraError("like='polars'", "polars"))
    like='polars' needs polars: pip install polars
    """

    def __init__(self, what: str, library: str, extra: str = "") -> None:
        self.what = what
        self.library = library
        self.extra = extra
        super().__init__(what, library, extra)

    def __str__(self) -> str:
        install = f"irontriangle[{self.extra}]" if self.extra else self.library
        return f"{self.what} needs {self.library}: pip install {install}"
