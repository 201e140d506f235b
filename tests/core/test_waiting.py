"""What residents can choose while they wait, and the ticket that keeps their place."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from signaling.core.choices import Choice, Ticket
from signaling.core.commands import Choose, Configure, ConnectGuide, SetHours, StartCall
from signaling.core.errors import NotNow, NotYourCall, TicketOver, UnknownCall, UnknownLanguage, UnknownTicket
from signaling.core.events import (
    CallTapped,
    ChoicesOffered,
    Event,
    InterpreterAgreed,
    LanguageAdded,
    Rang,
    SubstituteAgreed,
    TicketGiven,
    TicketLapsed,
    WaitKept,
)
from signaling.core.hours import Hours, OpenTime
from signaling.core.ids import Language
from signaling.core.pool import REMEMBERED_TICKET
from signaling.core.pool_settings import MINUTE, SECOND
from signaling.core.skills import Accepted
from signaling.core.substitutes import Substitute, Substitutes, find_cycle
from signaling.core.vocabulary import CallOutcome, CallState, ChoiceKind, GuideStatus, How, Level
from tests.core.world import AR, SETTINGS, SO, SV, World, call, guide, kiosk

FA, PRS = Language("fa"), Language("prs")
TABLE = Substitutes("2026-1", (Substitute(FA, PRS, Level.GOOD), Substitute(PRS, FA, Level.FLUENT)))
OURS = replace(
    SETTINGS,
    languages=(SV, AR, SO, FA),
    substitutes=TABLE,
    choices_after=90 * SECOND,
    choices_after_by_language=((AR, 30 * SECOND),),
)
CODE = "482913"
ALWAYS = {ChoiceKind.KEEP_WAITING, ChoiceKind.ALSO, ChoiceKind.TICKET, ChoiceKind.PHONE}


@pytest.fixture
def world() -> World:
    return World(OURS)


def choose(
    world: World, name: str, kind: ChoiceKind, language: Language | None = None, code: str | None = None
) -> list[Event]:
    return world.do(Choose(call=call(name), kiosk=kiosk(name), choice=Choice(kind, language), code=code))


def offered(events: list[Event]) -> list[Choice]:
    return [choice for event in events if isinstance(event, ChoicesOffered) for choice in event.choices]


def returns(world: World, name: str, code: str = CODE) -> list[Event]:
    world.kiosk_arrives(name)
    return world.do(
        StartCall(call=call(name), kiosk=kiosk(name), language=SV, tapped_at=world.now, ticket=code)
    )


class TestWhenChoicesAreOffered:
    def test_at_once_where_nobody_on_duty_speaks_the_language(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        assert {choice.kind for choice in offered(world.tap("a", AR))} == ALWAYS

    def test_after_the_time_of_the_language(self, world: World) -> None:
        for name in ("amal", "björn"):
            world.guide_arrives(name, SV, AR)
        world.talk("x")
        world.talk("y")
        assert offered(world.tap("a", AR)) == offered(world.tap("b", SV)) == []
        assert offered(world.wait(30 * SECOND))
        assert world.call("a").choices
        assert not world.call("b").choices
        assert offered(world.wait(60 * SECOND))
        assert world.call("b").choices

    def test_at_once_when_the_last_guide_of_the_language_leaves(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("x")
        assert offered(world.tap("a")) == []
        world.guide_vanishes("amal")
        assert world.call("a").choices

    def test_again_after_a_while_when_the_resident_waits_on(self, world: World) -> None:
        world.tap("a", AR)
        assert choose(world, "a", ChoiceKind.KEEP_WAITING) == [WaitKept(call=call("a"))]
        assert world.call("a").choices == ()
        assert offered(world.wait(30 * SECOND))

    def test_not_while_it_rings(self, world: World) -> None:
        world.guide_arrives("amal", AR)
        world.do(Configure(settings=replace(OURS, ring=10 * MINUTE)))
        world.tap("a", AR)
        assert offered(world.wait(60 * SECOND)) == []
        world.pass_("a")
        assert offered(world.wait(0))

    def test_the_screen_shows_them(self, world: World) -> None:
        world.tap("a", AR)
        screen = world.screen("a").call
        assert screen is not None
        assert {choice.kind for choice in screen.choices} == ALWAYS


class TestSubstitutes:
    def test_a_close_language_is_offered_where_somebody_speaks_it(self, world: World) -> None:
        assert Choice(ChoiceKind.SUBSTITUTE, PRS) not in offered(world.tap("a", FA))
        world.guide_arrives("amal", PRS)
        world.hang_up("a")
        world.kiosk_arrives("b")
        assert Choice(ChoiceKind.SUBSTITUTE, PRS) in offered(world.tap("b", FA))

    def test_nobody_is_rung_before_the_resident_agrees(self, world: World) -> None:
        world.guide_arrives("amal", PRS)
        world.tap("a", FA)
        assert world.rings_at("a") is None
        events = choose(world, "a", ChoiceKind.SUBSTITUTE, PRS)
        assert events[0] == SubstituteAgreed(call=call("a"), language=PRS, version="2026-1")
        assert isinstance(events[1], Rang)
        assert events[1].spoken == Accepted(PRS, How.SUBSTITUTE)
        assert world.call("a").substitutes == "2026-1"

    def test_only_what_the_table_holds_can_be_agreed_to(self, world: World) -> None:
        world.tap("a", FA)
        for language in (SV, None):
            with pytest.raises(UnknownLanguage):
                choose(world, "a", ChoiceKind.SUBSTITUTE, language)

    def test_it_has_a_direction(self) -> None:
        assert [row.level for row in TABLE.of(FA)] == [Level.GOOD]
        assert TABLE.of(SV) == ()

    @pytest.mark.parametrize(
        ("rows", "ring"),
        [
            ("fa-prs prs-fa", None),
            ("bs-hr hr-bs hr-sr sr-hr bs-sr sr-bs", None),
            ("fa-fa", "fa fa"),
            ("no-da da-sv sv-no", "da sv no da"),
            ("uk-ru ru-be", None),
        ],
    )
    def test_a_ring_in_one_direction_is_found(self, rows: str, ring: str | None) -> None:
        table = [
            Substitute(Language(asked), Language(offered), Level.GOOD)
            for asked, offered in (row.split("-") for row in rows.split())
        ]
        assert find_cycle(table) == (None if ring is None else tuple(ring.split()))


class TestFurtherLanguages:
    def test_a_language_added_while_waiting_rings_its_guide(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a", AR)
        events = choose(world, "a", ChoiceKind.ALSO, SV)
        assert events[0] == LanguageAdded(call=call("a"), language=SV)
        assert world.rings_at("a") == "amal"

    def test_twice_is_once(self, world: World) -> None:
        world.tap("a", AR)
        choose(world, "a", ChoiceKind.ALSO, SV)
        assert choose(world, "a", ChoiceKind.ALSO, SV) == []

    def test_it_must_be_offered_here(self, world: World) -> None:
        world.tap("a", AR)
        with pytest.raises(UnknownLanguage):
            choose(world, "a", ChoiceKind.ALSO, PRS)

    def test_not_in_a_talk(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        for kind, language in (
            (ChoiceKind.ALSO, AR),
            (ChoiceKind.INTERPRETER, None),
            (ChoiceKind.TICKET, None),
        ):
            with pytest.raises(NotNow):
                choose(world, "a", kind, language, CODE)


class TestInterpreter:
    def test_is_offered_where_both_are_on_duty(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        assert Choice(ChoiceKind.INTERPRETER) not in offered(world.tap("a", AR))
        with pytest.raises(NotNow):
            choose(world, "a", ChoiceKind.INTERPRETER)
        world.do(ConnectGuide(guide=guide("tolk"), epoch=99, interprets=(AR,)))
        world.status("tolk", GuideStatus.AVAILABLE)
        choose(world, "a", ChoiceKind.KEEP_WAITING)
        assert Choice(ChoiceKind.INTERPRETER) in offered(world.wait(30 * SECOND))
        events = choose(world, "a", ChoiceKind.INTERPRETER)
        assert events[0] == InterpreterAgreed(call=call("a"))


HOUR = 60 * MINUTE


def _open(opens: int, closes: int) -> OpenTime:
    return OpenTime(opens * HOUR, closes * HOUR)


class TestTicket:
    def test_it_ends_the_call_as_neither_abandoned_nor_turned_away(self, world: World) -> None:
        world.tap("a", AR)
        given = choose(world, "a", ChoiceKind.TICKET, code=CODE)[0]
        assert given == TicketGiven(
            call=call("a"),
            code=CODE,
            from_=OURS.ticket_pause,
            until=OURS.ticket_pause + OURS.ticket_life,
        )
        assert world.outcome("a") is CallOutcome.TICKET_GIVEN
        ended = world.screen("a").ended
        assert ended is not None
        assert ended.ticket == Ticket(
            code=CODE,
            call=call("a"),
            language=AR,
            also=(),
            place=world.pool.tickets[CODE].place,
            from_=given.from_,
            until=given.until,
        )
        assert choose(world, "a", ChoiceKind.TICKET, code=CODE) == []

    def test_whoever_comes_back_stands_at_the_old_place_in_any_house(self, world: World) -> None:
        world.tap("a", AR)
        choose(world, "a", ChoiceKind.ALSO, SO)
        world.tap("b", AR)
        choose(world, "a", ChoiceKind.TICKET, code=CODE)
        assert world.position("b") == 1
        world.wait(5 * MINUTE)
        tapped = returns(world, "c")[0]
        assert isinstance(tapped, CallTapped)
        assert (tapped.language, tapped.also, tapped.ticket_of) == (AR, (SO,), call("a"))
        assert (world.position("c"), world.position("b")) == (1, 2)
        world.guide_arrives("amal", AR)
        assert world.rings_at("c") == "amal"

    def test_it_is_good_for_one_return(self, world: World) -> None:
        world.tap("a", AR)
        choose(world, "a", ChoiceKind.TICKET, code=CODE)
        returns(world, "b")
        assert (
            world.do(StartCall(call=call("b"), kiosk=kiosk("b"), language=SV, tapped_at=0, ticket=CODE)) == []
        )
        with pytest.raises(UnknownTicket):
            returns(world, "c")

    def test_it_is_over_after_its_time_and_forgotten_after_a_day(self, world: World) -> None:
        world.tap("a", AR)
        choose(world, "a", ChoiceKind.TICKET, code=CODE)
        world.wait(OURS.ticket_pause + OURS.ticket_life + 1)
        with pytest.raises(TicketOver):
            returns(world, "b")
        assert world.wait(REMEMBERED_TICKET) == [TicketLapsed(code=CODE)]
        with pytest.raises(UnknownTicket):
            returns(world, "c")

    def test_it_is_for_when_a_guide_is_likely_to_be_free(self, world: World) -> None:
        world.guide_arrives("amal", AR)
        world.talk("talk", AR)
        for name in "ab":
            world.tap(name, AR)
        waits = world.screen("b").call
        assert waits is not None
        assert waits.wait is not None
        given = choose(world, "b", ChoiceKind.TICKET, code=CODE)[0]
        assert isinstance(given, TicketGiven)
        assert given.from_ == world.now + waits.wait.high * MINUTE

    @pytest.mark.parametrize(
        ("at", "from_", "until"),
        [
            (8.0, 8.5, 11.5),
            (10.0, 10.5, 12.0),
            (11.5, 13.0, 16.0),
            (11.4, 13.0, 16.0),
        ],
        ids=["well within", "no longer than it is open", "after the break", "too short before the break"],
    )
    def test_it_keeps_to_the_hours(self, world: World, at: float, from_: float, until: float) -> None:
        world.do(SetHours(hours=Hours(until=24 * HOUR, pool=(_open(8, 12), _open(13, 17)))))
        world.wait(round(at * HOUR) - world.now)
        world.tap("a", AR)
        given = choose(world, "a", ChoiceKind.TICKET, code=CODE)[0]
        assert isinstance(given, TicketGiven)
        assert (given.from_ / HOUR, given.until / HOUR) == (from_, until)

    def test_it_is_not_used_up_where_it_is_closed(self, world: World) -> None:
        world.do(SetHours(hours=Hours(until=48 * HOUR, pool=(_open(0, 1), _open(24, 30)))))
        world.wait(HOUR - 1)
        world.tap("a", AR)
        choose(world, "a", ChoiceKind.TICKET, code=CODE)
        world.wait(HOUR)
        returns(world, "b")
        assert world.outcome("b") is CallOutcome.OUTSIDE_HOURS
        world.wait(23 * HOUR)
        assert isinstance(returns(world, "c")[0], CallTapped)
        assert world.pool.tickets.get(CODE) is None

    def test_a_number_that_is_taken_is_refused(self, world: World) -> None:
        for name in "ab":
            world.tap(name, AR)
        choose(world, "a", ChoiceKind.TICKET, code=CODE)
        for code in (CODE, None):
            with pytest.raises(NotNow):
                choose(world, "b", ChoiceKind.TICKET, code=code)
        assert world.state("b") is CallState.WAITING


def test_one_kiosk_does_not_choose_for_another(world: World) -> None:
    world.tap("a", AR)
    world.kiosk_arrives("b")
    with pytest.raises(NotYourCall):
        world.do(Choose(call=call("a"), kiosk=kiosk("b"), choice=Choice(ChoiceKind.KEEP_WAITING)))
    with pytest.raises(UnknownCall):
        choose(world, "b", ChoiceKind.KEEP_WAITING)


@pytest.fixture(autouse=True)
def _the_journal_keeps_its_promises(world: World) -> Iterator[None]:
    yield
    world.close()
