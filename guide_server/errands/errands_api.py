"""What an admin wants of a kiosk from afar: asked here, done there between calls."""

from typing import Final

from pydantic import TypeAdapter

from guide_server.errands.models import AskedErrand, ErrandsPage, ErrandState, KioskErrands
from guide_server.http.access import Access
from guide_server.http.endpoint import ID, Asked, Endpoint, Nothing
from guide_server.http.problems import KioskNotInUse, KioskUnable, NotFound
from signaling.core.ids import Instant, KioskId
from signaling.ports import Clock, Errand, KioskProfile
from signaling.store import errands as store
from signaling.store.audit import Actor
from signaling.store.directory import SqlDirectory, UnknownKiosk
from signaling.wire.errands import ErrandName, ErrandOutcome

NAMES: Final = "|".join(Errand)
_NAME: Final = TypeAdapter[ErrandName](ErrandName)
_OUTCOME: Final = TypeAdapter[ErrandOutcome](ErrandOutcome)


class ErrandsApi:
    def __init__(self, *, directory: SqlDirectory, errands: store.Errands, clock: Clock) -> None:
        self._directory = directory
        self._errands = errands
        self._clock = clock

    async def read_all(self, _: Asked[Nothing]) -> ErrandsPage:
        """List what each kiosk can be asked to do, and what came of the last wishes."""
        kiosks = (await self._directory.catalogue()).kiosks
        now, known = self._clock.now(), await self._errands.of_all()
        return ErrandsPage(
            kiosks=tuple(
                _of_kiosk(profile, known[kiosk], now) for kiosk, profile in kiosks.items() if kiosk in known
            )
        )

    async def ask(self, asked: Asked[Nothing]) -> Nothing:
        """Ask this kiosk to do it as soon as no resident is served there."""
        kiosk, errand = KioskId(asked.path("kiosk")), Errand(asked.path("errand"))
        try:
            await self._errands.ask(kiosk, errand, by=Actor(who=asked.who.staff))
        except UnknownKiosk:
            raise NotFound from None
        except store.KioskRevoked:
            raise KioskNotInUse from None
        except store.KioskUnable:
            raise KioskUnable from None
        return Nothing()

    def endpoints(self) -> tuple[Endpoint, ...]:
        one = f"/api/kiosks/{{kiosk:{ID}}}/errands/{{errand:{NAMES}}}"
        return (
            Endpoint("GET", "/api/errands", Access.KIOSKS, self.read_all),
            Endpoint("POST", one, Access.KIOSKS, self.ask),
        )


def _of_kiosk(profile: KioskProfile, known: store.KioskErrands, now: Instant) -> KioskErrands:
    able = () if profile.revoked else sorted({Errand.SELF_TEST, *known.able})
    return KioskErrands(
        kiosk=profile.id,
        able=tuple(_NAME.validate_python(errand.value) for errand in able),
        asked=tuple(_asked(each, now) for each in known.asked),
    )


def _asked(asked: store.Asked, now: Instant) -> AskedErrand:
    return AskedErrand(
        errand=_NAME.validate_python(asked.errand.value),
        state=_state(asked, now),
        asked_at=asked.asked_at,
        done_at=asked.done_at,
        outcome=None if asked.outcome is None else _OUTCOME.validate_python(asked.outcome.value),
    )


def _state(asked: store.Asked, now: Instant) -> ErrandState:
    if asked.done_at is not None:
        return ErrandState.DONE
    if asked.over(now):
        return ErrandState.UNHEARD if asked.heard_at is None else ErrandState.UNDONE
    return ErrandState.ASKED if asked.heard_at is None else ErrandState.HEARD
