"""When an alarm is raised and cleared: the pure part, minute by minute."""

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide_server.alarms.judge import SURELY_WELL, judge
from guide_server.alarms.symptoms import (
    SELF_TEST_EVERY,
    AlarmRules,
    Facts,
    Sign,
    promised,
    signs,
)
from signaling.core.events import (
    CallTapped,
    Event,
    GuideConnected,
    GuideStatusChanged,
    HoursSet,
    KioskConnected,
    KioskLost,
    PoolConfigured,
)
from signaling.core.evolve import evolve
from signaling.core.hours import Hours, OpenTime
from signaling.core.ids import UND, GuideId, Instant, KioskId, Language, NeighbourhoodId, SiteId
from signaling.core.pool import Pool
from signaling.core.pool_settings import MINUTE
from signaling.core.vocabulary import GuideStatus
from signaling.ports import CheckResult, KioskProfile, SelfTestResult
from signaling.store.alarms import AlarmKind, Subject
from tests.fakes import NOON
from tests.store.histories import POOL, SETTINGS, call_id, entries

SITE = SiteId("varby-library")
DARK = Subject(kind=AlarmKind.KIOSK_DARK, id="kiosk-1")
QUEUE = Subject(kind=AlarmKind.QUEUE_LONG)
SOMALI = Subject(kind=AlarmKind.LANGUAGE_UNSERVED, id="so")
RULES = AlarmRules(longest_queue=5)
KIOSK = KioskProfile(
    id=KioskId("kiosk-1"),
    name="Entrén",
    site=SITE,
    site_name="Vårby bibliotek",
    neighbourhood=NeighbourhoodId("varby"),
    neighbourhood_name="Vårby",
    phone="",
    public_key=b"k" * 32,
    revoked=False,
)
CAME = KioskConnected(kiosk=KIOSK.id, epoch=1, site=SITE, neighbourhood=KIOSK.neighbourhood)
WENT = KioskLost(kiosk=KIOSK.id, epoch=1)
OPEN = OpenTime(NOON - 60 * MINUTE, NOON + 60 * MINUTE)


def pool(*events: Event) -> Pool:
    made = Pool.empty(POOL)
    for entry in entries([PoolConfigured(settings=SETTINGS), *events], at=NOON - 30 * MINUTE, step=1):
        made = evolve(made, entry)
    return made


def facts(*events: Event, kiosk: KioskProfile = KIOSK) -> Facts:
    return Facts(
        pool=pool(*events),
        kiosks={kiosk.id: kiosk},
        disabled_webhooks=(),
        mail_failing_since=None,
        self_tests={},
    )


def hours(*, languages: tuple[str, ...] = (), site: OpenTime = OPEN) -> HoursSet:
    own = tuple((Language(language), (OPEN,)) for language in languages)
    times = Hours(until=NOON + 600 * MINUTE, pool=(OPEN,), sites=((SITE, (site,)),), languages=own)
    return HoursSet(hours=times)


@dataclass
class Days:
    """Judges again and again, as the watch does."""

    lasting: set[Subject] = field(default_factory=set)
    turning: dict[Subject, Instant] = field(default_factory=dict)
    told: list[tuple[int, AlarmKind, bool]] = field(default_factory=list)
    minute: int = 0

    def see(self, *subjects: Subject, unsure: tuple[Subject, ...] = (), minutes: int = 1) -> None:
        seen = dict.fromkeys(subjects, Sign.WRONG) | dict.fromkeys(unsure, Sign.UNSURE)
        for _ in range(minutes):
            judged = judge(self.lasting, self.turning, seen, RULES, NOON + self.minute * MINUTE)
            self.turning = dict(judged.turning)
            for change in judged.changes:
                (self.lasting.add if change.raised else self.lasting.remove)(change.subject)
                self.told.append((self.minute, change.subject.kind, change.raised))
            self.minute += 1


def test_a_kiosk_that_is_dark_for_long_is_one_alarm_and_one_end() -> None:
    days = Days()
    days.see(DARK, minutes=30)
    days.see(minutes=10)
    assert days.told == [(10, AlarmKind.KIOSK_DARK, True), (32, AlarmKind.KIOSK_DARK, False)]


def test_what_comes_and_goes_is_not_raised_and_not_cleared() -> None:
    days = Days()
    for _ in range(20):
        days.see(DARK, minutes=9)
        days.see()
    assert days.told == []
    days.see(DARK, minutes=11)
    for _ in range(20):
        days.see()
        days.see(DARK)
    assert [raised for _, _, raised in days.told] == [True]


def test_a_night_proves_nothing() -> None:
    days = Days()
    days.see(DARK, minutes=11)
    days.see(unsure=(DARK,), minutes=600)
    days.see(DARK, minutes=30)
    assert [raised for _, _, raised in days.told] == [True], "closing neither clears nor raises"

    other = Days()
    other.see(DARK, minutes=5)
    other.see(unsure=(DARK,), minutes=600)
    other.see(DARK, minutes=5)
    assert other.told == [], "minutes of two days do not add up"


def test_patience_is_each_kinds_own() -> None:
    days = Days()
    days.see(QUEUE, SOMALI, Subject(kind=AlarmKind.WEBHOOK_DISABLED, id="w"), minutes=15)
    assert days.told == [
        (0, AlarmKind.WEBHOOK_DISABLED, True),
        (2, AlarmKind.QUEUE_LONG, True),
        (10, AlarmKind.LANGUAGE_UNSERVED, True),
    ]


@given(st.lists(st.sampled_from([Sign.WRONG, Sign.UNSURE, None]), max_size=200))
def test_between_two_changes_there_is_patience_whatever_is_seen(seen: list[Sign | None]) -> None:
    days = Days()
    for sign in seen:
        if sign is Sign.UNSURE:
            days.see(unsure=(DARK,))
        else:
            days.see(*([DARK] if sign is Sign.WRONG else []))
    assert [raised for _, _, raised in days.told] == [number % 2 == 0 for number in range(len(days.told))]
    for (before, _, _), (after, _, raised) in zip(days.told, days.told[1:], strict=False):
        patience = RULES.dark if raised else SURELY_WELL[AlarmKind.KIOSK_DARK]
        assert (after - before) * MINUTE > patience


def test_a_kiosk_in_use_without_contact_is_dark() -> None:
    assert signs(facts(CAME, WENT), RULES, NOON) == {DARK: Sign.WRONG}
    assert signs(facts(CAME), RULES, NOON) == {}


@pytest.mark.parametrize(
    ("events", "kiosk"),
    [
        ((), KIOSK),
        ((CAME, WENT), replace(KIOSK, revoked=True)),
        ((CAME, WENT), replace(KIOSK, public_key=None)),
    ],
    ids=["never connected", "revoked", "not enrolled"],
)
def test_a_kiosk_that_is_not_in_use_is_no_fault(events: tuple[Event, ...], kiosk: KioskProfile) -> None:
    assert signs(facts(*events, kiosk=kiosk), RULES, NOON) == {}


def test_a_kiosk_that_is_closed_proves_nothing() -> None:
    later = OpenTime(NOON + 10 * MINUTE, NOON + 60 * MINUTE)
    closed = facts(hours(site=later), CAME, WENT)
    assert signs(closed, RULES, NOON) == {DARK: Sign.UNSURE}
    assert signs(closed, RULES, NOON + 10 * MINUTE) == {DARK: Sign.WRONG}
    assert signs(closed, RULES, NOON + 61 * MINUTE) == {DARK: Sign.UNSURE}


FAILED = Subject(kind=AlarmKind.SELF_TEST_FAILED, id="kiosk-1")
MISSING = Subject(kind=AlarmKind.SELF_TEST_MISSING, id="kiosk-1")


def self_tested(at: Instant, *, sound: bool) -> SelfTestResult:
    camera = CheckResult(name="camera", tried=True, faults=() if sound else ("dark",), figures={}, about=())
    return SelfTestResult(id="1", at=at, checks=(camera,))


@pytest.mark.parametrize(
    ("age", "passed", "events", "expected"),
    [
        (0, True, (CAME,), {}),
        (0, False, (CAME,), {FAILED: Sign.WRONG}),
        (SELF_TEST_EVERY, True, (CAME,), {}),
        (SELF_TEST_EVERY + 1, True, (CAME,), {MISSING: Sign.WRONG}),
        (SELF_TEST_EVERY + 1, True, (CAME, WENT), {MISSING: Sign.UNSURE, DARK: Sign.WRONG}),
    ],
)
def test_a_kiosk_tests_itself_each_night(
    age: int, passed: bool, events: tuple[Event, ...], expected: dict[Subject, Sign]
) -> None:
    told = replace(facts(*events), self_tests={KIOSK.id: self_tested(NOON - age, sound=passed)})
    assert signs(told, RULES, NOON) == expected


def test_a_kiosk_that_never_tested_itself_proves_nothing_nor_does_one_that_is_revoked() -> None:
    assert signs(facts(CAME), RULES, NOON) == {}
    told = replace(
        facts(CAME, kiosk=replace(KIOSK, revoked=True)), self_tests={KIOSK.id: self_tested(0, sound=False)}
    )
    assert signs(told, RULES, NOON) == {}


def test_a_language_with_hours_of_its_own_is_promised() -> None:
    told = (hours(languages=("so", "tlh")), CAME)
    assert signs(facts(*told), RULES, NOON) == {SOMALI: Sign.WRONG}
    assert signs(facts(*told), RULES, NOON + 61 * MINUTE) == {SOMALI: Sign.UNSURE}
    works: list[Event] = [
        GuideConnected(guide=GuideId("guide-1"), epoch=1, languages=(Language("so"),)),
        GuideStatusChanged(guide=GuideId("guide-1"), status=GuideStatus.AVAILABLE),
    ]
    assert signs(facts(*told, *works), RULES, NOON) == {}
    away = GuideStatusChanged(guide=GuideId("guide-1"), status=GuideStatus.AWAY)
    assert signs(facts(*told, *works, away), RULES, NOON) == {SOMALI: Sign.WRONG}


def test_the_settings_say_which_languages_are_promised() -> None:
    rules = replace(RULES, languages=(Language("ar"), Language("tlh"), UND))
    assert promised(pool(hours(languages=("so",))), rules) == (Language("ar"),)
    assert promised(pool(), RULES) == ()


@pytest.mark.parametrize(("waiting", "sign"), [(4, None), (5, Sign.UNSURE), (6, Sign.WRONG)])
def test_a_queue_is_long_above_its_limit_and_short_well_below(waiting: int, sign: Sign | None) -> None:
    taps = [
        CallTapped(
            call=call_id(number),
            kiosk=KioskId(f"kiosk-{number}"),
            site=SITE,
            neighbourhood=KIOSK.neighbourhood,
            language=Language("sv"),
            tapped_at=NOON,
        )
        for number in range(1, waiting + 1)
    ]
    assert signs(facts(*taps), RULES, NOON).get(QUEUE) is sign


def test_what_should_tell_others_and_cannot_is_wrong() -> None:
    told = replace(facts(), disabled_webhooks=("w",), mail_failing_since=NOON)
    webhook, mail = Subject(kind=AlarmKind.WEBHOOK_DISABLED, id="w"), Subject(kind=AlarmKind.MAIL_FAILING)
    assert signs(told, RULES, NOON) == {webhook: Sign.WRONG, mail: Sign.UNSURE}
    assert signs(told, RULES, NOON + 15 * MINUTE) == {webhook: Sign.WRONG, mail: Sign.WRONG}
