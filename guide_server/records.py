"""What the guide server reads and writes."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Self
from zoneinfo import ZoneInfo

from signaling.core.ids import PoolId
from signaling.ports import Clock
from signaling.store.alarms import Alarms
from signaling.store.api_tokens import ApiTokens
from signaling.store.approvals import Approvals
from signaling.store.audit import AuditLog, Looks
from signaling.store.call_log import CallLog
from signaling.store.contact import Contacts
from signaling.store.desk_records import DeskRecords
from signaling.store.directory import SqlDirectory
from signaling.store.engine import Database
from signaling.store.errands import Errands
from signaling.store.hours_told import HoursTold
from signaling.store.lease import Leases
from signaling.store.notes import Notes
from signaling.store.planning.records import PlanningRecords
from signaling.store.planning.trials import Trials
from signaling.store.reports import Reports
from signaling.store.retention.plan import Rule
from signaling.store.retention.register import Register
from signaling.store.retention.retention import Retention
from signaling.store.second_factors import SecondFactors
from signaling.store.self_tests import SelfTests
from signaling.store.server_runs import ServerRuns
from signaling.store.session_log.saved_views import SavedViews
from signaling.store.settings_use import SettingsUse
from signaling.store.settings_versions import SettingsVersions
from signaling.store.staff import Staff
from signaling.store.staff_versions import StaffVersions
from signaling.store.statistics import Statistics
from signaling.store.webhooks.cursors import Cursors
from signaling.store.webhooks.streams import Streams
from signaling.store.webhooks.subscriptions import Webhooks


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The parts of the store that the guide server reads and writes."""

    staff: Staff
    directory: SqlDirectory
    call_log: CallLog
    audit: AuditLog
    reports: Reports
    statistics: Statistics
    second_factors: SecondFactors
    notes: Notes
    desk: DeskRecords
    self_tests: SelfTests
    errands: Errands
    looks: Looks
    approvals: Approvals
    register: Register
    retention: Retention
    database: Database
    """For the proof of the chains, and the counts of days that are over."""
    planning: PlanningRecords
    trials: Trials
    tokens: ApiTokens
    webhooks: Webhooks
    cursors: Cursors
    streams: Streams
    alarms: Alarms
    leases: Leases
    saved_views: SavedViews
    contacts: Contacts
    hours_told: HoursTold
    server_runs: ServerRuns
    settings_versions: SettingsVersions
    staff_versions: StaffVersions
    use: SettingsUse

    @classmethod
    def of(
        cls,
        database: Database,
        *,
        pool: PoolId,
        clock: Clock,
        zone: ZoneInfo,
        plan: Callable[[], Awaitable[Sequence[Rule]]],
    ) -> Self:
        """All of this pool in one store. `plan` gives the rules of retention in force whenever asked."""
        return cls(
            staff=Staff(database, clock=clock),
            directory=SqlDirectory(database, clock=clock),
            call_log=CallLog(database, pool=pool, clock=clock, zone=zone),
            audit=AuditLog(database, clock=clock),
            reports=Reports(database, pool=pool, clock=clock, zone=zone),
            statistics=Statistics(database, pool=pool, clock=clock, zone=zone),
            second_factors=SecondFactors(database, clock=clock),
            notes=Notes(database, pool=pool, clock=clock),
            desk=DeskRecords(database, pool=pool),
            self_tests=SelfTests(database, clock=clock),
            errands=Errands(database, clock=clock),
            looks=Looks(database, clock=clock),
            approvals=Approvals(database, clock=clock),
            register=Register(database, pool=pool, clock=clock, zone=zone),
            retention=Retention(database, pool=pool, clock=clock, zone=zone, plan=plan),
            database=database,
            planning=PlanningRecords(database, pool=pool, clock=clock, zone=zone),
            trials=Trials(database, pool=pool, clock=clock),
            tokens=ApiTokens(database, clock=clock),
            webhooks=Webhooks(database, pool=pool, clock=clock),
            cursors=Cursors(database),
            streams=Streams(database, pool=pool),
            alarms=Alarms(database),
            leases=Leases(database),
            saved_views=SavedViews(database, pool=pool, clock=clock),
            contacts=Contacts(database, pool=pool, zone=zone),
            hours_told=HoursTold(database, pool=pool),
            server_runs=ServerRuns(database, pool=pool, clock=clock),
            settings_versions=SettingsVersions(database, pool=pool, clock=clock),
            staff_versions=StaffVersions(database),
            use=SettingsUse(database, pool=pool),
        )
