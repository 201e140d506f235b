"""What the municipality calls its topics, outcomes and referrals, for the pages that staff read."""

from collections.abc import Callable, Mapping

from guide_server.http.access import Access
from guide_server.http.endpoint import Asked, Endpoint, Nothing
from guide_server.settings_history.models import OwnName, OwnNames
from signaling.pool_part import CodeName, CodeNames


class CodeNamesApi:
    def __init__(self, names: Callable[[], CodeNames]) -> None:
        self._names = names

    async def read_names(self, _: Asked[Nothing]) -> OwnNames:
        """Show the municipality's own names of topics, their groups, outcomes and referrals."""
        names = self._names()
        return OwnNames(
            topic=_told(names.topics),
            topic_group=_told(names.topic_groups),
            disposition=_told(names.dispositions),
            referral=_told(names.referrals),
        )

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (Endpoint("GET", "/api/names", Access.SIGNED_IN, self.read_names),)


def _told(names: Mapping[str, CodeName]) -> dict[str, OwnName]:
    return {code: OwnName(sv=name.sv, en=name.en) for code, name in names.items()}
