import pickle

import irontriangle as it
from irontriangle import Reason, ReasonKind, Shortfall


def test_reasons_are_values():
    reason = Reason(
        ReasonKind.SHORT,
        "XYZ",
        variant="full",
        value=50,
        shortfalls=[Shortfall("cost", 22_800, 10_000, 12_800)],
        others=[("ABC", "full")],
        beside=[("ABC", "simplified")],
        rule=it.AtMost(["ABC", "XYZ"], 1),
    )
    assert pickle.loads(pickle.dumps(reason)) == reason
    assert len({reason, pickle.loads(pickle.dumps(reason))}) == 1
    assert (
        eval(repr(reason), vars(it) | {name: getattr(it, name) for name in ("Reason", "ReasonKind", "AtMost")})
        == reason
    )
    assert reason.beside == (("ABC", "simplified"),)


def test_the_absence_of_room_beside_others_is_none():
    assert Reason(ReasonKind.NO_ROOM, "XYZ", variant="full", value=50).beside is None
