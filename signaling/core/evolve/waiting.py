"""The folds of a resident's way from the tap to the ring."""

from collections.abc import Callable
from typing import Any

from signaling.core.choices import Ticket
from signaling.core.events import (
    CallHeld,
    CallReturned,
    CallTapped,
    ChoicesOffered,
    Event,
    InterpreterAgreed,
    LanguageAdded,
    Prioritised,
    SubstituteAgreed,
    TicketGiven,
    TicketLapsed,
    WaitKept,
)
from signaling.core.ids import CallId
from signaling.core.pool import EMERGENCY, Call, Kiosk, PoolEdit
from signaling.core.records import replace
from signaling.core.skills import Accepted
from signaling.core.vocabulary import CallState, How


def _call_tapped(edit: PoolEdit, event: CallTapped) -> None:
    ticket = None if event.ticket is None else edit.ticket(event.ticket)
    if ticket is not None:
        edit.drop_ticket(ticket.code)
    edit.put_call(
        Call(
            id=event.call,
            kiosk=event.kiosk,
            site=event.site,
            neighbourhood=event.neighbourhood,
            language=event.language,
            accepts=_accepted(event),
            choices_at=edit.at + edit.settings.offers_after(event.language),
            tapped_at=event.tapped_at,
            queued_at=edit.at,
            place=edit.seq if ticket is None else ticket.place,
            state=CallState.WAITING,
            until=edit.at + edit.settings.wait_limit,
        )
    )
    kiosk = edit.kiosk(event.kiosk) or Kiosk(
        id=event.kiosk, site=event.site, neighbourhood=event.neighbourhood, epoch=0, connected=False
    )
    edit.put_kiosk(replace(kiosk, call=kiosk.call or event.call))
    edit.demand = edit.demand.tapped(event.language, edit.at)


def _accepted(event: CallTapped) -> tuple[Accepted, ...]:
    also = (language for language in dict.fromkeys(event.also) if language != event.language)
    return (Accepted(event.language, How.ASKED), *(Accepted(language, How.ALSO) for language in also))


def _language_added(edit: PoolEdit, event: LanguageAdded) -> None:
    _accept(edit, event.call, Accepted(event.language, How.ALSO))


def _substitute_agreed(edit: PoolEdit, event: SubstituteAgreed) -> None:
    _accept(edit, event.call, Accepted(event.language, How.SUBSTITUTE))
    call = edit.call(event.call)
    if call is not None:
        edit.put_call(replace(call, substitutes=event.version))


def _accept(edit: PoolEdit, call_id: CallId, accepted: Accepted) -> None:
    call = edit.call(call_id)
    if call is not None and accepted.language not in call.languages:
        edit.put_call(_answered(edit, replace(call, accepts=(*call.accepts, accepted))))


def _interpreter_agreed(edit: PoolEdit, event: InterpreterAgreed) -> None:
    call = edit.call(event.call)
    if call is not None:
        edit.put_call(_answered(edit, replace(call, interpreter_agreed=True)))


def _choices_offered(edit: PoolEdit, event: ChoicesOffered) -> None:
    call = edit.call(event.call)
    if call is not None:
        edit.put_call(replace(call, choices=event.choices, choices_at=None))


def _wait_kept(edit: PoolEdit, event: WaitKept) -> None:
    call = edit.call(event.call)
    if call is not None:
        edit.put_call(_answered(edit, call))


def _answered(edit: PoolEdit, call: Call) -> Call:
    """The resident has chosen: offer again after a while."""
    return replace(call, choices=(), choices_at=edit.at + edit.settings.offers_after(call.language))


def _ticket_given(edit: PoolEdit, event: TicketGiven) -> None:
    call = edit.call(event.call)
    if call is None:
        return
    ticket = Ticket(
        code=event.code,
        call=call.id,
        language=call.language,
        also=tuple(accepted.language for accepted in call.accepts if accepted.how is How.ALSO),
        place=call.place,
        from_=event.from_,
        until=event.until,
    )
    edit.put_ticket(ticket)
    edit.put_call(replace(call, ticket=ticket))


def _ticket_lapsed(edit: PoolEdit, event: TicketLapsed) -> None:
    edit.drop_ticket(event.code)


def _prioritised(edit: PoolEdit, event: Prioritised) -> None:
    call = edit.call(event.call)
    if call is not None:
        edit.put_call(replace(call, rank=EMERGENCY))


def _call_held(edit: PoolEdit, event: CallHeld) -> None:
    call = edit.call(event.call)
    if call is not None:
        edit.put_call(replace(call, state=CallState.HELD, until=edit.at + edit.settings.hold))


def _call_returned(edit: PoolEdit, event: CallReturned) -> None:
    call = edit.call(event.call)
    if call is not None:
        until = call.wait_until(edit.settings)
        edit.put_call(replace(call, state=CallState.WAITING, until=until))


FOLD: dict[type[Event], Callable[[PoolEdit, Any], None]] = {
    CallTapped: _call_tapped,
    LanguageAdded: _language_added,
    SubstituteAgreed: _substitute_agreed,
    ChoicesOffered: _choices_offered,
    WaitKept: _wait_kept,
    InterpreterAgreed: _interpreter_agreed,
    TicketGiven: _ticket_given,
    TicketLapsed: _ticket_lapsed,
    Prioritised: _prioritised,
    CallHeld: _call_held,
    CallReturned: _call_returned,
}
