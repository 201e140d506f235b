"""What is posted: one fact in each body, in the shape of Standard Webhooks 1.0.0 (type, timestamp, data).

The list is closed, and holds nothing of a resident but where, when and in which language a call was, and how
it ended. No guide is named. A message that is sent again is the same to the letter.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, assert_never

from signaling.core.events import CallEnded, CallLive, CallTapped, Event
from signaling.core.ids import Instant as At
from signaling.core.ids import PoolId
from signaling.core.vocabulary import CallOutcome
from signaling.store.alarms import AlarmKind
from signaling.store.webhooks.streams import AlarmFact, CallFact, Fact
from signaling.wire.scalars import CallId, Id, Instant, LanguageTag, Message, Milliseconds, Seq


class CallData(Message):
    call: CallId
    kiosk: Id
    site: Id
    neighbourhood: Id
    language: LanguageTag
    """The one that the resident chose."""
    queued_at: Instant
    """When the server had the call, in milliseconds since 1970-01-01 UTC."""
    outcome: CallOutcome | None = None
    """How it ended; null before the end, as all that follows."""
    wait: Milliseconds | None = None
    """From `queued_at` to the take; where nobody took it, to the end."""
    talk: Milliseconds | None = None
    """From the first picture both ways to the end; null where there was none."""


class CallMessage(Message):
    """`call.tapped`: a resident chose a language. `call.live`: both see and hear each other. `call.ended`."""

    type: Literal["call.tapped", "call.live", "call.ended"]
    timestamp: str
    """When it happened (RFC 3339, UTC)."""
    seq: Seq
    """Grows from message to message of one webhook, with gaps."""
    data: CallData


class AlarmData(Message):
    kind: AlarmKind
    subject: str
    """The id of the kiosk, the language or the webhook that it is about; empty where it is the service."""
    since: Instant


class AlarmMessage(Message):
    type: Literal["alarm.raised", "alarm.cleared"]
    timestamp: str
    """When it happened (RFC 3339, UTC)."""
    seq: Seq
    data: AlarmData


class PingMessage(Message):
    """An admin tries whether messages arrive."""

    type: Literal["ping"] = "ping"
    timestamp: str


Body = CallMessage | AlarmMessage | PingMessage
BODIES: dict[str, type[Body]] = {
    "call.tapped": CallMessage,
    "call.live": CallMessage,
    "call.ended": CallMessage,
    "alarm.raised": AlarmMessage,
    "alarm.cleared": AlarmMessage,
    "ping": PingMessage,
}
"""By their type: all that is ever posted."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A message as it goes out. `id` stays the same however often it is sent, and holds no full stop."""

    id: str
    body: bytes


def told(fact: Fact, pool: PoolId) -> Posted:
    """The message that tells a fact."""
    match fact:
        case CallFact():
            return _posted(f"call_{pool}_{fact.seq}", _call(fact))
        case AlarmFact():
            return _posted(f"alarm_{pool}_{fact.seq}", _alarm(fact))
        case _:
            assert_never(fact)


def ping(at: At) -> Posted:
    return _posted(f"ping_{secrets.token_hex(8)}", PingMessage(timestamp=_moment(at)))


def _call(fact: CallFact) -> CallMessage:
    return CallMessage(
        type=_type(fact.event),
        timestamp=_moment(fact.at),
        seq=fact.seq,
        data=CallData(
            call=fact.call,
            kiosk=fact.kiosk,
            site=fact.site,
            neighbourhood=fact.neighbourhood,
            language=fact.language,
            queued_at=fact.queued_at,
            outcome=fact.event.outcome if isinstance(fact.event, CallEnded) else None,
            wait=fact.wait_ms,
            talk=fact.talk_ms,
        ),
    )


def _type(event: Event) -> Literal["call.tapped", "call.live", "call.ended"]:
    match event:
        case CallTapped():
            return "call.tapped"
        case CallLive():
            return "call.live"
        case CallEnded():
            return "call.ended"
        case _:
            raise ValueError(f"{event.type} is not told")


def _alarm(fact: AlarmFact) -> AlarmMessage:
    return AlarmMessage(
        type="alarm.raised" if fact.raised else "alarm.cleared",
        timestamp=_moment(fact.at),
        seq=fact.seq,
        data=AlarmData(kind=fact.kind, subject=fact.subject, since=fact.since),
    )


def _posted(message_id: str, body: Body) -> Posted:
    return Posted(message_id, body.model_dump_json().encode())


def _moment(at: At) -> str:
    return datetime.fromtimestamp(at / 1_000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
