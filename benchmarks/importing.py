"""What the import costs: a new Python that does nothing, and one that imports."""

from __future__ import annotations

import subprocess
import sys
from functools import partial

from benchmarks.registry import Outcome, Spec


def _python(code: str, instance: object, time_limit: float) -> Outcome:
    subprocess.run([sys.executable, "-c", code], check=True)
    return Outcome()


SPECS = (
    Spec(
        name="importing",
        title="Starting Python, bare and with an import. The library may cost 60 ms; the model is loaded on first use.",
        build=lambda size, seed: None,
        sweep=(1,),
        small=(1,),
        phases={
            "bare Python": partial(_python, "pass"),
            "import irontriangle": partial(_python, "import irontriangle"),
            "and the model": partial(_python, "import irontriangle; irontriangle.Project"),
            "and the solver": partial(_python, "import irontriangle; irontriangle.optimize"),
        },
        unit="process",
        seeds=10,
    ),
)
