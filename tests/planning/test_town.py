"""A trial misses rings by itself, so those that were missed in truth do not part its shifts."""

from dataclasses import replace

from signaling.core.ids import GuideId, Language
from signaling.core.skills import fluent
from signaling.planning.observed import Duty
from signaling.planning.town import through_missed_rings

SV, SO = Language("sv"), Language("so")


def duty(guide: str, begins: int, ends: int, *, missed: bool = False, language: Language = SV) -> Duty:
    return Duty(guide=GuideId(guide), skills=fluent((language,)), begins=begins, ends=ends, missed=missed)


def test_a_missed_ring_does_not_part_a_shift_and_a_break_does() -> None:
    told = (
        duty("a", 0, 10, missed=True),
        duty("b", 5, 30),
        duty("a", 12, 20, missed=True),
        duty("a", 21, 25),
        duty("a", 40, 50),
    )
    assert through_missed_rings(told) == (duty("a", 0, 25), duty("b", 5, 30), duty("a", 40, 50))


def test_who_never_came_back_went_home_when_the_ring_was_missed() -> None:
    told = (duty("a", 0, 10, missed=True),)
    assert through_missed_rings(told) == told


def test_other_languages_are_another_shift() -> None:
    told = (duty("a", 0, 10, missed=True), duty("a", 12, 20, language=SO))
    assert through_missed_rings(told) == told
    assert through_missed_rings((told[0], replace(told[1], skills=told[0].skills))) == (duty("a", 0, 20),)
