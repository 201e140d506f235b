"""Which close language may be offered to whom: a small reviewed table, with a level for each direction.

Closeness is between two languages and does not lead further: that Bosnian is close to Serbian and Ukrainian
to Russian says nothing of any third. Who understands whom, and how well, is a matter of direction. The table
only allows an offer; a guide of another language is rung after the resident said yes to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from signaling.core.ids import Language
from signaling.core.vocabulary import Level


@dataclass(frozen=True, slots=True)
class Substitute:
    """Those who speak `asked` understand `offered` this well."""

    asked: Language
    offered: Language
    level: Level


@dataclass(frozen=True, slots=True)
class Substitutes:
    """One version of the table. The version is written on each call in which one was agreed to."""

    version: str = "none"
    rows: tuple[Substitute, ...] = ()

    def of(self, asked: Language) -> tuple[Substitute, ...]:
        """What may be offered to those who asked for it, as the table has it."""
        return tuple(row for row in self.rows if row.asked == asked)


NO_SUBSTITUTES = Substitutes()


def find_cycle(rows: Iterable[Substitute]) -> tuple[Language, ...] | None:
    """A ring of languages that the rows lead round, as a fault of the table; None where there is none.

    Two languages may well be each other's substitutes. What cannot be meant is a language that is its own,
    and a ring of three or more in one direction only: closeness goes both ways, though not equally far.
    """
    edges = {(row.asked, row.offered) for row in rows}
    one_way: dict[Language, list[Language]] = {}
    for asked, offered in sorted(edges):
        if asked == offered:
            return (asked, offered)
        if (offered, asked) not in edges:
            one_way.setdefault(asked, []).append(offered)
    done: set[Language] = set()
    for start in one_way:
        found = _ring(start, one_way, [], done)
        if found is not None:
            return found
    return None


def _ring(
    language: Language, one_way: dict[Language, list[Language]], path: list[Language], done: set[Language]
) -> tuple[Language, ...] | None:
    if language in path:
        return (*path[path.index(language) :], language)
    if language in done:
        return None
    for offered in one_way.get(language, ()):
        found = _ring(offered, one_way, [*path, language], done)
        if found is not None:
            return found
    done.add(language)
    return None
