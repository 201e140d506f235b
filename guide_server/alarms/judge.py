"""From signs to alarms, so that what flickers alarms nobody. Pure.

An alarm is raised once its subject has been wrong without a break for the patience of its kind, and cleared
once it has been well without a break for another. So a kiosk that loses its network for a minute is nobody's
business, and one that comes and goes is one alarm, not twenty.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from guide_server.alarms.symptoms import AlarmRules, Sign
from signaling.core.ids import Instant, Milliseconds
from signaling.core.pool_settings import MINUTE
from signaling.store.alarms import AlarmChange, AlarmKind, Subject

SURELY_WELL: Mapping[AlarmKind, Milliseconds] = MappingProxyType(
    {
        AlarmKind.KIOSK_DARK: 2 * MINUTE,
        AlarmKind.LANGUAGE_UNSERVED: 2 * MINUTE,
        AlarmKind.QUEUE_LONG: 2 * MINUTE,
    }
)
"""How long it must have been well before an alarm is cleared; all others at once."""


@dataclass(frozen=True, slots=True)
class Judgement:
    changes: tuple[AlarmChange, ...]
    turning: Mapping[Subject, Instant]
    """Since when each subject has been otherwise than its alarm says: give it to the next judgement."""


def judge(
    lasting: Collection[Subject],
    turning: Mapping[Subject, Instant],
    signs: Mapping[Subject, Sign],
    rules: AlarmRules,
    now: Instant,
) -> Judgement:
    """What to raise and clear at `now`. `lasting`: the alarms there are."""
    changes: list[AlarmChange] = []
    still: dict[Subject, Instant] = {}
    for subject in sorted({*lasting, *signs}, key=lambda each: (each.kind, each.id)):
        raised, sign = subject in lasting, signs.get(subject)
        if sign is (None if raised else Sign.WRONG):
            since = turning.get(subject, now)
            if now - since >= (_well_for(subject.kind) if raised else _wrong_for(subject.kind, rules)):
                changes.append(AlarmChange(subject=subject, raised=not raised))
            else:
                still[subject] = since
    return Judgement(tuple(changes), still)


def _wrong_for(kind: AlarmKind, rules: AlarmRules) -> Milliseconds:
    match kind:
        case AlarmKind.KIOSK_DARK:
            return rules.dark
        case AlarmKind.LANGUAGE_UNSERVED:
            return rules.unserved
        case AlarmKind.QUEUE_LONG:
            return rules.queue_for
        case _:
            return 0


def _well_for(kind: AlarmKind) -> Milliseconds:
    return SURELY_WELL.get(kind, 0)
