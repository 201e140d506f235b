"""What a kiosk may say, and how one is let in."""

from hashlib import sha256

from aiohttp import hdrs, web

from signaling.core.commands import Command, ConnectKiosk, LoseKiosk
from signaling.core.ids import Party
from signaling.gateway.admission import DeviceTokens
from signaling.gateway.client import Client, Floor, admit, command_types, connect, next_epoch, read_request
from signaling.gateway.limits import Bucket
from signaling.gateway.names import NameBook
from signaling.gateway.transport import Line
from signaling.ports import Directory, KioskProfile
from signaling.wire import messages as wire
from signaling.wire.errors import faulted
from signaling.wire.translate import kiosk_command

NAMESPACE = "/kiosk"
TICKET_DIGITS = 6
COMMAND_TYPES = command_types(wire.KioskCommand)


class KioskSide:
    """A `client.Side`."""

    def __init__(self, floor: Floor, directory: Directory, profile: KioskProfile, epoch: int) -> None:
        limits = floor.limits
        self.party = Party.kiosk(profile.id)
        self._floor = floor
        self._directory = directory
        self._profile = profile
        self._epoch = epoch
        self._calls = Bucket(
            per_second=limits.calls_per_minute / 60, burst=limits.calls_per_minute, now=floor.clock.now()
        )

    def request(self, body: object) -> wire.KioskCommandRequest:
        return read_request(wire.KioskCommandRequest, body, own=COMMAND_TYPES)

    def command(self, request: wire.KioskCommandRequest) -> Command:
        if isinstance(request.command, wire.Call) and not self._calls.take(self._floor.clock.now()):
            raise faulted("rate_limited", retry_after=self._calls.retry_after)
        return kiosk_command(request.command, self._profile.id, ticket=_ticket_code(request.id))

    def lost(self) -> Command:
        return LoseKiosk(kiosk=self._profile.id, epoch=self._epoch)

    async def check(self) -> None:
        profile = await self._directory.kiosk(self._profile.id)
        if profile is None or profile.revoked or profile.public_key != self._profile.public_key:
            raise faulted("revoked")


def _ticket_code(request: str) -> str:
    """Six digits that nobody foresees, and the same when the request is sent again."""
    return f"{int.from_bytes(sha256(request.encode()).digest()) % 10**TICKET_DIGITS:0{TICKET_DIGITS}}"


class KioskDoor:
    """A `transport.Door`."""

    def __init__(self, floor: Floor, *, directory: Directory, tokens: DeviceTokens, names: NameBook) -> None:
        self._floor = floor
        self._directory = directory
        self._tokens = tokens
        self._names = names

    async def open(self, request: web.Request, line: Line) -> Client:
        floor = self._floor
        profile = await self._tokens.kiosk_of(request.headers.get(hdrs.AUTHORIZATION))
        self._names.know_kiosk(profile)
        known = floor.exchange.pool.kiosks.get(profile.id)
        epoch = next_epoch(0 if known is None else known.epoch, floor.clock.now())
        command = ConnectKiosk(
            kiosk=profile.id, epoch=epoch, site=profile.site, neighbourhood=profile.neighbourhood
        )
        await connect(floor, command, Party.kiosk(profile.id))
        side = KioskSide(floor, self._directory, profile, epoch)
        return admit(floor, Client(floor, side, line, epoch=epoch))
