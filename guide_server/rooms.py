"""The rooms of the guide server, furnished: each API is given what it needs of the world, no more."""

from contextlib import AsyncExitStack
from typing import Protocol

from guide_server.alarms.alarms_api import AlarmsApi
from guide_server.alarms.subjects import Subjects
from guide_server.board.board_api import BoardApi
from guide_server.call_log.export_api import ExportApi
from guide_server.call_log.log_api import LogApi
from guide_server.call_log.views_api import ViewsApi
from guide_server.desk.desk_api import DeskApi
from guide_server.desk.shift_api import ShiftApi
from guide_server.directory.directory_api import DirectoryApi
from guide_server.directory.guide_changes_api import GuideChangesApi
from guide_server.directory.kiosks_api import KiosksApi
from guide_server.directory.new_guide_api import NewGuideApi
from guide_server.equality.equality_api import EqualityApi
from guide_server.equality.months import Months
from guide_server.equality.months_api import MonthsApi
from guide_server.equality.public.pages import PublicPages
from guide_server.errands.errands_api import ErrandsApi
from guide_server.fleet.fleet_api import FleetApi
from guide_server.four_eyes import FourEyes
from guide_server.http.endpoint import Endpoint
from guide_server.opening_then import OpeningThen
from guide_server.planning.periods import PlannedPeriods
from guide_server.planning.planning_api import PlanningApi
from guide_server.planning.trials_api import TrialsApi
from guide_server.review.approvals_api import ApprovalsApi
from guide_server.review.review_api import ReviewApi
from guide_server.self_tests.self_tests_api import SelfTestsApi
from guide_server.settings_history.code_names_api import CodeNamesApi
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
from guide_server.tokens.tokens_api import TokensApi
from guide_server.webhooks.sender import Sender
from guide_server.webhooks.webhooks_api import WebhooksApi
from guide_server.whole_months import WholeMonths
from guide_server.world import World


class Api(Protocol):
    def endpoints(self) -> tuple[Endpoint, ...]: ...


def furnish(
    world: World, sessions: Sessions, passwords: Passwords, closing: AsyncExitStack
) -> tuple[Api, ...]:
    """Every API of this server. What has to be let go at the end is put on `closing`."""
    attempts = Attempts()
    four_eyes = FourEyes(world.records.approvals, world.settings.four_eyes)
    return (
        *_ways_in(world, sessions, passwords, attempts, closing),
        _self_tests(world),
        _errands(world),
        _fleet(world),
        *_reading(world, four_eyes),
        *_directory(world, passwords, four_eyes),
        _shift(world),
        _desk(world),
        *_planning(world, four_eyes),
        _board(world),
        _review(world, four_eyes, closing),
        _approvals(world),
        *_settings(world, four_eyes),
        *_for_machines(world, closing),
    )


def sender_of(world: World) -> Sender:
    """What posts messages to webhooks; whoever asked for it closes it."""
    settings = world.settings
    return Sender(
        settings.reach, clock=world.clock, agent=f"Vagvisare/{settings.version}", trust=settings.trust
    )


def _ways_in(
    world: World, sessions: Sessions, passwords: Passwords, attempts: Attempts, closing: AsyncExitStack
) -> tuple[Api, ...]:
    records, settings = world.records, world.settings
    signing_in = SigningIn(
        staff=records.staff,
        sessions=sessions,
        passwords=passwords,
        second_step=SecondStep(records.second_factors, world.clock),
        attempts=attempts,
        oidc=settings.oidc,
        zone=settings.zone,
        behind_proxy=settings.behind_proxy,
    )
    own_account = OwnAccountApi(
        staff=records.staff,
        factors=records.second_factors,
        passwords=passwords,
        attempts=attempts,
        clock=world.clock,
        behind_proxy=settings.behind_proxy,
    )
    if settings.oidc is None:
        return signing_in, own_account
    oidc = OidcSigningIn(
        settings.oidc,
        staff=records.staff,
        sessions=sessions,
        attempts=attempts,
        clock=world.clock,
        public_url=settings.public_url,
        behind_proxy=settings.behind_proxy,
    )
    closing.push_async_callback(oidc.close)
    return signing_in, own_account, oidc


def _self_tests(world: World) -> SelfTestsApi:
    records = world.records
    return SelfTestsApi(
        directory=records.directory, tests=records.self_tests, errands=records.errands, clock=world.clock
    )


def _errands(world: World) -> ErrandsApi:
    records = world.records
    return ErrandsApi(directory=records.directory, errands=records.errands, clock=world.clock)


def _fleet(world: World) -> FleetApi:
    records, settings = world.records, world.settings
    return FleetApi(
        directory=records.directory,
        contacts=records.contacts,
        opening=_opening_then(world),
        runs=records.server_runs,
        pool=world.pool,
        clock=world.clock,
        zone=settings.zone,
    )


def _opening_then(world: World) -> OpeningThen:
    settings = world.settings
    return OpeningThen(world.records.hours_told, today=settings.opening, zone=settings.zone)


def _reading(world: World, four_eyes: FourEyes) -> tuple[Api, ...]:
    records, clock, zone = world.records, world.clock, world.settings.zone
    log = LogApi(
        call_log=records.call_log,
        audit=records.audit,
        directory=records.directory,
        staff=records.staff,
        clock=clock,
        zone=zone,
    )
    export = ExportApi(
        call_log=records.call_log,
        directory=records.directory,
        four_eyes=four_eyes,
        clock=clock,
        zone=zone,
    )
    equality = EqualityApi(reports=records.reports, directory=records.directory, clock=clock, zone=zone)
    views = ViewsApi(views=records.saved_views, staff=records.staff)
    statistics = StatisticsApi(
        statistics=records.statistics,
        reports=records.reports,
        directory=records.directory,
        four_eyes=four_eyes,
        clock=clock,
        zone=zone,
    )
    months = Months(reports=records.reports, directory=records.directory, clock=clock, zone=zone)
    return log, export, views, equality, MonthsApi(months), statistics, *_public(world, months)


def _public(world: World, months: Months) -> tuple[Api, ...]:
    settings = world.settings
    if not settings.publishes_equality:
        return ()
    return (PublicPages(months, folder=settings.pages / "service", public_url=settings.public_url),)


def _directory(world: World, passwords: Passwords, four_eyes: FourEyes) -> tuple[Api, ...]:
    records = world.records
    directory = DirectoryApi(
        directory=records.directory,
        staff=records.staff,
        factors=records.second_factors,
        looks=records.looks,
        four_eyes=four_eyes,
        pool=world.pool,
        zone=world.settings.zone,
        provider=world.settings.oidc is not None,
        publishes=world.settings.publishes_equality,
    )
    new = NewGuideApi(
        staff=records.staff,
        passwords=passwords,
        looks=records.looks,
        four_eyes=four_eyes,
        pool=world.pool,
        provider=world.settings.oidc is not None,
    )
    changes = GuideChangesApi(
        staff=records.staff,
        versions=records.staff_versions,
        passwords=passwords,
        looks=records.looks,
        four_eyes=four_eyes,
        pool=world.pool,
    )
    return directory, new, changes


def _shift(world: World) -> ShiftApi:
    return ShiftApi(
        directory=world.records.directory,
        turn=world.settings.turn,
        clock=world.clock,
        zone=world.settings.zone,
        public_url=world.settings.public_url,
    )


def _desk(world: World) -> DeskApi:
    records = world.records
    return DeskApi(
        records=records.desk,
        looks=records.looks,
        notes=records.notes,
        directory=records.directory,
        pool=world.pool,
        rule=lambda: world.in_force.areas.retention.notes,
        sites=lambda: world.in_force.areas.sites,
        clock=world.clock,
        zone=world.settings.zone,
    )


def _planning(world: World, four_eyes: FourEyes) -> tuple[Api, ...]:
    records, zone = world.records, world.settings.zone
    periods = PlannedPeriods(
        records=records.planning,
        months=WholeMonths(reports=records.reports, clock=world.clock, zone=zone),
        opening=_opening_then(world),
        clock=world.clock,
        zone=zone,
    )
    planning = PlanningApi(
        periods=periods,
        directory=records.directory,
        four_eyes=four_eyes,
        pool=world.pool,
        clock=world.clock,
        zone=zone,
    )
    trials = TrialsApi(
        periods=periods,
        trials=records.trials,
        bench=world.bench,
        directory=records.directory,
        staff=records.staff,
        pool=world.pool,
        zone=zone,
    )
    return planning, trials


def _board(world: World) -> BoardApi:
    records = world.records
    return BoardApi(
        pool=world.pool,
        commands=world.commands,
        directory=records.directory,
        reports=records.reports,
        looks=records.looks,
        clock=world.clock,
        zone=world.settings.zone,
    )


def _review(world: World, four_eyes: FourEyes, closing: AsyncExitStack) -> ReviewApi:
    review = ReviewApi(
        retention=world.records.retention,
        register=world.records.register,
        database=world.records.database,
        four_eyes=four_eyes,
        clock=world.clock,
        zone=world.settings.zone,
    )
    closing.push_async_callback(review.close)
    return review


def _approvals(world: World) -> ApprovalsApi:
    records = world.records
    return ApprovalsApi(
        approvals=records.approvals,
        register=records.register,
        staff=records.staff,
        in_force=world.in_force,
        looks=records.looks,
        clock=world.clock,
    )


def _settings(world: World, four_eyes: FourEyes) -> tuple[Api, ...]:
    records = world.records
    effects = Effects(
        use=records.use,
        retention=records.retention,
        staff=records.staff,
        pool=world.pool,
        clock=world.clock,
        zone=world.settings.zone,
    )
    api = SettingsApi(
        in_force=world.in_force,
        versions=records.settings_versions,
        staff=records.staff,
        four_eyes=four_eyes,
        effects=effects,
        looks=records.looks,
    )
    return api, ShippedTextsApi(), CodeNamesApi(lambda: world.in_force.areas.topics.names)


def _for_machines(world: World, closing: AsyncExitStack) -> tuple[Api, ...]:
    """What other systems read and are told, and the alarms, which are told to them too."""
    records, settings = world.records, world.settings
    sender = sender_of(world)
    closing.push_async_callback(sender.close)
    webhooks = WebhooksApi(
        records.webhooks,
        cursors=records.cursors,
        sender=sender,
        plain=settings.reach.plain,
        clock=world.clock,
        zone=settings.zone,
    )
    subjects = Subjects(records.directory, records.webhooks)
    alarms = AlarmsApi(records.alarms, subjects=subjects, mailed=settings.mail is not None)
    tokens = TokensApi(records.tokens, staff=records.staff, clock=world.clock)
    return webhooks, tokens, alarms, KiosksApi(records.directory, pool=world.pool)
