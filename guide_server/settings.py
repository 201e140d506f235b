"""What the guide server is told at its start."""

from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from argon2 import Parameters

from guide_server.alarms.mailer import MailSettings
from guide_server.alarms.symptoms import AlarmRules
from guide_server.four_eyes import FourEyesRule
from guide_server.http.pages import FOLDER
from guide_server.sign_in.oidc import OidcSettings
from guide_server.sign_in.passwords import COST
from guide_server.webhooks.reach import Reach
from signaling.core.ids import Milliseconds
from signaling.planning.opening import Opening
from signaling.turn_credentials import TurnCredentials

HOUR: Milliseconds = 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideServerSettings:
    public_url: str
    """How browsers reach the server: `http(s)://host[:port]`."""
    zone: ZoneInfo
    """Whose days the log's periods are."""
    behind_proxy: bool = False
    """Whether a proxy of ours adds X-Forwarded-For; only then it is believed."""
    idle: Milliseconds = HOUR
    longest: Milliseconds = 12 * HOUR
    pages: Path = FOLDER
    version: str = "0"
    oidc: OidcSettings | None = None
    """The identity provider whose accounts may sign in."""
    turn: TurnCredentials | None = None
    """The relays that calls use, for the check before the shift."""
    password_cost: Parameters = field(default_factory=lambda: COST)
    publishes_equality: bool = False
    """Whether anyone may read how equal the service was, without signing in."""
    four_eyes: FourEyesRule = field(default_factory=FourEyesRule)
    """What one admin cannot do alone."""
    opening: Opening = lambda _first, _days: None
    """When it is open, by the rules in force."""
    reach: Reach = field(default_factory=Reach)
    """Where webhooks may go."""
    trust: Path | None = None
    """A file of certificates that webhooks believe besides the system's."""
    alarms: AlarmRules = field(default_factory=AlarmRules)
    mail: MailSettings | None = None
    """None: alarms are sent to nobody by e-mail."""
