"""Roles that follow from the others and make linear relaxations tighter."""

from __future__ import annotations

import attrs
import numpy as np

from irontriangle._solve.work import Work

LARGEST_CREW = 8
"""Crews above this size are not looked at: few tasks ask for so many people, and the rounding matters less."""


def strengthened(work: Work) -> Work:
    r"""
    Return the same work with a role more for each size of crew that does not divide the people who are there.

    Parameters
    ----------
    work
        What has to be done.

    Notes
    -----
    With three people only one crew of two is at work, though a linear program would have one and a half. For
    every crew size k, dividing the people rows by k and rounding down gives rows that every schedule meets
    (Chvatal's rounding):

    .. math:: \sum_j q_{j,r}\, a_{j,t} \le p_{r,t} \quad\Rightarrow\quad
              \sum_j \lfloor q_{j,r} / k \rfloor\, a_{j,t} \le \lfloor p_{r,t} / k \rfloor .

    They have the form of one more role, and all that is done with roles applies to them.

    References
    ----------
    V. Chvatal, Edmonds polytopes and a hierarchy of combinatorial problems, Discrete Mathematics 4 (1973)
    305-337, https://doi.org/10.1016/0012-365X(73)90167-2.
    """
    demand, present = [work.demand], [work.present]
    for role in range(work.n_roles):
        asked, there = work.demand[:, role], work.present[role]
        for crew in range(2, min(LARGEST_CREW, int(asked.max(initial=0))) + 1):
            if (asked == crew).any() and (there % crew).any():
                demand.append((asked // crew)[:, None])
                present.append((there // crew)[None, :])
    if len(demand) == 1:
        return work
    return attrs.evolve(work, demand=np.hstack(demand), present=np.vstack(present))
