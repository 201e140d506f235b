"""Who is rung for whom, and the one line that says why."""

from dataclasses import replace

import pytest

from signaling.core.commands import ConnectGuide
from signaling.core.demand import QUIET, Demand, step_of
from signaling.core.events import Event, Rang
from signaling.core.matcher import choose
from signaling.core.pool_settings import MINUTE, SECOND
from signaling.core.scarcity import price
from signaling.core.skills import Skill
from signaling.core.vocabulary import GuideStatus, Level, Mode, PolicyName
from tests.core.world import AR, SETTINGS, SO, SV, World, guide


def why(events: list[Event]) -> list[str]:
    return [event.because for event in events if isinstance(event, Rang)]


def test_an_empty_pool_has_no_choice() -> None:
    assert choose(World().pool, 0) is None


def test_a_freed_guide_gets_the_longest_waiting_of_all_their_languages() -> None:
    world = World()
    world.tap("a", SO)
    world.tap("b", AR)
    world.tap("c", SV)
    world.desk_opens("amal", SV, AR)
    assert why(world.status("amal", GuideStatus.AVAILABLE)) == ["ar fluent; the only free guide; idle 0 min"]
    assert world.rings_at("b") == "amal"


def test_a_call_gets_the_guide_who_has_been_idle_longest() -> None:
    world = World()
    for name in ("björn", "amal", "cilla"):
        world.now += SECOND
        world.guide_arrives(name, SV)
    assert why(world.tap("a")) == ["sv fluent; of 3 free guides; idle 0 min"]
    assert world.rings_at("a") == "björn"


def test_only_those_who_speak_the_language_are_asked() -> None:
    world = World()
    world.guide_arrives("amal", SV)
    world.now += SECOND
    world.guide_arrives("björn", AR)
    world.tap("a", AR)
    assert world.rings_at("a") == "björn"


def test_a_call_behind_one_in_back_off_says_so() -> None:
    world = World()
    world.guide_arrives("amal", SV)
    world.tap("a")
    world.tap("b")
    (because,) = why(world.pass_("a"))
    assert because.endswith("1 before it wait for guides who have not just passed on or missed them")


def test_a_second_ring_of_the_same_guide_says_so() -> None:
    world = World()
    world.guide_arrives("amal", SV)
    world.tap("a")
    world.pass_("a")
    assert why(world.wait(SETTINGS.pass_back_off)) == [
        "sv fluent; the only free guide; rung again, as no other guide is free"
    ]


def test_a_new_guide_comes_before_the_back_off_is_over() -> None:
    world = World()
    world.guide_arrives("amal", SV)
    world.tap("a")
    world.pass_("a")
    world.guide_arrives("björn", SV)
    assert world.rings_at("a") == "björn"


def test_one_command_can_ring_many_desks() -> None:
    world = World(replace(SETTINGS, languages=(SV, AR, SO)))
    for name in "abcd":
        world.tap(name, SV if name < "c" else AR)
    for name in ("amal", "björn"):
        world.desk_opens(name, SV, AR)
    world.status("amal", GuideStatus.AVAILABLE)
    world.status("björn", GuideStatus.AVAILABLE)
    assert (world.rings_at("a"), world.rings_at("b")) == ("amal", "björn")


def test_changing_languages_brings_a_ring() -> None:
    world = World()
    world.guide_arrives("amal", SV)
    world.tap("a", SO)
    assert world.rings_at("a") is None
    world.desk_opens("amal", SV, SO)
    assert world.rings_at("a") == "amal"


def test_the_guide_whom_other_languages_miss_least_is_spent_and_the_line_says_so() -> None:
    world = World()
    world.guide_arrives("amal", SV, SO)
    world.now += 7 * MINUTE
    world.guide_arrives("björn", SV)
    world.now += 2 * MINUTE
    assert why(world.tap("a")) == ["sv fluent; of 2 free guides; idle 2 min; spares the only so"]
    assert world.rings_at("a") == "björn"


def test_within_a_team_the_more_fluent_is_chosen_and_then_the_longest_idle() -> None:
    world = World()
    for name, level in (("amal", Level.BASIC), ("björn", Level.GOOD), ("cilla", Level.GOOD)):
        world.epoch += 1
        skills = (Skill(SV, level, Mode.SPEAK),)
        world.do(ConnectGuide(guide=guide(name), epoch=world.epoch, skills=skills))
        world.now += SECOND
        world.status(name, GuideStatus.AVAILABLE)
    world.tap("a")
    assert world.rings_at("a") == "björn"


@pytest.mark.parametrize("policy", PolicyName)
def test_every_policy_rings_somebody_who_speaks_the_language(policy: PolicyName) -> None:
    world = World(replace(SETTINGS, policy=policy))
    world.guide_arrives("amal", SV, AR, SO)
    world.guide_arrives("björn", SV)
    world.guide_arrives("cilla", SV, AR)
    for name, language in (("a", SO), ("b", SV), ("c", AR)):
        world.tap(name, language)
    world.wait(MINUTE // 3)
    assert world.rings_at("a") == "amal"
    assert {world.rings_at("b"), world.rings_at("c")} <= {"björn", "cilla", None}
    assert world.rings_at("b")


def test_under_steps_a_guide_of_many_languages_is_rung_when_the_step_is_over() -> None:
    world = World(replace(SETTINGS, policy=PolicyName.SKILL_STEPS))
    world.guide_arrives("amal", SV, AR, SO)
    world.tap("a")
    assert world.rings_at("a") is None
    world.wait(20 * SECOND)
    assert world.rings_at("a") == "amal"


def test_policies_of_turn_and_of_count_follow_what_the_guides_did() -> None:
    for policy in (PolicyName.ROUND_ROBIN, PolicyName.FEWEST_CALLS):
        world = World(replace(SETTINGS, policy=policy))
        world.now += SECOND
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.guide_arrives("björn", SV)
        world.hang_up("a")
        world.finish("amal", "a")
        world.talk("b")
        assert world.call("b").guide == "björn"


def test_a_price_falls_with_idle_speakers_and_rises_with_demand() -> None:
    demand = step_of(16 * 20)
    prices = [price(8, demand, idle) for idle in range(1, 9)]
    assert prices == sorted(prices, reverse=True)
    assert price(8, step_of(16 * 40), 2) > price(8, demand, 2) > 0
    assert price(10_000, demand, 5_000) == 0


def test_demand_forgets_what_is_two_hours_old() -> None:
    demand = Demand()
    for minute in range(60):
        demand = demand.tapped(SV, minute * MINUTE)
    assert demand.tapped(AR, 61 * MINUTE).steps[SV] > step_of(16 * 50)
    assert demand.tapped(AR, 181 * MINUTE).steps[SV] == QUIET


def test_with_a_shorter_window_demand_forgets_sooner() -> None:
    demand = Demand().configured(10 * MINUTE, (), 0)
    for minute in range(60):
        demand = demand.tapped(SV, minute * MINUTE)
    assert step_of(16 * 50) < demand.steps[SV] <= step_of(16 * 70)
    assert demand.tapped(AR, 80 * MINUTE).steps[SV] == QUIET


def test_what_is_expected_counts_until_more_is_heard() -> None:
    world = World(replace(SETTINGS, expected_taps=((SO, 20),)))
    assert world.pool.demand.steps == {SO: step_of(16 * 20)}
    world.tap("a", SO)
    assert world.pool.demand.steps[SO] == step_of(16 * 20)
    for nth in range(30):
        world.tap(f"kiosk {nth}", SO)
    assert world.pool.demand.steps[SO] > step_of(16 * 20)
