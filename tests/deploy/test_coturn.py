"""S3: TURN credentials lead nowhere special. A real coturn with the shipped file, asked for each address."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aioice import stun
from aioice.turn import TurnClientUdpProtocol

from tests.fixtures.coturn import Coturn, coturn_running

SHIPPED = Path(__file__).resolve().parents[2] / "deploy/coturn/turnserver.conf"

REFUSED_V4 = """
    0.0.0.0 0.0.0.1 0.255.255.255 10.0.0.0 10.0.0.1 10.255.255.255 100.64.0.0 100.100.100.200 100.127.255.255
    127.0.0.1 127.0.0.53 127.255.255.255 169.254.0.1 169.254.169.254 169.254.170.2 172.16.0.1 172.17.0.1
    172.31.255.255 192.0.0.1 192.0.0.8 192.0.0.170 192.0.0.192 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1
    192.168.0.1 192.168.1.1 192.168.255.255 192.175.48.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1
    224.0.0.1 224.0.0.251 239.255.255.250 240.0.0.1 255.255.255.254 255.255.255.255
""".split()  # noqa: SIM905 - reads as the list it is
REFUSED_V6 = """
    ::1 ::10.0.0.1 ::127.0.0.1 ::ffff:0.0.0.1 ::ffff:10.0.0.1 ::ffff:127.0.0.1 ::ffff:169.254.169.254
    ::ffff:172.16.0.1 ::ffff:192.168.1.1 ::ffff:8.8.8.8 ::ffff:255.255.255.255 ::ffff:0:10.0.0.1
    64:ff9b::10.0.0.1 64:ff9b::127.0.0.1 64:ff9b::169.254.169.254 64:ff9b:1::10.0.0.1 64:ff9b:1:ffff::1
    100::1 100:0:0:1::1 2001::1 2001:0:a00:1::1 2001:1::1 2001:2::1 2001:3::1 2001:4:112::1 2001:10::1
    2001:20::1 2001:30::1 2001:db8::1 2001:db8:ffff::1 2002:a00:1::1 2002:7f00:1::1 2002:c0a8:101::1
    2620:4f:8000::1 3fff::1 3fff:fff::1 5f00::1 fc00::1 fd00::1 fd00:ec2::254 fdff:ffff::1 fe80::1
    fe80::a9fe:a9fe febf::1 fec0::1 ff02::1 ff02::fb ff05::2 ffff::1
""".split()  # noqa: SIM905 - reads as the list it is
ALLOWED = {
    "127.0.0.1": ["1.1.1.1", "100.63.255.255", "172.32.0.1", "193.10.10.10", "223.255.255.255"],
    "::1": ["2001:200::1", "2003::1", "2606:4700::1111", "2a00:801::1"],
}
NOT_OURS_TO_SHIP = ("realm", "static-auth-secret", "listening-port", "syslog", "no-stdout-log")
"""What the fixture sets itself."""


def shipped_options() -> list[str]:
    lines = (line.strip() for line in SHIPPED.read_text().splitlines())
    settings = [line for line in lines if line and not line.startswith("#")]
    return [line for line in settings if line.partition("=")[0] not in NOT_OURS_TO_SHIP]


@pytest.fixture(scope="module", params=["127.0.0.1", "::1"])
def guarded(request: pytest.FixtureRequest) -> Iterator[Coturn]:
    """coturn as a municipality runs it, on one family of addresses."""
    options = [*shipped_options(), "user-quota=0", "allocation-default-address-family=keep"]
    with coturn_running(host=request.param, options=options) as server:
        yield server


@contextlib.asynccontextmanager
async def allocation(server: Coturn) -> AsyncIterator[TurnClientUdpProtocol]:
    username, password = server.credentials()
    address = (server.host, server.port)
    transport, client = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: TurnClientUdpProtocol(address, username, password, lifetime=600, channel_refresh_time=500),
        remote_addr=address,
    )
    try:
        await client.connect()
        yield client
        await client.delete()
    finally:
        transport.close()


async def answer(client: TurnClientUdpProtocol, method: stun.Method, peer: str, channel: int) -> int:
    """Ask to reach a peer; return 200, or the error code that coturn answers with."""
    request = stun.Message(message_method=method, message_class=stun.Class.REQUEST)
    request.attributes["XOR-PEER-ADDRESS"] = (peer, 5004)
    if method is stun.Method.CHANNEL_BIND:
        request.attributes["CHANNEL-NUMBER"] = channel
    try:
        await client.request_with_retry(request)
    except stun.TransactionFailed as refusal:
        return refusal.response.error_code or 0
    return 200


METHODS = [stun.Method.CREATE_PERMISSION, stun.Method.CHANNEL_BIND]


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name.lower())
async def test_no_special_purpose_address_is_reached(guarded: Coturn, method: stun.Method) -> None:
    async with allocation(guarded) as client:
        answers = {
            peer: await answer(client, method, peer, 0x4000 + number)
            for number, peer in enumerate([*REFUSED_V4, *REFUSED_V6])
        }
    assert len(answers) >= 60
    of_this_family = REFUSED_V6 if ":" in guarded.host else REFUSED_V4
    assert {peer: answers[peer] for peer in of_this_family if answers[peer] != 403} == {}
    assert {peer: code for peer, code in answers.items() if code == 200} == {}


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name.lower())
async def test_addresses_of_the_internet_are_reached(guarded: Coturn, method: stun.Method) -> None:
    async with allocation(guarded) as client:
        answers = {
            peer: await answer(client, method, peer, 0x4000 + number)
            for number, peer in enumerate(ALLOWED[guarded.host])
        }
    assert set(answers.values()) == {200}


async def test_a_credential_of_yesterday_opens_nothing(guarded: Coturn) -> None:
    username, password = guarded.credentials(seconds=-60)
    address = (guarded.host, guarded.port)
    transport, client = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: TurnClientUdpProtocol(address, username, password, lifetime=600, channel_refresh_time=500),
        remote_addr=address,
    )
    with contextlib.closing(transport), pytest.raises(stun.TransactionFailed) as refusal:
        await client.connect()
    assert refusal.value.response.error_code == 401
