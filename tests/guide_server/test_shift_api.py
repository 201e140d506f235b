"""Before the shift: today's languages, the relays to try, and an echo."""

from datetime import datetime
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from guide_server.desk.shift_api import LONGEST_ECHO, MOST_ECHOES, day_turns_after
from signaling.core.ids import GuideId, Language
from signaling.core.skills import Skill
from signaling.core.vocabulary import Level, Mode
from signaling.store.staff import StaffChange
from signaling.turn_credentials import TurnCredentials
from tests.guide_server.office import STOCKHOLM, Browser, Office, office_at

URLS = ("turns:turn.example:443", "turn:turn.example:3478?transport=tcp", "turn:turn.example:3478", "stun:x")


def skill(tag: str, level: Level = Level.FLUENT, mode: Mode = Mode.SPEAK) -> Skill:
    return Skill(Language(tag), level, mode)


async def test_a_guide_serves_some_languages_today_and_all_again_tomorrow(office: Office) -> None:
    skills = [skill("sv"), skill("ar", Level.BASIC), skill("swl"), skill("swl", mode=Mode.SIGN)]
    languages = [Language(tag) for tag in ("sv", "ar", "swl")]
    await office.staff.change("guide-1", StaffChange(languages=languages, skills=skills))
    office.clock.advance(1_000)
    guide = await office.signed_in("guide-1")
    shift = await guide.get("/api/shift")
    assert [(each["language"], each["level"], each["mode"]) for each in shift["languages"]] == [
        ("sv", "fluent", "speak"), ("ar", "basic", "speak"), ("swl", "fluent", "sign"),
    ]  # fmt: skip
    assert all(each["today"] for each in shift["languages"])
    chosen = await guide.ask("PATCH", "/api/shift", json={"languages": ["ar", "swl", "ar"]})
    assert chosen.status == 204
    profile = await office.directory.guide(GuideId("guide-1"))
    assert profile is not None
    assert profile.languages == ("ar", "swl")
    today = (await guide.get("/api/shift"))["languages"]
    assert [each["language"] for each in today if each["today"]] == ["ar", "swl"]
    office.clock.time = shift["until"]
    guide = await office.signed_in("guide-1")
    assert all(each["today"] for each in (await guide.get("/api/shift"))["languages"])


@pytest.mark.parametrize(
    ("languages", "status"), [([], 400), (["fi"], 400), (["sv", "xx-yy-zz"], 400), (["sv"], 204)]
)
async def test_only_what_the_admin_noted_can_be_served(
    office: Office, languages: list[str], status: int
) -> None:
    guide = await office.signed_in("guide-1")
    assert (await guide.ask("PATCH", "/api/shift", json={"languages": languages})).status == status


@pytest.mark.parametrize(
    ("now", "turns"),
    [
        ("2026-03-28T22:00", "2026-03-29T04:00"), ("2026-03-29T03:59", "2026-03-29T04:00"),
        ("2026-03-29T04:00", "2026-03-30T04:00"), ("2026-10-25T00:30", "2026-10-25T04:00"),
    ],
)  # fmt: skip
def test_a_day_turns_at_four_by_the_municipalitys_clock(now: str, turns: str) -> None:
    """Also in the nights in which the clocks are changed."""

    def instant(text: str, zone: ZoneInfo = STOCKHOLM) -> int:
        return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp() * 1_000)

    assert day_turns_after(instant(now), STOCKHOLM) == instant(turns)


async def test_the_relays_come_with_a_password_for_a_trial(sqlite_store: str) -> None:
    turn = TurnCredentials(urls=URLS, secrets=["s" * 20], lifetime=600_000)
    async with office_at(sqlite_store, turn=turn) as office:
        given = await (await office.signed_in("guide-1")).get("/api/check/relays")
    assert [(each["route"], each["url"]) for each in given["relays"]] == [
        ("udp", URLS[2]), ("tcp", URLS[1]), ("tls", URLS[0]),
    ]  # fmt: skip
    expires, _, trial = given["username"].partition(":")
    assert (int(expires) * 1_000, trial[:6]) == (office.clock.now() + 600_000, "check-")


async def test_without_relays_there_is_nothing_to_try(office: Office) -> None:
    given = await (await office.signed_in("guide-1")).get("/api/check/relays")
    assert given == {"relays": [], "username": "", "credential": ""}


def echo(browser: Browser, origin: str | None = None) -> "aiohttp.client._WSRequestContextManager":
    return browser.http.ws_connect(f"{browser.url}/api/check/echo", headers={"Origin": origin or browser.url})


async def test_what_is_said_comes_back_for_a_while(office: Office) -> None:
    guide = await office.signed_in("guide-1")
    async with echo(guide) as socket:
        for number in range(MOST_ECHOES):
            await socket.send_str(str(number))
            assert await socket.receive_str(timeout=5) == str(number)
        assert (await socket.receive(timeout=5)).type is aiohttp.WSMsgType.CLOSE
    async with echo(guide) as socket:
        await socket.send_str("x" * (LONGEST_ECHO + 1))
        assert (await socket.receive(timeout=5)).type is aiohttp.WSMsgType.CLOSE


async def test_no_other_page_and_nobody_else_gets_an_echo(office: Office) -> None:
    guide, nobody = await office.signed_in("guide-1"), office.browser()
    for browser, origin, status in ((guide, "https://evil.example", 403), (nobody, None, 401)):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            async with echo(browser, origin):
                pass
        assert refused.value.status == status
    assert (await guide.ask("GET", "/api/check/echo")).status == 415
