"""A town played with a change and without it, in this process and in one of its own."""

import json
import subprocess
import sys
from dataclasses import replace
from math import exp

import pytest

from signaling.core.ids import GuideId
from signaling.core.skills import fluent
from signaling.planning.erlang_a import Queue
from signaling.planning.observed import BIN, Duty, Handling, Rings
from signaling.planning.opening import HOUR
from signaling.planning.staffing import needed
from signaling.planning.trial import Expected, ExtraGuide, FindSkill, FurtherLanguage, TryChange
from signaling.simulation import trial
from signaling.simulation.__main__ import ANSWER, QUESTION
from signaling.simulation.tally import tally
from signaling.simulation.town import draw_day
from signaling.simulation.trial import answer
from tests.planning.towns import GUIDES, SO, SV, TI, a_day, a_town

CANDIDATES = tuple(
    FurtherLanguage(guide=GuideId(guide), language=language)
    for guide, spoken in GUIDES.items()
    for language in (SV, SO, TI)
    if language not in spoken
)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """With few plays, so that the tests are quick."""
    monkeypatch.setattr(trial, "CALLS", 600)


def test_the_same_residents_come_whatever_the_change() -> None:
    town = a_town({"sv": 12, "so": 8})
    change = FurtherLanguage(guide=GuideId("berit"), language=SO)
    assert draw_day(town, 0, 1).residents == draw_day(town, 0, 1, change).residents
    assert draw_day(town, 0, 1).residents != draw_day(town, 0, 2).residents
    assert draw_day(town, 0, 1, change).shifts != draw_day(town, 0, 1).shifts


def test_residents_come_at_the_rate_and_talk_as_long_as_was_seen() -> None:
    town = a_town({"sv": 30})
    residents = [each for play in range(40) for each in draw_day(town, 0, play).residents]
    assert len(residents) / 40 == pytest.approx(90, rel=0.05)
    assert sum(each.talk for each in residents) / len(residents) == pytest.approx(305_000, rel=0.03)
    patience = [each.patience for each in residents if each.patience is not None]
    assert sum(patience) / len(residents) == pytest.approx(240_000, rel=0.06)


def test_a_change_that_changes_nothing_has_no_effect() -> None:
    """The interval of the difference is nought wide: both rosters met the very same residents."""
    town = a_town({"sv": 12, "so": 8})
    nobody = ExtraGuide(languages=(SO,), spans=(None,) * len(town.days))
    (tried,) = answer(TryChange(town=town, change=nobody)).tried
    for effect in tried.effects:
        assert effect.before == effect.after
        assert effect.more_in_time.value == 0
        assert effect.more_in_time.interval is not None
        assert (effect.more_in_time.interval.low, effect.more_in_time.interval.high) == (0, 0)


def test_one_more_speaker_helps_the_language_that_has_one() -> None:
    town = a_town({"sv": 4, "so": 14})
    spans = tuple((day.begins + 9 * HOUR, day.begins + 12 * HOUR) for day in town.days)
    found = answer(TryChange(town=town, change=ExtraGuide(languages=(SO,), spans=spans)))
    everybody, somali = found.tried[0].effects[:2]
    assert (everybody.language, somali.language) == ("", SO)
    assert somali.more_in_time.interval is not None
    assert somali.more_in_time.interval.low > 0
    assert somali.before.service_level is not None
    assert somali.after.service_level is not None
    assert somali.after.service_level.value > somali.before.service_level.value + 0.1
    assert somali.taps == pytest.approx(14 * 3 * 7, rel=0.25)


def test_the_skill_that_helps_most_is_found() -> None:
    """Nobody speaks Tigrinya, and a third ask for it; Somali and Swedish are well served."""
    town = a_town({"sv": 4, "so": 2, "ti": 10})
    shares: list[float] = []
    found = answer(FindSkill(town=town, candidates=CANDIDATES), shares.append)
    assert found.considered == len(CANDIDATES) == 5
    best = found.tried[0]
    assert isinstance(best.change, FurtherLanguage)
    assert best.change.language == TI
    gains = [each.effects[0].more_in_time.value for each in found.tried]
    assert gains == sorted(gains, reverse=True)
    assert shares == sorted(shares)
    assert 0 < shares[-1] <= 1


def test_alone_a_language_fares_as_erlang_a_says() -> None:
    """Guides of one language only, who answer at once: what is left of the core is the formula's queue."""
    bins = {low: round(1_000 * exp(-low / 300)) for low in range(0, 3_000, BIN)}
    hours, handling, patience, taps = 240, 305.0, 200.0, 30.0
    guides = needed(taps, handling, patience)
    day = a_day(0, {}, {})
    town = replace(
        a_town({"sv": taps}),
        days=(
            replace(
                day,
                ends=hours * HOUR,
                expected=(Expected(language=SV, begins=0, ends=hours * HOUR, per_hour=taps),),
                duties=tuple(
                    Duty(guide=GuideId(f"guide-{number}"), skills=fluent((SV,)), begins=0, ends=hours * HOUR)
                    for number in range(guides)
                ),
            ),
        ),
        handling={SV: Handling(talks=bins, wrap_ups={})},
        patience={SV: patience},
        rings=Rings(accepted=1, answered_after=0.05, connected_after=0.05),
    )
    found = tally(draw_day(town, 0, 1))[SV]
    queue = Queue(arrivals=taps / 3_600, handling=handling, patience=patience, guides=guides)
    assert found.offered == pytest.approx(taps * hours, rel=0.04)
    assert found.within / found.offered == pytest.approx(queue.answered_within(120), abs=0.03)
    assert found.left / found.offered == pytest.approx(queue.abandonment, abs=0.03)


def test_many_candidates_are_halved_until_few_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "FINALISTS", 2)
    found = answer(FindSkill(town=a_town({"sv": 4, "so": 2, "ti": 10}), candidates=CANDIDATES))
    assert len(found.tried) == 2
    assert all(
        isinstance(each.change, FurtherLanguage) and each.change.language == TI for each in found.tried
    )


def test_where_no_language_is_missed_nothing_is_ranked() -> None:
    absent = FurtherLanguage(guide=GuideId("nobody"), language=TI)
    assert answer(FindSkill(town=a_town({"sv": 4}), candidates=(absent,))).tried == ()


def test_the_process_answers_as_the_function_does() -> None:
    question = TryChange(
        town=a_town({"sv": 2}, days=1), change=FurtherLanguage(guide=GuideId("berit"), language=SO)
    )
    run = subprocess.run(
        [sys.executable, "-m", "signaling.simulation"],
        input=QUESTION.dump_json(question),
        capture_output=True,
        check=True,
    )
    *on_the_way, last = [json.loads(line) for line in run.stdout.splitlines()]
    assert all(0 <= line["share"] <= 1 for line in on_the_way)
    assert ANSWER.validate_python(last["answer"], strict=False).days == 1
