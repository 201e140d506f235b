"""Hours: who taps when it is closed is told so, and views change by themselves when it opens or closes."""

import pytest

from signaling.core.commands import SetHours, StartCall
from signaling.core.deadlines import next_deadline
from signaling.core.events import HoursSet, HoursTurned
from signaling.core.hours import Hours, OpenTime, OpenTimes
from signaling.core.ids import Instant, SiteId
from signaling.core.pool import restore, snapshot
from signaling.core.pool_settings import MINUTE
from signaling.core.views import LanguageService
from signaling.core.vocabulary import CallOutcome, CallState, Closing
from tests.core.world import AR, SITE, SO, SV, World, call, kiosk

HOUR = 60 * MINUTE
OTHER = SiteId("another")


def times(*hours: tuple[float, float]) -> OpenTimes:
    return tuple(OpenTime(round(opens * HOUR), round(closes * HOUR)) for opens, closes in hours)


def opened(hours: Hours, at: Instant = 0) -> World:
    """One kiosk, and the hours as they are told at `at`."""
    world = World()
    world.kiosk_arrives("a")
    world.now = at
    world.do(SetHours(hours=hours))
    return world


def service(world: World, language: str = SV) -> LanguageService:
    return next(line for line in world.screen("a").languages if line.language == language)


DAY = Hours(until=24 * HOUR, pool=times((8, 12), (13, 17)))


def test_without_hours_it_is_always_open() -> None:
    world = World()
    world.kiosk_arrives("a")
    assert service(world).open
    assert service(world).opens_at is None


def test_a_tap_outside_hours_is_logged_and_ends_so() -> None:
    world = opened(DAY)
    world.guide_arrives("amal", SV)
    world.tap("a")
    assert world.outcome("a") is CallOutcome.OUTSIDE_HOURS
    world.tap("a2", SV)
    world.close()


def test_it_opens_and_closes_by_itself() -> None:
    world = opened(DAY)
    seen = []
    for _ in range(4):
        due = next_deadline(world.pool)
        assert due is not None
        world.wait(due - world.now)
        seen.append((world.now // HOUR, service(world).open))
    assert seen == [(8, True), (12, False), (13, True), (17, False)]
    assert sum(isinstance(entry.event, HoursTurned) for entry in world.entries) == 4
    world.close()


def test_a_closed_language_says_when_it_is_next_served() -> None:
    world = opened(DAY)
    assert service(world).opens_at == 8 * HOUR
    world.wait(12 * HOUR)
    assert service(world).opens_at == 13 * HOUR
    world.wait(6 * HOUR)
    assert service(world).opens_at is None, "tomorrow's hours are not told yet"


def test_a_site_and_a_language_narrow_the_pools_hours() -> None:
    hours = Hours(
        until=48 * HOUR,
        pool=times((8, 17), (32, 41)),
        sites=((SITE, times((9, 24), (36, 40))), (OTHER, ())),
        languages=((AR, times((10, 11), (33, 48))), (SO, times((0, 1)))),
    )
    assert hours.opens_at(SITE, SV, 0) == 9 * HOUR
    assert hours.opens_at(SITE, AR, 0) == 10 * HOUR
    assert hours.opens_at(SITE, AR, 12 * HOUR) == 36 * HOUR, "site, language and pool together"
    assert hours.opens_at(SITE, SO, 0) is None
    assert hours.opens_at(OTHER, SV, 0) is None
    assert hours.closes_at(SITE, SV, 9 * HOUR) == 17 * HOUR
    assert hours.closes_at(SITE, AR, 10 * HOUR) == 11 * HOUR
    assert hours.open(SITE, AR, 10 * HOUR)
    assert not hours.open(SITE, AR, 11 * HOUR)


def test_when_it_closes_those_who_wait_are_served_all_the_same() -> None:
    world = opened(DAY, at=11 * HOUR + 55 * MINUTE)
    world.tap("a")
    world.wait(10 * MINUTE)
    assert world.state("a") is CallState.WAITING
    world.guide_arrives("amal", SV)
    world.take("a")


@pytest.mark.parametrize("state", [CallState.WAITING, CallState.HELD, CallState.RINGING])
def test_or_they_are_told_but_for_those_for_whom_a_guide_is_called(state: CallState) -> None:
    world = opened(Hours(until=DAY.until, pool=DAY.pool, closing=Closing.TELL), at=12 * HOUR - 1)
    if state is CallState.RINGING:
        world.guide_arrives("amal", SV)
    world.tap("a")
    if state is CallState.HELD:
        world.kiosk_vanishes("a")
    world.wait(1)
    if state is CallState.RINGING:
        assert world.state("a") is CallState.RINGING
    else:
        assert world.outcome("a") is CallOutcome.OUTSIDE_HOURS
    world.close()


def test_the_same_hours_again_change_nothing() -> None:
    world = opened(DAY)
    assert world.do(SetHours(hours=DAY)) == []
    assert world.do(SetHours(hours=None)) == [HoursSet(hours=None)]
    assert service(world).open


def test_hours_that_ended_long_ago_close_nothing() -> None:
    world = opened(DAY, at=10 * HOUR)
    world.wait(100 * HOUR)
    assert service(world).open


def test_hours_survive_a_restart() -> None:
    world = opened(DAY, at=9 * HOUR)
    assert restore(snapshot(world.pool)) == world.pool
    world.wait(4 * HOUR)
    assert restore(snapshot(world.pool)) == world.pool


def test_a_tap_when_closed_does_not_open_a_second_call() -> None:
    world = opened(DAY)
    tap = StartCall(call=call("a"), kiosk=kiosk("a"), language=SV, tapped_at=0)
    assert world.do(tap)
    assert world.do(tap) == [], "a repetition has no effect"


def test_the_hours_of_a_site_are_those_that_it_and_the_pool_share() -> None:
    hours = Hours(
        until=48 * HOUR,
        pool=times((8, 12), (13, 17), (32, 41)),
        sites=((SITE, times((10, 14), (30, 50))),),
        languages=((AR, times((11, 12))),),
    )
    assert hours.at(SITE, 0) == times((10, 12), (13, 14), (32, 41))
    assert hours.at(SITE, 12 * HOUR) == times((13, 14), (32, 41))
    assert hours.at(OTHER, 13 * HOUR) == times((13, 17), (32, 41))
    assert opened(hours).pool.open_times(SITE, 40 * HOUR) == times((32, 41))
    assert World().pool.open_times(SITE, 0) == ()
