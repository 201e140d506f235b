"""Estimated waits: a range that follows from the pool as it is, and no number where none is honest."""

from dataclasses import replace

import pytest

from signaling.core.choices import Choice
from signaling.core.commands import Choose, ConnectGuide, SetStatus
from signaling.core.estimate import Speeds, WaitRange, speeds
from signaling.core.pace import MEMORY, Mean, Pace
from signaling.core.pool import restore, snapshot
from signaling.core.pool_settings import MINUTE, SECOND
from signaling.core.views import kiosk_view, language_services
from signaling.core.vocabulary import AwayReason, CallOutcome, ChoiceKind, GuideStatus
from tests.core.world import AR, SETTINGS, SITE, SO, SV, World, call, guide, kiosk


def shown(world: World, name: str) -> WaitRange | None:
    told = world.screen(name).call
    assert told is not None
    return told.wait


def middle(wait: WaitRange | None) -> float:
    assert wait is not None
    return (wait.low + wait.high) / 2


def busy(guides: int = 1, waiting: int = 1) -> World:
    """All guides talk, and then so many residents tap: `next0`, `next1`, …"""
    world = World()
    for number in range(guides):
        world.guide_arrives(f"guide {number}", SV)
        world.talk(f"talk {number}")
    for number in range(waiting):
        world.tap(f"next{number}")
    return world


def test_who_waits_is_told_a_range_of_whole_minutes() -> None:
    wait = shown(busy(), "next0")
    assert wait is not None
    assert 0 <= wait.low < wait.high <= SETTINGS.wait_limit // MINUTE


def test_who_stands_further_back_waits_longer() -> None:
    world = busy(waiting=4)
    waits = [middle(shown(world, f"next{number}")) for number in range(3)]
    assert waits == sorted(waits)
    assert waits[0] < waits[-1]


def test_more_guides_make_the_wait_shorter() -> None:
    assert middle(shown(busy(guides=4), "next0")) < middle(shown(busy(guides=1), "next0"))


def test_a_guide_who_writes_is_free_sooner_than_one_who_talks() -> None:
    world = busy()
    before = middle(shown(world, "next0"))
    world.hang_up("talk 0")
    assert middle(shown(world, "next0")) < before


def test_calls_in_another_language_count_as_far_as_the_same_guides_speak_both() -> None:
    world = World()
    for name in ("one", "two"):
        world.guide_arrives(name, SV, AR)
        world.talk(name)
    world.tap("in swedish")
    alone = middle(shown(world, "in swedish"))
    world.tap("in arabic", AR)
    assert middle(shown(world, "in arabic")) > alone
    assert middle(shown(world, "in swedish")) == alone, "who taps later takes nobody's turn"


def test_those_who_speak_a_further_language_of_the_resident_count_too() -> None:
    world = World()
    for name, language in (("one", SV), ("two", AR)):
        world.guide_arrives(name, language)
        world.talk(name, language)
    world.tap("first", SV)
    world.tap("waits", SV)
    before = middle(shown(world, "waits"))
    world.do(Choose(call=call("waits"), kiosk=kiosk("waits"), choice=Choice(ChoiceKind.ALSO, AR)))
    assert middle(shown(world, "waits")) < before


def test_a_guide_with_an_interpreter_counts_once_that_was_agreed_to() -> None:
    world = World()
    world.guide_arrives("bridge", SV)
    world.do(ConnectGuide(guide=guide("interpreter"), epoch=99, interprets=(SO,)))
    world.status("interpreter", GuideStatus.AVAILABLE)
    world.talk("talk", SV)
    world.tap("waits", SO)
    assert shown(world, "waits") is None
    world.do(Choose(call=call("waits"), kiosk=kiosk("waits"), choice=Choice(ChoiceKind.INTERPRETER)))
    assert shown(world, "waits") is not None


def test_a_break_with_a_planned_end_is_waited_for() -> None:
    world = World()
    world.guide_arrives("one", SO)
    back = world.now + 10 * MINUTE
    away = SetStatus(
        guide=guide("one"),
        status=GuideStatus.AWAY,
        reason=AwayReason.BREAK,
        back_at=back,
        chosen_at=world.now,
    )
    world.do(away)
    world.tap("waits", SO)
    wait = shown(world, "waits")
    assert wait is not None
    assert wait.low <= 10 <= wait.high
    world.do(replace(away, back_at=world.now + SETTINGS.wait_limit, chosen_at=world.now))
    assert shown(world, "waits") is None, "too far off for those who wait now"


@pytest.mark.parametrize("why", ["nobody", "away", "going"])
def test_no_number_is_said_where_nobody_will_come(why: str) -> None:
    world = World()
    if why != "nobody":
        world.guide_arrives("one", SO)
        world.talk("talk", SO)
        world.tap("waits", SO)
        world.status("one", GuideStatus.AWAY)
    if why == "away":
        world.hang_up("talk")
        world.finish("one", "talk")
    if why == "nobody":
        world.tap("waits", SO)
    assert shown(world, "waits") is None


def test_no_number_is_said_while_a_guide_is_called() -> None:
    world = World()
    world.guide_arrives("one", SV)
    world.tap("rings")
    assert shown(world, "rings") is None


def test_no_number_is_said_beyond_the_wait_limit() -> None:
    world = busy(waiting=60)
    assert shown(world, "next59") is None


def test_the_pool_learns_how_long_talks_last() -> None:
    world = World()
    world.guide_arrives("one", SV)
    before = world.pool.pace.talk_of(SV, SETTINGS.expected_talk)
    for number in range(10):
        world.talk(f"talk {number}")
        world.wait(30 * SECOND)
        world.hang_up(f"talk {number}")
        world.finish("one", f"talk {number}")
    learnt = world.pool.pace.talk_of(SV, SETTINGS.expected_talk)
    assert 30 * SECOND < learnt < before == SETTINGS.expected_talk
    assert world.pool.pace.talk_of(AR, SETTINGS.expected_talk) < before, (
        "a new language starts from the others"
    )


def test_the_pool_learns_how_many_lose_patience() -> None:
    world = busy(waiting=3)
    world.wait(30 * SECOND)
    for number in range(3):
        world.hang_up(f"next{number}")
        assert world.outcome(f"next{number}") is CallOutcome.ABANDONED_WAITING
    assert 0 < world.pool.pace.leaving <= 1 / (15 * SECOND)


def test_what_was_learnt_survives_a_restart() -> None:
    world = busy()
    world.hang_up("talk 0")
    world.wait(SETTINGS.wrap_up)
    assert world.pool.pace != Pace()
    assert restore(snapshot(world.pool)).pace == world.pool.pace
    world.close()


def test_a_mean_forgets_what_was_long_ago() -> None:
    mean = Mean()
    for sample in [1_000] * 200 + [0] * 5 * MEMORY:
        mean = mean.add(sample)
    assert mean.samples == MEMORY
    assert mean.value < 20


def test_the_guides_are_looked_at_only_for_those_who_wait() -> None:
    world, looks = busy(), []

    def look() -> Speeds:
        looks.append(world.now)
        return speeds(world.pool)

    services = language_services(world.pool, SITE)
    for name in ("talk 0", "next0"):
        kiosk_view(world.pool, kiosk(name), services=services, working=look)
    assert len(looks) == 1
