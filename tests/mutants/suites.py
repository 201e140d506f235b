"""The cheap suites, as plain calls: each stops at its first failure and says which case failed."""

import inspect
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from types import FrameType, ModuleType
from typing import Any

from tests.core import test_call_table as table
from tests.core.random_worlds import live
from tests.core.test_mutants import MUTANTS as HISTORICAL
from tests.core.test_mutants import live_through
from tests.core.world import World
from tests.mutants.planted import with_bug

STORY_BOOKS = (
    "test_stories",
    "test_skills",
    "test_waiting",
    "test_parties",
    "test_leading",
    "test_decide",
    "test_deadlines",
    "test_views",
)
LIVES = 60
PATIENCE = 20
"""Seconds for one case: a bug that lets it run on for ever is noticed too."""

Case = tuple[str, Callable[[], object]]
Story = Callable[[World], object]
Furnish = Callable[[World], World]


class Endless(Exception):
    """The case came to no end."""


def stories() -> Iterator[Case]:
    for patch, story in HISTORICAL:
        yield patch.__name__, partial(live_through, story)
    for book in STORY_BOOKS:
        with suppress(ModuleNotFoundError):
            yield from _stories_of(import_module(f"tests.core.{book}"))


def _stories_of(book: ModuleType) -> Iterator[Case]:
    """Those that need but a world, made as their book makes it, and furnished as their class furnishes it."""
    fresh = _fixture(book)
    for name, thing in list(vars(book).items()):
        if inspect.isfunction(thing) and name.startswith("test_"):
            if list(inspect.signature(thing).parameters) == ["world"]:
                yield name, partial(_tell, thing, fresh, _as_it_is)
        elif inspect.isclass(thing) and name.startswith("Test"):
            yield from _stories_of_class(thing(), fresh)


def _stories_of_class(told: object, fresh: Callable[[], Any]) -> Iterator[Case]:
    furnishings: dict[str, Furnish] = {"world": _as_it_is}
    for name, thing in vars(type(told)).items():
        if hasattr(thing, "_get_wrapped_function"):
            furnish = thing._get_wrapped_function().__get__(told)
            needs = list(inspect.signature(furnish).parameters)
            if needs == ["world"]:
                furnishings[name] = furnish
            elif not needs:
                furnishings[name] = partial(_another, furnish)
    for name in vars(type(told)):
        if name.startswith("test_"):
            test = getattr(told, name)
            needs = list(inspect.signature(test).parameters)
            if len(needs) == 1 and needs[0] in furnishings:
                yield name, partial(_tell, test, fresh, furnishings[needs[0]])


def _as_it_is(world: World) -> World:
    return world


def _another(make: Callable[[], World], _world: World) -> World:
    return make()


def _fixture(book: ModuleType) -> Callable[[], Any]:
    fixture: Any = getattr(book, "world", None)
    make: Callable[[], Any] = World if fixture is None else fixture._get_wrapped_function()
    return make


def _tell(test: Story, fresh: Callable[[], Any], furnish: Furnish) -> None:
    made = fresh()
    world: Any = next(made) if inspect.isgenerator(made) else made
    test(furnish(world))
    world.close()


def call_table() -> Iterator[Case]:
    for state, what, step in table.STEPS:
        yield (
            f"{state}: {what}",
            partial(table.test_every_step_is_reached_by_commands_and_time, state, what, step),
        )
    for wish, refusal, states in table.REFUSED:
        yield (
            f"refused: {refusal.__name__}",
            partial(table.test_a_wish_out_of_season_is_refused_and_changes_nothing, wish, refusal, states),
        )


def random_worlds() -> Iterator[Case]:
    for seed in range(LIVES):
        yield f"life {seed}", partial(live, seed)


SUITES: dict[str, Callable[[], Iterator[Case]]] = {
    "stories": stories,
    "table": call_table,
    "random worlds": random_worlds,
}


def failure(suite: str) -> str | None:
    """The first case that fails, and why; None where all hold."""
    for title, case in SUITES[suite]():
        try:
            with _in_time():
                case()
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as fault:  # noqa: BLE001 - pytest's own failures are no `Exception`
            return f"{title}: {type(fault).__name__} {str(fault).splitlines()[:1]}"
    return None


def judge(name: str) -> tuple[str, dict[str, str | None]]:
    """What each suite says of the core with the bug of this name."""
    with with_bug(name):
        return name, {suite: failure(suite) for suite in SUITES}


@contextmanager
def _in_time() -> Iterator[None]:
    def ring(_number: int, _frame: FrameType | None) -> None:
        raise Endless

    before = signal.signal(signal.SIGALRM, ring)
    left = signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(left)
        signal.signal(signal.SIGALRM, before)
