"""The real parts that other tests lean on do work."""

import asyncio

import psycopg
import pytest
from aioice import turn

from tests.fixtures.chromium import LaunchChromium
from tests.fixtures.coturn import Coturn


def test_each_test_gets_an_empty_postgres_of_its_own(fresh_postgres: str) -> None:
    with psycopg.connect(fresh_postgres.replace("+psycopg", "", 1)) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert tables == (0,)


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_coturn_relays_to_whoever_knows_the_shared_secret(coturn: Coturn, transport: str) -> None:
    username, password = coturn.credentials()
    allocation, relay = await turn.create_turn_endpoint(
        asyncio.DatagramProtocol,
        server_addr=(coturn.host, coturn.port),
        username=username,
        password=password,
        transport=transport,
    )
    allocation.close()
    assert relay is not None


@pytest.mark.browser
async def test_chromium_has_a_camera_and_a_microphone(launch_chromium: LaunchChromium) -> None:
    browser = await launch_chromium()
    page = await browser.new_page()
    await page.goto("chrome://version")
    kinds = await page.evaluate(
        "navigator.mediaDevices.enumerateDevices().then(found => found.map(device => device.kind))"
    )
    assert {"audioinput", "videoinput"} <= set(kinds)
