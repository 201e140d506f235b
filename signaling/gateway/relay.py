"""Session descriptions and ICE candidates between the two parties of a call, in order and never lost.

Each party has a mailbox for each epoch of each call. What is put in is delivered at once and kept until the
reader acknowledged it; a reader that connects anew gets again what it did not acknowledge. When the ring or
the call is over the mailbox is gone, and nothing of what was in it has been written or logged anywhere.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from signaling.core.events import CallEnded, Entry, Rang, RingEnded
from signaling.core.ids import CallId, GuideId, KioskId, Party, Role
from signaling.core.pool import Pool
from signaling.core.vocabulary import RingOutcome
from signaling.gateway.sdp import Unfit, screened
from signaling.wire.errors import faulted
from signaling.wire.messages import RelayAck, RelayPush, RelayRequest
from signaling.wire.vocabulary import PartyRole

MOST_UNREAD = 256
"""Bodies that may wait for one reader."""
_RETRY = 1_000


@dataclass(slots=True)
class _Mailbox:
    """From one party to the other, in one epoch of a call."""

    last: int = 0
    """The greatest number taken."""
    unread: deque[RelayPush] = field(default_factory=deque)


@dataclass(slots=True)
class _Talk:
    epoch: int
    mailboxes: dict[PartyRole, _Mailbox]


class Relay:
    def __init__(self) -> None:
        self._talks: dict[CallId, _Talk] = {}

    def take(self, pool: Pool, sender: Party, message: RelayRequest) -> tuple[Party, RelayPush] | None:
        """Put the body into the receiver's mailbox: who is to be told what; None where it was taken before.

        Raises `Faulted`: `relay_closed` where the two are not the present parties of this call and epoch,
        `not_allowed` where it is addressed to the sender's own side, `malformed` where no browser would say
        it, `rate_limited` where the receiver has too much unread.
        """
        role = role_of(sender)
        if message.to == role:
            raise faulted("not_allowed")
        receiver = self._counterpart(pool, sender, CallId(message.call), message.epoch)
        mailbox = self._mailbox(CallId(message.call), message.epoch, role)
        if message.n <= mailbox.last:
            return None
        if len(mailbox.unread) >= MOST_UNREAD:
            raise faulted("rate_limited", retry_after=_RETRY)
        try:
            body = screened(message.body)
        except Unfit as unfit:
            raise faulted("malformed") from unfit
        push = RelayPush(call=message.call, epoch=message.epoch, from_=role, n=message.n, body=body)
        mailbox.last = message.n
        mailbox.unread.append(push)
        return receiver, push

    def acknowledge(self, pool: Pool, reader: Party, message: RelayAck) -> None:
        """Forget what the reader has. Raises `Faulted`: `relay_closed` or `not_allowed`, as `take` does."""
        if message.from_ == role_of(reader):
            raise faulted("not_allowed")
        self._counterpart(pool, reader, CallId(message.call), message.epoch)
        unread = self._mailbox(CallId(message.call), message.epoch, message.from_).unread
        while unread and unread[0].n <= message.n:
            unread.popleft()

    def unread(self, pool: Pool, reader: Party) -> Sequence[RelayPush]:
        """What a reader that connected anew has still to be told, in order."""
        call = _call_of(pool, reader)
        talk = None if call is None else self._talks.get(call)
        if talk is None:
            return ()
        mine = role_of(reader)
        return [push for role, box in talk.mailboxes.items() if role != mine for push in box.unread]

    def follow(self, entries: Iterable[Entry]) -> None:
        """Empty the mailboxes of what is over."""
        for entry in entries:
            match entry.event:
                case RingEnded(outcome=RingOutcome.ACCEPTED):
                    pass
                case Rang() | RingEnded() | CallEnded():
                    self._talks.pop(entry.event.call, None)

    def _mailbox(self, call: CallId, epoch: int, sender: PartyRole) -> _Mailbox:
        talk = self._talks.get(call)
        if talk is None or talk.epoch != epoch:
            talk = self._talks[call] = _Talk(epoch, {})
        return talk.mailboxes.setdefault(sender, _Mailbox())

    def _counterpart(self, pool: Pool, party: Party, call_id: CallId, epoch: int) -> Party:
        """The other one of the two present parties."""
        call = pool.calls.get(call_id)
        if call is None or call.epoch != epoch or call.desk is None:
            raise faulted("relay_closed")
        kiosk, guide = Party.kiosk(call.kiosk), Party.guide(call.desk)
        if party == kiosk:
            return guide
        if party == guide:
            return kiosk
        raise faulted("relay_closed")


def role_of(party: Party) -> PartyRole:
    return "kiosk" if party.role is Role.KIOSK else "guide"


def _call_of(pool: Pool, party: Party) -> CallId | None:
    """The call that this party has or that rings there."""
    if party.role is Role.KIOSK:
        kiosk = pool.kiosks.get(KioskId(party.id))
        return None if kiosk is None else kiosk.call
    guide = pool.guides.get(GuideId(party.id))
    return None if guide is None else guide.call
