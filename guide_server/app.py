"""The guide server's part of an aiohttp application. `mount` it, and it guards every route of that."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, Protocol

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from guide_server.alarms.alarms_api import AlarmsApi
from guide_server.alarms.subjects import Subjects
from guide_server.board.board_api import BoardApi
from guide_server.call_log.export_api import ExportApi
from guide_server.call_log.log_api import LogApi
from guide_server.call_log.views_api import ViewsApi
from guide_server.desk.desk_api import DeskApi
from guide_server.desk.shift_api import ShiftApi
from guide_server.directory.directory_api import DirectoryApi
from guide_server.directory.kiosks_api import KiosksApi
from guide_server.equality.equality_api import EqualityApi
from guide_server.equality.months import Months
from guide_server.equality.months_api import MonthsApi
from guide_server.equality.public.pages import PublicPages
from guide_server.fleet.fleet_api import FleetApi
from guide_server.four_eyes import FourEyes
from guide_server.http.access import Access, RouteTable
from guide_server.http.endpoint import Asked, Endpoint, Nothing
from guide_server.http.guard import guard
from guide_server.http.headers import set_headers
from guide_server.http.openapi import document
from guide_server.http.pages import Pages
from guide_server.planning.planning_api import PlanningApi
from guide_server.planning.trials_api import Bench, TrialsApi
from guide_server.records import Records
from guide_server.review.approvals_api import ApprovalsApi
from guide_server.review.review_api import ReviewApi
from guide_server.self_tests.self_tests_api import SelfTestsApi
from guide_server.settings import GuideServerSettings
from guide_server.settings_history.effects import Effects
from guide_server.settings_history.settings_api import SettingsApi
from guide_server.settings_history.shipped_texts_api import ShippedTextsApi
from guide_server.sign_in.attempts import Attempts
from guide_server.sign_in.oidc_sign_in import OidcSigningIn
from guide_server.sign_in.own_account_api import OwnAccountApi
from guide_server.sign_in.passwords import Passwords
from guide_server.sign_in.second_step import SecondStep
from guide_server.sign_in.sessions import Sessions
from guide_server.sign_in.sign_in import SigningIn
from guide_server.statistics.statistics_api import StatisticsApi
from guide_server.tokens.machines import Machines
from guide_server.tokens.tokens_api import TokensApi
from guide_server.webhooks.messages import BODIES
from guide_server.webhooks.sender import Sender
from guide_server.webhooks.webhooks_api import WebhooksApi
from signaling.core.ids import GuideId
from signaling.core.pool import Pool
from signaling.ports import Clock, Commands
from signaling.settings_in_force import SettingsInForce
from signaling.store.api_tokens import ApiTokens

PAGES: dict[str, Access] = {
    "signin": Access.ANYONE,
    "account": Access.SIGNED_IN,
    "check": Access.DESK,
    "desk": Access.DESK,
    "board": Access.BOARD,
    "admin": Access.OFFICE,
}
"""Each built page and who may load it."""


def mount(  # noqa: PLR0913 - each is another part of the world
    app: web.Application,
    *,
    records: Records,
    pool: Callable[[], Pool],
    commands: Commands,
    bench: Bench,
    clock: Clock,
    settings: GuideServerSettings,
    in_force: SettingsInForce,
    elsewhere: Sequence[str] = (),
) -> Sessions:
    """Add sign-in, REST API and pages to `app`, which must not have started; returns the desks' sessions.

    `pool` gives the live pool whenever it is asked, for the board; `commands` takes an admin's wishes;
    `bench` runs trials of the roster; `in_force` is what admins may change.

    From then on no route of `app` is served that names no access, but for those under the path prefixes
    `elsewhere`, whose owners admit by themselves; a route that was forgotten stops the start with
    `UnguardedRoute`. Responses of all routes get the security headers.
    """
    tls = settings.public_url.startswith("https:")
    passwords = Passwords(settings.password_cost)
    sessions = Sessions(
        staff=records.staff,
        clock=clock,
        idle=settings.idle,
        longest=settings.longest,
        tls=tls,
        busy=lambda guide: _is_busy(pool(), guide),
    )
    table = RouteTable(elsewhere=elsewhere)
    attempts = Attempts()
    oidc = _oidc(records, sessions, attempts, clock, settings)
    sender = sender_of(settings, clock)
    four_eyes = FourEyes(records.approvals, settings.four_eyes)
    review = _review(records, four_eyes, clock, settings)
    apis = (
        *_ways_in(records, sessions, passwords, attempts, clock, settings),
        *([] if oidc is None else [oidc]),
        SelfTestsApi(directory=records.directory, tests=records.self_tests, clock=clock),
        _fleet(records, pool, clock, settings),
        *_reading(records, four_eyes, clock, settings),
        _directory(records, passwords, four_eyes, pool, settings),
        _shift(records, clock, settings),
        _desk(records, in_force, pool, clock, settings),
        *_planning(records, bench, four_eyes, pool, clock, settings),
        _board(records, commands, pool, clock, settings),
        review,
        _approvals(records, in_force, clock),
        *_settings(records, in_force, four_eyes, pool, clock, settings),
        *_for_machines(records, sender, pool, clock, settings),
    )
    endpoints = [endpoint for api in apis for endpoint in api.endpoints()]
    _add_endpoints(app, table, (*endpoints, _description(endpoints, version=settings.version)))
    _add_pages(app, table, settings.pages)
    app.middlewares.append(_door(table, sessions, records.tokens, clock, settings))
    set_headers(app, tls=tls)

    async def check(app: web.Application) -> None:
        table.check_every_route(app)

    async def close(_: web.Application) -> None:
        passwords.close()
        await review.close()
        await sender.close()
        if oidc is not None:
            await oidc.close()

    app.on_startup.append(check)
    app.on_cleanup.append(close)
    return sessions


def _door(
    table: RouteTable, sessions: Sessions, tokens: ApiTokens, clock: Clock, settings: GuideServerSettings
) -> Middleware:
    machines = Machines(tokens, clock=clock, behind_proxy=settings.behind_proxy)
    return guard(table, sessions.who_asks, machines.who_asks, public_url=settings.public_url)


class _Api(Protocol):
    def endpoints(self) -> tuple[Endpoint, ...]: ...


def _is_busy(pool: Pool, guide: GuideId) -> bool:
    """Whether the guide is in a call, or still has to say what one was about."""
    known = pool.guides.get(guide)
    return known is not None and (known.call is not None or known.wrap_up is not None)


def _ways_in(
    records: Records,
    sessions: Sessions,
    passwords: Passwords,
    attempts: Attempts,
    clock: Clock,
    settings: GuideServerSettings,
) -> tuple[_Api, ...]:
    signing_in = SigningIn(
        staff=records.staff,
        sessions=sessions,
        passwords=passwords,
        second_step=SecondStep(records.second_factors, clock),
        attempts=attempts,
        oidc=settings.oidc,
        behind_proxy=settings.behind_proxy,
    )
    own_account = OwnAccountApi(
        staff=records.staff,
        factors=records.second_factors,
        passwords=passwords,
        attempts=attempts,
        clock=clock,
        behind_proxy=settings.behind_proxy,
    )
    return signing_in, own_account


def _oidc(
    records: Records, sessions: Sessions, attempts: Attempts, clock: Clock, settings: GuideServerSettings
) -> OidcSigningIn | None:
    if settings.oidc is None:
        return None
    return OidcSigningIn(
        settings.oidc,
        staff=records.staff,
        sessions=sessions,
        attempts=attempts,
        clock=clock,
        public_url=settings.public_url,
        behind_proxy=settings.behind_proxy,
    )


def _reading(
    records: Records, four_eyes: FourEyes, clock: Clock, settings: GuideServerSettings
) -> tuple[_Api, ...]:
    log = LogApi(
        call_log=records.call_log,
        audit=records.audit,
        directory=records.directory,
        staff=records.staff,
        clock=clock,
        zone=settings.zone,
    )
    export = ExportApi(
        call_log=records.call_log,
        directory=records.directory,
        four_eyes=four_eyes,
        clock=clock,
        zone=settings.zone,
    )
    equality = EqualityApi(
        reports=records.reports, directory=records.directory, clock=clock, zone=settings.zone
    )
    views = ViewsApi(views=records.saved_views, staff=records.staff)
    statistics = StatisticsApi(
        statistics=records.statistics,
        reports=records.reports,
        directory=records.directory,
        four_eyes=four_eyes,
        clock=clock,
        zone=settings.zone,
    )
    months = Months(reports=records.reports, directory=records.directory, clock=clock, zone=settings.zone)
    public = [PublicPages(months)] if settings.publishes_equality else []
    return log, export, views, equality, MonthsApi(months), statistics, *public


def _review(records: Records, four_eyes: FourEyes, clock: Clock, settings: GuideServerSettings) -> ReviewApi:
    return ReviewApi(
        retention=records.retention,
        register=records.register,
        database=records.database,
        four_eyes=four_eyes,
        clock=clock,
        zone=settings.zone,
    )


def _board(
    records: Records,
    commands: Commands,
    pool: Callable[[], Pool],
    clock: Clock,
    settings: GuideServerSettings,
) -> BoardApi:
    return BoardApi(
        pool=pool,
        commands=commands,
        directory=records.directory,
        reports=records.reports,
        looks=records.looks,
        clock=clock,
        zone=settings.zone,
    )


def _settings(
    records: Records,
    in_force: SettingsInForce,
    four_eyes: FourEyes,
    pool: Callable[[], Pool],
    clock: Clock,
    settings: GuideServerSettings,
) -> tuple[_Api, ...]:
    effects = Effects(
        use=records.use,
        retention=records.retention,
        staff=records.staff,
        pool=pool,
        clock=clock,
        zone=settings.zone,
    )
    api = SettingsApi(
        in_force=in_force,
        versions=records.settings_versions,
        staff=records.staff,
        four_eyes=four_eyes,
        effects=effects,
        looks=records.looks,
    )
    return api, ShippedTextsApi()


def _approvals(records: Records, in_force: SettingsInForce, clock: Clock) -> ApprovalsApi:
    return ApprovalsApi(
        approvals=records.approvals,
        register=records.register,
        staff=records.staff,
        in_force=in_force,
        looks=records.looks,
        clock=clock,
    )


def _directory(
    records: Records,
    passwords: Passwords,
    four_eyes: FourEyes,
    pool: Callable[[], Pool],
    settings: GuideServerSettings,
) -> DirectoryApi:
    return DirectoryApi(
        directory=records.directory,
        staff=records.staff,
        factors=records.second_factors,
        passwords=passwords,
        looks=records.looks,
        four_eyes=four_eyes,
        pool=pool,
        zone=settings.zone,
        provider=settings.oidc is not None,
    )


def _shift(records: Records, clock: Clock, settings: GuideServerSettings) -> ShiftApi:
    return ShiftApi(
        directory=records.directory,
        turn=settings.turn,
        clock=clock,
        zone=settings.zone,
        public_url=settings.public_url,
    )


def _desk(
    records: Records,
    in_force: SettingsInForce,
    pool: Callable[[], Pool],
    clock: Clock,
    settings: GuideServerSettings,
) -> DeskApi:
    return DeskApi(
        records=records.desk,
        looks=records.looks,
        notes=records.notes,
        directory=records.directory,
        pool=pool,
        rule=lambda: in_force.areas.retention.notes,
        information=settings.information,
        clock=clock,
        zone=settings.zone,
    )


def _fleet(
    records: Records, pool: Callable[[], Pool], clock: Clock, settings: GuideServerSettings
) -> FleetApi:
    return FleetApi(
        directory=records.directory,
        contacts=records.contacts,
        pool=pool,
        opening=settings.opening,
        clock=clock,
        zone=settings.zone,
    )


def _planning(
    records: Records,
    bench: Bench,
    four_eyes: FourEyes,
    pool: Callable[[], Pool],
    clock: Clock,
    settings: GuideServerSettings,
) -> tuple[_Api, ...]:
    planning = PlanningApi(
        records=records.planning,
        directory=records.directory,
        four_eyes=four_eyes,
        pool=pool,
        opening=settings.opening,
        clock=clock,
        zone=settings.zone,
    )
    trials = TrialsApi(
        planning=planning,
        trials=records.trials,
        bench=bench,
        directory=records.directory,
        pool=pool,
        zone=settings.zone,
    )
    return planning, trials


def _for_machines(
    records: Records, sender: Sender, pool: Callable[[], Pool], clock: Clock, settings: GuideServerSettings
) -> tuple[_Api, ...]:
    """What other systems read and are told, and the alarms, which are told to them too."""
    webhooks = WebhooksApi(
        records.webhooks,
        cursors=records.cursors,
        sender=sender,
        plain=settings.reach.plain,
        clock=clock,
        zone=settings.zone,
    )
    subjects = Subjects(records.directory, records.webhooks)
    alarms = AlarmsApi(records.alarms, subjects=subjects, mailed=settings.mail is not None)
    tokens = TokensApi(records.tokens, staff=records.staff, clock=clock)
    return webhooks, tokens, alarms, KiosksApi(records.directory, pool=pool)


def sender_of(settings: GuideServerSettings, clock: Clock) -> Sender:
    """What posts messages to webhooks; whoever asked for it closes it."""
    return Sender(settings.reach, clock=clock, agent=f"Vagvisare/{settings.version}", trust=settings.trust)


def _add_endpoints(app: web.Application, table: RouteTable, endpoints: Iterable[Endpoint]) -> None:
    for endpoint in endpoints:
        route = app.router.add_route(endpoint.method, endpoint.path, endpoint.handle)
        table.add(route, endpoint.access, endpoint.scope)


def _description(endpoints: Iterable[Endpoint], *, version: str) -> Endpoint:
    @cache
    def api() -> dict[str, Any]:
        return document(endpoints, version=version, webhooks=BODIES)

    async def openapi(_: Asked[Nothing]) -> web.Response:
        """Describe this API (OpenAPI 3.1)."""
        return web.json_response(api())

    return Endpoint("GET", "/api/openapi.json", Access.SIGNED_IN, openapi)


def _add_pages(app: web.Application, table: RouteTable, folder: Path) -> None:
    for name, access in PAGES.items():
        page = Pages(folder / name)
        table.add(app.router.add_route("GET", f"/{name}/{{file:.*}}", page.serve), access)
        table.add(app.router.add_route("GET", f"/{name}", _going_to(f"/{name}/")), Access.ANYONE)
    table.add(app.router.add_route("GET", "/", _going_to("/signin/")), Access.ANYONE)


def _going_to(path: str) -> Handler:
    async def redirect(_: web.Request) -> web.StreamResponse:
        return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": path})

    return redirect
