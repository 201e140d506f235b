"""TURN passwords: what coturn takes, for how long, and with which secret (S3)."""

import asyncio
import base64
import hashlib
import hmac
import time

import pytest
from aioice.stun import TransactionFailed
from aioice.turn import create_turn_endpoint

from signaling.core.ids import CallId
from signaling.turn_credentials import LONGEST_LIFE, IceServers, TurnCredentials
from tests.fixtures.coturn import Coturn, coturn_running

CALL = CallId("01936f2a-7c3e-7b1d-9a53-3f1c2b7e9d10")
URLS = (
    "turns:t.example:443?transport=tcp",
    "turn:t.example:3478?transport=tcp",
    "turn:t.example:3478",
    "stun:t.example",
)


def credentials(*secrets: str, lifetime: int = LONGEST_LIFE, now: int | None = None) -> IceServers:
    made = TurnCredentials(urls=URLS, secrets=secrets, lifetime=lifetime).for_call(
        CALL, int(time.time() * 1000) if now is None else now
    )
    assert made is not None
    return made


def test_the_password_signs_the_call_and_its_end() -> None:
    made = credentials("north", lifetime=300_000, now=1_000_000_500)
    assert made.username == f"1000300:{CALL}"
    digest = hmac.new(b"north", made.username.encode(), hashlib.sha1).digest()
    assert made.credential == base64.b64encode(digest).decode()
    assert made.expires == 1_000_300_000


def test_udp_comes_first_and_tls_last() -> None:
    assert credentials("north").urls == (URLS[2], URLS[3], URLS[1], URLS[0])


def test_no_password_lives_longer_than_ten_minutes() -> None:
    made = credentials("north", lifetime=LONGEST_LIFE * 10, now=0)
    assert made.expires == LONGEST_LIFE


def test_the_first_secret_signs_while_they_rotate() -> None:
    assert credentials("new", "old", now=0) == credentials("new", now=0) != credentials("old", now=0)


def test_without_servers_there_is_nothing_to_tell() -> None:
    assert TurnCredentials(urls=(), secrets=(), lifetime=1).for_call(CALL, 0) is None


def test_a_turn_server_without_a_secret_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="secret"):
        TurnCredentials(urls=("turn:t.example",), secrets=(), lifetime=1)


async def allocate(coturn: Coturn, ice: IceServers) -> None:
    transport, _ = await create_turn_endpoint(
        asyncio.DatagramProtocol,
        server_addr=(coturn.host, coturn.udp_port),
        username=ice.username,
        password=ice.credential,
    )
    transport.close()
    await asyncio.sleep(0.1)


async def test_a_real_coturn_takes_the_password(coturn: Coturn) -> None:
    await allocate(coturn, credentials(coturn.secret))


async def test_a_real_coturn_takes_the_old_and_the_new_secret_while_they_rotate() -> None:
    with coturn_running(options=("allow-loopback-peers", "static-auth-secret=next")) as coturn:
        for signing in (coturn.secret, "next"):
            await allocate(coturn, credentials(signing))


async def test_a_real_coturn_takes_neither_another_secret_nor_an_old_password(coturn: Coturn) -> None:
    with pytest.raises(TransactionFailed):
        await allocate(coturn, credentials("another"))
    with pytest.raises(TransactionFailed):
        await allocate(coturn, credentials(coturn.secret, now=int(time.time() * 1000) - LONGEST_LIFE - 5_000))
