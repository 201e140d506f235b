"""What was reckoned, as the page shows it."""

from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from guide_server.names import Names
from guide_server.planning.models import (
    Estimate,
    KioskHour,
    KioskHours,
    PatienceEstimate,
    PatienceStep,
    PlannedGuide,
    PlanningHour,
    PlanningLanguage,
    PlanningPage,
    ScarceLanguage,
)
from guide_server.planning.reckoning import Reckoned, openness
from signaling.core.ids import GuideId, KioskId, Language
from signaling.core.pool_settings import PoolSettings
from signaling.planning.demand import ENOUGH, EVERYBODY
from signaling.planning.observed import Duty, Slot
from signaling.planning.observed import KioskHour as Counted
from signaling.planning.patience import Patience, kaplan_meier, together
from signaling.planning.staffing import NINE_OF_TEN, SHARE, WITHIN, Hour, Staffing
from signaling.wire.languages import LANGUAGES, TRIAGE, LanguageName

LEAST = 5
"""A count from 1 to less than this, of one language, is not shown."""
_STEPS = 120
"""At most so many of the patience curve."""
_NOTHING = Counted(taps=0, outside=0)


def planning_page(
    reckoned: Reckoned, names: Names, settings: PoolSettings, zone: ZoneInfo, *, files_of_months: bool
) -> PlanningPage:
    observed, staffing = reckoned.period.observed, reckoned.staffing
    known = reckoned.demand
    scarce = _scarce(reckoned) if known is None else known.scarce
    first = reckoned.period.first
    if reckoned.as_published:
        first = first.replace(day=1)
    return PlanningPage(
        start=first if reckoned.days else None,
        end=reckoned.period.last if reckoned.days else None,
        weeks=reckoned.weeks,
        days_by_todays_hours=len(reckoned.then.unknown),
        least=ENOUGH,
        taps=sum(sum(slots.values()) for slots in observed.taps.values()),
        talks=sum(sum(each.talks.values()) for each in observed.handling.values()),
        share=SHARE,
        within=_ms(WITHIN),
        nine_of_ten=_ms(NINE_OF_TEN),
        everybody=_language(staffing[0]) if staffing else None,
        languages=tuple(_language(each) for each in staffing[1:]),
        scarce=tuple(
            ScarceLanguage(language=tag, taps=taps if taps >= LEAST else None) for tag, taps in scarce.items()
        ),
        patience=tuple(_patience_steps(reckoned)),
        kiosks=tuple(_kiosks(reckoned, names, zone)),
        as_published=reckoned.as_published,
        files_of_months=files_of_months,
        guides=tuple(_guides(reckoned.period.duties, names)),
        names=_names(settings.languages, reckoned.taps),
        zone=str(zone),
    )


def language_or_all(language: Language) -> str | None:
    return None if language == EVERYBODY else language


def _scarce(reckoned: Reckoned) -> dict[Language, int]:
    return dict(sorted(reckoned.taps.items()))


def _language(staffing: Staffing) -> PlanningLanguage:
    found = staffing.demand
    return PlanningLanguage(
        language=language_or_all(found.language),
        taps_per_week=found.taps / found.weeks,
        handling=_ms(found.handling),
        own_handling=found.own_handling,
        patience=None if found.patience is None else _patience(found.patience),
        own_patience=found.own_patience,
        lacking=staffing.lacking,
        hours=tuple(_hour(hour) for hour in staffing.hours),
    )


def _patience(patience: Patience) -> PatienceEstimate:
    return PatienceEstimate(
        mean=_ms(patience.mean),
        low=_ms(patience.interval.low),
        high=_ms(patience.interval.high),
        left=patience.left,
    )


def _hour(hour: Hour) -> PlanningHour:
    weekday, of_day = hour.slot
    return PlanningHour(
        weekday=weekday,
        hour=of_day,
        taps=Estimate(value=hour.rate.taps, low=hour.rate.low, high=hour.rate.high),
        own=hour.rate.own,
        needed=hour.needed,
        needed_low=hour.needed_low,
        needed_high=hour.needed_high,
        on_duty=hour.on_duty,
    )


def _patience_steps(reckoned: Reckoned) -> Iterable[PatienceStep]:
    """Thinned where there are many; the first and the last are kept."""
    steps = kaplan_meier(together(reckoned.period.observed.waits.values()))
    stride = -(-len(steps) // _STEPS)
    for number, step in enumerate(steps):
        if number % stride == 0 or number == len(steps) - 1:
            yield PatienceStep(
                wait=step.wait * 1_000, share=step.share, low=step.interval.low, high=step.interval.high
            )


def _kiosks(reckoned: Reckoned, names: Names, zone: ZoneInfo) -> Iterable[KioskHours]:
    """Those where somebody tapped, the most outside its hours first; or all of them as if they were one."""
    if reckoned.as_published:
        slots = _everywhere(reckoned.period.observed.kiosks.values())
        return [_hours(slots, openness(reckoned, zone, None))] if slots else []
    found = [_kiosk(kiosk, reckoned, names, zone) for kiosk in reckoned.period.observed.kiosks]
    return sorted(found, key=lambda each: (-each.outside, -each.taps, each.name))


def _kiosk(kiosk: KioskId, reckoned: Reckoned, names: Names, zone: ZoneInfo) -> KioskHours:
    known = names.catalogue.kiosks.get(kiosk)
    opened = openness(reckoned, zone, None if known is None else known.site)
    return _hours(reckoned.period.observed.kiosks[kiosk], opened).model_copy(
        update={
            "kiosk": kiosk,
            "name": names.kiosk(kiosk),
            "site_name": "" if known is None else known.site_name,
        }
    )


def _everywhere(kiosks: Iterable[Mapping[Slot, Counted]]) -> dict[Slot, Counted]:
    sums: dict[Slot, Counted] = {}
    for slots in kiosks:
        for slot, hour in slots.items():
            known = sums.get(slot, _NOTHING)
            sums[slot] = Counted(taps=known.taps + hour.taps, outside=known.outside + hour.outside)
    return sums


def _hours(slots: Mapping[Slot, Counted], opened: Mapping[Slot, float]) -> KioskHours:
    return KioskHours(
        kiosk=None,
        name="",
        site_name="",
        taps=sum(hour.taps for hour in slots.values()),
        outside=sum(hour.outside for hour in slots.values()),
        hours=tuple(
            KioskHour(
                weekday=slot[0],
                hour=slot[1],
                open=share,
                taps=slots.get(slot, _NOTHING).taps,
                outside=slots.get(slot, _NOTHING).outside,
            )
            for slot, share in sorted({**dict.fromkeys(slots, 0.0), **opened}.items())
            if share > 0 or slot in slots
        ),
    )


def _guides(duties: Sequence[Duty], names: Names) -> Iterable[PlannedGuide]:
    last: dict[GuideId, Duty] = {duty.guide: duty for duty in duties}
    found = [
        PlannedGuide(guide=guide, name=names.guide(guide) or guide, languages=duty.languages)
        for guide, duty in last.items()
    ]
    return sorted(found, key=lambda guide: guide.name.casefold())


def _names(offered: Iterable[Language], tapped: Iterable[Language]) -> tuple[LanguageName, ...]:
    known = {name.tag: name for name in (*LANGUAGES, TRIAGE)}
    return tuple(known[tag] for tag in dict.fromkeys((*offered, *tapped)) if tag in known)


def _ms(seconds: float) -> int:
    return round(seconds * 1_000)
