"""The driver plays plans through the real core: everybody gets an end, and the one that must follow."""

from collections.abc import Sequence
from dataclasses import replace

from signaling.core.events import CallEnded, CallTapped, Entry, WrappedUp
from signaling.core.hours import Hours, OpenTime
from signaling.core.ids import (
    CallId,
    Disposition,
    GuideId,
    KioskId,
    Language,
    NeighbourhoodId,
    Referral,
    SiteId,
    Topic,
)
from signaling.core.pool import Pool
from signaling.core.pool_settings import MINUTE, SECOND, PoolSettings
from signaling.core.substitutes import Substitute, Substitutes
from signaling.core.vocabulary import CallOutcome, ChoiceKind, GuideStatus, Level
from signaling.simulation.days import outcome
from signaling.simulation.driver import NEXT_AFTER, play
from signaling.simulation.figures import Ledger
from signaling.simulation.plan import Manners, Placed, Plan, Resident, Said, Shift
from tests.core.invariants import check, check_history

AR, SO = Language("ar"), Language("so")
SETTINGS = PoolSettings(languages=(AR, SO), topics=(Topic("other"),), dispositions=(Disposition("solved"),))


def resident(minute: float, *, language: Language = AR, talk: float = 4, patience: float = 10) -> Resident:
    return Resident(
        taps_at=round(minute * MINUTE),
        neighbourhood=NeighbourhoodId("north"),
        language=language,
        talk=round(talk * MINUTE),
        wrap_up=30 * SECOND,
        patience=round(patience * MINUTE),
    )


def plan(*residents: Resident, languages: Sequence[Language] = (AR,), manners: Manners | None = None) -> Plan:
    """One guide, there from minute 0 to 60."""
    shift = Shift(guide=GuideId("guide"), languages=tuple(languages), begins=0, ends=60 * MINUTE)
    return Plan(
        settings=SETTINGS,
        begins=0,
        ends=60 * MINUTE,
        residents=residents,
        shifts=(shift,),
        manners=manners or Manners(),
    )


class Checked(Ledger):
    """A ledger that also holds the core to its promises."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []

    def watch(self, pool: Pool, entries: Sequence[Entry]) -> None:
        super().watch(pool, entries)
        self.entries += entries
        check(pool)


def played(plan: Plan) -> Checked:
    ledger = Checked()
    pool = play(plan, watch=ledger.watch)
    assert not pool.calls, "every call has an end"
    check_history(ledger.entries, pool)
    return ledger


def waits(ledger: Ledger) -> list[float | None]:
    return [None if story.wait is None else story.wait / SECOND for story in ledger.stories.values()]


def test_the_first_is_answered_at_once_and_the_second_after_talk_and_wrap_up() -> None:
    ledger = played(plan(resident(1), resident(1.5)))
    # 4 s to answer, 1 s to connect, 240 s of talk, 30 s of wrap-up, and 4 s to answer again
    assert waits(ledger) == [4, 4 + 1 + 240 + 30 + 4 - 30]
    assert {story.outcome for story in ledger.stories.values()} == {CallOutcome.COMPLETED}


def test_who_has_no_more_patience_leaves() -> None:
    ledger = played(plan(resident(1), resident(1.5, patience=2)))
    assert [story.outcome for story in ledger.stories.values()] == [
        CallOutcome.COMPLETED,
        CallOutcome.ABANDONED_WAITING,
    ]


def test_who_is_never_served_and_never_leaves_gets_the_pools_answer() -> None:
    waits_for_ever = Resident(
        taps_at=MINUTE, neighbourhood=NeighbourhoodId("north"), language=SO, talk=1, wrap_up=1, patience=None
    )
    (story,) = played(plan(waits_for_ever)).stories.values()
    assert story.outcome is CallOutcome.NO_GUIDE_AVAILABLE


def test_a_guide_who_misses_every_ring_answers_nobody_but_comes_back() -> None:
    ledger = played(plan(resident(1, patience=8), manners=Manners(misses=1.0)))
    (story,) = ledger.stories.values()
    assert story.outcome in {CallOutcome.ABANDONED_RINGING, CallOutcome.ABANDONED_WAITING}
    assert sum(entry.event.type == "rang" for entry in ledger.entries) > 1


def test_a_guide_leaves_at_the_end_of_the_shift_but_not_in_the_middle_of_a_talk() -> None:
    ledger = played(plan(resident(58, talk=5)))
    (story,) = ledger.stories.values()
    assert story.outcome is CallOutcome.COMPLETED
    assert story.ended is not None
    assert story.ended > 60 * MINUTE
    assert ledger.work[GuideId("guide")].status is GuideStatus.OFFLINE


def test_load_is_work_divided_by_time_on_duty() -> None:
    figures = outcome([plan(resident(1))])
    assert figures.total.load == (4 + 1 + 240 + 30) / 3600
    assert figures.by_language[AR].answered == 1


def test_the_same_plan_has_the_same_outcome() -> None:
    busy = plan(
        *(resident(minute, patience=6) for minute in range(40)), manners=Manners(misses=0.1, passes=0.1)
    )
    assert outcome([busy]) == outcome([busy])


FA, PRS = Language("fa"), Language("prs")
CLOSE = Substitutes("1", (Substitute(PRS, FA, Level.GOOD),))


def offered(day: Plan, *more: Shift) -> Plan:
    """The plan with a table of close languages, and further guides beside the one."""
    settings = replace(SETTINGS, languages=(AR, SO, FA, PRS), substitutes=CLOSE, bridge=AR)
    return replace(day, settings=settings, shifts=(*day.shifts, *more))


def test_a_resident_who_agrees_is_helped_in_a_close_language() -> None:
    agrees = replace(resident(1, language=PRS), agrees=frozenset({ChoiceKind.SUBSTITUTE}))
    ledger = played(offered(plan(agrees, resident(2, language=PRS), languages=(FA,))))
    assert [(story.outcome, story.how) for story in ledger.stories.values()] == [
        (CallOutcome.COMPLETED, "substitute"),
        (CallOutcome.ABANDONED_WAITING, None),
    ]


def test_a_resident_who_agrees_is_helped_with_an_interpreter() -> None:
    interpreter = Shift(guide=GuideId("noor"), languages=(), interprets=(SO,), begins=0, ends=60 * MINUTE)
    agrees = replace(resident(1, language=SO), agrees=frozenset({ChoiceKind.INTERPRETER}))
    ledger = played(offered(plan(agrees), interpreter))
    assert [(story.outcome, story.how) for story in ledger.stories.values()] == [
        (CallOutcome.COMPLETED, "interpreter")
    ]


def test_one_of_two_who_passes_hinders_nobody() -> None:
    interpreter = Shift(guide=GuideId("noor"), languages=(), interprets=(SO,), begins=0, ends=60 * MINUTE)
    agrees = replace(resident(1, language=SO), agrees=frozenset({ChoiceKind.INTERPRETER}))
    for seed in range(20):
        played(replace(offered(plan(agrees, manners=Manners(passes=0.5)), interpreter), seed=seed))


def test_a_further_language_is_said_when_the_screen_asks() -> None:
    speaks = replace(resident(1, language=SO), also=(AR,))
    assert [story.how for story in played(offered(plan(speaks))).stories.values()] == ["also"]


def test_a_ticket_is_brought_back_once() -> None:
    takes = replace(resident(1, language=SO), agrees=frozenset({ChoiceKind.TICKET}), returns=True)
    ledger = played(offered(plan(takes)))
    assert [story.outcome for story in ledger.stories.values()] == [
        CallOutcome.TICKET_GIVEN,
        CallOutcome.ABANDONED_WAITING,
    ]


def test_a_talk_that_is_sent_on_is_ended_by_another_guide() -> None:
    second = Shift(guide=GuideId("second"), languages=(AR,), begins=0, ends=60 * MINUTE)
    ledger = played(offered(plan(replace(resident(1), sent_on=True)), second))
    story = next(iter(ledger.stories.values()))
    assert (story.outcome, story.sent_on) == (CallOutcome.COMPLETED, True)
    assert [ledger.work[GuideId(guide)].calls for guide in ("guide", "second")] == [1, 1]
    assert story.wait == 4 * SECOND, "what comes after the first talk is no wait for it"


def screen(name: str, neighbourhood: str = "north") -> Placed:
    return Placed(
        kiosk=KioskId(name), site=SiteId(f"{name}-house"), neighbourhood=NeighbourhoodId(neighbourhood)
    )


def test_who_finds_the_only_screen_taken_taps_when_it_is_left() -> None:
    crowd = replace(plan(resident(1), resident(2), resident(3)), kiosks=(screen("one"),))
    ledger = played(crowd)
    taps = [entry for entry in ledger.entries if isinstance(entry.event, CallTapped)]
    ends = [entry.at for entry in ledger.entries if isinstance(entry.event, CallEnded)]
    assert [entry.at for entry in taps[1:]] == [ended + NEXT_AFTER for ended in ends[:2]]
    assert {(entry.event.kiosk, entry.event.site) for entry in taps} == {("one", "one-house")}  # type: ignore[union-attr]


def test_a_refused_ticket_leaves_the_screen_to_the_next() -> None:
    """A resident whose ticket ran out while somebody else stood there does not keep the screen for ever."""
    settings = replace(SETTINGS, choices_after=10 * SECOND, ticket_pause=MINUTE, ticket_life=MINUTE)
    ticketed = replace(
        resident(1, language=SO, patience=50), agrees=frozenset({ChoiceKind.TICKET}), returns=True
    )
    long, last = resident(1.6, talk=30), resident(40)
    crowd = replace(plan(ticketed, long, last), kiosks=(screen("one"),), settings=settings)
    outcomes = [story.outcome for story in played(crowd).stories.values()]
    assert outcomes == [CallOutcome.TICKET_GIVEN, CallOutcome.COMPLETED, CallOutcome.COMPLETED]


def test_what_the_guide_says_is_what_the_plan_says() -> None:
    settings = replace(SETTINGS, topics=(Topic("other"), Topic("school")), referrals=(Referral("police"),))
    said = Said(topic=Topic("school"), disposition=Disposition("solved"), referred_to=Referral("police"))
    ledger = played(replace(plan(replace(resident(1), said=said)), settings=settings))
    (wrapped,) = [entry.event for entry in ledger.entries if isinstance(entry.event, WrappedUp)]
    assert (wrapped.topic, wrapped.disposition, wrapped.referred_to) == ("school", "solved", "police")


def test_outside_the_hours_residents_are_turned_away() -> None:
    open_times = (OpenTime(10 * MINUTE, 20 * MINUTE),)
    hours = Hours(until=60 * MINUTE, pool=open_times)
    ledger = played(replace(plan(resident(5), resident(12)), hours=((0, hours),)))
    assert [story.outcome for story in ledger.stories.values()] == [
        CallOutcome.OUTSIDE_HOURS,
        CallOutcome.COMPLETED,
    ]


def test_calls_bear_the_names_that_the_plan_gives() -> None:
    named = replace(plan(resident(1)), name_call=lambda name, at: CallId(f"{name} at {at // MINUTE}"))
    assert list(played(named).stories) == ["call-0 at 1"]
