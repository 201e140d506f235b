"""By which clock an agent proves who it is: the one that judges its proof."""

from email.utils import parsedate_to_datetime

from tests.gateway.world import served

HOUR = 3_600_000_000_000
"""Nanoseconds."""


async def test_a_refused_agent_is_told_the_time_by_which_its_proof_is_judged() -> None:
    """The clock of the server's machine was set since the server began, or the machine slept."""
    async with served() as world:
        world.exchange._clock._offset -= HOUR  # type: ignore[attr-defined]
        key = world.add_kiosk("k1")
        url = world.server.make_url("/kiosk/profile")
        async with world.http.get(url, headers={"Authorization": f"Bearer {key.token('k1')}"}) as refused:
            assert refused.status == 401
            told = int(parsedate_to_datetime(refused.headers["Date"]).timestamp())
        token = key.token("k1", iat=told, exp=told + 60)
        async with world.http.get(url, headers={"Authorization": f"Bearer {token}"}) as answer:
            assert answer.status == 200
