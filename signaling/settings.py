"""Everything that can be set at the server, from one YAML file and the environment."""

import ssl
from collections.abc import Mapping
from datetime import date
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, SecretStr, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import SettingsConfigDict

from signaling.core.languages import spoken
from signaling.day_span import DaySpan, Span, refuse_overlaps
from signaling.pool_part import PoolPart, SpokenLanguage
from signaling.settings_environment import EnvironmentSettings
from signaling.settings_file import SettingsError, read_settings_file, refuse_if_readable_by_others
from signaling.settings_model import Part
from signaling.wire.scalars import is_safe

_TRUSTED_URL = r"^(https://[^/\s]+|http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)(/[^\s?#]*)?$"
"""Without TLS only on this machine."""


class ServerPart(Part):
    host: str = "127.0.0.1"
    """The address to listen on. Leave it on loopback behind a proxy that ends TLS."""
    port: int = Field(default=8080, ge=0, le=65_535)
    public_url: str = Field(default="http://127.0.0.1:8080", pattern=r"^https?://[^/\s]+$")
    """How a guide's browser reaches the server. Web pages of other origins are refused."""
    metrics_port: int | None = Field(default=None, ge=0, le=65_535)
    """Where Prometheus may read `/metrics`, on `host` too; nowhere when it is not set."""
    behind_proxy: bool = False
    """Whether a proxy of ours adds X-Forwarded-For; only then it is believed, for rate limits."""


class StorePart(Part):
    url: SecretStr = SecretStr("sqlite:///vagvisare.sqlite")
    """`sqlite:///FILE` for one server, `postgresql+psycopg://USER:PASSWORD@HOST/DATABASE` otherwise."""


class TurnPart(Part):
    urls: tuple[Annotated[str, Field(pattern=r"^(stun|turns?):[^\s]+$")], ...] = ()
    """In the order in which they are to be tried; none means that calls go directly or not at all."""
    secrets: tuple[SecretStr, ...] = ()
    """coturn's `static-auth-secret`. The first one signs; coturn accepts both while they rotate."""
    lifetime_seconds: int = Field(default=600, ge=60, le=3_600)


def _one_line(text: str) -> str:
    if not is_safe(text):
        raise PydanticCustomError("not_plain_text", "must be one line of plain text")
    return text


Decision = Annotated[str, Field(max_length=200), AfterValidator(_one_line)]
"""Of the municipality on retention, by its number."""


class NotesPart(Part):
    """Free text of guides: about a call, or for the next shift."""

    keep: bool = False
    """Whether it may be written at all."""
    days: int = Field(default=30, ge=1, le=365)
    """After how many days it is destroyed."""
    decision: Decision = ""
    """The decision on retention that allows it, by its number; without one no note is kept."""

    @model_validator(mode="after")
    def _is_decided(self) -> Self:
        if self.keep and not self.decision.strip():
            raise PydanticCustomError(
                "undecided", "notes are kept only under a decision: name it in `decision`"
            )
        return self


class SelfTestPart(Part):
    guide_socket: Path | None = None
    """Where systemd starts a test guide for each connection; None: the server starts them itself."""


class RetentionRule(Part):
    """How long one kind of record is kept: for good, until a decision says otherwise."""

    days: int | None = Field(default=None, ge=7, le=36_500)
    decision: Decision = ""

    @model_validator(mode="after")
    def _is_decided(self) -> Self:
        if (self.days is not None) is not bool(self.decision.strip()):
            raise PydanticCustomError(
                "undecided",
                "records are destroyed only under a decision: name `days` and `decision`, or neither",
            )
        return self


class SessionsRule(Part):
    """Sign-ins, one-time codes and shifts that are over: keys rather than records."""

    days: int = Field(default=1, ge=1, le=365)
    decision: Decision = ""


class RetentionPart(Part):
    """The plan of retention. Notes have theirs in `notes`."""

    calls: RetentionRule = RetentionRule()
    """Calls with their journal entries, rings and notes."""
    audit: RetentionRule = RetentionRule()
    """Who read and changed what."""
    self_tests: RetentionRule = RetentionRule()
    """What kiosks found when they tried themselves."""
    operations: RetentionRule = RetentionRule()
    """What machines did, and the saved views of those whose account is closed."""
    sessions: SessionsRule = SessionsRule()


class FourEyesPart(Part):
    """What one admin asks for and another one must approve."""

    exports: bool = False
    roles: bool = False
    erasures: bool = False
    deadline_hours: int = Field(default=24, ge=1, le=720)
    """How long a request waits, and how long an approved one may be used."""


class PublishPart(Part):
    """What anyone may read, without signing in."""

    equal_service: bool = False
    """At `/service/`: by month how soon residents were answered, by language and neighbourhood."""


DirectoryId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$")]


def _lines(text: str) -> str:
    if not all(map(is_safe, text.split("\n"))):
        raise PydanticCustomError("text_unsafe", "Control characters are not shown.")
    return text


class SitePart(Part):
    information: Annotated[str, Field(max_length=1_000), AfterValidator(_lines)] = ""
    """What guides should know of the place while they talk with somebody there."""


class SitesPart(Part):
    sites: dict[DirectoryId, SitePart] = Field(default_factory=dict)
    """By the site's id."""

    def information_at(self, site: str) -> str:
        """What guides should know of a site; may be empty."""
        known = self.sites.get(site)
        return "" if known is None else known.information


class MunicipalityPart(SitesPart):
    time_zone: str = "Europe/Stockholm"
    """Whose days the session log's periods are."""

    def zone(self) -> ZoneInfo:
        """Raises `ValueError` where there is no such zone."""
        try:
            return ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"municipality.time_zone: there is no time zone {self.time_zone!r}") from error


def _apart(spans: tuple[DaySpan, ...]) -> tuple[DaySpan, ...]:
    refuse_overlaps(spans)
    return spans


Day = Annotated[tuple[Span, ...], AfterValidator(_apart)]
"""When it is open on one day; nothing in it means closed."""


def _iso(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise PydanticCustomError("malformed_date", "{reason}", {"reason": str(error)}) from None


Date = Annotated[str, AfterValidator(_iso)]


class Week(Part):
    """A weekday that is not named is closed, but for a week in which none is: that is always open."""

    monday: Day = ()
    tuesday: Day = ()
    wednesday: Day = ()
    thursday: Day = ()
    friday: Day = ()
    saturday: Day = ()
    sunday: Day = ()


class OpeningPart(Part):
    week: Week = Week()
    exceptions: dict[Date, Day] = Field(default_factory=dict)
    """Single dates, which come before the week and before public holidays."""


class HoursPart(OpeningPart):
    """Of the pool. Sites and languages narrow them down."""

    public_holidays: Literal["open", "closed"] = "open"
    """Sweden's, with the eves on which offices are closed."""
    closing: Literal["serve", "tell"] = "serve"
    sites: dict[DirectoryId, OpeningPart] = Field(default_factory=dict)
    """By the site's id."""
    languages: dict[SpokenLanguage, OpeningPart] = Field(default_factory=dict)


class OidcRoles(Part):
    guide: tuple[str, ...] = ()
    leader: tuple[str, ...] = ()
    analyst: tuple[str, ...] = ()
    technician: tuple[str, ...] = ()
    admin: tuple[str, ...] = ()


class OidcPart(Part):
    issuer: str | None = Field(default=None, pattern=_TRUSTED_URL)
    """Exactly as the provider writes it, with or without a slash at its end; None: no such way in."""
    client_id: str = ""
    client_secret: SecretStr = SecretStr("")
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    login_claim: str = Field(default="preferred_username", min_length=1)
    roles_claim: str | None = Field(default=None, min_length=1)
    roles: OidcRoles = OidcRoles()
    create_accounts: bool = False
    button: str | None = Field(default=None, min_length=1, max_length=60)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """What no single value shows."""
        mapped = any(values for _, values in self.roles)
        if self.issuer is not None and not self.client_id:
            raise ValueError("with an issuer there must be a client_id")
        if "openid" not in self.scopes:
            raise ValueError("openid must be among the scopes")
        if mapped is not (self.roles_claim is not None):
            raise ValueError("roles_claim and roles go together")
        if self.create_accounts and not mapped:
            raise ValueError("create_accounts needs roles_claim and roles")
        return self


class SignInPart(Part):
    idle_minutes: int = Field(default=60, ge=1, le=1_440)
    """A signed-in browser that asks for nothing is signed out after this time."""
    longest_hours: int = Field(default=12, ge=1, le=168)
    """A guide in a call stays signed in until it is wrapped up."""
    oidc: OidcPart = OidcPart()


def _certificates(path: Path) -> Path:
    try:
        ssl.create_default_context(cafile=path)
    except OSError as error:
        raise ValueError(f"{path} cannot be read as certificates") from error
    return path


Certificates = Annotated[Path, AfterValidator(_certificates)]
"""A PEM file of certificates to believe besides the system's."""


def _network(text: str) -> str:
    ip_network(text)
    return text


class WebhooksPart(Part):
    """Where other systems may be told of what happens."""

    allow_http: bool = False
    """Whether messages may go without TLS."""
    networks: tuple[Annotated[str, AfterValidator(_network)], ...] = ()
    """Those that may be reached though they are not public, such as `10.1.0.0/16`."""
    certificates: Certificates | None = None


class AlarmsPart(Part):
    dark_kiosk_minutes: int = Field(default=10, ge=1, le=1_440)
    unserved_language_minutes: int = Field(default=10, ge=1, le=1_440)
    languages: tuple[Annotated[str, AfterValidator(spoken)], ...] = ()
    """Those that must have a guide at work during their hours; none: those with hours of their own."""
    longest_queue: int = Field(default=10, ge=1, le=1_000_000)
    long_queue_minutes: int = Field(default=2, ge=1, le=1_440)


MailAddress = Annotated[str, Field(pattern=r"^[!-~]+@[A-Za-z0-9.-]+$", max_length=254)]


class MailPart(Part):
    """How alarms are sent by e-mail."""

    host: str | None = Field(default=None, min_length=1)
    """None: no e-mail is sent."""
    port: int = Field(default=587, ge=1, le=65_535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    login: str | None = Field(default=None, min_length=1)
    password: SecretStr = SecretStr("")
    sender: MailAddress | None = None
    recipients: tuple[MailAddress, ...] = ()
    language: Literal["sv", "en"] = "sv"
    certificates: Certificates | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """What no single value shows."""
        if self.host is not None and (self.sender is None or not self.recipients):
            raise ValueError("with a host there must be a sender and recipients")
        if self.login is not None and self.security == "none":
            raise ValueError("a login is not sent without TLS")
        return self


class LogPart(Part):
    level: Literal["debug", "info", "warning", "error"] = "info"
    form: Literal["json", "text"] = "json"


class Settings(EnvironmentSettings):
    model_config = SettingsConfigDict(env_prefix="VAGVISARE_")

    server: ServerPart = ServerPart()
    store: StorePart = StorePart()
    turn: TurnPart = TurnPart()
    pool: PoolPart = PoolPart()
    hours: HoursPart = HoursPart()
    municipality: MunicipalityPart = MunicipalityPart()
    notes: NotesPart = NotesPart()
    self_test: SelfTestPart = SelfTestPart()
    retention: RetentionPart = RetentionPart()
    four_eyes: FourEyesPart = FourEyesPart()
    webhooks: WebhooksPart = WebhooksPart()
    alarms: AlarmsPart = AlarmsPart()
    mail: MailPart = MailPart()
    publish: PublishPart = PublishPart()
    sign_in: SignInPart = SignInPart()
    log: LogPart = LogPart()


def load_settings(path: Path | None) -> Settings:
    """The settings of the file, where one is given, and the environment.

    Raises `SettingsError` with one plain sentence.
    """
    if path is None:
        return _settings({}, None)
    content = read_settings_file(path)
    settings = _settings(content, path)
    if _holds_secrets(content):
        refuse_if_readable_by_others(path)
    return settings


def redacted(settings: Settings) -> dict[str, Any]:
    """All values with the secrets hidden, to be shown."""
    return settings.model_dump(mode="json")


def _settings(content: Mapping[str, Any], path: Path | None) -> Settings:
    try:
        settings = Settings.read(content, path)
        settings.pool.core()
        settings.municipality.zone()
    except (ValueError, TypeError) as error:
        raise SettingsError(f"{path or 'The settings'}: {error}.") from error
    return settings


def _holds_secrets(content: Mapping[str, Any]) -> bool:
    return (
        bool(content.get("turn", {}).get("secrets"))
        or bool(content.get("sign_in", {}).get("oidc", {}).get("client_secret"))
        or bool(content.get("mail", {}).get("password"))
        or "@" in content.get("store", {}).get("url", "")
    )
