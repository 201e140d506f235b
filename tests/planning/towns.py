"""A small town to try rosters in."""

from signaling.core.ids import Disposition, GuideId, Language, Topic
from signaling.core.pool_settings import PoolSettings
from signaling.core.skills import fluent
from signaling.planning.observed import Duty, Handling, Rings
from signaling.planning.opening import HOUR
from signaling.planning.trial import Day, Expected, Town

SV, SO, TI = (Language(tag) for tag in ("sv", "so", "ti"))
GUIDES = {"amina": ("sv", "so"), "berit": ("sv",), "carl": ("sv",)}
DAY = 24 * HOUR


def a_day(number: int, rates: dict[str, float], guides: dict[str, tuple[str, ...]] = GUIDES) -> Day:
    """Open from nine to noon, with everybody at work, and so many taps an hour."""
    begins, opens, closes = number * DAY, number * DAY + 9 * HOUR, number * DAY + 12 * HOUR
    return Day(
        begins=begins,
        ends=begins + DAY,
        expected=tuple(
            Expected(language=Language(tag), begins=at, ends=at + HOUR, per_hour=rate)
            for tag, rate in rates.items()
            for at in range(opens, closes, HOUR)
        ),
        duties=tuple(
            Duty(
                guide=GuideId(guide),
                skills=fluent(Language(tag) for tag in spoken),
                begins=opens,
                ends=closes,
            )
            for guide, spoken in guides.items()
        ),
    )


def a_town(rates: dict[str, float], *, days: int = 3) -> Town:
    """Talks of about five minutes, wrap-ups of half a minute, patience of four minutes."""
    handling = Handling(talks={180: 1, 300: 2, 420: 1}, wrap_ups={30: 1})
    return Town(
        settings=PoolSettings(
            languages=tuple(Language(tag) for tag in rates),
            topics=(Topic("other"),),
            dispositions=(Disposition("solved"),),
        ),
        days=tuple(a_day(number, rates) for number in range(days)),
        handling={Language(tag): handling for tag in rates},
        patience={Language(tag): 240.0 for tag in rates},
        rings=Rings(accepted=90, answered_after=4.0, connected_after=1.5, missed=5, passed=5),
    )
