"""What a call does to a guide: their desk rings, they are free of it again, or they wrap it up."""

from signaling.core.ids import CallId, GuideId, Instant
from signaling.core.pool import Call, Guide, PoolEdit, WrapUp
from signaling.core.records import replace
from signaling.core.vocabulary import GuideStatus


def rings(edit: PoolEdit, guide: Guide, call: CallId) -> None:
    edit.put_guide(
        replace(guide, status=GuideStatus.RINGING, reason=None, since=edit.at, call=call, rung_at=edit.at)
    )


def out_of_call(edit: PoolEdit, guide_id: GuideId, *, has_tried: bool = False) -> None:
    """Who has tried a call stands last among the idle again; who could not is not put back for it."""
    guide = edit.guide(guide_id)
    if guide is not None:
        idle_since = edit.at if has_tried else guide.idle_since
        edit.put_guide(replace(guide, call=None, idle_since=idle_since))


def wraps_up(edit: PoolEdit, call: Call, guide_id: GuideId, until: Instant) -> None:
    guide = edit.guide(guide_id)
    if guide is not None:
        wrap_up = WrapUp(call=call.id, kiosk=call.kiosk, language=call.language, until=until)
        edit.put_guide(replace(guide, status=GuideStatus.WRAP_UP, since=edit.at, call=None, wrap_up=wrap_up))
