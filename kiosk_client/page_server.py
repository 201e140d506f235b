"""The loopback server of the touch page: its files, the tap, the heartbeat and the pipe to the server."""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Annotated, Final, Literal, Self

import aiohttp
import segno
import structlog
from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from kiosk_client.local_texts import read_local_texts
from kiosk_client.page_body import declined, read
from kiosk_client.page_guard import PageGuard
from kiosk_client.pipe import Pipe
from kiosk_client.profile import ProfileStore
from kiosk_client.pulse import Pulse
from kiosk_client.self_test_door import PlaceCall, SelfTestDoor
from kiosk_client.server import ServerAway, ServerRefused
from kiosk_client.take_home import LARGEST_SLIP, PNG, NotPrinted, QrBody, print_slip, qr_rows
from kiosk_client.tap_journal import JournalUnusable, Tap, TapJournal
from kiosk_client.technician import EnrolBody, Technician, TechnicianBody, TooManyTries, WrongPin
from signaling.built_files import BuiltFiles
from signaling.headless.call_id import new_call_id
from signaling.own_texts import Texts, shipped_texts, without_faults
from signaling.wire.scalars import CallId, Instant, LanguageTag

LOOPBACK: Final = "127.0.0.1"
PAGES: Final = Path(__file__).parent / "pages"
LARGEST_BODY: Final = 4_096
CONTENT_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}

_log = structlog.get_logger(__name__)


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class TapBody(_Body):
    """`POST /tap`: a resident chose a language. Answered with the call's id once it is on disk."""

    language: LanguageTag


class SettledBody(_Body):
    """`POST /settled`: the server acknowledged this call."""

    call: CallId


class Beat(_Body):
    """Over the WebSocket `/alive`: twice a second and at each new screen, while the page can paint."""

    screen: Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z_]*$")]


Standing = Literal["enrolled", "not_enrolled", "revoked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNeeds:
    """What the page server works with. It owns none of it."""

    journal: TapJournal
    profiles: ProfileStore
    pulse: Pulse
    standing: Callable[[], Standing]
    pipe: Pipe
    now: Callable[[], Instant]
    place_test_call: PlaceCall
    own_texts: Callable[[], Mapping[str, Texts]] = dict
    """The municipality's own words, as the server last gave them."""
    texts: Path | None = None
    """A folder with such words on this machine, which come before the server's."""
    enrol: Callable[[str], Awaitable[None]] | None = None
    """Binds this machine to the kiosk of a one-time code.

    Raises `ServerAway` or `ServerRefused`.
    """
    printer: str | None = None
    technician: Technician | None = None


class PageServer:
    """Bind it, then `start` it; `stop` it at the end. `guard.start_url()` is where a browser begins."""

    def __init__(self, needs: PageNeeds, bound: socket.socket, *, open_to_machine: bool, pages: Path) -> None:
        self._needs = needs
        self._socket = bound
        self._pages = BuiltFiles(pages, CONTENT_TYPES)
        self._shipped = shipped_texts(pages)
        self._faults: tuple[str, ...] = ()
        self.self_test = SelfTestDoor(needs.place_test_call)
        self._lines: set[web.WebSocketResponse] = set()
        self.guard = PageGuard(
            f"http://{LOOPBACK}:{bound.getsockname()[1]}",
            open_to_machine=open_to_machine,
            over=lambda: needs.pulse.over,
        )
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=1.0)

    @classmethod
    def bind(cls, needs: PageNeeds, *, port: int, open_to_machine: bool = False, pages: Path = PAGES) -> Self:
        """Take the port, on loopback only; 0 takes a free one. Raises `OSError` where it is in use."""
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((LOOPBACK, port))
            bound.listen()
        except OSError:
            bound.close()
            raise
        return cls(needs, bound, open_to_machine=open_to_machine, pages=pages)

    async def start(self) -> None:
        await self._runner.setup()
        await web.SockSite(self._runner, self._socket).start()

    async def stop(self) -> None:
        for line in tuple(self._lines):
            await line.close(code=aiohttp.WSCloseCode.GOING_AWAY)
        await self._runner.cleanup()
        self._socket.close()

    def _app(self) -> web.Application:
        app = web.Application(middlewares=[self.guard.middleware, self._stir], client_max_size=LARGEST_BODY)
        app.on_response_prepare.append(self.guard.set_headers)
        app.add_routes(
            [
                web.get("/start/{key}", self.guard.start),
                web.post("/tap", self._tap),
                web.post("/settled", self._settled),
                web.get("/alive", self._alive),
                *self.self_test.routes(),
                web.get("/profile", self._profile),
                web.get("/texts", self._texts),
                web.post("/enrol", self._enrol),
                web.post("/print", self._print),
                web.post("/technician", self._technician),
                web.get(r"/ticket/{code:\d{6}}.svg", self._ticket),
                web.post("/qr", self._qr),
                web.get("/socket.io/", self._needs.pipe.handle),
                web.get("/{file:.*}", self._file),
            ]
        )
        return app

    @web.middleware
    async def _stir(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Whatever the page asks for shows that it has begun."""
        self._needs.pulse.stir()
        return await handler(request)

    async def _tap(self, request: web.Request) -> web.Response:
        body = await read(request, TapBody)
        self._needs.pulse.tap()
        tap = await self._journalled(body.language)
        self._needs.pulse.call = tap.call
        return web.json_response({"call": tap.call, "tapped_at": tap.tapped_at})

    async def _journalled(self, language: str) -> Tap:
        """A full or broken disk must not stop a resident.

        The call goes on, and this machine's log says so.
        """
        now = self._needs.now()
        try:
            return await self._needs.journal.write(language, now)
        except JournalUnusable as error:
            _log.error("tap_not_journalled", reason=str(error))
            return Tap(call=new_call_id(now), language=language, tapped_at=now)

    async def _settled(self, request: web.Request) -> web.Response:
        body = await read(request, SettledBody)
        try:
            await self._needs.journal.settle([body.call], self._needs.now())
        except JournalUnusable as error:
            _log.error("tap_not_settled", call=body.call, reason=str(error))
        return web.Response(status=204)

    async def _alive(self, request: web.Request) -> web.StreamResponse:
        """The page's line: where it ends, the page is gone; where it is silent, the page hangs."""
        line = web.WebSocketResponse(compress=False, max_msg_size=LARGEST_BODY, timeout=1.0)
        await line.prepare(request)
        self._lines.add(line)
        try:
            while (message := await line.receive()).type is aiohttp.WSMsgType.TEXT:
                self._needs.pulse.beat(Beat.model_validate_json(message.data).screen)
        except ValidationError:
            await line.close(code=aiohttp.WSCloseCode.POLICY_VIOLATION)
        finally:
            self._lines.discard(line)
            if not self._lines:
                self._needs.pulse.end()
        return line

    async def _profile(self, _request: web.Request) -> web.Response:
        """What the page shows when the server cannot be asked, and how this kiosk stands with it."""
        said: dict[str, object] = {
            "standing": self._needs.standing(),
            "printer": self._needs.printer is not None,
            "technician": self._needs.technician is not None,
        }
        profile = self._needs.profiles.profile
        if profile is not None:
            said |= profile.place.model_dump(mode="json")
            hours = [each.model_dump() for each in profile.hours]
            said |= {"phone": profile.phone, "languages": list(profile.languages), "hours": hours}
        return web.json_response(said)

    async def _texts(self, _request: web.Request) -> web.Response:
        """The municipality's own words, read anew for each page that starts."""
        texts = without_faults(self._needs.own_texts(), self._shipped)
        folder = self._needs.texts
        if folder is not None:
            for tag, said in (await self._local_texts(folder)).items():
                texts[tag] = {**texts.get(tag, {}), **said}
        return web.json_response(texts)

    async def _local_texts(self, folder: Path) -> Mapping[str, Texts]:
        local = await asyncio.to_thread(read_local_texts, folder, self._shipped)
        if local.faults != self._faults:
            self._faults = local.faults
            for fault in local.faults:
                _log.warning("text_not_used", reason=fault)
        return local.texts

    async def _ticket(self, request: web.Request) -> web.Response:
        """A ticket's number as a QR code: nothing but the six digits."""
        drawn = BytesIO()
        segno.make_qr(request.match_info["code"]).save(drawn, kind="svg", scale=8, border=2)
        return web.Response(
            body=drawn.getvalue(), content_type=CONTENT_TYPES[".svg"], headers={"Cache-Control": "no-store"}
        )

    async def _qr(self, request: web.Request) -> web.Response:
        """A note that a guide hands over: in the body both ways, so that no URL bears a word of it."""
        body = await read(request, QrBody)
        return web.json_response({"rows": qr_rows(body.text)}, headers={"Cache-Control": "no-store"})

    async def _enrol(self, request: web.Request) -> web.Response:
        """Only where this screen is no kiosk now: nobody who passes by makes it another one."""
        body = await read(request, EnrolBody)
        if self._needs.enrol is None or self._needs.standing() == "enrolled":
            return declined("enrolled", 409)
        try:
            await self._needs.enrol(body.code)
        except ServerRefused as refused:
            return declined(refused.problem.id, 403)
        except ServerAway as away:
            _log.info("server_away", reason=str(away))
            return declined("unavailable", 503)
        return web.Response(status=204)

    async def _print(self, request: web.Request) -> web.Response:
        """A slip as the page has drawn it, after the resident's yes."""
        if self._needs.printer is None:
            return declined("no_printer", 409)
        if (request.content_length or 0) > LARGEST_SLIP:
            return declined("too_large", 413)
        try:
            slip = await request.content.readexactly(request.content_length or 0)
        except asyncio.IncompleteReadError:
            return declined("malformed", 400)
        if request.content_type != "image/png" or not slip.startswith(PNG):
            return declined("malformed", 400)
        try:
            await print_slip(self._needs.printer, slip)
        except NotPrinted as trouble:
            _log.error("not_printed", reason=str(trouble))
            return declined("not_printed", 503)
        return web.Response(status=204)

    async def _technician(self, request: web.Request) -> web.Response:
        body = await read(request, TechnicianBody)
        if self._needs.technician is None:
            return declined("no_technician", 409)
        try:
            await self._needs.technician.does(body, now=time.monotonic())
        except WrongPin:
            return declined("wrong_pin", 403)
        except TooManyTries:
            return declined("too_many_tries", 429)
        return web.Response(status=204)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["file"] or "index.html"
        path = await self._pages.find(name)
        if path is None:
            raise web.HTTPNotFound
        cache = "max-age=31536000, immutable" if name.startswith("assets/") else "no-store"
        headers = {"Cache-Control": cache, "Content-Type": CONTENT_TYPES[path.suffix]}
        return web.FileResponse(path, headers=headers)
