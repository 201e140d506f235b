"""What a kiosk's self-test asks of the server and tells it: measured figures, and nothing of a resident."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints
from typing_extensions import TypeAliasType

from signaling.wire.messages import GREATEST_SDP
from signaling.wire.scalars import Instant, Many, Message, Uuid

MOST_CHECKS = 16

CheckName = TypeAliasType(
    "CheckName",
    Literal["page", "camera", "microphone", "turn", "call", "disk", "clock", "printer", "touch"],
)
Fault = TypeAliasType(
    "Fault",
    Literal[
        "page_silent",
        "camera_closed",
        "camera_black",
        "camera_frozen",
        "microphone_closed",
        "microphone_deaf",
        "turn_unknown",
        "turn_shut",
        "call_unreachable",
        "call_declined",
        "call_busy",
        "call_unconnected",
        "call_guide_unseen",
        "call_guide_unheard",
        "call_kiosk_unseen",
        "call_kiosk_unheard",
        "call_stutters",
        "call_lossy",
        "call_slow",
        "disk_unwritable",
        "disk_full",
        "clock_unknown",
        "clock_wrong",
        "printer_without_cups",
        "printer_silent",
        "printer_missing",
        "touch_unknown",
        "touch_missing",
    ],
)
"""What is wrong, each beginning with its check. `call_guide_…`: what the kiosk lacks of the test guide;
`call_kiosk_…`: what the test guide lacks of the kiosk."""
Figure = TypeAliasType(
    "Figure",
    Literal[
        "brightness",
        "contrast",
        "motion",
        "tone_db",
        "above_db",
        "relays",
        "slowest_ms",
        "round_trip_ms",
        "loss_in_percent",
        "loss_out_percent",
        "frames_in",
        "frames_out",
        "guide_above_db",
        "kiosk_above_db",
        "free_mb",
        "seconds_ahead",
    ],
)
"""What was measured. `in` is what came from the test guide, `out` what came to it; frames are decoded frames
a second; `above` is by how much a tone stands out of all else."""
About = TypeAliasType(
    "About", Annotated[str, StringConstraints(min_length=1, max_length=256, pattern=r"^[\x21-\x7e]*$")]
)
"""The address of a relay or the name of a printer."""


class SelfTestCall(Message):
    """`POST /kiosk/self-test/call`: an offer with all its candidates, and the data channel `self-test`."""

    sdp: Annotated[str, StringConstraints(min_length=1, max_length=GREATEST_SDP)]


class SelfTestAnswer(Message):
    """The test guide's answer, with all its candidates. It hangs up by itself."""

    sdp: str


class GuideFinding(Message):
    """What the test guide says each second over the data channel, of all the call until now."""

    seconds: Annotated[float, Field(ge=0)]
    """Since the first frame."""
    frames: Annotated[int, Field(ge=0)]
    """Pictures decoded."""
    lit: Annotated[int, Field(ge=0)]
    """Those that were more than black."""
    tone: Annotated[float, Field(ge=-200, le=60)]
    """Level at the kiosk's tone, 1 kHz, in the last second, in dB below full scale."""
    floor: Annotated[float, Field(ge=-200, le=60)]
    """Median level of all other pitches."""


class CheckReport(Message):
    name: CheckName
    tried: bool
    """False where there was nothing to try, such as TURN where none is set."""
    faults: Annotated[Many[Fault], Field(max_length=8)] = ()
    figures: Annotated[Mapping[Figure, float], Field(max_length=16, strict=False)] = {}
    about: Annotated[Many[About], Field(max_length=16)] = ()
    """What the faults are about, where the check has several parts."""


class SelfTestReport(Message):
    """`POST /kiosk/self-test`: the verdict of one self-test, sound where no check has a fault."""

    id: Uuid
    """Made with the test. Sent again until it is acknowledged, and kept once."""
    at: Instant
    """When it was finished."""
    checks: Annotated[Many[CheckReport], Field(min_length=1, max_length=MOST_CHECKS)]


class SelfTestReceipt(Message):
    """It is kept. Do not send it again."""

    id: Uuid
