"""The municipality's rules become instants: weekdays, exceptions, holidays, and the clock's two odd days."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from signaling.core.commands import SetHours
from signaling.core.hours import Hours, OpenTime
from signaling.core.ids import Instant, Language, SiteId
from signaling.core.vocabulary import Closing
from signaling.hours import expand, keep_hours
from signaling.settings import HoursPart, load_settings
from signaling.settings_file import SettingsError

ZONE = ZoneInfo("Europe/Stockholm")
MONDAY = date(2026, 11, 23)
SITE, SV, TI = SiteId("library"), Language("sv"), Language("ti")


def expanded(rules: Mapping[str, object], today: date = MONDAY) -> Hours:
    hours = expand(HoursPart.model_validate(rules), ZONE, today)
    assert hours is not None
    return hours


def at(text: str) -> Instant:
    """Of the municipality's clock."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp()) * 1_000


def is_open(hours: Hours, when: str, language: Language = SV, site: SiteId = SITE) -> bool:
    return hours.open(site, language, at(when))


def test_without_rules_it_is_always_open() -> None:
    assert expand(HoursPart(), ZONE, MONDAY) is None


def test_a_day_that_is_not_named_is_closed() -> None:
    hours = expanded({"week": {"monday": ["08:00-12:00", "13:00-17:00"]}})
    times = ("07:59", "08:00", "12:00", "13:00", "17:00")
    assert [is_open(hours, f"2026-11-23T{time}") for time in times] == [False, True, False, True, False]
    assert not is_open(hours, "2026-11-24T10:00")
    assert is_open(hours, "2026-11-30T10:00")


def test_an_exception_wins_over_the_week() -> None:
    week = {"monday": ["08:00-17:00"], "tuesday": ["08:00-17:00"]}
    hours = expanded({"week": week, "exceptions": {"2026-11-23": [], "2026-11-25": ["10:00-11:00"]}})
    assert not is_open(hours, "2026-11-23T10:00")
    assert is_open(hours, "2026-11-24T10:00")
    assert is_open(hours, "2026-11-25T10:30")


def test_public_holidays_and_their_eves_are_closed_where_that_is_said() -> None:
    days = ("monday", "tuesday", "wednesday", "thursday", "friday")
    week = {day: ["08:00-17:00"] for day in days}
    rules = {"week": week, "public_holidays": "closed", "exceptions": {"2026-12-31": ["08:00-12:00"]}}
    hours = expanded(rules, date(2026, 12, 21))
    assert is_open(hours, "2026-12-23T10:00")
    assert not is_open(hours, "2026-12-24T10:00")
    assert not is_open(hours, "2026-12-25T10:00")
    assert not is_open(hours, "2027-01-01T10:00")
    assert is_open(hours, "2026-12-31T10:00"), "an exception wins"


def test_sites_and_languages_narrow_it_down() -> None:
    hours = expanded(
        {
            "week": {"monday": ["08:00-17:00"], "tuesday": ["08:00-17:00"]},
            "sites": {"library": {"week": {"monday": ["10:00-20:00"]}}},
            "languages": {"ti": {"week": {"monday": ["11:00-12:00"], "tuesday": ["08:00-09:00"]}}},
            "closing": "tell",
        }
    )
    assert is_open(hours, "2026-11-23T16:00")
    assert not is_open(hours, "2026-11-23T18:00"), "the pool is closed"
    assert is_open(hours, "2026-11-24T08:30", TI, SiteId("elsewhere"))
    assert not is_open(hours, "2026-11-24T08:30", TI)
    assert hours.opens_at(SITE, TI, at("2026-11-23T12:00")) == at("2026-11-30T11:00")
    assert hours.closing is Closing.TELL


def test_midnight_is_no_break() -> None:
    hours = expanded({"week": {"monday": ["20:00-24:00"], "tuesday": ["00:00-02:00"]}})
    assert hours.pool[0] == OpenTime(at("2026-11-23T20:00"), at("2026-11-24T02:00"))


@pytest.mark.parametrize(("day", "length"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_day_on_which_the_clock_is_changed_has_its_own_length(day: date, length: int) -> None:
    (first, *_) = expanded({"week": {"sunday": ["00:00-24:00"]}}, day).pool
    assert (first.closes - first.opens) / 3_600_000 == length


def test_the_same_day_is_expanded_to_the_same_hours() -> None:
    rules = {"week": {"monday": ["08:00-17:00"]}}
    assert expanded(rules) == expanded(rules), "so a restart journals nothing"


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (
            "week:\n    monday: [08:00-12:00, 11:00-15:00]",
            "line 3: hours.week.monday: 08:00-12:00 and 11:00-15:00",
        ),
        ("week:\n    monday: [17:00-08:00]", "line 3: hours.week.monday.*17:00-08:00 ends before it begins"),
        (
            "week:\n    mon: [08:00-17:00]",
            "line 3: there is no setting 'hours.week.mon'; did you mean 'monday'",
        ),
        ("exceptions:\n    2026-02-30: []", "line 3: hours.exceptions.2026-02-30"),
        ("sites:\n    library:\n      week: {friday: [9-17]}", "line 4: hours.sites.library.week.friday"),
        ("languages:\n    xyzzy: {}", "line 3: hours.languages.xyzzy: not a language tag"),
        ("closing: now", "line 2: hours.closing"),
    ],
)
def test_a_wrong_rule_is_one_sentence_with_its_line(tmp_path: Path, written: str, says: str) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text(f"hours:\n  {written}\n", encoding="utf-8")
    path.chmod(0o640)
    with pytest.raises(SettingsError, match=says):
        load_settings(path)


async def test_the_exchange_is_told_at_once() -> None:
    class Clock:
        def now(self) -> Instant:
            return at("2026-11-23T10:00")

    class Told(Exception):
        pass

    told: list[SetHours] = []

    def tell(command: SetHours) -> None:
        told.append(command)
        raise Told

    rules = HoursPart.model_validate({"week": {"monday": ["08:00-17:00"]}})
    with pytest.raises(Told):
        await keep_hours(tell, lambda day: SetHours(hours=expand(rules, ZONE, day)), zone=ZONE, clock=Clock())
    assert told == [SetHours(hours=expand(rules, ZONE, MONDAY))]
