"""Which of the waiting calls a policy puts first."""

import numpy as np
import pytest

from signaling.core.ids import Language
from signaling.core.policies import POLICIES, Head, LongestIdle, SpareTheScarce
from signaling.core.vocabulary import GuideStatus, PolicyName
from tests.bench.matching.stage import Stage
from tests.bench.matching.streams import Mix
from tests.core.test_matcher import why
from tests.core.world import AR, SO, SV, World

SCENE = Stage([(AR, SV), (SO, SV), *[(SV,)] * 14], Mix((SV, AR, SO), np.ones(3) / 3), rate=0.01)


def first(*heads: Head) -> Language:
    return SpareTheScarce().first(SCENE, heads).language


def test_an_older_call_is_not_passed_over_by_one_half_as_old() -> None:
    assert first(Head(0, 1, SV, 100_000), Head(0, 2, AR, 49_000)) == SV
    assert first(Head(0, 1, SV, 100_000), Head(0, 2, AR, 51_000)) == AR


def test_of_two_languages_with_as_many_speakers_the_older_call_comes_first() -> None:
    assert first(Head(0, 2, AR, 10_000), Head(0, 1, SO, 10_001)) == SO


def test_a_call_that_came_back_with_a_ticket_keeps_its_place_before_other_languages() -> None:
    assert first(Head(0, 9, SV, 60_000), Head(0, 1, AR, 0)) == AR


def test_at_one_and_the_same_moment_the_earlier_place_comes_first() -> None:
    assert first(Head(0, 2, AR, 0), Head(0, 1, SV, 0)) == SV


@pytest.mark.parametrize("name", POLICIES)
def test_under_every_policy_an_emergency_comes_first(name: PolicyName) -> None:
    heads = (Head(0, 1, AR, 600_000), Head(-1, 2, SV, 0))
    assert POLICIES[name].first(SCENE, heads).language == SV


def test_elsewhere_the_older_call_comes_first_whoever_speaks_it() -> None:
    assert LongestIdle().first(SCENE, (Head(0, 2, AR, 60_000), Head(0, 1, SV, 61_000))).language == SV


def test_the_log_says_when_a_call_came_before_an_older_one() -> None:
    world = World()
    for number in range(4):
        world.guide_arrives(f"busy {number}", SV)
        world.talk(f"with {number}")
    world.tap("swedish", SV)
    world.now += 5_000
    world.tap("arabic", AR)
    world.now += 60_000
    world.desk_opens("amal", SV, AR)
    assert why(world.status("amal", GuideStatus.AVAILABLE)) == [
        "ar fluent; the only free guide; idle 0 min; before an older call in sv, which more guides speak"
    ]
    assert world.rings_at("arabic") == "amal"
