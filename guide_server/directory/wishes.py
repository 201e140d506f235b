"""What an admin wishes for an account, held against what this pool offers."""

from collections.abc import Sequence

from guide_server.http.access import StaffRole
from guide_server.http.problems import FieldProblem, Malformed, NotAllowed
from signaling.core.ids import Language, Topic
from signaling.core.pool_settings import PoolSettings
from signaling.core.skills import Skill, fluent
from signaling.core.vocabulary import Level, Mode
from signaling.store.staff import Account
from signaling.wire import views


def offered(tags: Sequence[str], settings: PoolSettings) -> tuple[Language, ...]:
    """The languages as the pool names them. Raises `Malformed` for one that is not offered here."""
    unknown = [tag for tag in tags if tag not in settings.languages]
    if unknown:
        raise Malformed(FieldProblem(field="languages", message=f"Not offered here: {', '.join(unknown)}"))
    return tuple(Language(tag) for tag in dict.fromkeys(tags))


def listed(topics: Sequence[str], settings: PoolSettings) -> tuple[Topic, ...]:
    """The topics, each once. Raises `Malformed` for one that is not on the pool's list."""
    unknown = [topic for topic in topics if topic not in settings.topics]
    if unknown:
        raise Malformed(FieldProblem(field="topics", message=f"Not listed here: {', '.join(unknown)}"))
    return tuple(Topic(topic) for topic in dict.fromkeys(topics))


def skills_in(said: Sequence[views.Skill], languages: Sequence[Language]) -> tuple[Skill, ...]:
    """One skill a language: as it was said, or else fluent. Raises `Malformed` for a language not listed."""
    own = {skill.language: skill for skill in fluent(languages)}
    for skill in said:
        language = Language(skill.language)
        if language not in own:
            raise Malformed(FieldProblem(field="skills", message=f"Not among the languages: {language}"))
        own[language] = Skill(language, Level(skill.level), Mode(skill.mode))
    return tuple(own.values())


def each_once(roles: Sequence[str]) -> tuple[StaffRole, ...]:
    return tuple(sorted(set(map(StaffRole, roles))))


def refuse_to_let_in_as(account: Account) -> None:
    """Whoever could sign in as another admin would be both pairs of eyes. Raises `NotAllowed`."""
    if StaffRole.ADMIN in account.roles:
        raise NotAllowed
