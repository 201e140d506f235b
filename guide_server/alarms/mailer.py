"""Sends notices of alarms by e-mail (RFC 5321), with TLS, each once as a rule and none twice on purpose.

A mail server that is away delays the letters and nothing else: what waits goes into one letter, and what is
older than a day by then is not sent, for an alarm of yesterday sends people out for nothing.
"""

import asyncio
import ssl
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import aiosmtplib
import structlog

from guide_server.alarms.letter import Tongue, letter
from guide_server.alarms.subjects import Subjects
from guide_server.duty import Duty
from signaling.core.ids import Milliseconds
from signaling.core.pool_settings import MINUTE, SECOND
from signaling.ports import Clock
from signaling.store.alarms import Alarms, MailState, Notice

LOOK = 5.0
"""Seconds between two looks for what is new."""
WITHIN = 20.0
"""Seconds that the mail server may take for each of its answers."""
WHOLE = 60.0
"""Seconds that a letter may take in all."""
MOST = 100
"""Notices in one letter."""
STALE: Milliseconds = 24 * 60 * MINUTE
PAUSES: tuple[Milliseconds, ...] = (30 * SECOND, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE)
"""After the first, the second … failure in a row; the last one again and again."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    login: str | None
    password: str = field(repr=False)
    sender: str
    recipients: tuple[str, ...]
    tongue: Tongue
    trust: Path | None
    """A file of certificates to believe besides the system's."""


class AlarmMailer:
    """Run `run()` as a task on every node; the one that has the `duty` sends."""

    def __init__(
        self,
        settings: MailSettings,
        *,
        alarms: Alarms,
        subjects: Subjects,
        duty: Duty,
        clock: Clock,
        zone: ZoneInfo,
        public_url: str,
    ) -> None:
        self._settings = settings
        self._alarms = alarms
        self._subjects = subjects
        self._duty = duty
        self._clock = clock
        self._zone = zone
        self._public_url = public_url
        self._tls = ssl.create_default_context()
        if settings.trust is not None:
            self._tls.load_verify_locations(settings.trust)

    async def run(self) -> None:
        """Send until cancelled."""
        await self._duty.perform(self.look, every=LOOK)

    async def look(self) -> None:
        """Send what is due. Raises `StoreUnavailable`."""
        if not await self._duty.held():
            return
        state, now = await self._alarms.mail_state(), self._clock.now()
        if now < state.next_at:
            return
        notices = await self._alarms.notices(state.cursor, limit=MOST)
        if not notices:
            return
        fresh = [notice for notice in notices if now - notice.at < STALE]
        sent = not fresh or await self._send(fresh)
        await self._alarms.set_mail_state(self._after(state, notices[-1].seq, sent=sent))

    def _after(self, state: MailState, seq: int, *, sent: bool) -> MailState:
        now = self._clock.now()
        if sent:
            return MailState(cursor=seq, failures=0, failing_since=None, next_at=now)
        pause = PAUSES[min(state.failures, len(PAUSES) - 1)]
        since = now if state.failing_since is None else state.failing_since
        return replace(state, failures=state.failures + 1, failing_since=since, next_at=now + pause)

    async def _send(self, notices: list[Notice]) -> bool:
        """Whether the server took it, for one recipient at least."""
        settings = self._settings
        names = await self._subjects.names(frozenset(notice.alarm.subject for notice in notices))
        page = f"{self._public_url}/admin/?view=alarms"
        message = letter(notices, names, tongue=settings.tongue, zone=self._zone, page=page)
        message["From"], message["To"] = settings.sender, ", ".join(settings.recipients)
        message["Message-ID"] = (
            f"<alarm-{notices[0].seq}-{notices[-1].seq}@{settings.sender.rpartition('@')[2]}>"
        )
        try:
            async with asyncio.timeout(WHOLE):
                await aiosmtplib.send(
                    message,
                    hostname=settings.host,
                    port=settings.port,
                    username=settings.login,
                    password=settings.password or None,
                    use_tls=settings.security == "tls",
                    start_tls=settings.security == "starttls",
                    tls_context=None if settings.security == "none" else self._tls,
                    timeout=WITHIN,
                )
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as fault:
            _log.warning("alarm_mail.failed", fault=type(fault).__name__)
            return False
        return True
