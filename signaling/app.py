"""The composition root: the one place that knows all parts, and puts a server together from them.

store ── journal ──▶ exchange ──▶ watch ──▶ gateway ──▶ kiosks, desks
  └──── directory, staff, call log, audit ──▶ guide server (sign-in, pages, REST)
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.metadata import version
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from aiohttp import web

from guide_server.alarms.mailer import MailSettings
from guide_server.alarms.symptoms import AlarmRules
from guide_server.app import mount
from guide_server.duties import run_duties
from guide_server.four_eyes import FourEyesRule
from guide_server.http.access import StaffRole
from guide_server.records import Records
from guide_server.settings import GuideServerSettings
from guide_server.sign_in.attempts import source
from guide_server.sign_in.oidc import OidcSettings
from guide_server.webhooks.reach import Reach, networks_of
from guide_server.world import World
from signaling.areas import plan_of
from signaling.clock import SteadyClock
from signaling.core.commands import Configure, SetHours
from signaling.core.ids import Language, Milliseconds, PoolId
from signaling.core.pool_settings import MINUTE, SECOND
from signaling.days import day_of
from signaling.exchange import Exchange
from signaling.gateway.gateway import Gateway
from signaling.hours import expand, keep_hours
from signaling.monitoring import Watch, add_health, metrics_app
from signaling.ports import Clock, JournalUnavailable
from signaling.self_test_guides import SelfTestGuides, connected
from signaling.settings import AlarmsPart, MailPart, OidcPart, SelfTestPart, Settings
from signaling.settings_in_force import SettingsInForce
from signaling.store.approvals import Deed
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from signaling.store.migrate import is_at_head, migrate
from signaling.store.retention.plan import Rule
from signaling.store.server_runs import keep_noting
from signaling.store.settings_versions import SettingsVersions
from signaling.trials import TrialBench
from signaling.turn_credentials import TurnCredentials

HOUR: Milliseconds = 60 * MINUTE
DRAIN = 1.0
"""Seconds that clients get to hear that this server is about to stop."""
ELSEWHERE = ("/socket.io", "/kiosk/", "/healthz", "/readyz")
"""Paths whose owners admit by themselves."""

_log = structlog.get_logger(__name__)


class PortTaken(Exception):
    """Another program listens there already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server that serves. `url` is where it listens, `metrics_url` where Prometheus may read."""

    url: str
    metrics_url: str | None
    exchange: Exchange
    tasks: tuple[asyncio.Task[None], ...]
    """What must never end while the server serves; whoever runs it watches them."""


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[Server]:
    """Bring the store up to date, start everything, and stop it again in the opposite order.

    Raises `PortTaken`, or `StoreUnavailable` where the store cannot be reached at the start.
    """
    address = settings.store.url.get_secret_value()
    await asyncio.to_thread(migrate, address)
    clock = SteadyClock()
    database = Database(address)
    pool = PoolId(settings.pool.id)
    zone = settings.municipality.zone()
    journal = SqlJournal(database)
    turn = _turn(settings)
    guides = _test_guides(settings.self_test)
    in_force = await settings_in_force(settings, database, clock)
    records = Records.of(database, pool=pool, clock=clock, zone=zone, plan=partial(newest_plan, in_force))
    gateway = Gateway(
        directory=records.directory,
        turn=turn,
        clock=clock,
        self_tests=records.self_tests,
        self_test_guide=guides,
        texts=lambda: in_force.areas.texts.root,
    )
    watch = Watch(gateway, lambda: exchange.pool)
    exchange = Exchange(pool, journal=journal, audience=watch, clock=clock, settings=in_force.pool)
    in_force.on_change(partial(tell_settings, in_force, exchange, zone=zone, clock=clock))
    bench = TrialBench(records.trials)
    world = World(
        records=records,
        pool=lambda: exchange.pool,
        commands=exchange,
        bench=bench,
        clock=clock,
        settings=_guide_server(settings, in_force, turn),
        in_force=in_force,
    )
    app = web.Application(client_max_size=1 << 16)
    sessions = mount(app, world, elsewhere=ELSEWHERE)
    gateway.mount(
        app,
        exchange=exchange,
        journal=journal,
        errands=records.errands,
        sessions=sessions,
        origin=settings.server.public_url,
        address_of=partial(source, behind_proxy=settings.server.behind_proxy),
    )
    add_health(app, lambda: _ready(exchange, database))
    try:
        async with (
            _running(exchange.run()) as exchanging,
            _running(gateway.run()) as pushing,
            _running(
                keep_hours(exchange.tell, partial(hours_in_force, in_force, zone), zone=zone, clock=clock)
            ) as opening,
            _running(in_force.follow()) as following,
            _running(keep_noting(records.server_runs)) as noting,
            _running(run_duties(world)) as telling,
            _listening(app, settings.server.host, settings.server.port) as url,
            _listening_for_metrics(watch, settings) as metrics_url,
        ):
            _log.info("serving", url=url)
            tasks = (exchanging, pushing, opening, following, noting, telling)
            yield Server(url=url, metrics_url=metrics_url, exchange=exchange, tasks=tasks)
            gateway.drain()
            await asyncio.sleep(DRAIN)
    finally:
        await guides.close()
        await bench.close()
        exchange.close()
        await exchange.snapshot()
        await database.close()


async def serve_until(settings: Settings, stop: asyncio.Event, started: Callable[[Server], None]) -> None:
    """Serve until `stop` is set. Raises what ended a part of the server that should never end."""
    async with serving(settings) as server:
        started(server)
        stopping = asyncio.create_task(stop.wait())
        done, _ = await asyncio.wait((stopping, *server.tasks), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        for task in done - {stopping}:
            task.result()


@asynccontextmanager
async def _running(work: Coroutine[Any, Any, None]) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(work)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait((task,))


@asynccontextmanager
async def _listening(app: web.Application, host: str, port: int) -> AsyncIterator[str]:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=DRAIN)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            raise PortTaken(f"Port {port} on {host} cannot be used: {error.strerror or error}") from error
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _listening_for_metrics(watch: Watch, settings: Settings) -> AsyncIterator[str | None]:
    server = settings.server
    if server.metrics_port is None:
        yield None
        return
    async with _listening(metrics_app(watch), server.host, server.metrics_port) as url:
        yield url


async def _ready(exchange: Exchange, database: Database) -> bool:
    try:
        return exchange.available and await database.read(is_at_head)
    except JournalUnavailable:
        return False


async def settings_in_force(settings: Settings, database: Database, clock: Clock) -> SettingsInForce:
    """The file's settings under the versions that admins stored. Raises `StoreUnavailable`."""
    pool = PoolId(settings.pool.id)
    in_force = SettingsInForce(settings, SettingsVersions(database, pool=pool, clock=clock))
    await in_force.refresh()
    return in_force


def tell_settings(in_force: SettingsInForce, exchange: Exchange, *, zone: ZoneInfo, clock: Clock) -> None:
    """Tell the exchange what is in force now; where nothing differs it writes nothing."""
    _log.info("settings_taken_up", **{area: version.number for area, version in in_force.versions.items()})
    today = day_of(clock.now(), zone)
    exchange.tell(Configure(settings=in_force.pool))
    exchange.tell(hours_in_force(in_force, zone, today))


def hours_in_force(in_force: SettingsInForce, zone: ZoneInfo, first: date) -> SetHours:
    """The hours from this day on."""
    hours = expand(in_force.areas.hours, zone, first)
    return SetHours(hours=hours, revision=in_force.pool.revision)


async def newest_plan(in_force: SettingsInForce) -> tuple[Rule, ...]:
    """The plan of retention, read anew. Raises `StoreUnavailable`: then nothing is destroyed."""
    await in_force.refresh()
    return plan_of(in_force.areas.retention)


def _test_guides(part: SelfTestPart) -> SelfTestGuides:
    socket = part.guide_socket
    return SelfTestGuides() if socket is None else SelfTestGuides(partial(connected, socket))


def _turn(settings: Settings) -> TurnCredentials:
    turn = settings.turn
    return TurnCredentials(
        urls=turn.urls,
        secrets=[secret.get_secret_value() for secret in turn.secrets],
        lifetime=turn.lifetime_seconds * SECOND,
    )


def _guide_server(
    settings: Settings, in_force: SettingsInForce, turn: TurnCredentials
) -> GuideServerSettings:
    zone = settings.municipality.zone()
    return GuideServerSettings(
        public_url=settings.server.public_url,
        behind_proxy=settings.server.behind_proxy,
        idle=settings.sign_in.idle_minutes * MINUTE,
        longest=settings.sign_in.longest_hours * HOUR,
        zone=zone,
        version=version("vagvisare"),
        oidc=_oidc(settings.sign_in.oidc),
        turn=turn,
        four_eyes=_four_eyes(settings),
        opening=lambda first, days: expand(in_force.areas.hours, zone, first, days),
        publishes_equality=settings.publish.equal_service,
        reach=Reach(networks_of(settings.webhooks.networks), plain=settings.webhooks.allow_http),
        trust=settings.webhooks.certificates,
        alarms=_alarms(settings.alarms),
        mail=_mail(settings.mail),
    )


def _alarms(part: AlarmsPart) -> AlarmRules:
    return AlarmRules(
        dark=part.dark_kiosk_minutes * MINUTE,
        unserved=part.unserved_language_minutes * MINUTE,
        languages=tuple(map(Language, part.languages)),
        longest_queue=part.longest_queue,
        queue_for=part.long_queue_minutes * MINUTE,
    )


def _mail(part: MailPart) -> MailSettings | None:
    if part.host is None or part.sender is None:
        return None
    return MailSettings(
        host=part.host,
        port=part.port,
        security=part.security,
        login=part.login,
        password=part.password.get_secret_value(),
        sender=part.sender,
        recipients=part.recipients,
        tongue=part.language,
        trust=part.certificates,
    )


def _four_eyes(settings: Settings) -> FourEyesRule:
    part = settings.four_eyes
    wanted = {
        Deed.EXPORT: part.exports,
        Deed.ROLES: part.roles,
        Deed.ERASURE: part.erasures,
        Deed.RETENTION: part.erasures,
    }
    return FourEyesRule(
        deeds=frozenset(deed for deed, two in wanted.items() if two), deadline=part.deadline_hours * HOUR
    )


def _oidc(part: OidcPart) -> OidcSettings | None:
    if part.issuer is None:
        return None
    roles = {
        StaffRole.GUIDE: part.roles.guide,
        StaffRole.LEADER: part.roles.leader,
        StaffRole.ANALYST: part.roles.analyst,
        StaffRole.TECHNICIAN: part.roles.technician,
        StaffRole.ADMIN: part.roles.admin,
    }
    return OidcSettings(
        issuer=part.issuer,
        client_id=part.client_id,
        client_secret=part.client_secret.get_secret_value(),
        scopes=part.scopes,
        login_claim=part.login_claim,
        roles_claim=part.roles_claim,
        roles={role: frozenset(values) for role, values in roles.items()},
        create_accounts=part.create_accounts,
        button=part.button,
    )
