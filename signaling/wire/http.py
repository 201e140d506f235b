"""What a kiosk's agent says over HTTP: enrolment, its profile, and taps that were never acknowledged."""

from typing import Annotated

from pydantic import Field, StringConstraints

from signaling.wire.messages import IceCredentials, Problem
from signaling.wire.scalars import CallId, Instant, LanguageTag, Many, Message, Name
from signaling.wire.views import Language, Place

MOST_TAPS = 100
"""How many taps one report carries at most."""


EnrolmentCode = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[\x21-\x7e]*$")]


class Enrolment(Message):
    """`POST /kiosk/enrol`: bind this key to the kiosk of the one-time code."""

    code: EnrolmentCode
    public_key: Annotated[str, StringConstraints(min_length=43, max_length=43, pattern=r"^[A-Za-z0-9_-]*$")]
    """The raw Ed25519 public key, base64url without padding (RFC 8037 §2)."""


MOST_OPEN_TIMES = 7
"""How many times of opening a profile tells at most."""


class OpenTime(Message):
    opens: Instant
    closes: Instant


class Profile(Message):
    """`GET /kiosk/profile`, and the answer to an enrolment: what a kiosk keeps for days without a server."""

    place: Place
    phone: Name
    languages: Many[Language]
    """All languages offered, in the order in which to show them."""
    hours: Many[OpenTime] = ()
    """When the site is open, from now on; none where it always is, and from an older server."""


class OwnTexts(Message):
    """`GET /kiosk/texts`: the municipality's own words, which a kiosk lays over its page's."""

    texts: dict[LanguageTag, dict[str, str]]
    """By language, by the key of the page's text."""


class TurnServers(Message):
    """`GET /kiosk/turn`: with what a kiosk tries its TURN servers; null where there are none."""

    ice: IceCredentials | None


class Tap(Message):
    call: CallId
    language: LanguageTag
    tapped_at: Instant


class TapReport(Message):
    """`POST /kiosk/taps`: taps that no `Done` came for. They ring no one; they are logged."""

    taps: Annotated[Many[Tap], Field(min_length=1, max_length=MOST_TAPS)]


class RefusedTap(Message):
    call: CallId
    error: Problem


class TapReceipt(Message):
    """`settled` are in the journal now, whether by this report or before. Report neither list again."""

    settled: Many[CallId]
    refused: Many[RefusedTap]
