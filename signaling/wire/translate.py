"""From the wire to the core and back: commands in, refusals and views out.

Views of the core carry ids. Names come from `Names`, which answers from memory.
"""

from collections.abc import Iterable
from typing import Protocol, assert_never, cast

from signaling.core import commands as core
from signaling.core import ids, vocabulary
from signaling.core import views as core_views
from signaling.core.choices import Choice
from signaling.core.errors import Refused, UnknownLanguage
from signaling.core.languages import spoken
from signaling.core.parties import Wanted
from signaling.core.pool_settings import PoolSettings
from signaling.core.quality import MediaFigures
from signaling.core.skills import Accepted, Skill, served
from signaling.wire import messages as wire
from signaling.wire import views
from signaling.wire.errors import problem
from signaling.wire.vocabulary import ErrorId, PartyRole


class Names(Protocol):
    """What ids are called."""

    def place(self, kiosk: ids.KioskId) -> views.Place: ...

    def phone(self, kiosk: ids.KioskId) -> str: ...

    def guide(self, guide: ids.GuideId) -> views.Guide: ...


def language_of(tag: str) -> ids.Language:
    """The spoken language of a BCP 47 tag, or `UND`. Raises `UnknownLanguage`."""
    if tag == ids.UND:
        return ids.UND
    try:
        return spoken(tag)
    except ValueError as error:
        raise UnknownLanguage from error


def kiosk_command(command: wire.KioskCommand, kiosk: ids.KioskId, *, ticket: str) -> core.Command:
    """What this kiosk asks of the pool. Raises `UnknownLanguage`.

    `ticket`: the code that a ticket gets, if it is one that is asked for.
    """
    match command:
        case wire.Call():
            return core.StartCall(
                call=ids.CallId(command.call),
                kiosk=kiosk,
                language=language_of(command.language),
                tapped_at=command.tapped_at,
                also=tuple(language_of(tag) for tag in command.also),
                ticket=command.ticket,
            )
        case wire.Choose():
            language = None if command.language is None else language_of(command.language)
            return core.Choose(
                call=ids.CallId(command.call),
                kiosk=kiosk,
                choice=Choice(vocabulary.ChoiceKind(command.choice), language),
                code=ticket if command.choice == "ticket" else None,
            )
        case wire.Rate():
            mood = vocabulary.Mood(command.mood)
            return core.Rate(call=ids.CallId(command.call), kiosk=kiosk, mood=mood)
        case wire.HangUp() | wire.MediaUp() | wire.MediaDown() | wire.MediaGrade():
            return _call_command(command, ids.Party.kiosk(kiosk))
        case _:
            assert_never(command)


def desk_command(command: wire.DeskCommand, guide: ids.GuideId) -> core.Command:
    """What this guide asks of the pool. The caller has made sure that who wants to join is a leader."""
    match command:
        case wire.SetStatus():
            return core.SetStatus(
                guide=guide,
                status=vocabulary.GuideStatus(command.status),
                reason=None if command.reason is None else vocabulary.AwayReason(command.reason),
                chosen_at=command.chosen_at,
                back_at=command.back_at,
            )
        case wire.Take():
            return core.TakeRing(call=ids.CallId(command.call), guide=guide, epoch=command.epoch)
        case wire.Pass():
            return core.PassRing(
                call=ids.CallId(command.call),
                guide=guide,
                epoch=command.epoch,
                reason=None if command.reason is None else vocabulary.PassReason(command.reason),
            )
        case wire.Hold() | wire.Transfer() | wire.Invite() | wire.HandOver() | wire.Dismiss():
            return _conference(command, guide)
        case wire.Join() | wire.AskForHelp() | wire.WithdrawHelp():
            return _leading(command, guide)
        case wire.FinishWrapUp():
            return core.FinishWrapUp(
                guide=guide,
                call=ids.CallId(command.call),
                topic=ids.Topic(command.topic),
                disposition=ids.Disposition(command.disposition),
                referred_to=None if command.referred_to is None else ids.Referral(command.referred_to),
            )
        case wire.ExtendWrapUp():
            return core.ExtendWrapUp(guide=guide, call=ids.CallId(command.call))
        case wire.HangUp() | wire.MediaUp() | wire.MediaDown() | wire.MediaGrade():
            return _call_command(command, ids.Party.guide(guide))
        case _:
            assert_never(command)


def _leading(command: wire.Join | wire.AskForHelp | wire.WithdrawHelp, guide: ids.GuideId) -> core.Command:
    match command:
        case wire.Join():
            return core.Join(call=ids.CallId(command.call), leader=guide)
        case wire.AskForHelp():
            return core.AskForHelp(guide=guide)
        case wire.WithdrawHelp():
            return core.WithdrawHelp(guide=guide)
        case _:
            assert_never(command)


def _conference(
    command: wire.Hold | wire.Transfer | wire.Invite | wire.HandOver | wire.Dismiss, guide: ids.GuideId
) -> core.Command:
    call = ids.CallId(command.call)
    match command:
        case wire.Hold():
            return core.Hold(call=call, guide=guide, on=command.on)
        case wire.Transfer():
            return core.Transfer(call=call, guide=guide, to=_wanted(command))
        case wire.Invite():
            return core.Invite(call=call, guide=guide, to=_wanted(command), role=ids.Role(command.role))
        case wire.HandOver():
            return core.HandOver(call=call, guide=guide, epoch=command.epoch)
        case wire.Dismiss():
            return core.Dismiss(call=call, guide=guide, epoch=command.epoch)
        case _:
            assert_never(command)


def _wanted(to: wire.Transfer | wire.Invite) -> Wanted:
    return Wanted(
        guide=None if to.guide is None else ids.GuideId(to.guide),
        language=None if to.language is None else language_of(to.language),
        topic=None if to.topic is None else ids.Topic(to.topic),
    )


def _call_command(
    command: wire.HangUp | wire.MediaUp | wire.MediaDown | wire.MediaGrade, by: ids.Party
) -> core.Command:
    call = ids.CallId(command.call)
    match command:
        case wire.HangUp():
            return core.HangUp(call=call, by=by)
        case wire.MediaUp():
            return core.ReportMediaUp(call=call, epoch=command.epoch, by=by)
        case wire.MediaDown():
            return core.ReportMediaDown(call=call, epoch=command.epoch, by=by)
        case wire.MediaGrade():
            figures = MediaFigures(
                frames=command.frames,
                loss=command.loss,
                round_trip=command.round_trip,
                kilobits=command.kilobits,
            )
            return core.ReportGrade(call=call, by=by, grade=vocabulary.Grade(command.grade), figures=figures)
        case _:
            assert_never(command)


def refusal(refused: Refused) -> wire.Failed:
    """Why the core would not. A test holds the core's ids and the wire's together."""
    return wire.Failed(error=problem(cast("ErrorId", refused.id)))


def kiosk_view(
    view: core_views.KioskView, names: Names, languages: tuple[views.LanguageService, ...]
) -> views.KioskView:
    """`languages` are those of the view, by `services`: all kiosks share them."""
    return views.KioskView(
        place=names.place(view.kiosk),
        phone=names.phone(view.kiosk),
        languages=languages,
        call=None if view.call is None else _kiosk_call(view.call, names),
        ended=None if view.ended is None else _ended(view.ended),
    )


def skills_view(skills: Iterable[Skill]) -> tuple[views.Skill, ...]:
    return tuple(
        views.Skill(language=skill.language, level=skill.level.value, mode=skill.mode.value)
        for skill in skills
    )


def desk_view(view: core_views.DeskView, names: Names, settings: PoolSettings) -> views.DeskView:
    return views.DeskView(
        guide=names.guide(view.guide),
        status=view.status.value,
        reason=None if view.reason is None else view.reason.value,
        since=view.since,
        next_status=None if view.next_status is None else view.next_status.value,
        next_reason=None if view.next_reason is None else view.next_reason.value,
        next_by_admin=view.next_by_admin,
        next_back_at=view.next_back_at,
        back_at=view.back_at,
        languages=served(view.skills),
        skills=skills_view(view.skills),
        ring=None if view.ring is None else _desk_ring(view.ring, names),
        call=None if view.call is None else _desk_call(view.call, names),
        wrap_up=None if view.wrap_up is None else _wrap_up(view.wrap_up, names),
        queue=tuple(
            views.QueueLine(language=line.language, waiting=line.waiting, oldest=line.oldest, free=line.free)
            for line in view.queue
        ),
        colleagues=tuple(names.guide(guide) for guide in view.colleagues),
        help=None if view.help is None else _help(view.help, names),
        offered=settings.languages,
        topics=settings.topics,
        dispositions=settings.dispositions,
        topic_groups=tuple(
            views.TopicGroup(group=group, topics=topics) for group, topics in settings.topic_groups
        ),
        referrals=settings.referrals,
    )


def services(served: Iterable[core_views.LanguageService]) -> tuple[views.LanguageService, ...]:
    return tuple(
        views.LanguageService(
            language=service.language,
            on_duty=service.on_duty,
            free=service.free,
            waiting=service.waiting,
            open=service.open,
            opens_at=service.opens_at,
            wait=None
            if service.wait is None
            else views.WaitRange(low=service.wait.low, high=service.wait.high),
        )
        for service in served
    )


def _kiosk_call(call: core_views.KioskCall, names: Names) -> views.KioskCall:
    return views.KioskCall(
        id=call.id,
        state=call.state.value,
        language=call.language,
        accepts=tuple(accepted.language for accepted in call.accepts),
        spoken=None if call.spoken is None else _spoken(call.spoken),
        tapped_at=call.tapped_at,
        epoch=call.epoch,
        position=call.position,
        choices=tuple(
            views.Choice(kind=choice.kind.value, language=choice.language) for choice in call.choices
        ),
        wait=None if call.wait is None else views.WaitRange(low=call.wait.low, high=call.wait.high),
        guide=None if call.guide is None else names.guide(call.guide),
        parties=tuple(
            _party(line, None if line.state is vocabulary.PartyState.RINGING else names)
            for line in call.parties
        ),
        on_hold=call.on_hold,
        until=call.until,
    )


def _ended(call: core_views.EndedCall) -> views.EndedCall:
    ticket = call.ticket
    return views.EndedCall(
        id=call.id,
        language=call.language,
        outcome=call.outcome.value,
        at=call.at,
        ticket=None
        if ticket is None
        else views.Ticket(code=ticket.code, from_=ticket.from_, until=ticket.until),
    )


def _spoken(accepted: Accepted) -> views.Spoken:
    return views.Spoken(language=accepted.language, how=accepted.how.value)


def _party(line: core_views.PartyLine, names: Names | None) -> views.PartyLine:
    """`names` is None where it must not yet be said who it is."""
    return views.PartyLine(
        epoch=line.epoch,
        role=_role(line.role),
        guide=None if names is None else names.guide(line.guide),
        state=line.state.value,
    )


def _role(role: ids.Role) -> PartyRole:
    return cast("PartyRole", role.value)


def _desk_ring(ring: core_views.DeskRing, names: Names) -> views.DeskRing:
    return views.DeskRing(
        call=ring.call,
        epoch=ring.epoch,
        place=names.place(ring.kiosk),
        language=ring.language,
        spoken=_spoken(ring.spoken),
        tapped_at=ring.tapped_at,
        until=ring.until,
        role=_role(ring.role),
        parties=tuple(_party(line, names) for line in ring.parties),
    )


def _desk_call(call: core_views.DeskCall, names: Names) -> views.DeskCall:
    return views.DeskCall(
        id=call.id,
        state=call.state.value,
        epoch=call.epoch,
        place=names.place(call.kiosk),
        language=call.language,
        spoken=_spoken(call.spoken),
        tapped_at=call.tapped_at,
        taken_at=call.taken_at,
        live_since=call.live_since,
        kiosk_connected=call.kiosk_connected,
        role=_role(call.role),
        parties=tuple(_party(line, names) for line in call.parties),
        held_since=call.held_since,
        until=call.until,
        kiosk_grade=None if call.kiosk_grade is None else call.kiosk_grade.value,
    )


def _help(wanted: core_views.DeskHelp, names: Names) -> views.DeskHelp:
    coming = None if wanted.coming is None else names.guide(wanted.coming)
    return views.DeskHelp(since=wanted.since, coming=coming)


def _wrap_up(wrap_up: core_views.DeskWrapUp, names: Names) -> views.DeskWrapUp:
    return views.DeskWrapUp(
        call=wrap_up.call,
        language=wrap_up.language,
        place=names.place(wrap_up.kiosk),
        until=wrap_up.until,
        extensions_left=wrap_up.extensions_left,
    )
