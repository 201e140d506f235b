"""Settings change in the middle of the day: whoever is in a call, or waits for one, is served to the end."""

from dataclasses import replace

import pytest

from signaling.core.choices import Choice
from signaling.core.commands import Choose, Configure, FinishWrapUp, SetHours, StartCall
from signaling.core.errors import UnknownLanguage, UnknownTopic
from signaling.core.events import PoolConfigured, WrappedUp
from signaling.core.hours import Hours, OpenTime
from signaling.core.ids import Topic
from signaling.core.pool_settings import PoolSettings
from signaling.core.vocabulary import CallState, ChoiceKind
from tests.core.world import AR, DISPOSITION, SETTINGS, SV, World, call, guide, kiosk

WITHOUT_AR = replace(SETTINGS, languages=(SV,))
CODE = "482913"


@pytest.fixture
def world() -> World:
    return World(replace(SETTINGS, languages=(SV, AR)))


def configure(world: World, settings: PoolSettings) -> None:
    [event] = world.do(Configure(settings=settings))
    assert isinstance(event, PoolConfigured)
    assert world.do(Configure(settings=settings)) == [], "the second node writes nothing"


def test_a_call_goes_on_in_a_language_that_is_offered_no_more(world: World) -> None:
    world.guide_arrives("amal", SV, AR)
    world.talk("a", AR)
    configure(world, WITHOUT_AR)
    assert world.state("a") is CallState.LIVE
    world.hang_up("a")
    world.finish("amal", "a")
    with pytest.raises(UnknownLanguage):
        world.tap("b", AR)
    world.close()


def test_who_waits_in_it_is_still_rung_for(world: World) -> None:
    world.tap("a", AR)
    configure(world, WITHOUT_AR)
    world.guide_arrives("amal", SV, AR)
    assert world.state("a") is CallState.RINGING
    world.take("a")
    world.connect_media("a")
    assert world.state("a") is CallState.LIVE
    world.close()


def test_a_ticket_is_good_though_its_language_is_offered_no_more(world: World) -> None:
    world.tap("a", AR)
    world.do(Choose(call=call("a"), kiosk=kiosk("a"), choice=Choice(ChoiceKind.TICKET, None), code=CODE))
    configure(world, WITHOUT_AR)
    world.kiosk_arrives("b")
    world.do(StartCall(call=call("b"), kiosk=kiosk("b"), language=SV, tapped_at=world.now, ticket=CODE))
    assert world.call("b").language == AR
    world.close()


def test_a_call_is_written_up_under_the_topics_that_there_are_now(world: World) -> None:
    world.guide_arrives("amal", SV)
    world.talk("a")
    world.hang_up("a")
    new = Topic("new_topic")
    configure(world, replace(SETTINGS, topics=(new,)))
    with pytest.raises(UnknownTopic):
        world.finish("amal", "a")
    done = FinishWrapUp(guide=guide("amal"), call=call("a"), topic=new, disposition=DISPOSITION)
    [event] = [each for each in world.do(done) if isinstance(each, WrappedUp)]
    assert event.topic == new
    world.close()


def test_a_ring_keeps_the_length_that_it_began_with(world: World) -> None:
    world.guide_arrives("amal", SV)
    world.tap("a")
    configure(world, replace(SETTINGS, ring=2 * SETTINGS.ring))
    world.wait(SETTINGS.ring)
    assert world.state("a") is CallState.WAITING, "there is nobody else"
    world.close()


def test_a_node_that_is_late_takes_nothing_back(world: World) -> None:
    late = replace(SETTINGS, revision=1)
    configure(world, late)
    configure(world, replace(SETTINGS, revision=2, ring=1_000))
    hours = Hours(until=10**9, pool=(OpenTime(0, 10**6),))
    world.do(SetHours(hours=hours, revision=2))
    assert world.do(Configure(settings=late)) == []
    assert world.do(SetHours(hours=None, revision=1)) == []
    assert (world.pool.settings.ring, world.pool.hours) == (1_000, hours)
    world.close()
