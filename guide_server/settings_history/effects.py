"""What a change of the settings would do, measured: nothing here is a guess about the future.

A change that takes nothing away has no effects to show.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from guide_server.settings_history.models import SettingsEffect, SettingsEffectId
from signaling.areas import Areas, plan_of
from signaling.core.hours import Hours
from signaling.core.ids import UND, Instant, Milliseconds
from signaling.core.languages import spoken
from signaling.core.pool import IN_LINE, Pool
from signaling.days import day_of, instant_of
from signaling.hours import AHEAD, expand
from signaling.ports import Clock
from signaling.settings import HoursPart
from signaling.store.retention.retention import Retention
from signaling.store.settings_use import Arrivals, SettingsUse
from signaling.store.staff import Staff

DAY: Milliseconds = 24 * 3_600_000
TOPICS_LOOK_BACK = 30 * DAY
CALLS_LOOK_BACK = 28 * DAY
"""Whole weeks, so that each weekday counts alike."""


class Effects:
    def __init__(
        self,
        *,
        use: SettingsUse,
        retention: Retention,
        staff: Staff,
        pool: Callable[[], Pool],
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        self._use = use
        self._retention = retention
        self._staff = staff
        self._pool = pool
        self._clock = clock
        self._zone = zone

    async def of(self, before: Areas, after: Areas) -> tuple[SettingsEffect, ...]:
        """Those of going from one to the other now. Raises `StoreUnavailable`."""
        found: list[SettingsEffect] = []
        gone = _languages(before) - _languages(after)
        if gone:
            found += self._waiting(gone)
            found += await self._guides_without(gone, _languages(after))
        topics = set(before.topics.topics) - set(after.topics.topics)
        if topics:
            found += await self._topics_in_use(topics)
        if before.hours != after.hours:
            found += await self._hours_that_close(before.hours, after.hours)
        if before.retention != after.retention:
            found += await self._destroyed(before, after)
        return tuple(found)

    def _waiting(self, gone: set[str]) -> Iterator[SettingsEffect]:
        waiting = Counter(
            call.language
            for call in self._pool().calls.values()
            if call.state in IN_LINE and call.language in gone
        )
        for language, calls in sorted(waiting.items()):
            yield _effect(SettingsEffectId.WAITING_IN_LANGUAGE, language=language, calls=calls)

    async def _guides_without(self, gone: set[str], left: set[str]) -> list[SettingsEffect]:
        return [
            _effect(SettingsEffectId.GUIDE_WITHOUT_LANGUAGE, guide=account.name)
            for account in await self._staff.accounts()
            if account.active and gone & set(account.languages) and not left & set(account.languages)
        ]

    async def _topics_in_use(self, topics: set[str]) -> list[SettingsEffect]:
        used = await self._use.topics(topics, since=self._clock.now() - TOPICS_LOOK_BACK)
        return [
            _effect(SettingsEffectId.TOPIC_IN_USE, topic=topic, calls=calls)
            for topic, calls in sorted(used.items())
        ]

    async def _hours_that_close(self, before: HoursPart, after: HoursPart) -> list[SettingsEffect]:
        now = self._clock.now()
        today = day_of(now, self._zone)
        old, new = expand(before, self._zone, today), expand(after, self._zone, today)
        arrivals = await self._use.arrivals(since=now - CALLS_LOOK_BACK)
        closing: Counter[tuple[int, int]] = Counter()
        for each in arrivals:
            came = datetime.fromtimestamp(each.at / 1_000, self._zone)
            days = _days_like(came.date(), today)
            ahead = [instant_of(day, came.hour * 60 + came.minute, self._zone) for day in days]
            if any(_is_open(old, each, at) and not _is_open(new, each, at) for at in ahead if at >= now):
                closing[came.isoweekday(), came.hour] += each.calls
        return [
            _effect(SettingsEffectId.HOURS_CLOSE, weekday=weekday, hour=hour, calls=calls)
            for (weekday, hour), calls in sorted(closing.items())
        ]

    async def _destroyed(self, before: Areas, after: Areas) -> list[SettingsEffect]:
        due_now = {
            line.rule.kind: line.due for line in await self._retention.outlook(plan_of(before.retention))
        }
        found = []
        for line in await self._retention.outlook(plan_of(after.retention)):
            for table, rows in line.due.items():
                more = rows - due_now[line.rule.kind].get(table, 0)
                if more > 0:
                    kind = line.rule.kind.value
                    found.append(_effect(SettingsEffectId.DESTROYS, kind=kind, table=table, rows=more))
        return found


def _languages(areas: Areas) -> set[str]:
    return {tag if tag == UND else spoken(tag) for tag in areas.languages.languages}


def _days_like(day: date, first: date) -> list[date]:
    """The days of the same weekday among the `AHEAD` ones from `first` on."""
    start = first + timedelta(days=(day.weekday() - first.weekday()) % 7)
    return [start + timedelta(days=days) for days in range(0, AHEAD, 7)]


def _is_open(hours: Hours | None, came: Arrivals, at: Instant) -> bool:
    return hours is None or hours.open(came.site, came.language, at)


def _effect(kind: SettingsEffectId, /, **params: str | int) -> SettingsEffect:
    return SettingsEffect(id=kind, params=params)
