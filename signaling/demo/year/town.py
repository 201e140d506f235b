"""The invented town of the demo's year: its places, its residents' languages, its guides and their weeks.

None of the numbers was measured. They are chosen so that the service is good and not equal: some languages
are spoken by one guide, who has breaks and holidays too, and one is spoken by nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from signaling.settings import HoursPart, Week

Weights = Mapping[str, float]

HOURS: Final = HoursPart.model_validate(
    {
        "week": {
            "monday": ["09:00-18:00"],
            "tuesday": ["09:00-18:00"],
            "wednesday": ["09:00-18:00"],
            "thursday": ["09:00-18:00"],
            "friday": ["09:00-16:00"],
            "saturday": ["10:00-14:00"],
        },
        "public_holidays": "closed",
    }
)
"""When the guides answer. The screens stand in houses that open earlier and close later."""
TAPS_A_DAY: Final = 240.0
"""On an ordinary day of an ordinary week."""
BUSY_DAYS: Final = (1.2, 1.05, 1.0, 1.05, 0.8, 0.3, 0.02)
"""From Monday on, beside an ordinary day."""
BUSY_MONTHS: Final = (1.15, 1.0, 1.05, 1.0, 1.1, 0.95, 0.6, 1.2, 1.15, 1.0, 1.0, 0.75)
"""From January on."""
GROWTH: Final = 0.3
"""By how much more people tap at the end of the year than at its beginning."""
BUSY_HOURS: Final[Mapping[int, float]] = {
    7: 0.05, 8: 0.2, 9: 1.1, 10: 1.5, 11: 1.4, 12: 0.9, 13: 1.2, 14: 1.2, 15: 1.3, 16: 1.0, 17: 0.8,
    18: 0.1, 19: 0.05,
}  # fmt: skip
"""When people tap on a day that is open, by the hour of the local clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A neighbourhood. `sites`: ids and names, each with one screen."""

    id: str
    name: str
    share: float
    """Of the town's taps, beside the shares of the others."""
    sites: tuple[tuple[str, str], ...]
    languages: Weights


AREAS: Final = (
    Area(
        id="demo-north",
        name="Norra demoområdet",
        share=30,
        sites=(("demo-library", "Demobiblioteket"), ("demo-centre", "Democentrum")),
        languages={"ar": 26, "sv": 22, "so": 15, "tr": 8, "ti": 8, "aii": 5, "en": 5, "kmr": 4, "bn": 0.6},
    ),
    Area(
        id="demo-south",
        name="Södra demoområdet",
        share=17,
        sites=(("demo-school", "Demoskolan"), ("demo-bath", "Demobadet")),
        languages={"sv": 34, "fa": 14, "prs": 8, "ckb": 11, "ar": 12, "es": 6, "en": 6, "ti": 4},
    ),
    Area(
        id="demo-west",
        name="Västra demoområdet",
        share=22,
        sites=(("demo-square", "Demotorget"), ("demo-clinic", "Demovårdcentralen")),
        languages={"so": 20, "ar": 20, "sv": 20, "ti": 9, "bs": 7, "fi": 6, "uk": 6, "en": 5, "ru": 4},
    ),
    Area(
        id="demo-east",
        name="Östra demoområdet",
        share=9,
        sites=(("demo-harbour", "Demohamnen"),),
        languages={"sv": 60, "fi": 12, "pl": 10, "en": 8, "uk": 6, "el": 0.5},
    ),
    Area(
        id="demo-middle",
        name="Demostadens mitt",
        share=22,
        sites=(("demo-townhall", "Demostadshuset"), ("demo-station", "Demostationen")),
        languages={"sv": 45, "en": 12, "ar": 10, "fi": 7, "pl": 6, "es": 6, "fa": 5, "uk": 5, "ru": 4},
    ),
)

TALK_MINUTES: Final[Mapping[str, float]] = {"sv": 4.0, "en": 4.0, "fi": 4.2, "ti": 6.5, "so": 6.0, "prs": 6.0}
"""The mean; of the others, `OTHER_TALK_MINUTES`."""
OTHER_TALK_MINUTES: Final = 5.2
TOPICS: Final[Weights] = {
    "letter_or_decision": 27, "form": 15, "school": 9, "childcare": 5, "housing": 10, "work": 8, "money": 8,
    "health": 5, "family": 3, "residence_permit": 6, "taxes": 4, "citizen_proposal": 1,
    "municipal_service": 7, "other": 4,
}  # fmt: skip
BUSY_TOPICS: Final[Mapping[tuple[str, int], float]] = {
    ("school", 1): 2.5, ("school", 2): 1.6, ("school", 8): 3.0, ("childcare", 8): 2.0, ("taxes", 3): 2.5,
    ("taxes", 4): 4.0, ("taxes", 5): 3.0, ("work", 6): 1.8, ("citizen_proposal", 11): 2.0,
}  # fmt: skip
"""Where a month differs."""
DISPOSITIONS: Final[Weights] = {"solved": 62, "referred": 23, "will_return": 8, "not_solved": 7}
REFERRALS: Final[Weights] = {
    "municipality": 24, "social_insurance": 18, "migration_agency": 14, "employment_service": 12,
    "tax_agency": 10, "health_care": 9, "social_services": 7, "other": 6,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """A guide. `login` is one of the demo's own people, or of somebody who only works in the year."""

    login: str
    name: str
    languages: tuple[str, ...]
    week: Week
    away: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    """Holidays: from and to, each as month and day, both included."""

    def is_away(self, day: date) -> bool:
        return any(begins <= (day.month, day.day) <= ends for begins, ends in self.away)


_EARLY = ("08:50-12:00", "12:45-16:00")
_LATE = ("10:00-13:00", "13:45-18:05")
_LONG = ("08:50-12:30", "13:15-18:05")
_FRIDAY = ("08:50-12:00", "12:40-16:05")
_SATURDAY = ("09:50-14:05",)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday")


def _week(usual: tuple[str, ...], *, saturday: bool = False, without: tuple[str, ...] = ()) -> Week:
    days = {**dict.fromkeys(_WEEKDAYS, usual), "friday": _FRIDAY}
    if saturday:
        days["saturday"] = _SATURDAY
    return Week.model_validate({day: spans for day, spans in days.items() if day not in without})


COLLEAGUES: Final = (
    Colleague(
        login="guide",
        name="Guide One (demo)",
        languages=("sv", "en", "ar", "so", "ti"),
        week=_week(_EARLY, without=("wednesday",)),
        away=(((7, 1), (7, 28)),),
    ),
    Colleague(
        login="guide2",
        name="Guide Two (demo)",
        languages=("sv", "en", "fi", "fa", "prs"),
        week=_week(_LONG),
        away=(((6, 24), (7, 14)), ((10, 28), (11, 1))),
    ),
    Colleague(
        login="guide3",
        name="Guide Three (demo)",
        languages=("sv", "ar", "en"),
        week=_week(_LONG, saturday=True),
        away=(((7, 15), (8, 4)),),
    ),
    Colleague(
        login="guide4",
        name="Guide Four (demo)",
        languages=("sv", "ar", "kmr", "tr"),
        week=_week(_LATE),
        away=(((2, 20), (2, 28)), ((7, 1), (7, 21))),
    ),
    Colleague(
        login="guide5",
        name="Guide Five (demo)",
        languages=("sv", "so", "en"),
        week=_week(_LATE, without=("friday",)),
        away=(((6, 10), (7, 7)),),
    ),
    Colleague(
        login="guide6",
        name="Guide Six (demo)",
        languages=("sv", "pl", "ru", "uk", "en"),
        week=_week(_EARLY),
        away=(((7, 8), (8, 4)),),
    ),
    Colleague(
        login="guide7",
        name="Guide Seven (demo)",
        languages=("sv", "es", "bs", "en"),
        week=_week(_EARLY, saturday=True, without=("monday",)),
        away=(((7, 1), (7, 28)), ((12, 18), (12, 31))),
    ),
    Colleague(
        login="guide8",
        name="Guide Eight (demo)",
        languages=("sv", "fi", "en"),
        week=_week(_LATE, saturday=True),
        away=(((7, 22), (8, 11)),),
    ),
    Colleague(
        login="guide9",
        name="Guide Nine (demo)",
        languages=("sv", "ckb", "fa", "aii"),
        week=_week(_EARLY, without=("tuesday", "friday")),
        away=(((6, 24), (7, 21)), ((3, 18), (3, 24))),
    ),
)
"""Bengali and Greek are spoken by none of them, and Tigrinya by one, in the daytime."""
