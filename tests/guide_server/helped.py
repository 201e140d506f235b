"""Calls helped in every way there is, told for the log: what was spoken, who interpreted, who came back."""

from dataclasses import replace

from signaling.core.choices import Choice
from signaling.core.events import (
    CallSentOn,
    CallTapped,
    ChoicesOffered,
    Event,
    InterpreterAgreed,
    LanguageAdded,
    PutOnHold,
    Rang,
    RingEnded,
    SubstituteAgreed,
    TakenOffHold,
    TicketGiven,
)
from signaling.core.ids import GuideId, Language, Role, Topic
from signaling.core.parties import Wanted
from signaling.core.skills import Accepted
from signaling.core.vocabulary import CallOutcome, ChoiceKind, How, PassReason, RingOutcome
from tests.fakes import NOON
from tests.store.histories import Told

ASKED, ALSO, SUBSTITUTE, INTERPRETED, TICKET, RETURNED = (
    Told(11), Told(12, language="so"), Told(13, language="fa"), Told(14, language="ti"),
    Told(15, language="ar"), Told(16, language="ar"),
)  # fmt: skip
INTERPRETER = Told(14, guide="guide-2", role=Role.INTERPRETER)
_CHOICES = tuple(
    map(Choice, (ChoiceKind.KEEP_WAITING, ChoiceKind.ALSO, ChoiceKind.INTERPRETER, ChoiceKind.TICKET))
)


def all_ways() -> list[Event]:
    return [*asked(), *also(), *substitute(), *interpreted(), *ticket(), *returned()]


def asked() -> list[Event]:
    """Sent on to somebody who knows about schools, after a hold; the first who was rung passed."""
    passed = RingEnded(
        call=ASKED.id,
        guide=GuideId("guide-2"),
        epoch=1,
        outcome=RingOutcome.DECLINED,
        reason=PassReason.CONFLICT_OF_INTEREST,
    )
    sent_on = CallSentOn(
        call=ASKED.id, guide=ASKED.guide, to=Wanted(topic=Topic("school")), wrap_up_until=NOON + 60_000
    )
    return [
        *ASKED.tapped(),
        *_rang(ASKED, How.ASKED, guide="guide-2"), passed,
        *_rang(ASKED, How.ASKED, epoch=2), *ASKED.taken(2), *ASKED.live(2),
        PutOnHold(call=ASKED.id), TakenOffHold(call=ASKED.id), sent_on, *ASKED.wrapped_up(),
        *_rang(ASKED, How.ASKED, epoch=3), *ASKED.taken(3), *ASKED.live(3), *ASKED.ended(),
        *ASKED.wrapped_up(),
    ]  # fmt: skip


def also() -> list[Event]:
    added = LanguageAdded(call=ALSO.id, language=Language("ar"))
    return [*ALSO.tapped(), added, *_rang(ALSO, How.ALSO, "ar"), *_talk(ALSO)]


def substitute() -> list[Event]:
    agreed = SubstituteAgreed(call=SUBSTITUTE.id, language=Language("prs"), version="2026-1")
    return [*SUBSTITUTE.tapped(), agreed, *_rang(SUBSTITUTE, How.SUBSTITUTE, "prs"), *_talk(SUBSTITUTE)]


def interpreted() -> list[Event]:
    """Rung together, taken together."""
    call = INTERPRETED
    return [
        *call.tapped(), ChoicesOffered(call=call.id, choices=_CHOICES), InterpreterAgreed(call=call.id),
        *call.rang(), *INTERPRETER.rang(2), *call.taken(), *INTERPRETER.taken(2), *call.live(),
        *INTERPRETER.ring_ended(RingOutcome.ACCEPTED, 2), *call.ended(), *call.wrapped_up(),
    ]  # fmt: skip


def ticket() -> list[Event]:
    given = TicketGiven(call=TICKET.id, code="123456", from_=NOON + 600_000, until=NOON + 7_200_000)
    return [*TICKET.tapped(), given, *TICKET.ended(CallOutcome.TICKET_GIVEN)]


def returned() -> list[Event]:
    [tap] = RETURNED.tapped()
    assert isinstance(tap, CallTapped)
    back = replace(tap, ticket="123456", ticket_of=TICKET.id)
    return [back, *_rang(RETURNED, How.ASKED), *_talk(RETURNED)]


def _rang(
    told: Told, how: How, language: str | None = None, *, epoch: int = 1, guide: str | None = None
) -> list[Event]:
    [rang] = told.rang(epoch, guide=guide)
    assert isinstance(rang, Rang)
    return [replace(rang, spoken=Accepted(Language(language or told.language), how))]


def _talk(told: Told) -> list[Event]:
    return [*told.taken(), *told.live(), *told.ended(), *told.wrapped_up()]
