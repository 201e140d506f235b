"""Hours that changed meanwhile, put together."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from signaling.core.hours import Hours, OpenTime
from signaling.core.ids import Language, SiteId
from signaling.days import start_of
from signaling.planning.hours_then import NEVER, in_force, put_together, without_hours

STOCKHOLM = ZoneInfo("Europe/Stockholm")
LIBRARY, ARABIC = SiteId("library"), Language("ar")


def hours(*spans: tuple[int, int], until: int = 100, **narrowed: tuple[int, int]) -> Hours:
    def times(*of: tuple[int, int]) -> tuple[OpenTime, ...]:
        return tuple(OpenTime(opens, closes) for opens, closes in of)

    return Hours(
        until=until,
        pool=times(*spans),
        sites=tuple((LIBRARY, times(span)) for name, span in narrowed.items() if name == "site"),
        languages=tuple((ARABIC, times(span)) for name, span in narrowed.items() if name == "language"),
    )


def test_each_rule_counts_while_it_was_in_force() -> None:
    rules = [(NEVER, hours((10, 20), (30, 40))), (35, hours((32, 50), (60, 70))), (65, None)]
    assert put_together(rules, 0, 90) == Hours(
        until=90, pool=(OpenTime(10, 20), OpenTime(30, 50), OpenTime(60, 90))
    )
    assert put_together(rules, 66, 90) is None, "nothing closed any more"


def test_whoever_had_no_hours_of_its_own_then_was_always_open() -> None:
    rules = [(NEVER, hours((0, 90), site=(10, 20))), (40, hours((0, 90), language=(50, 60)))]
    found = put_together(rules, 0, 90)
    assert found is not None
    assert found.sites == ((LIBRARY, (OpenTime(10, 20), OpenTime(40, 90))),)
    assert found.languages == ((ARABIC, (OpenTime(0, 40), OpenTime(50, 60))),)


def test_what_was_told_counts_as_far_as_it_reaches_and_todays_beyond() -> None:
    today, told = hours((0, 5)), hours((50, 60), until=70)
    assert in_force([(40, told)], today) == [(NEVER, today), (40, told), (70, today)]
    assert in_force([], today) == [(NEVER, today)]


def test_a_day_is_without_hours_where_none_were_known_at_any_time_of_it() -> None:
    days = [date(2026, 3, 28) + timedelta(days=number) for number in range(4)]
    at = [start_of(day, STOCKHOLM) for day in days]
    told = hours(until=at[2])
    assert without_hours([(at[0] + 5, told)], days, STOCKHOLM) == days[2:]
    assert without_hours([(at[3], told)], days, STOCKHOLM) == days, "they were over when they were told"
    assert without_hours([(at[1], None)], days, STOCKHOLM) == days[:1]
    assert without_hours([], days, STOCKHOLM) == days
