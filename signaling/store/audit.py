"""Who looked at what, and who changed what: rows that are written in the transaction of the deed itself.

A reading function of the store takes an `Actor` and returns data only from a transaction that also holds
the audit row, so that where the row cannot be written, nobody reads (L4).
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, select

from signaling.core.ids import Instant, Milliseconds
from signaling.ports import Clock
from signaling.store.chain import add_audit_row
from signaling.store.engine import Database
from signaling.store.tables import audit

Filter = Mapping[str, str | int]
HOUR: Milliseconds = 3_600_000
LOOKS_REMEMBERED = 10_000


class AuditAction(StrEnum):
    """What was done."""

    READ_LOG = "read_log"
    EXPORT_LOG = "export_log"
    READ_CALL = "read_call"
    READ_REPORT = "read_report"
    READ_AUDIT = "read_audit"
    ADD_PLACE = "add_place"
    """A neighbourhood, a site or a kiosk."""
    MAKE_ENROLMENT_CODE = "make_enrolment_code"
    ENROL_KIOSK = "enrol_kiosk"
    REVOKE_KIOSK = "revoke_kiosk"
    ASK_SELF_TEST = "ask_self_test"
    """Of a kiosk; so the next two."""
    ASK_RESTART = "ask_restart"
    ASK_UPDATE = "ask_update"
    ADD_STAFF = "add_staff"
    CHANGE_STAFF = "change_staff"
    SET_SECOND_FACTOR = "set_second_factor"
    DROP_SECOND_FACTOR = "drop_second_factor"
    START_TRIAL = "start_trial"
    """The simulator was asked about a roster."""
    CANCEL_TRIAL = "cancel_trial"
    FORGET_NOTES = "forget_notes"
    """Notes whose time was over were destroyed, before there were receipts."""
    DESTROY_RECORDS = "destroy_records"
    """What a decision says must go; the receipt tells more."""
    EXTRACT_CALL = "extract_call"
    """All that is kept of one call was given out."""
    ERASE_CALL = "erase_call"
    READ_BOARD = "read_board"
    """Looked at the live board; noted once an hour."""
    READ_DIRECTORY = "read_directory"
    """Looked at the accounts of staff; noted once an hour."""
    READ_PLACE = "read_place"
    """Looked at what the last calls at a kiosk were about; noted once an hour."""
    READ_NOTES = "read_notes"
    """Read what was left for the next shift; noted once an hour."""
    READ_APPROVALS = "read_approvals"
    """Looked at requests for a second pair of eyes; noted once an hour."""
    ASK_APPROVAL = "ask_approval"
    DECIDE_APPROVAL = "decide_approval"
    ADD_WEBHOOK = "add_webhook"
    CHANGE_WEBHOOK = "change_webhook"
    REPLAY_WEBHOOK = "replay_webhook"
    REMOVE_WEBHOOK = "remove_webhook"
    ADD_TOKEN = "add_token"  # noqa: S105 - what was done, no secret
    REVOKE_TOKEN = "revoke_token"  # noqa: S105
    CHANGE_SETTINGS = "change_settings"
    """A new version of one area of the settings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who does it and what for. `who` is a staff id, `token:NAME`, or the name of a program of ours."""

    who: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """`rows` is the count of the records given, `filter` what was asked for or changed."""

    id: int
    at: Instant
    who: str
    what: AuditAction
    filter: Filter
    rows: int
    why: str


def write_audit(
    connection: Connection, actor: Actor, *, at: Instant, what: AuditAction, given: Filter, rows: int
) -> None:
    """Write the row into the transaction that reads or changes what it tells of."""
    row = {"at": at, "who": actor.who, "what": what, "filter": dict(given), "rows": rows, "why": actor.why}
    add_audit_row(connection, row)


class AuditLog:
    """The rows, read by those who may: which is audited like any reading."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def page(
        self, reader: Actor, *, before: int | None = None, limit: int = 100
    ) -> tuple[AuditRow, ...]:
        """Return the newest rows, or those older than the row `before`. Raises `StoreUnavailable`."""
        at = self._clock.now()
        return await self._database.write(lambda connection: _read(connection, reader, at, before, limit))


class Looks:
    """Readings that a page repeats by itself, such as the board's every few seconds: noted once an hour.

    Call `note` before the data is given: where the row cannot be written, nobody reads (L4).
    """

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._noted: OrderedDict[tuple[str, AuditAction, str], Instant] = OrderedDict()

    async def note(self, who: str, what: AuditAction, *, rows: int, of: str = "") -> None:
        """Somebody looks at `rows` records, `of` a thing where there are several.

        Raises `StoreUnavailable`.
        """
        now, key = self._clock.now(), (who, what, of)
        last = self._noted.get(key)
        if last is not None and now - last < HOUR:
            return
        given: Filter = {"of": of} if of else {}
        await self._database.write(
            lambda connection: write_audit(
                connection, Actor(who=who), at=now, what=what, given=given, rows=rows
            )
        )
        self._noted[key] = now
        self._noted.move_to_end(key)
        if len(self._noted) > LOOKS_REMEMBERED:
            self._noted.popitem(last=False)


def _read(
    connection: Connection, reader: Actor, at: Instant, before: int | None, limit: int
) -> tuple[AuditRow, ...]:
    columns = (audit.c[name] for name in AuditRow.__dataclass_fields__)
    query = select(*columns).order_by(audit.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(audit.c.id < before)
    rows = tuple(
        AuditRow(**{**row, "what": AuditAction(row["what"])}) for row in connection.execute(query).mappings()
    )
    given: Filter = {} if before is None else {"before": before}
    write_audit(connection, reader, at=at, what=AuditAction.READ_AUDIT, given=given, rows=len(rows))
    return rows
