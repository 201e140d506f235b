"""From taps seen to guides needed: rates and their intervals, and the fewest that meet the target."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signaling.core.hours import Hours, OpenTime
from signaling.core.ids import GuideId, Language
from signaling.core.skills import fluent
from signaling.days import start_of
from signaling.planning.demand import EVERYBODY, Demand, demand, open_hours
from signaling.planning.erlang_a import Queue
from signaling.planning.observed import Duty, Handling, Observed, Rings, Slot
from signaling.planning.opening import HOUR, Stretch, days_between, stretches
from signaling.planning.patience import Waits
from signaling.planning.staffing import needed, staffing
from tests.planning.queues import wait_of

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SV, SO, TI = (Language(tag) for tag in ("sv", "so", "ti"))
MONDAYS = [date(2026, 1, 5), date(2026, 1, 12), date(2026, 1, 19), date(2026, 1, 26)]
NINE, TEN = (0, 9), (0, 10)


def opening() -> dict[Language, list[Stretch]]:
    """Four Mondays from nine to half past ten."""
    times = tuple(
        OpenTime(start_of(day, STOCKHOLM) + 9 * HOUR, start_of(day, STOCKHOLM) + 10 * HOUR + HOUR // 2)
        for day in MONDAYS
    )
    hours = Hours(until=times[-1].closes + 1, pool=times)
    days = days_between(MONDAYS[0], MONDAYS[-1])
    return {
        language: [each for day in days for each in stretches(hours, day, STOCKHOLM, language=language)]
        for language in (EVERYBODY, SV, SO, TI)
    }


def observed(taps: dict[Language, dict[Slot, int]], *, left: int = 30) -> Observed:
    return Observed(
        taps=taps,
        waits={SV: Waits({60: left} if left else {}, {10: 70})},
        handling={SV: Handling(talks={290: 50, 310: 50}, wrap_ups={30: 100})},
        rings=Rings(accepted=100, answered_after=4.0, connected_after=1.0),
        kiosks={},
    )


def found(taps: dict[Language, dict[Slot, int]]) -> Demand:
    told = demand(observed(taps), opening(), weeks=4)
    assert told is not None
    return told


def test_an_hour_with_enough_taps_speaks_for_itself() -> None:
    told = found({SV: {NINE: 40, TEN: 30}})
    nine, ten = told.languages[0].rates[NINE], told.languages[0].rates[TEN]
    assert (nine.taps, nine.own) == (10, True)
    assert ten.taps == 15, "half an hour of four Mondays"
    assert nine.low == pytest.approx(28.58 / 4, rel=0.01)
    assert nine.high == pytest.approx(54.47 / 4, rel=0.01)


def test_a_rare_language_is_spread_as_all_taps_are() -> None:
    told = found({SV: {NINE: 60, TEN: 20}, SO: {NINE: 10, TEN: 10}})
    somali = told.languages[1]
    assert somali.language == SO
    assert not somali.rates[NINE].own
    assert somali.rates[NINE].taps == pytest.approx(20 * 70 / 100 / 4)
    assert sum(rate.taps * hours for rate, hours in zip(somali.rates.values(), (4, 2), strict=True)) == 20


def test_handling_and_patience_are_borrowed_where_a_language_has_too_few() -> None:
    told = found({SV: {NINE: 60}, SO: {NINE: 20}})
    assert [each.own_handling for each in told.languages] == [True, False]
    assert told.languages[1].handling == pytest.approx(5 + 305 + 35)
    assert told.languages[1].patience == told.languages[0].patience


def test_too_little_says_nothing() -> None:
    assert demand(observed({SV: {NINE: 19}}), opening(), weeks=4) is None
    assert found({SV: {NINE: 60}, TI: {NINE: 3}}).scarce == {TI: 3}


def test_where_nobody_left_patience_is_unknown() -> None:
    told = demand(observed({SV: {NINE: 60}}, left=0), opening(), weeks=4)
    assert told is not None
    assert told.languages[0].patience is None


def test_those_at_work_are_counted_by_language_and_by_the_open_time() -> None:
    begins = start_of(MONDAYS[0], STOCKHOLM) + 9 * HOUR
    duties = [
        Duty(guide=GuideId("a"), skills=fluent([SV, SO]), begins=begins, ends=begins + 2 * HOUR),
        Duty(guide=GuideId("b"), skills=fluent([SV]), begins=begins + HOUR // 2, ends=begins + HOUR),
        Duty(guide=GuideId("c"), skills=(), interprets=(SO,), begins=begins, ends=begins + HOUR),
    ]
    told = found({SV: {NINE: 60}, SO: {NINE: 20}})
    everybody, swedish, somali = staffing(told, opening(), duties)
    at = {hour.slot: hour.on_duty for hour in swedish.hours}
    assert at == {NINE: 1.5 / 4, TEN: 1 / 4}
    assert {hour.slot: hour.on_duty for hour in somali.hours} == {NINE: 1 / 4, TEN: 1 / 4}
    assert {hour.slot: hour.on_duty for hour in everybody.hours} == at
    assert swedish.lacking == sum(max(0, hour.needed - hour.on_duty) for hour in swedish.hours)


@given(st.floats(0.01, 200), st.integers(60, 1_200), st.one_of(st.none(), st.integers(20, 3_000)))
def test_what_is_needed_meets_the_target_and_one_fewer_does_not(
    taps: float, handling: int, patience: int | None
) -> None:
    taps = float(f"{taps:.4g}")
    fewest = needed(taps, handling, patience)

    def is_met(guides: int) -> bool:
        queue = Queue(arrivals=taps / 3_600, handling=handling, patience=patience, guides=guides)
        in_time = queue.answered_within(120) >= 0.8
        return in_time and wait_of(queue, 0.9) <= 600 * (1 + 1e-6)

    assert is_met(fewest)
    assert fewest == 1 or not is_met(fewest - 1)


def test_nobody_is_needed_where_nobody_comes() -> None:
    assert needed(0, 300, 200) == 0


def test_both_changes_of_daylight_saving_time_keep_the_hours_of_the_clock() -> None:
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25)):
        parts = list(stretches(None, day, STOCKHOLM))
        assert sum(each.ends - each.begins for each in parts) == hours * HOUR
        lasted = open_hours(parts)
        assert sum(lasted.values()) == hours
        assert lasted.get((6, 2), 0.0) == (0.0 if hours == 23 else 2.0)


def test_a_languages_own_hours_narrow_the_pools() -> None:
    begins = start_of(MONDAYS[0], STOCKHOLM)
    hours = Hours(
        until=begins + 24 * HOUR,
        pool=(OpenTime(begins + 9 * HOUR, begins + 12 * HOUR),),
        languages=((SO, (OpenTime(begins + 10 * HOUR, begins + 11 * HOUR),)),),
    )
    assert open_hours(stretches(hours, MONDAYS[0], STOCKHOLM, language=SO)) == {(0, 10): 1.0}
    assert open_hours(stretches(hours, MONDAYS[0], STOCKHOLM, language=SV)) == {
        (0, 9): 1.0,
        (0, 10): 1.0,
        (0, 11): 1.0,
    }


def test_a_period_that_ends_before_it_begins_has_no_days() -> None:
    assert days_between(date(2026, 1, 2), date(2026, 1, 1)) == []
