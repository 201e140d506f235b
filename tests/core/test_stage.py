"""The bench's light pool and the real one: the same policy makes the same choices on one stream."""

from dataclasses import replace

import pytest

from signaling.core.demand import QUIET
from signaling.core.events import Rang
from signaling.core.ids import GuideId, Language
from signaling.core.policies import POLICIES, Asking
from signaling.core.vocabulary import GuideStatus, PolicyName
from tests.bench.matching.stage import Stage, perform
from tests.bench.matching.streams import city_mix, roster, stream
from tests.core.world import SETTINGS, World


@pytest.mark.parametrize("policy", [PolicyName.SPARE_THE_SCARCE, PolicyName.LONGEST_IDLE])
def test_the_bench_plays_what_the_pool_would_do(policy: PolicyName) -> None:
    mix = city_mix()
    calls = stream(calls=60, guides=8, load=0.8, patience=180, mix=mix, seed=3)
    teams = roster(8, mix, 3)
    outcome = perform(POLICIES[policy], teams, mix, calls)
    again = perform(POLICIES[policy], teams, mix, calls)
    assert outcome.guide.tolist() == again.guide.tolist()
    for number, guide in enumerate(outcome.guide.tolist()):
        if guide >= 0:
            assert mix.languages[calls.language[number]] in teams[guide]


@pytest.mark.parametrize("name", [PolicyName.SPARE_THE_SCARCE, PolicyName.LONGEST_IDLE])
def test_both_spend_the_same_guides_one_after_the_other(name: PolicyName) -> None:
    mix = city_mix()
    teams = roster(8, mix, 5)
    world = World(replace(SETTINGS, languages=mix.languages, policy=name))
    for number, team in enumerate(teams):
        world.now += 1
        world.guide_arrives(str(number), *team)
    stage = Stage(teams, mix, rate=0.0)
    policy = POLICIES[name]
    for number, language in enumerate(("sv", "ar", "sv", "tr", "sv")):
        rung = [
            event.guide for event in world.tap(str(number), Language(language)) if isinstance(event, Rang)
        ]
        stage.steps = {spoken: world.pool.demand.steps.get(spoken, QUIET) for spoken in mix.languages}
        pick = policy.guide(stage, Asking(Language(language), 0))
        assert rung == ([pick.guide] if pick else [])
        if pick:
            stage.rise(GuideId(pick.guide))
            assert world.guide(pick.guide).status is GuideStatus.RINGING
