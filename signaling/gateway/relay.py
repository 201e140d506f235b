"""Session descriptions and ICE candidates between the parties of a call, in order and never lost.

Each party has a mailbox for each other one, named by their numbers in the call. What is put in is delivered
at once and kept until the reader acknowledged it; a reader that connects anew gets again what it did not
acknowledge. When a ring or the call is over its mailboxes are gone, and nothing of what was in them has been
written or logged anywhere.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from signaling.core.events import CallDropped, CallEnded, CallSentOn, Entry, GuestLeft, RingEnded
from signaling.core.ids import CallId, GuideId, KioskId, Party, Role
from signaling.core.parties import KIOSK
from signaling.core.pool import Call, Pool
from signaling.core.vocabulary import RingOutcome
from signaling.gateway.sdp import Unfit, screened
from signaling.wire.errors import faulted
from signaling.wire.messages import RelayAck, RelayPush, RelayRequest

MOST_UNREAD = 256
"""Bodies that may wait for one reader."""
_RETRY = 1_000

Way = tuple[int, int]
"""From which party to which, by number."""


@dataclass(slots=True)
class _Mailbox:
    last: int = 0
    """The greatest number taken."""
    unread: deque[RelayPush] = field(default_factory=deque)


class Relay:
    def __init__(self) -> None:
        self._calls: dict[CallId, dict[Way, _Mailbox]] = {}

    def take(self, pool: Pool, sender: Party, message: RelayRequest) -> tuple[Party, RelayPush] | None:
        """Put the body into the receiver's mailbox: who is to be told what; None where it was taken before.

        Raises `Faulted`: `relay_closed` where the two are not present parties of this call with these
        numbers, `not_allowed` where it is addressed to the sender, `malformed` where no browser would say it,
        `rate_limited` where the receiver has too much unread.
        """
        if message.to == message.from_:
            raise faulted("not_allowed")
        receiver = _other(pool, CallId(message.call), sender, own=message.from_, other=message.to)
        mailbox = self._mailbox(CallId(message.call), (message.from_, message.to))
        if message.n <= mailbox.last:
            return None
        if len(mailbox.unread) >= MOST_UNREAD:
            raise faulted("rate_limited", retry_after=_RETRY)
        try:
            body = screened(message.body)
        except Unfit as unfit:
            raise faulted("malformed") from unfit
        push = RelayPush(call=message.call, from_=message.from_, to=message.to, n=message.n, body=body)
        mailbox.last = message.n
        mailbox.unread.append(push)
        return receiver, push

    def acknowledge(self, pool: Pool, reader: Party, message: RelayAck) -> None:
        """Forget what the reader has. Raises `Faulted`: `relay_closed` or `not_allowed`, as `take` does."""
        if message.from_ == message.to:
            raise faulted("not_allowed")
        _other(pool, CallId(message.call), reader, own=message.to, other=message.from_)
        unread = self._mailbox(CallId(message.call), (message.from_, message.to)).unread
        while unread and unread[0].n <= message.n:
            unread.popleft()

    def unread(self, pool: Pool, reader: Party) -> Sequence[RelayPush]:
        """What a reader that connected anew has still to be told, in order."""
        call_id = _call_of(pool, reader)
        call = None if call_id is None else pool.calls.get(call_id)
        if call is None:
            return ()
        present = _numbers(call)
        boxes = self._calls.get(call.id, {})
        return [
            push
            for (sender, receiver), box in boxes.items()
            if present.get(receiver) == reader and sender in present
            for push in box.unread
        ]

    def follow(self, entries: Iterable[Entry]) -> None:
        """Empty the mailboxes of what is over."""
        for entry in entries:
            match entry.event:
                case RingEnded(outcome=RingOutcome.ACCEPTED):
                    pass
                case RingEnded(call=call, epoch=epoch) | GuestLeft(call=call, epoch=epoch):
                    self._forget(call, epoch)
                case CallEnded(call=call) | CallSentOn(call=call) | CallDropped(call=call):
                    self._calls.pop(call, None)

    def _mailbox(self, call: CallId, way: Way) -> _Mailbox:
        return self._calls.setdefault(call, {}).setdefault(way, _Mailbox())

    def _forget(self, call: CallId, number: int) -> None:
        boxes = self._calls.pop(call, {})
        kept = {way: box for way, box in boxes.items() if number not in way}
        if kept:
            self._calls[call] = kept


def _other(pool: Pool, call_id: CallId, party: Party, *, own: int, other: int) -> Party:
    """The present party with the number `other`, where `party` is the one with the number `own`."""
    call = pool.calls.get(call_id)
    present = {} if call is None else _numbers(call)
    found = present.get(other)
    if present.get(own) != party or found is None:
        raise faulted("relay_closed")
    return found


def _numbers(call: Call) -> dict[int, Party]:
    """The present parties by number; nobody while no desk rings."""
    if call.desk is None:
        return {}
    numbers = {KIOSK: Party.kiosk(call.kiosk), call.epoch: Party.guide(call.desk)}
    return numbers | {guest.epoch: Party.guide(guest.guide) for guest in call.guests}


def _call_of(pool: Pool, party: Party) -> CallId | None:
    """The call that this party has or that rings there."""
    if party.role is Role.KIOSK:
        kiosk = pool.kiosks.get(KioskId(party.id))
        return None if kiosk is None else kiosk.call
    guide = pool.guides.get(GuideId(party.id))
    return None if guide is None else guide.call
