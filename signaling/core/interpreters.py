"""Who interprets which language: an index of guides, kept like the lanes."""

from dataclasses import dataclass, field

from signaling.core.ids import Language
from signaling.core.lanes import NOBODY, Bench, Seat
from signaling.core.persistent_map import PersistentMap


@dataclass(frozen=True, slots=True)
class Interpreters:
    """Those on duty who interpret one language."""

    idle: Bench = field(default_factory=lambda: NOBODY)
    on_duty: int = 0


NO_INTERPRETERS = Interpreters()
InterpreterIndex = PersistentMap[Language, Interpreters]


def moved(index: InterpreterIndex, old: Seat | None, new: Seat | None) -> InterpreterIndex:
    """The index after a guide came, went, or began or ended work."""
    if old == new:
        return index
    if old is not None:
        index = _seated(index, old, here=False)
    return index if new is None else _seated(index, new, here=True)


def _seated(index: InterpreterIndex, who: Seat, *, here: bool) -> InterpreterIndex:
    for language in who.languages:
        known = index.get(language, NO_INTERPRETERS)
        idle = known.idle
        if who.idle_since is not None:
            key = (who.idle_since, who.guide)
            idle = idle.add(key) if here else idle.without(key)
        on_duty = known.on_duty + (1 if here else -1)
        index = index.set(language, Interpreters(idle, on_duty)) if on_duty else index.without(language)
    return index
