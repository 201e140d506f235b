"""What is wrong at one moment. Pure: facts in, signs out.

A sign has three values. `WRONG` and its absence speak for themselves; `UNSURE` says that this moment proves
nothing, as of a kiosk that is dark while it is closed: it neither raises an alarm nor clears one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from signaling.core.ids import UND, Instant, KioskId, Language, Milliseconds
from signaling.core.pool import Pool
from signaling.core.pool_settings import MINUTE
from signaling.ports import KioskProfile, SelfTestResult
from signaling.store.alarms import AlarmKind, Subject
from signaling.store.directory import in_use

MAIL_FAILS_FOR: Milliseconds = 15 * MINUTE
SELF_TEST_EVERY: Milliseconds = 26 * 60 * MINUTE
"""Each night, and some time for a slow one."""
CALM = 0.8
"""Of the longest queue: only below it the queue is short again."""


class Sign(StrEnum):
    WRONG = "wrong"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRules:
    """What a municipality decides about its alarms."""

    dark: Milliseconds = 10 * MINUTE
    """How long a kiosk may have no contact."""
    unserved: Milliseconds = 10 * MINUTE
    """How long nobody who speaks a language may be at work during its hours."""
    languages: tuple[Language, ...] = ()
    """Those that are promised; empty: those that have hours of their own."""
    longest_queue: int = 10
    """How many residents may wait."""
    queue_for: Milliseconds = 2 * MINUTE
    """How long more of them may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that alarms are judged by, at one moment."""

    pool: Pool
    kiosks: Mapping[KioskId, KioskProfile]
    disabled_webhooks: tuple[str, ...]
    """Their ids."""
    mail_failing_since: Instant | None
    self_tests: Mapping[KioskId, SelfTestResult]
    """The last one of each kiosk that made one."""


def signs(facts: Facts, rules: AlarmRules, now: Instant) -> dict[Subject, Sign]:
    """What is wrong or unsure at `now`; all else is well."""
    found = (
        _dark(facts, now),
        _self_tests(facts, now),
        _unserved(facts, rules, now),
        _queue(facts, rules),
        _passing_on(facts, now),
    )
    return {subject: sign for part in found for subject, sign in part}


def _dark(facts: Facts, now: Instant) -> Iterator[tuple[Subject, Sign]]:
    """Kiosks in use that were connected once: one that is not set up yet is no fault."""
    for kiosk, profile in facts.kiosks.items():
        known = facts.pool.kiosks.get(kiosk)
        if in_use(profile) and known is not None and known.epoch > 0 and not known.connected:
            hours = facts.pool.hours
            languages = facts.pool.settings.languages
            is_open = hours is None or any(hours.open(profile.site, each, now) for each in languages)
            yield Subject(kind=AlarmKind.KIOSK_DARK, id=kiosk), Sign.WRONG if is_open else Sign.UNSURE


def _self_tests(facts: Facts, now: Instant) -> Iterator[tuple[Subject, Sign]]:
    """A kiosk that never tested itself may be new, and one that is dark cannot tell: both prove nothing."""
    for kiosk, profile in facts.kiosks.items():
        last = facts.self_tests.get(kiosk)
        if last is None or not in_use(profile):
            continue
        if not last.sound:
            yield Subject(kind=AlarmKind.SELF_TEST_FAILED, id=kiosk), Sign.WRONG
        if now - last.at > SELF_TEST_EVERY:
            known = facts.pool.kiosks.get(kiosk)
            here = known is not None and known.connected
            yield Subject(kind=AlarmKind.SELF_TEST_MISSING, id=kiosk), Sign.WRONG if here else Sign.UNSURE


def _unserved(facts: Facts, rules: AlarmRules, now: Instant) -> Iterator[tuple[Subject, Sign]]:
    for language in promised(facts.pool, rules):
        if facts.pool.lane(language).on_duty == 0:
            subject = Subject(kind=AlarmKind.LANGUAGE_UNSERVED, id=language)
            yield subject, Sign.WRONG if _is_served_anywhere(facts, language, now) else Sign.UNSURE


def promised(pool: Pool, rules: AlarmRules) -> tuple[Language, ...]:
    """The languages that must have a guide at work during their hours."""
    own_hours = () if pool.hours is None else tuple(language for language, _ in pool.hours.languages)
    wanted = rules.languages or own_hours
    return tuple(language for language in wanted if language in pool.settings.languages and language != UND)


def _is_served_anywhere(facts: Facts, language: Language, now: Instant) -> bool:
    hours = facts.pool.hours
    sites = {profile.site for profile in facts.kiosks.values()}
    return hours is None or any(hours.open(site, language, now) for site in sites)


def _queue(facts: Facts, rules: AlarmRules) -> Iterator[tuple[Subject, Sign]]:
    if facts.pool.waiting > rules.longest_queue:
        yield Subject(kind=AlarmKind.QUEUE_LONG), Sign.WRONG
    elif facts.pool.waiting > rules.longest_queue * CALM:
        yield Subject(kind=AlarmKind.QUEUE_LONG), Sign.UNSURE


def _passing_on(facts: Facts, now: Instant) -> Iterator[tuple[Subject, Sign]]:
    """What should tell others, and does not get through."""
    for webhook in facts.disabled_webhooks:
        yield Subject(kind=AlarmKind.WEBHOOK_DISABLED, id=webhook), Sign.WRONG
    since = facts.mail_failing_since
    if since is not None:
        failed = now - since >= MAIL_FAILS_FOR
        yield Subject(kind=AlarmKind.MAIL_FAILING), Sign.WRONG if failed else Sign.UNSURE
