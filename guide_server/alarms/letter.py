"""The e-mail that tells of alarms: plain text, in Swedish or English, everything that is new in one. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from typing import Literal
from zoneinfo import ZoneInfo

from signaling.core.ids import Instant
from signaling.store.alarms import AlarmKind, Notice, Subject
from signaling.wire.languages import LANGUAGES

Tongue = Literal["sv", "en"]

_KINDS: dict[Tongue, dict[AlarmKind, str]] = {
    "sv": {
        AlarmKind.KIOSK_DARK: "Skärmen {name} har ingen kontakt.",
        AlarmKind.SELF_TEST_FAILED: "Skärmen {name} klarade inte sitt självtest.",
        AlarmKind.SELF_TEST_MISSING: "Skärmen {name} har inte testat sig själv på över ett dygn.",
        AlarmKind.LANGUAGE_UNSERVED: "Ingen vägledare som talar {name} är i tjänst.",
        AlarmKind.QUEUE_LONG: "Ovanligt många invånare väntar.",
        AlarmKind.WEBHOOK_DISABLED: "Systemet {name} får inga händelser längre.",
        AlarmKind.MAIL_FAILING: "Larm har inte kunnat skickas med e-post.",
    },
    "en": {
        AlarmKind.KIOSK_DARK: "The kiosk {name} has no contact.",
        AlarmKind.SELF_TEST_FAILED: "The kiosk {name} did not pass its self-test.",
        AlarmKind.SELF_TEST_MISSING: "The kiosk {name} has not tested itself for more than a day.",
        AlarmKind.LANGUAGE_UNSERVED: "No guide who speaks {name} is at work.",
        AlarmKind.QUEUE_LONG: "Unusually many residents are waiting.",
        AlarmKind.WEBHOOK_DISABLED: "The system {name} is told of no events any more.",
        AlarmKind.MAIL_FAILING: "Alarms could not be sent by e-mail.",
    },
}
_WORDS: dict[Tongue, dict[str, str]] = {
    "sv": {
        "raised": "Larm", "cleared": "Över", "more": "och {count} till", "see": "Alla larm:",
        "new": "Nytt:", "old": "Inte längre:",
    },
    "en": {
        "raised": "Alarm", "cleared": "Over", "more": "and {count} more", "see": "All alarms:",
        "new": "New:", "old": "No longer:",
    },
}  # fmt: skip


def letter(
    notices: Sequence[Notice],
    names: Mapping[Subject, str],
    *,
    tongue: Tongue,
    zone: ZoneInfo,
    page: str,
) -> EmailMessage:
    """Subject and text of what `notices`, of which there is one at least, say; `page` shows all alarms.

    Whoever sends it adds from whom and to whom.
    """
    words = _WORDS[tongue]
    raised = [notice for notice in notices if notice.raised]
    over = [notice for notice in notices if not notice.raised]
    first, *more = [*raised, *over]
    title = f"{words['raised' if raised else 'cleared']}: {_sentence(first, names, tongue)}"
    rest = f" ({words['more'].format(count=len(more))})" if more else ""
    message = EmailMessage()
    message["Subject"] = f"{title}{rest}"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834 section 5: nobody's absence note answers it
    parts = [
        "\n".join([words[heading], *(_line(each, names, tongue, zone) for each in found)])
        for heading, found in (("new", raised), ("old", over))
        if found
    ]
    message.set_content("\n\n".join([*parts, f"{words['see']} {page}"]) + "\n")
    return message


def _line(notice: Notice, names: Mapping[Subject, str], tongue: Tongue, zone: ZoneInfo) -> str:
    return f"- {_local(notice.at, zone)}  {_sentence(notice, names, tongue)}"


def _sentence(notice: Notice, names: Mapping[Subject, str], tongue: Tongue) -> str:
    subject = notice.alarm.subject
    known = next((each for each in LANGUAGES if each.tag == subject.id), None)
    if subject.kind is AlarmKind.LANGUAGE_UNSERVED and known is not None:
        name = known.swedish if tongue == "sv" else known.english
    else:
        name = names[subject]
    return _KINDS[tongue][subject.kind].format(name=name)


def _local(at: Instant, zone: ZoneInfo) -> str:
    return datetime.fromtimestamp(at / 1_000, zone).strftime("%Y-%m-%d %H:%M")
