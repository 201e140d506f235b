"""A change is told key by key; a list is one value, for its order counts."""

from guide_server.settings_history.differences import differences


def told(before: dict[str, object], after: dict[str, object]) -> list[tuple[str, object, object]]:
    return [(each.path, each.before, each.after) for each in differences(before, after)]


def test_what_is_the_same_is_not_told() -> None:
    assert told({"a": [1], "b": {"c": 1}}, {"a": [1], "b": {"c": 1}}) == []


def test_what_differs_is_told_at_its_place() -> None:
    before: dict[str, object] = {"a": ["sv", "ar"], "week": {"monday": [], "friday": []}, "old": 1}
    after: dict[str, object] = {"a": ["ar", "sv"], "week": {"monday": ["08:00-17:00"], "friday": []}}
    assert told(before, after) == [
        ("a", ["sv", "ar"], ["ar", "sv"]),
        ("week.monday", [], ["08:00-17:00"]),
        ("old", 1, None),
    ]


def test_a_whole_that_comes_or_goes_is_one_difference() -> None:
    assert told({"table": None}, {"table": {"version": "1"}}) == [("table", None, {"version": "1"})]
