"""Languages as people speak them: who may be rung for whom."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signaling.core.commands import ConnectGuide, Prioritise, StartCall, Transfer
from signaling.core.errors import NotNow, NotYourCall, UnknownCall, UnknownLanguage
from signaling.core.events import GuideConnected, Prioritised, Rang
from signaling.core.ids import UND, AdminId, Language, Party
from signaling.core.parties import Wanted
from signaling.core.pool_settings import SECOND, PoolSettings
from signaling.core.skills import Accepted, Skill, fluent, once_each, served
from signaling.core.vocabulary import GuideStatus, How, Level, Mode
from tests.core.world import AR, DISPOSITION, SO, SV, TOPIC, World, call, guide, kiosk

SWL = Language("swl")
ALL = (SV, AR, SO, SWL, UND)
SETTINGS = PoolSettings(languages=ALL, topics=(TOPIC,), dispositions=(DISPOSITION,))
ADMIN = Party.admin(AdminId("anna"))


@pytest.fixture
def world() -> Iterator[World]:
    world = World(SETTINGS)
    yield world
    world.close()


def taps(world: World, name: str, language: Language, *also: Language) -> list[Accepted | None]:
    """The resident taps and names what else they speak; answers what is spoken in the rings that follow."""
    if kiosk(name) not in world.pool.kiosks:
        world.kiosk_arrives(name)
    events = world.do(
        StartCall(call=call(name), kiosk=kiosk(name), language=language, tapped_at=world.now, also=also)
    )
    return [event.spoken for event in events if isinstance(event, Rang)]


def arrives(world: World, name: str, *skills: Skill) -> None:
    world.epoch += 1
    world.do(ConnectGuide(guide=guide(name), epoch=world.epoch, skills=skills))
    world.status(name, GuideStatus.AVAILABLE)


def test_a_plain_list_of_languages_is_spoken_fluently_and_signed_where_it_must_be() -> None:
    assert fluent((SV, SWL, SV)) == (Skill(SV, Level.FLUENT, Mode.SPEAK), Skill(SWL, Level.FLUENT, Mode.SIGN))


def test_the_first_word_on_a_language_counts() -> None:
    basic, good = Skill(SV, Level.BASIC, Mode.SPEAK), Skill(SV, Level.GOOD, Mode.SPEAK)
    assert once_each((basic, *fluent((AR,)), good)) == (basic, *fluent((AR,)))


def test_signing_a_spoken_language_serves_nobody_who_wants_to_hear_it() -> None:
    assert served((Skill(SV, Level.FLUENT, Mode.SIGN), Skill(SWL, Level.GOOD, Mode.SIGN))) == (SWL,)


def test_a_resident_meets_a_guide_of_a_further_language(world: World) -> None:
    arrives(world, "amal", Skill(SV, Level.GOOD, Mode.SPEAK))
    assert taps(world, "a", AR, SO, SV) == [Accepted(SV, How.ALSO)]
    assert world.desk("amal").ring is not None


def test_the_first_language_that_both_know_is_spoken(world: World) -> None:
    arrives(world, "amal", *fluent((SV, SO, AR)))
    assert taps(world, "a", AR, SO, SV) == [Accepted(AR, How.ASKED)]


def test_a_guide_of_the_asked_language_comes_before_one_of_a_further(world: World) -> None:
    arrives(world, "amal", *fluent((SV,)))
    world.now += 1
    arrives(world, "björn", *fluent((AR,)))
    taps(world, "a", AR, SV)
    assert world.rings_at("a") == "björn"


def test_a_position_does_not_grow_by_what_others_also_speak(world: World) -> None:
    taps(world, "a", AR, SV)
    taps(world, "b", SV)
    assert (world.position("a"), world.position("b")) == (1, 1)
    assert world.pool.waiting == 2


def test_a_scarcer_further_language_takes_nobody_past_an_earlier_tap_of_the_same(world: World) -> None:
    arrives(world, "björn", *fluent((SV,)))
    taps(world, "talks already", SV)
    taps(world, "older, of Swedish only", SV)
    taps(world, "a", SO, SV)
    taps(world, "b", SO, AR)
    world.now += SECOND
    arrives(world, "amal", *fluent((SV, AR)))
    assert world.rings_at("a") == "amal"


def test_a_further_language_must_be_offered_here(world: World) -> None:
    world.kiosk_arrives("a")
    with pytest.raises(UnknownLanguage):
        taps(world, "a", AR, Language("tlh"))


def test_a_language_that_is_not_here_leads_to_triage(world: World) -> None:
    arrives(world, "amal", *fluent((SV, AR, SO)))
    assert taps(world, "a", UND) == []
    arrives(world, "triage", *fluent((UND,)))
    assert world.rings_at("a") == "triage"


def test_once_the_language_is_found_the_call_goes_to_no_more_triage(world: World) -> None:
    arrives(world, "triage", *fluent((UND,)))
    world.talk("a", UND)
    world.do(Transfer(call=call("a"), guide=guide("triage"), to=Wanted(language=AR)))
    assert [accepted.language for accepted in world.call("a").accepts] == [AR]
    arrives(world, "second", *fluent((UND,)))
    assert world.call("a").desk is None
    arrives(world, "amal", *fluent((AR,)))
    assert world.rings_at("a") == "amal"


def test_an_emergency_goes_first_and_the_others_hear_of_it(world: World) -> None:
    for name in "abc":
        taps(world, name, SV)
    assert world.do(Prioritise(call=call("c"), by=ADMIN)) == [Prioritised(call=call("c"), by=ADMIN)]
    assert [world.position(name) for name in "abc"] == [2, 3, 1]
    assert world.do(Prioritise(call=call("c"), by=ADMIN)) == []
    arrives(world, "amal", *fluent((SV,)))
    assert world.rings_at("c") == "amal"


def test_only_an_admin_declares_an_emergency_and_only_in_the_line(world: World) -> None:
    arrives(world, "amal", *fluent((SV,)))
    with pytest.raises(UnknownCall):
        world.do(Prioritise(call=call("a"), by=ADMIN))
    world.tap("a")
    with pytest.raises(NotYourCall):
        world.do(Prioritise(call=call("a"), by=world.resident("a")))
    world.take("a")
    with pytest.raises(NotNow):
        world.do(Prioritise(call=call("a"), by=ADMIN))


def test_an_old_journal_tells_of_languages_only(world: World) -> None:
    (event,) = world.desk_opens("amal", SV)
    assert event == GuideConnected(guide=guide("amal"), epoch=1, languages=(SV,))
    assert world.desk("amal").skills == fluent((SV,))


LANGUAGES = st.sampled_from(ALL)
SKILLS = st.lists(st.builds(Skill, LANGUAGES, st.sampled_from(Level), st.sampled_from(Mode)), max_size=4)


@given(st.lists(SKILLS, min_size=1, max_size=3), LANGUAGES, st.lists(LANGUAGES, max_size=3))
def test_never_a_guide_without_a_language_in_common(
    shifts: list[list[Skill]], asked: Language, also: list[Language]
) -> None:
    world = World(SETTINGS)
    for number, skills in enumerate(shifts):
        arrives(world, f"guide {number}", *skills)
    taps(world, "a", asked, *also)
    able = {f"guide {number}" for number, skills in enumerate(shifts) if set(served(skills)) & {asked, *also}}
    rung = world.rings_at("a")
    assert rung in able if able else rung is None
    world.close()
