"""What residents do before a guide takes their call: the tap, the choices while they wait, the ticket.

Choices are offered after a time, and at once where nobody who is on duty speaks a language of theirs. What
is offered is recorded; what is chosen is checked against the pool as it is by then.
"""

from signaling.core.call_table import CallInput
from signaling.core.choices import Choice
from signaling.core.commands import Choose, Prioritise, ReportTap, StartCall
from signaling.core.draft import Draft
from signaling.core.errors import (
    CallAlreadyOpen,
    NotNow,
    NotYourCall,
    TicketOver,
    UnknownCall,
    UnknownKiosk,
    UnknownLanguage,
    UnknownTicket,
)
from signaling.core.events import (
    CallReturned,
    CallTapped,
    ChoicesOffered,
    InterpreterAgreed,
    LanguageAdded,
    Prioritised,
    SubstituteAgreed,
    TicketGiven,
    WaitKept,
)
from signaling.core.ids import Party, Role
from signaling.core.lanes import EMPTY_LANE
from signaling.core.pool import EMERGENCY, IN_LINE, Call, Pool
from signaling.core.tickets import good
from signaling.core.vocabulary import CallState, ChoiceKind, Closing


def start_call(draft: Draft, command: StartCall) -> None:
    pool = draft.pool
    kiosk = pool.kiosks.get(command.kiosk)
    if kiosk is None or not kiosk.connected:
        raise UnknownKiosk
    if kiosk.call == command.call or command.call in kiosk.past:
        return
    if kiosk.call is not None:
        raise CallAlreadyOpen
    if command.call in pool.calls or command.call in pool.closed:
        raise NotYourCall
    ticket = None if command.ticket is None else pool.tickets.get(command.ticket)
    if command.ticket is not None and ticket is None:
        raise UnknownTicket
    if ticket is not None and ticket.until < draft.at:
        raise TicketOver
    language = command.language if ticket is None else ticket.language
    also = command.also if ticket is None else ticket.also
    if ticket is None and not {language, *also} <= set(pool.settings.languages):
        raise UnknownLanguage
    anyone_free = any(pool.lane(known).idle.size for known in (language, *also))
    full = not anyone_free and pool.waiting >= pool.settings.waiting_capacity
    closed = not pool.is_open(kiosk.site, language)
    used = None if closed or full else ticket
    draft.write(
        CallTapped(
            call=command.call,
            kiosk=kiosk.id,
            site=kiosk.site,
            neighbourhood=kiosk.neighbourhood,
            language=language,
            tapped_at=command.tapped_at,
            also=also,
            ticket=None if used is None else used.code,
            ticket_of=None if used is None else used.call,
        )
    )
    if closed:
        draft.move(command.call, CallInput.CLOSED)
    elif full:
        draft.move(command.call, CallInput.TURNED_AWAY)


def tell_the_waiting(draft: Draft) -> None:
    """It may have closed: where the municipality says so, nobody is left waiting for whom it has."""
    pool = draft.pool
    if pool.hours is None or pool.hours.closing is not Closing.TELL:
        return
    waiting = (call for call in pool.calls.values() if call.state in (CallState.WAITING, CallState.HELD))
    for call in sorted(waiting, key=lambda call: call.turn):
        if not pool.is_open(call.site, call.language):
            draft.move(call.id, CallInput.CLOSED)


def report_tap(draft: Draft, command: ReportTap) -> None:
    kiosk = draft.pool.kiosks.get(command.kiosk)
    if command.call in draft.pool.calls or (kiosk is not None and command.call in kiosk.past):
        return
    draft.write(
        CallTapped(
            call=command.call,
            kiosk=command.kiosk,
            site=command.site,
            neighbourhood=command.neighbourhood,
            language=command.language,
            tapped_at=command.tapped_at,
        )
    )
    draft.move(command.call, CallInput.REPORTED_LATE)


def prioritise(draft: Draft, command: Prioritise) -> None:
    call = draft.pool.calls.get(command.call)
    if call is None:
        raise UnknownCall
    if command.by.role is not Role.ADMIN:
        raise NotYourCall
    if call.state not in IN_LINE:
        raise NotNow
    if call.rank != EMERGENCY:
        draft.write(Prioritised(call=call.id, by=command.by))


def choose(draft: Draft, command: Choose) -> None:
    call = draft.pool.calls.get(command.call)
    if call is None:
        ended = draft.pool.ended(command.call)
        if command.choice.kind is ChoiceKind.TICKET and ended is not None and ended.ticket is not None:
            return
        raise UnknownCall
    if call.kiosk != command.kiosk:
        raise NotYourCall
    match command.choice.kind:
        case ChoiceKind.ALSO:
            _add_language(draft, call, command.choice)
        case ChoiceKind.SUBSTITUTE:
            _agree_to_substitute(draft, call, command.choice)
        case ChoiceKind.INTERPRETER:
            _agree_to_interpreter(draft, call)
        case ChoiceKind.TICKET:
            _give_ticket(draft, call, command)
        case ChoiceKind.KEEP_WAITING | ChoiceKind.PHONE:
            if call.choices:
                draft.write(WaitKept(call=call.id))


def offer_choices(draft: Draft, call: Call) -> None:
    draft.write(ChoicesOffered(call=call.id, choices=choices_of(draft.pool, call)))


def offer_where_nobody_is(draft: Draft, before: Pool) -> None:
    """Offer at once to those who have just come to wait for nobody, by their tap or by a guide who left."""
    if draft.pool.lanes is before.lanes:
        return
    concerned = {
        entry.event.call for entry in draft.entries if isinstance(entry.event, (CallTapped, CallReturned))
    }
    lanes = draft.pool.lanes
    for language, lane in before.lanes.items():
        now = lanes.get(language, EMPTY_LANE)
        if now is not lane and lane.on_duty and not now.on_duty:
            concerned.update(call_id for *_, call_id in now.queue)
    for call_id in sorted(concerned):
        call = draft.pool.calls.get(call_id)
        if call is not None and call.offers_at is not None and not _anyone_on_duty(draft.pool, call):
            offer_choices(draft, call)


def choices_of(pool: Pool, call: Call) -> tuple[Choice, ...]:
    """What there is to choose for a call that waits, in the order in which a screen shows it."""
    found = [Choice(ChoiceKind.KEEP_WAITING), Choice(ChoiceKind.ALSO)]
    found += [
        Choice(ChoiceKind.SUBSTITUTE, row.offered)
        for row in pool.settings.substitutes.of(call.language)
        if row.offered not in call.languages and pool.lane(row.offered).on_duty
    ]
    if not call.interpreter_agreed and interpreter_on_duty(pool, call):
        found.append(Choice(ChoiceKind.INTERPRETER))
    return (*found, Choice(ChoiceKind.TICKET), Choice(ChoiceKind.PHONE))


def interpreter_on_duty(pool: Pool, call: Call) -> bool:
    """Whether a guide of the bridge language and somebody who interprets the asked one are both on duty."""
    bridge = pool.settings.bridge
    if bridge in call.languages or not pool.lane(bridge).on_duty:
        return False
    return pool.interpreters(call.language).on_duty > 0


def _anyone_on_duty(pool: Pool, call: Call) -> bool:
    return any(pool.lane(language).on_duty for language in call.languages)


def _add_language(draft: Draft, call: Call, choice: Choice) -> None:
    if choice.language not in draft.pool.settings.languages or choice.language is None:
        raise UnknownLanguage
    if call.state not in IN_LINE:
        raise NotNow
    if choice.language not in call.languages:
        draft.write(LanguageAdded(call=call.id, language=choice.language))


def _agree_to_substitute(draft: Draft, call: Call, choice: Choice) -> None:
    table = draft.pool.settings.substitutes
    if choice.language is None or choice.language not in {row.offered for row in table.of(call.language)}:
        raise UnknownLanguage
    if call.state not in IN_LINE:
        raise NotNow
    if choice.language not in call.languages:
        draft.write(SubstituteAgreed(call=call.id, language=choice.language, version=table.version))


def _agree_to_interpreter(draft: Draft, call: Call) -> None:
    if call.interpreter_agreed:
        return
    if call.state not in IN_LINE or not interpreter_on_duty(draft.pool, call):
        raise NotNow
    draft.write(InterpreterAgreed(call=call.id))


def _give_ticket(draft: Draft, call: Call, command: Choose) -> None:
    code = command.code
    if call.state is not CallState.WAITING or code is None or code in draft.pool.tickets:
        raise NotNow
    from_, until = good(draft.pool, call, draft.at)
    draft.write(TicketGiven(call=call.id, code=code, from_=from_, until=until))
    draft.move(call.id, CallInput.TICKET_TAKEN, by=Party.kiosk(command.kiosk))
