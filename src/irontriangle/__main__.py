"""The main job from a shell: ``python -m irontriangle PROJECT.toml`` prints the plan of a project file."""

from __future__ import annotations

import argparse
import io
import math
import os
import sys
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from irontriangle import __version__
from irontriangle.errors import ModelError, SolverError

if TYPE_CHECKING:
    from irontriangle import Plan

SOLVED, INFEASIBLE, BAD_INPUT, UNKNOWN = 0, 1, 2, 3
INTERRUPTED = 130
"""What shells report of a program that Ctrl-C ended."""

STATUSES = """\
exit status: 0 there is a plan; 1 no plan meets all limits and rules; 2 bad input, every problem is told with its place
in the file; 3 unknown: the time was over before a plan was found."""


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Plan the project file that the arguments name, print the plan and return the exit status.

    Parameters
    ----------
    arguments
        What follows ``python -m irontriangle`` on the command line; None: what was typed there.

    Examples
    --------
    >>> main(["no-such-file.toml"])
    2
    """
    asked = _parser().parse_args(arguments)
    try:
        plan, text = _answer(asked)
    except ModelError as error:
        return _refuse(BAD_INPUT, *(f"{asked.project}: {problem}" for problem in error.problems))
    except OSError as error:
        return _refuse(BAD_INPUT, f"{asked.project}: {error.strerror or error}")
    except SolverError as error:
        return _refuse(UNKNOWN, f"{asked.project}: {error}")
    except KeyboardInterrupt:  # before there was any plan: with one, optimize returns it
        return INTERRUPTED
    _print(text)
    return _status(plan)


def _answer(asked: argparse.Namespace) -> tuple[Plan, str]:
    from irontriangle import load, optimize, to_json  # Ctrl-C while these are loaded must end quietly, too

    project = load(asked.project)
    plan = optimize(project, asked.objective, value_at_least=asked.value_at_least, time_limit=asked.time_limit)
    return plan, to_json(plan, indent=2) if asked.json else str(plan)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m irontriangle",
        description="Find what fits inside scope, budget and timeline, and prove it.",
        epilog=STATUSES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("project", metavar="PROJECT.toml", help="a project file, TOML or JSON")
    parser.add_argument("--json", action="store_true", help="print the plan for programs")
    parser.add_argument(
        "--time-limit",
        metavar="SECONDS",
        type=_seconds,
        default=30.0,
        help="after which the best plan so far is taken (30)",
    )
    parser.add_argument(
        "--objective",
        choices=("value", "tiers", "cost", "finish"),
        default="value",
        help="the most value; the same tier by tier; the least cost; the earliest finish (value)",
    )
    parser.add_argument("--value-at-least", metavar="N", type=_number, help="plan nothing that is worth less")
    parser.add_argument("--version", action="version", version=f"irontriangle {__version__}")
    return parser


def _seconds(written: str) -> float:
    seconds = float(_number(written))
    if math.isfinite(seconds) and seconds > 0:
        return seconds
    raise argparse.ArgumentTypeError(f"must be a number > 0, got {written!r}")


def _number(written: str) -> Decimal:
    """Return the number as it is written: 0.1 is a tenth."""
    try:
        return Decimal(written)
    except InvalidOperation:
        raise argparse.ArgumentTypeError(f"must be a number, got {written!r}") from None


def _refuse(status: int, *lines: str) -> int:
    for line in lines:
        print(line, file=sys.stderr)
    return status


def _print(text: str) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):  # a name may hold what the terminal's encoding does not
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        print(text, flush=True)
    except BrokenPipeError:  # the reader has seen enough; the interpreter's own flush at exit must not fail as well
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _status(plan: Plan) -> int:
    if plan.found:
        return SOLVED
    return INFEASIBLE if plan.status.name == "INFEASIBLE" else UNKNOWN


if __name__ == "__main__":
    sys.exit(main())
