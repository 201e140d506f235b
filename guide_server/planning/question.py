"""A wish about the roster as a question to the simulator."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from guide_server.http.problems import FieldProblem, Malformed, TooLittleKnown
from guide_server.planning.models import ExtraGuideWish, FindSkillWish, FurtherLanguageWish
from guide_server.planning.reckoning import Reckoned
from signaling.core.ids import GuideId, Instant, Language
from signaling.core.languages import spoken
from signaling.core.pool_settings import PoolSettings
from signaling.days import day_of, instant_of
from signaling.planning.town import further_languages, town_of
from signaling.planning.trial import ExtraGuide, FindSkill, FurtherLanguage, Question, Town, TryChange

AnyWish = ExtraGuideWish | FurtherLanguageWish | FindSkillWish


def question(reckoned: Reckoned, wish: AnyWish, settings: PoolSettings, zone: ZoneInfo) -> Question:
    """Raises `TooLittleKnown`, or `Malformed` where the wish cannot be meant."""
    if reckoned.demand is None:
        raise TooLittleKnown
    town = town_of(
        reckoned.demand,
        reckoned.opening,
        reckoned.period.duties,
        reckoned.days,
        settings=settings,
        rings=reckoned.period.observed.rings,
        zone=zone,
    )
    if not town.days:
        raise TooLittleKnown
    match wish:
        case ExtraGuideWish():
            languages = tuple(dict.fromkeys(_language(tag) for tag in wish.languages))
            return TryChange(
                town=town, change=ExtraGuide(languages=languages, spans=tuple(_spans(wish, town, zone)))
            )
        case FurtherLanguageWish():
            if wish.guide not in {duty.guide for day in town.days for duty in day.duties}:
                raise Malformed(FieldProblem(field="wish.guide", message="Was not at work in these days"))
            change = FurtherLanguage(guide=GuideId(wish.guide), language=_language(wish.language))
            return TryChange(town=town, change=change)
        case FindSkillWish():
            return FindSkill(town=town, candidates=further_languages(town))


def _language(tag: str) -> Language:
    try:
        return spoken(tag)
    except ValueError:
        raise Malformed(FieldProblem(field="wish.language", message="No such language")) from None


def _spans(wish: ExtraGuideWish, town: Town, zone: ZoneInfo) -> Iterator[tuple[Instant, Instant] | None]:
    if wish.begins >= wish.ends:
        raise Malformed(FieldProblem(field="wish.ends", message="Ends before it begins"))
    for each in town.days:
        day = day_of(each.begins, zone)
        if day.weekday() in wish.weekdays:
            yield instant_of(day, wish.begins, zone), instant_of(day, wish.ends, zone)
        else:
            yield None
