"""The persistent collections against the standard library's, and the promise that old versions stay valid."""

from hypothesis import given, settings
from hypothesis import strategies as st

from signaling.core.persistent_map import PersistentMap
from signaling.core.persistent_order import PersistentOrder

CHANGES = st.lists(st.tuples(st.booleans(), st.integers(0, 400)), max_size=600)


@settings(deadline=None)
@given(CHANGES)
def test_a_map_is_a_dict_whose_old_versions_stay(changes: list[tuple[bool, int]]) -> None:
    mirror: dict[int, int] = {}
    present: PersistentMap[int, int] = PersistentMap()
    versions = []
    for turn, (put, key) in enumerate(changes):
        if put:
            mirror[key], present = turn, present.set(key, turn)
        else:
            mirror.pop(key, None)
            present = present.without(key)
        if turn % 50 == 0:
            versions.append((present, dict(mirror)))
    versions.append((present, mirror))
    for version, expected in versions:
        assert dict(version.items()) == expected
        assert len(version) == len(expected)
        assert set(version) == set(expected)
        assert sorted(version.values()) == sorted(expected.values())
        assert all(version.get(key) == expected.get(key) for key in range(401))


@settings(deadline=None)
@given(CHANGES)
def test_an_order_is_a_sorted_set_whose_old_versions_stay(changes: list[tuple[bool, int]]) -> None:
    mirror: set[tuple[int]] = set()
    present: PersistentOrder[tuple[int]] = PersistentOrder()
    versions = []
    for turn, (put, number) in enumerate(changes):
        if put:
            mirror.add((number,))
            present = present.add((number,))
        else:
            mirror.discard((number,))
            present = present.without((number,))
        if turn % 50 == 0:
            versions.append((present, sorted(mirror)))
    versions.append((present, sorted(mirror)))
    for version, expected in versions:
        assert list(version) == expected
        assert len(version) == len(expected)
        assert version.first() == (expected[0] if expected else None)
        for number in range(0, 401, 7):
            assert ((number,) in version) is ((number,) in expected)
            assert version.rank((number,)) == sum(item < (number,) for item in expected)


def test_order_does_not_depend_on_the_way_there() -> None:
    forth = back = PersistentOrder[tuple[int]]()
    for number in range(1_000):
        forth, back = forth.add((number,)), back.add((999 - number,))
    for number in range(0, 1_000, 3):
        forth, back = forth.without((number,)), back.without((number,))
    assert forth == back


def test_nothing_to_change_is_the_same_object() -> None:
    order = PersistentOrder[tuple[int]]().add((1,))
    assert order.add((1,)) is order
    assert order.without((2,)) is order
    assert order.without((0,)) is order
    mapping = PersistentMap[int, int]().set(1, 1)
    assert mapping.without(2) is mapping
    assert mapping.get(2, 7) == 7
    assert mapping[1] == 1
    assert 1 in mapping
    assert repr(mapping) == "PersistentMap({1: 1})"
    assert repr(order) == "PersistentOrder(((1,),))"
