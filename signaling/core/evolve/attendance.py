"""The folds of who is there, and at work."""

from collections.abc import Callable
from typing import Any

from signaling.core.events import (
    Event,
    GuideConnected,
    GuideLost,
    GuideStatusChanged,
    HelpAnswered,
    HelpAsked,
    HelpWithdrawn,
    KioskConnected,
    KioskLost,
    NextStatusChosen,
    WrappedUp,
    WrapUpExtended,
)
from signaling.core.evolve.parties import guest_socket_moved
from signaling.core.evolve.talk import watch
from signaling.core.ids import GuideId
from signaling.core.pool import Guide, Help, Kiosk, PoolEdit
from signaling.core.records import replace
from signaling.core.skills import fluent, once_each
from signaling.core.vocabulary import GuideStatus


def _kiosk_connected(edit: PoolEdit, event: KioskConnected) -> None:
    known = edit.kiosk(event.kiosk)
    edit.put_kiosk(
        Kiosk(
            id=event.kiosk,
            site=event.site,
            neighbourhood=event.neighbourhood,
            epoch=event.epoch,
            connected=True,
            call=None if known is None else known.call,
            ended=None if known is None else known.ended,
            past=() if known is None else known.past,
        )
    )
    if known is not None and known.call is not None:
        watch(edit, edit.call(known.call))


def _kiosk_lost(edit: PoolEdit, event: KioskLost) -> None:
    kiosk = edit.kiosk(event.kiosk)
    if kiosk is None:
        return
    edit.put_kiosk(replace(kiosk, connected=False))
    if kiosk.call is not None:
        watch(edit, edit.call(kiosk.call))


def _guide_connected(edit: PoolEdit, event: GuideConnected) -> None:
    known = edit.guide(event.guide)
    skills = once_each((*event.skills, *fluent(event.languages)))
    if known is None:
        edit.put_guide(
            Guide(
                id=event.guide,
                epoch=event.epoch,
                skills=skills,
                interprets=event.interprets,
                topics=event.topics,
                connected=True,
                status=GuideStatus.OFFLINE,
                since=edit.at,
                idle_since=edit.at,
            )
        )
        return
    edit.put_guide(
        replace(
            known,
            epoch=event.epoch,
            skills=skills,
            interprets=event.interprets,
            topics=event.topics,
            connected=True,
            leaves_at=None,
        )
    )
    guest_socket_moved(edit, known, lost=False)
    if known.call is not None:
        watch(edit, edit.call(known.call))


def _guide_lost(edit: PoolEdit, event: GuideLost) -> None:
    guide = edit.guide(event.guide)
    if guide is None:
        return
    edit.put_guide(replace(guide, connected=False, leaves_at=edit.at + edit.settings.guide_absence))
    guest_socket_moved(edit, guide, lost=True)
    if guide.call is not None:
        watch(edit, edit.call(guide.call))


def _guide_status_changed(edit: PoolEdit, event: GuideStatusChanged) -> None:
    guide = edit.guide(event.guide)
    if guide is None:
        return
    keeps_turn = guide.status is GuideStatus.RINGING and event.status is GuideStatus.AVAILABLE
    edit.put_guide(
        replace(
            guide,
            status=event.status,
            reason=event.reason,
            since=edit.at,
            idle_since=guide.idle_since if keeps_turn else edit.at,
            back_at=event.back_at,
            next_status=None,
            next_reason=None,
            next_back_at=None,
            next_by_admin=False,
            chosen_at=guide.chosen_at if event.chosen_at is None else event.chosen_at,
            help=_still_needed(guide.help, event.status),
        )
    )


def _still_needed(help_: Help | None, status: GuideStatus) -> Help | None:
    """Who moves on has had the help that came; who signs off needs none."""
    over = help_ is None or help_.by is not None or status is GuideStatus.OFFLINE
    return None if over else help_


def _help_asked(edit: PoolEdit, event: HelpAsked) -> None:
    _put_help(edit, event.guide, Help(at=edit.at))


def _help_answered(edit: PoolEdit, event: HelpAnswered) -> None:
    guide = edit.guide(event.guide)
    if guide is not None and guide.help is not None:
        _put_help(edit, event.guide, replace(guide.help, by=event.by))


def _help_withdrawn(edit: PoolEdit, event: HelpWithdrawn) -> None:
    _put_help(edit, event.guide, None)


def _put_help(edit: PoolEdit, guide_id: GuideId, help_: Help | None) -> None:
    guide = edit.guide(guide_id)
    if guide is not None:
        edit.put_guide(replace(guide, help=help_))


def _next_status_chosen(edit: PoolEdit, event: NextStatusChosen) -> None:
    guide = edit.guide(event.guide)
    if guide is not None:
        edit.put_guide(
            replace(
                guide,
                next_status=event.status,
                next_reason=event.reason,
                next_back_at=event.back_at,
                next_by_admin=event.by is not None,
                chosen_at=guide.chosen_at if event.chosen_at is None else event.chosen_at,
            )
        )


def _wrap_up_extended(edit: PoolEdit, event: WrapUpExtended) -> None:
    guide = edit.guide(event.guide)
    if guide is None or guide.wrap_up is None:
        return
    extensions = guide.wrap_up.extensions + 1
    edit.put_guide(replace(guide, wrap_up=replace(guide.wrap_up, until=event.until, extensions=extensions)))


def _wrapped_up(edit: PoolEdit, event: WrappedUp) -> None:
    guide = edit.guide(event.guide)
    if guide is not None:
        edit.pace = edit.pace.wrapped_up(edit.at - guide.since)
        wrapped = guide.wrapped if event.topic is None else event.call
        edit.put_guide(replace(guide, wrap_up=None, wrapped=wrapped))


FOLD: dict[type[Event], Callable[[PoolEdit, Any], None]] = {
    KioskConnected: _kiosk_connected,
    KioskLost: _kiosk_lost,
    GuideConnected: _guide_connected,
    GuideLost: _guide_lost,
    GuideStatusChanged: _guide_status_changed,
    NextStatusChosen: _next_status_chosen,
    HelpAsked: _help_asked,
    HelpAnswered: _help_answered,
    HelpWithdrawn: _help_withdrawn,
    WrapUpExtended: _wrap_up_extended,
    WrappedUp: _wrapped_up,
}
