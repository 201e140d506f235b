"""What was asked for, as the store's filter."""

from zoneinfo import ZoneInfo

from guide_server.call_log.models import LogSelection
from guide_server.period import period_of
from signaling.core.ids import GuideId, KioskId, Language, NeighbourhoodId, SiteId, Topic
from signaling.days import ONE_DAY, start_of
from signaling.ports import Clock
from signaling.store.log_filter import LogFilter


def filter_of(chosen: LogSelection, clock: Clock, zone: ZoneInfo) -> LogFilter:
    start, end = period_of(chosen, clock, zone)
    return LogFilter(
        since=start_of(start, zone),
        until=start_of(end + ONE_DAY, zone),
        kiosk=None if chosen.kiosk is None else KioskId(chosen.kiosk),
        site=None if chosen.site is None else SiteId(chosen.site),
        neighbourhood=None if chosen.neighbourhood is None else NeighbourhoodId(chosen.neighbourhood),
        language=None if chosen.language is None else Language(chosen.language),
        outcome=chosen.outcome,
        spoken=None if chosen.spoken is None else Language(chosen.spoken),
        how=chosen.how,
        ticket=chosen.ticket,
        waited=chosen.waited,
        topic=None if chosen.topic is None else Topic(chosen.topic),
        quality=chosen.quality,
        guide=None if chosen.guide is None else GuideId(chosen.guide),
    )
