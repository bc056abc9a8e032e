"""Find what waits for itself."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

N = TypeVar("N", bound=Hashable)


def circle(after: Mapping[N, Iterable[N]]) -> tuple[N, ...]:
    """
    Return one circle of `after`, first element repeated at the end, or ``()`` if there is none.

    Parameters
    ----------
    after
        For each node the nodes it waits for; those without an entry wait for nothing.

    Notes
    -----
    Nodes that wait for nothing left are taken away until none is (Kahn 1962). Whatever stays waits for something that
    stays, so a walk along that must come back to where it has been. Linear in nodes and arcs; no recursion.

    Examples
    --------
    >>> circle({"a": ["b"], "b": ["c"], "c": ["b"]})
    ('b', 'c', 'b')
    >>> circle({"a": ["b"]})
    ()
    """
    waits = {node: {other for other in others if other in after} for node, others in after.items()}
    followers: dict[N, list[N]] = {node: [] for node in waits}
    for node, others in waits.items():
        for other in others:
            followers[other].append(node)
    left = {node: len(others) for node, others in waits.items()}
    free = [node for node, count in left.items() if not count]
    while free:
        node = free.pop()
        del left[node]
        for follower in followers[node]:
            left[follower] -= 1
            if not left[follower]:
                free.append(follower)
    if not left:
        return ()
    node = next(iter(left))
    seen: dict[N, int] = {}
    while node not in seen:
        seen[node] = len(seen)
        node = next(other for other in after[node] if other in left)
    walk = list(seen)
    return (*walk[seen[node] :], node)
