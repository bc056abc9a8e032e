from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from irontriangle._model.circles import circle

graphs = st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 9), max_size=3), max_size=8)


def reaches(graph, start):
    found, open_nodes = set(), list(graph.get(start, ()))
    while open_nodes:
        node = open_nodes.pop()
        if node not in found:
            found.add(node)
            open_nodes += graph.get(node, ())
    return found


@given(graphs)
def test_circle_is_found_exactly_where_something_waits_for_itself(graph):
    found = circle(graph)
    assert bool(found) == any(node in reaches(graph, node) for node in graph)
    if found:
        assert found[0] == found[-1]
        assert len(set(found)) == len(found) - 1
        assert all(after in graph[node] for node, after in itertools.pairwise(found))


def test_circle_of_one():
    assert circle({"a": ["a"]}) == ("a", "a")


def test_circle_takes_long_chains():
    chain = {number: [number + 1] for number in range(100_000)}
    assert circle(chain) == ()
    assert len(circle({**chain, 100_000: [0]})) == 100_002
