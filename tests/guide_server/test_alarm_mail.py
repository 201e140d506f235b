"""Alarms by e-mail, against a real mail server on loopback."""

import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Literal

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from guide_server.alarms import mailer as mailing
from guide_server.alarms.letter import letter
from guide_server.alarms.mailer import PAUSES, STALE, AlarmMailer, MailSettings
from guide_server.alarms.subjects import Subjects
from guide_server.duty import Duty
from signaling.core.pool_settings import MINUTE
from signaling.store.alarms import Alarm, AlarmChange, AlarmKind, Notice, Subject
from tests.fakes import NOON
from tests.fixtures.certificate import Certificate, certificate_in
from tests.guide_server.office import STOCKHOLM, Office, office_at

DARK = Subject(kind=AlarmKind.KIOSK_DARK, id="kiosk-1")
SOMALI = Subject(kind=AlarmKind.LANGUAGE_UNSERVED, id="so")


@dataclass
class Letters:
    """What came to the mail server, and who may log in there."""

    got: list[EmailMessage] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    refuse: bool = False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the library's
        if self.refuse:
            return "451 4.3.0 come back later"
        assert isinstance(envelope.content, bytes)
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.got.append(parsed)
        assert server.transport is not None
        self.encrypted.append(
            session.ssl is not None or server.transport.get_extra_info("ssl_object") is not None
        )
        return "250 taken"


def _logs_in(_: Any, __: Any, ___: Any, mechanism: str, given: Any) -> AuthResult:
    good = isinstance(given, LoginPassword) and (given.login, given.password) == (b"alarms", b"secret")
    return AuthResult(success=good)


@dataclass
class MailServer:
    letters: Letters
    port: int


@contextmanager
def mail_server(
    security: Literal["starttls", "tls", "none"], certificate: Certificate
) -> Iterator[MailServer]:
    letters = Letters()
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate.file, certificate.key)
    options: dict[str, Any] = {
        "none": {},
        "tls": {"ssl_context": tls, "auth_require_tls": False},
        "starttls": {"tls_context": tls, "require_starttls": True},
    }[security]
    controller = Controller(
        letters, hostname="127.0.0.1", port=_free_port(), authenticator=_logs_in, **options
    )
    controller.start()
    try:
        yield MailServer(letters, controller.port)
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    return certificate_in(tmp_path)


@pytest.fixture
async def office(sqlite_store: str) -> AsyncIterator[Office]:
    async with office_at(sqlite_store) as office:
        yield office


def mailer_of(
    office: Office,
    port: int,
    *,
    trust: Path | None = None,
    security: Literal["starttls", "tls", "none"] = "none",
) -> AlarmMailer:
    settings = MailSettings(
        host="127.0.0.1",
        port=port,
        security=security,
        login=None if security == "none" else "alarms",
        password="" if security == "none" else "secret",
        sender="vagvisare@example.org",
        recipients=("drift@example.org", "chef@example.org"),
        tongue="sv",
        trust=trust,
    )
    return AlarmMailer(
        settings,
        alarms=office.records.alarms,
        subjects=Subjects(office.directory, office.records.webhooks),
        duty=Duty(office.records.leases, "alarm_mail", owner="node-1", deed=60),
        clock=office.clock,
        zone=STOCKHOLM,
        public_url="https://vagvisare.example.org",
    )


async def change(office: Office, *subjects: Subject, raised: bool = True) -> None:
    changes = [AlarmChange(subject=subject, raised=raised) for subject in subjects]
    await office.records.alarms.change(changes, at=office.clock.now())


@pytest.mark.parametrize("security", ["starttls", "tls", "none"])
async def test_an_alarm_and_its_end_are_mailed_once_each(
    office: Office, certificate: Certificate, security: Literal["starttls", "tls", "none"]
) -> None:
    with mail_server(security, certificate) as server:
        mailer = mailer_of(office, server.port, security=security, trust=certificate.file)
        await change(office, DARK)
        await mailer.look()
        await mailer.look()
        [first] = server.letters.got
        assert first["Subject"] == "Larm: Skärmen Entrén, Vårby bibliotek har ingen kontakt."
        assert first["To"] == "drift@example.org, chef@example.org"
        assert "2026-01-01 13:00" in first.get_content()
        assert "https://vagvisare.example.org/admin/?view=alarms" in first.get_content()

        await change(office, DARK, raised=False)
        await mailer.look()
        assert server.letters.got[1]["Subject"].startswith("Över: Skärmen Entrén")
        assert server.letters.encrypted == [security != "none"] * 2


async def test_what_is_new_together_is_one_letter(office: Office, certificate: Certificate) -> None:
    with mail_server("none", certificate) as server:
        await change(office, DARK, SOMALI)
        await mailer_of(office, server.port).look()
        [only] = server.letters.got
        assert only["Subject"].endswith("(och 1 till)")
        assert "Ingen vägledare som talar somaliska är i tjänst." in only.get_content()


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_no_letter_goes_to_a_server_that_nobody_vouches_for(
    office: Office, certificate: Certificate, security: Literal["starttls", "tls"]
) -> None:
    with mail_server(security, certificate) as server:
        await change(office, DARK)
        await mailer_of(office, server.port, security=security).look()
        assert server.letters.got == []
        assert (await office.records.alarms.mail_state()).failures == 1


async def test_a_dead_mail_server_delays_the_letters_and_nothing_else(
    office: Office, certificate: Certificate
) -> None:
    mailer = mailer_of(office, _free_port())
    await change(office, DARK)
    await mailer.look()
    await mailer.look()
    state = await office.records.alarms.mail_state()
    assert (state.cursor, state.failures, state.next_at) == (0, 1, NOON + PAUSES[0])
    assert len((await (await office.signed_in("admin-1")).get("/api/alarms"))["lasting"]) == 1

    office.clock.advance(10 * MINUTE)
    await change(office, SOMALI)
    with mail_server("none", certificate) as server:
        await mailer_of(office, server.port).look()
        [only] = server.letters.got
        assert only.get_content().count("- 2026-01-01") == 2
    assert (await office.records.alarms.mail_state()).failing_since is None


async def test_a_letter_that_is_refused_is_sent_again(office: Office, certificate: Certificate) -> None:
    with mail_server("none", certificate) as server:
        mailer = mailer_of(office, server.port)
        server.letters.refuse = True
        await change(office, DARK)
        await mailer.look()
        server.letters.refuse = False
        await mailer.look()
        assert server.letters.got == [], "it has to wait"
        office.clock.advance(PAUSES[0])
        await mailer.look()
        assert len(server.letters.got) == 1


async def test_a_mail_server_that_says_nothing_is_given_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "WITHIN", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        await change(office, DARK)
        await mailer_of(office, silent.getsockname()[1]).look()
    assert (await office.records.alarms.mail_state()).failures == 1


async def test_an_alarm_of_yesterday_is_not_mailed(office: Office, certificate: Certificate) -> None:
    await change(office, DARK)
    office.clock.advance(STALE)
    await change(office, SOMALI)
    with mail_server("none", certificate) as server:
        await mailer_of(office, server.port).look()
        [only] = server.letters.got
        assert "Entrén" not in only.get_content()


async def test_of_two_nodes_one_mails(office: Office, certificate: Certificate) -> None:
    with mail_server("none", certificate) as server:
        one, other = mailer_of(office, server.port), mailer_of(office, server.port)
        other._duty = Duty(office.records.leases, "alarm_mail", owner="node-2", deed=60)
        await change(office, DARK)
        await one.look()
        await change(office, DARK, raised=False)
        await other.look()
        assert len(server.letters.got) == 1


@pytest.mark.parametrize("kind", AlarmKind)
@pytest.mark.parametrize("tongue", ["sv", "en"])
def test_every_kind_has_its_sentence(kind: AlarmKind, tongue: Literal["sv", "en"]) -> None:
    subject = Subject(kind=kind, id="so")
    notice = Notice(seq=1, at=NOON, raised=True, alarm=Alarm(subject=subject, since=NOON, until=None))
    names = {subject: "Entrén"}
    message = letter([notice], names, tongue=tongue, zone=STOCKHOLM, page="https://example.org/")
    assert message["Auto-Submitted"] == "auto-generated"
    assert "{" not in message.get_content()
    over = letter([replace(notice, raised=False)], names, tongue=tongue, zone=STOCKHOLM, page="")
    assert over["Subject"].startswith("Över: " if tongue == "sv" else "Over: ")


def test_a_name_cannot_write_headers() -> None:
    notice = Notice(seq=1, at=NOON, raised=True, alarm=Alarm(subject=DARK, since=NOON, until=None))
    with pytest.raises(ValueError, match="linefeed"):
        letter([notice], {DARK: "A\r\nBcc: x@y"}, tongue="sv", zone=STOCKHOLM, page="")
