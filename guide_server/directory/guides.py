"""An account as admins see it in the list of guides."""

from guide_server.directory.models import Guide
from guide_server.directory.wishes import each_once
from signaling.core.skills import noted
from signaling.store.staff import Account
from signaling.wire.translate import skills_view


def guide_of(account: Account, secured: frozenset[str]) -> Guide:
    """`secured`: the accounts that are asked for a code when they sign in by password."""
    return Guide(
        id=account.id,
        login=account.login,
        name=account.name,
        languages=account.languages,
        skills=skills_view(noted(account.skills, account.languages)),
        interprets=account.interprets,
        topics=account.topics,
        active=account.active,
        second_step=account.id in secured,
        roles=each_once(account.roles),
    )
