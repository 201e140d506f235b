"""What is remembered is bounded, and read once as long as it is used."""

from signaling.store.tally.memory import Memory


class Shelf:
    """Things of three numbers each, and how often each was read."""

    def __init__(self) -> None:
        self.memory = Memory(room=6)
        self.read: list[str] = []

    def ask(self, name: str, size: int = 3) -> str:
        def read() -> str:
            self.read.append(name)
            return f"of {name}"

        return self.memory.recall(name, read, lambda _: size)


def test_what_was_read_is_not_read_again() -> None:
    shelf = Shelf()
    assert [shelf.ask("a"), shelf.ask("a")] == ["of a", "of a"]
    assert shelf.read == ["a"]


def test_what_was_used_longest_ago_goes_first() -> None:
    shelf = Shelf()
    for name in ("a", "b", "a", "c", "a", "b"):
        shelf.ask(name)
    assert shelf.read == ["a", "b", "c", "b"]


def test_what_is_larger_than_all_the_room_is_not_kept_and_pushes_nothing_out() -> None:
    shelf = Shelf()
    for name, size in (("a", 3), ("whole", 7), ("whole", 7), ("a", 3)):
        shelf.ask(name, size)
    assert shelf.read == ["a", "whole", "whole"]
