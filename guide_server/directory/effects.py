"""What a change of somebody's account leads to now: what nobody else can do, and what it interrupts.

Of a new account what it brings.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from guide_server.directory.models import GuideEffect, GuideEffectId
from guide_server.http.access import StaffRole
from signaling.core.ids import GuideId, Language
from signaling.core.pool import IN_LINE, Pool
from signaling.core.skills import noted, served
from signaling.store.staff import Account


def effects_of(
    before: Account, after: Account, accounts: Sequence[Account], pool: Pool, *, two_admins: bool
) -> tuple[GuideEffect, ...]:
    """Those of going from one to the other. `two_admins`: whether anything needs a second one."""
    others = [account for account in accounts if account.id != before.id]
    offered = pool.settings.languages
    return (
        *_last_speaker(_gone(_spoken(before), _spoken(after), map(_spoken, others), offered), pool),
        *(
            _effect(GuideEffectId.LAST_INTERPRETER, language=language)
            for language in _gone(
                _interpreted(before), _interpreted(after), map(_interpreted, others), offered
            )
        ),
        *_interrupts(before, after, pool),
        *([_effect(GuideEffectId.ONE_ADMIN_LEFT)] if two_admins and _one_left(before, after, others) else []),
    )


def gains_of(added: Account, accounts: Sequence[Account], pool: Pool) -> tuple[GuideEffect, ...]:
    """What an account brings that is not there yet."""
    speaks, interprets = _spoken(added), _interpreted(added)
    if (added.languages or added.interprets) and not _serves(added):
        return (_effect(GuideEffectId.NOT_RUNG),)
    return (
        *(
            _effect(GuideEffectId.FURTHER_SPEAKER, language=language, guides=guides)
            if guides
            else _effect(GuideEffectId.FIRST_SPEAKER, language=language, calls=_waiting(language, pool))
            for language, guides in _already(speaks, map(_spoken, accounts), pool)
        ),
        *(
            _effect(GuideEffectId.FURTHER_INTERPRETER, language=language, guides=guides)
            if guides
            else _effect(GuideEffectId.FIRST_INTERPRETER, language=language)
            for language, guides in _already(interprets, map(_interpreted, accounts), pool)
        ),
    )


def _already(
    languages: set[Language], others: Iterable[set[Language]], pool: Pool
) -> Iterator[tuple[Language, int]]:
    """Each of the languages in the offered order, and how many of the others have it."""
    known = Counter(language for each in others for language in each)
    for tag in pool.settings.languages:
        if tag in languages:
            yield Language(tag), known[Language(tag)]


def _waiting(language: Language, pool: Pool) -> int:
    return sum(call.state in IN_LINE and call.language == language for call in pool.calls.values())


def _last_speaker(languages: Iterable[Language], pool: Pool) -> Iterator[GuideEffect]:
    for language in languages:
        yield _effect(GuideEffectId.LAST_SPEAKER, language=language, calls=_waiting(language, pool))


def _interrupts(before: Account, after: Account, pool: Pool) -> Iterator[GuideEffect]:
    if not _serves(before) or _serves(after):
        return
    known = pool.guides.get(GuideId(before.id))
    if known is None or not known.connected:
        return
    yield _effect(GuideEffectId.IN_CALL if known.busy else GuideEffectId.AT_WORK)


def _one_left(before: Account, after: Account, others: Sequence[Account]) -> bool:
    left = sum(map(_is_admin, others))
    return left == 1 and _is_admin(before) and not _is_admin(after)


def _gone(
    before: set[Language], after: set[Language], others: Iterable[set[Language]], offered: Sequence[str]
) -> list[Language]:
    """What one could do before and nobody can any more, of what is offered, in its order."""
    gone = before - after - {language for each in others for language in each}
    return [Language(tag) for tag in offered if tag in gone]


def _serves(account: Account) -> bool:
    """Whether residents may be helped by this account: as the directory has it."""
    return account.active and StaffRole.GUIDE in account.roles


def _spoken(account: Account) -> set[Language]:
    return set(served(noted(account.skills, account.languages))) if _serves(account) else set()


def _interpreted(account: Account) -> set[Language]:
    return set(account.interprets) if _serves(account) else set()


def _is_admin(account: Account) -> bool:
    return account.active and StaffRole.ADMIN in account.roles


def _effect(kind: GuideEffectId, /, **params: str | int) -> GuideEffect:
    return GuideEffect(id=kind, params=params)
