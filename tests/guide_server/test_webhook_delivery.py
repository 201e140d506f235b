"""Webhooks against a real receiver: at least once, in order, from the cursor on, however it misbehaves."""

import asyncio
import base64
import hashlib
import hmac
import ssl
import sys
import time
from collections.abc import AsyncIterator
from ipaddress import ip_network
from pathlib import Path

import pytest
from aiohttp import ClientTimeout, web
from sqlalchemy import update
from standardwebhooks.webhooks import Webhook as StandardWebhook
from standardwebhooks.webhooks import WebhookVerificationError

from guide_server.webhooks import sender as sending
from guide_server.webhooks.messages import CallMessage, Posted
from guide_server.webhooks.patience import HOUR, LONGEST_FAILURE, PAUSES
from guide_server.webhooks.reach import Reach
from guide_server.webhooks.sender import Sender
from guide_server.webhooks.signature import secret_of, signed_headers
from signaling.core.vocabulary import CallOutcome
from signaling.store.alarms import AlarmChange, AlarmKind, Subject
from signaling.store.tables import lease
from signaling.store.webhooks.cursors import KEPT_ATTEMPTS
from signaling.store.webhooks.subscriptions import (
    BOTH_KEYS,
    DeliveryFault,
    Stream,
    WebhookChange,
    WebhookState,
)
from tests.fakes import NOON
from tests.fixtures.certificate import certificate_in
from tests.guide_server.receiver import (
    Behaviour,
    Receiver,
    answers,
    answers_without_end,
    closes_at_once,
    closes_mid_body,
    hangs,
    receiving,
)
from tests.guide_server.webhook_world import ADMIN, LOOPBACK, WebhookWorld, deliver, webhook_world
from tests.meta.test_project_files import ROOT
from tests.store.histories import POOL, Told, call_id, entries

CALL = ["call.tapped", "call.live", "call.ended"]


@pytest.fixture(params=["sqlite", "postgresql"])
async def world(request: pytest.FixtureRequest) -> AsyncIterator[WebhookWorld]:
    store = "sqlite_store" if request.param == "sqlite" else "postgres_store"
    async with webhook_world(request.getfixturevalue(store)) as world:
        yield world


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


async def test_a_call_is_told_in_order_and_says_nothing_of_persons(
    world: WebhookWorld, receiver: Receiver
) -> None:
    await world.hook(receiver.url)
    await world.tell(Told(1, language="so").whole())
    await deliver(world.node())
    assert receiver.types == CALL
    ended = CallMessage.model_validate_json(receiver.got[-1].body)
    assert ended.data.call == call_id(1)
    assert (ended.data.kiosk, ended.data.neighbourhood, ended.data.language) == ("kiosk-1", "varby", "so")
    assert ended.data.outcome is CallOutcome.COMPLETED
    assert (ended.data.wait, ended.data.talk) == (2_000, 1_000)
    assert set(receiver.got[-1].json["data"]) == {
        "call", "kiosk", "site", "neighbourhood", "language", "queued_at", "outcome", "wait", "talk",
    }  # fmt: skip
    assert b"guide" not in b"".join(each.body for each in receiver.got)


async def test_what_was_taken_is_not_told_again_and_what_comes_later_is(
    world: WebhookWorld, receiver: Receiver
) -> None:
    await world.hook(receiver.url)
    node = world.node()
    await world.tell(Told(1).whole())
    await deliver(node)
    await deliver(node)
    await world.tell(Told(2, kiosk="kiosk-2").whole())
    await deliver(node)
    assert receiver.types == CALL * 2
    assert len(set(receiver.ids)) == 6


async def test_the_signature_is_what_the_standards_own_library_expects(
    world: WebhookWorld, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.clock, "time", _now())
    hook = await world.hook(receiver.url)
    await world.tell(Told(1).tapped())
    await deliver(world.node())
    [got] = receiver.got
    verify = StandardWebhook(secret_of(hook.secret)).verify
    assert verify(got.body, got.headers)["type"] == "call.tapped"
    with pytest.raises(WebhookVerificationError):
        verify(got.body.replace(b"varby", b"skogas"), got.headers)
    with pytest.raises(WebhookVerificationError):
        verify(got.body, {**got.headers, "webhook-id": "another"})


def _now() -> int:
    """The library compares with the wall clock."""
    return time.time_ns() // 1_000_000


async def test_while_secrets_change_either_is_good(
    world: WebhookWorld, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.clock, "time", _now())
    hook = await world.hook(receiver.url)
    new = await world.records.webhooks.rotate(hook.id, by=ADMIN)
    await world.tell(Told(1).tapped())
    node = world.node()
    await deliver(node)
    for key in (hook.secret, new):
        StandardWebhook(secret_of(key)).verify(receiver.got[0].body, receiver.got[0].headers)

    world.clock.advance(BOTH_KEYS)
    await world.tell(Told(1).ended())
    await deliver(node)
    assert receiver.got[1].headers["webhook-signature"].count("v1,") == 1


def test_a_signature_reckoned_by_hand() -> None:
    headers = signed_headers(Posted("call_1", b"{}"), sent_at=1_700_000_000, keys=[b"k" * 32])
    by_hand = hmac.new(b"k" * 32, b"call_1.1700000000.{}", hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(by_hand).decode()}"


@pytest.mark.parametrize(
    ("behaviour", "fault", "status"),
    [
        (answers(500), DeliveryFault.REFUSED, 500),
        (answers(404), DeliveryFault.REFUSED, 404),
        (answers(302, Location="http://169.254.169.254/latest/meta-data/"), DeliveryFault.REDIRECTED, 302),
        (answers(307, Location="http://169.254.169.254/latest/meta-data/"), DeliveryFault.REDIRECTED, 307),
        (closes_at_once, DeliveryFault.CUT_OFF, None),
        (hangs, DeliveryFault.TIMED_OUT, None),
    ],
    ids=["500", "404", "302", "307", "closes", "hangs"],
)
async def test_what_was_not_taken_is_sent_again_the_same_and_before_what_follows(
    world: WebhookWorld,
    receiver: Receiver,
    behaviour: Behaviour,
    fault: DeliveryFault,
    status: int | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if behaviour is hangs:
        monkeypatch.setattr(sending, "_TIMES", ClientTimeout(total=0.3))
    hook = await world.hook(receiver.url)
    await world.tell(Told(1).whole())
    receiver.behaviours = [answers(200), behaviour]
    node = world.node()
    await deliver(node)
    assert len(receiver.got) == 2, "nothing follows a message that was not taken, and nothing is redirected"
    [attempt, first] = await world.records.webhooks.attempts(hook.id)
    assert (attempt.fault, attempt.status, first.fault) == (fault, status, None)

    await deliver(node)
    assert len(receiver.got) == 2, "it has to wait"
    world.clock.advance(PAUSES[0])
    await deliver(node)
    assert receiver.types == ["call.tapped", "call.live", "call.live", "call.ended"]
    assert receiver.ids[1] == receiver.ids[2]
    assert receiver.got[1].body == receiver.got[2].body
    assert (await world.again(hook)).failures == 0


@pytest.mark.parametrize("behaviour", [closes_mid_body, answers_without_end], ids=["cut", "endless"])
async def test_an_answer_counts_by_its_head(
    world: WebhookWorld, receiver: Receiver, behaviour: Behaviour
) -> None:
    await world.hook(receiver.url)
    await world.tell(Told(1).whole())
    receiver.behaviours = [behaviour]
    await deliver(world.node())
    assert receiver.types == CALL


async def test_one_that_hangs_holds_up_nobody_else(world: WebhookWorld, receiver: Receiver) -> None:
    async with receiving() as slow:
        slow.behaviours = [hangs]
        await world.hook(slow.url, name="slow")
        await world.hook(receiver.url, name="quick")
        await world.tell(Told(1).whole())
        node = world.node()
        await node.look()
        await slow.arrived.wait()
        while len(receiver.got) < 3:
            receiver.arrived.clear()
            await receiver.arrived.wait()
        await node.close()
    assert receiver.types == CALL


async def test_pauses_grow_and_are_heeded(world: WebhookWorld, receiver: Receiver) -> None:
    hook = await world.hook(receiver.url)
    await world.tell(Told(1).tapped())
    receiver.behaviours = [answers(503)] * 20
    node = world.node()
    pauses = []
    for _ in range(9):
        await deliver(node)
        pauses.append((await world.again(hook)).next_at - world.clock.now())
        world.clock.advance(pauses[-1])
    assert pauses == [*PAUSES, HOUR, HOUR]


async def test_who_asks_to_be_left_alone_is(world: WebhookWorld, receiver: Receiver) -> None:
    hook = await world.hook(receiver.url)
    await world.tell(Told(1).tapped())
    receiver.behaviours = [answers(429, Retry_After="600"), answers(429, Retry_After="999999")]
    node = world.node()
    await deliver(node)
    assert (await world.again(hook)).next_at == world.clock.now() + 600_000
    world.clock.advance(600_000)
    await deliver(node)
    assert (await world.again(hook)).next_at == world.clock.now() + HOUR


async def test_after_days_without_an_answer_it_is_disabled_and_goes_on_without_a_gap(
    world: WebhookWorld, receiver: Receiver
) -> None:
    hook = await world.hook(receiver.url)
    await world.tell(Told(1).whole())
    receiver.behaviours = [answers(500)] * 2
    node = world.node()
    await deliver(node)
    world.clock.advance(LONGEST_FAILURE)
    await deliver(node)
    assert (await world.again(hook)).state is WebhookState.DISABLED
    await world.tell(Told(2, kiosk="kiosk-2").whole())
    await deliver(node)
    assert len(receiver.got) == 2

    await world.records.webhooks.change(hook.id, WebhookChange(state=WebhookState.ACTIVE), by=ADMIN)
    receiver.got.clear()
    await deliver(node)
    assert receiver.types == CALL * 2


async def test_a_receiver_that_is_gone_is_told_no_more(world: WebhookWorld, receiver: Receiver) -> None:
    hook = await world.hook(receiver.url)
    await world.tell(Told(1).tapped())
    receiver.behaviours = [answers(410)]
    await deliver(world.node())
    assert (await world.again(hook)).state is WebhookState.DISABLED


async def test_paused_it_hears_nothing_and_later_everything(world: WebhookWorld, receiver: Receiver) -> None:
    hook = await world.hook(receiver.url)
    await world.records.webhooks.change(hook.id, WebhookChange(state=WebhookState.PAUSED), by=ADMIN)
    await world.tell(Told(1).whole())
    node = world.node()
    await deliver(node)
    assert receiver.got == []
    await world.records.webhooks.change(hook.id, WebhookChange(state=WebhookState.ACTIVE), by=ADMIN)
    await deliver(node)
    assert receiver.types == CALL


async def test_told_from_now_on_it_hears_nothing_of_the_past(world: WebhookWorld, receiver: Receiver) -> None:
    await world.tell(Told(1).whole())
    await world.hook(receiver.url, since=None)
    await world.tell(Told(2, kiosk="kiosk-2").tapped())
    await deliver(world.node())
    assert [each.json["data"]["call"] for each in receiver.got] == [call_id(2)]


async def test_replayed_from_a_day_it_hears_the_same_again(world: WebhookWorld, receiver: Receiver) -> None:
    hook = await world.hook(receiver.url)
    await world.tell(Told(1).whole())
    day_two = world.clock.now() + 1_000
    world.clock.time = day_two
    await world.tell(Told(2, kiosk="kiosk-2").whole())
    node = world.node()
    await deliver(node)
    before = list(receiver.got)
    await world.records.webhooks.replay(hook.id, day_two, by=ADMIN)
    await deliver(node)
    again = receiver.got[len(before) :]
    assert [each.body for each in again] == [each.body for each in before[3:]]
    assert [each.headers["webhook-id"] for each in again] == receiver.ids[3:6]


async def test_a_replay_skips_nothing_that_was_not_told(world: WebhookWorld, receiver: Receiver) -> None:
    hook = await world.hook(receiver.url)
    await world.tell(Told(1).whole())
    await world.records.webhooks.replay(hook.id, world.clock.now() + 10 * HOUR, by=ADMIN)
    await deliver(world.node())
    assert receiver.types == CALL


async def test_a_message_on_its_way_does_not_undo_a_replay(world: WebhookWorld, receiver: Receiver) -> None:
    hook = await world.hook(receiver.url)
    await world.tell(Told(1).whole())
    node = world.node()
    await deliver(node)

    async def replayed_meanwhile(_: web.Request) -> web.StreamResponse:
        await world.records.webhooks.replay(hook.id, NOON, by=ADMIN)
        return web.Response()

    await world.tell(Told(2, kiosk="kiosk-2").tapped())
    receiver.behaviours = [replayed_meanwhile]
    await deliver(node)
    await deliver(node)
    assert receiver.types == [*CALL, "call.tapped", *CALL, "call.tapped"]


async def test_two_nodes_tell_everything_once_and_the_other_goes_on(
    world: WebhookWorld, receiver: Receiver
) -> None:
    await world.hook(receiver.url)
    one, other = world.node("one"), world.node("other")
    await world.tell(Told(1).whole())
    await asyncio.gather(deliver(one), deliver(other))
    assert receiver.types == CALL

    await world.tell(Told(2, kiosk="kiosk-2").tapped())
    await world.database.write(  # the first node fell silent long ago
        lambda connection: connection.execute(update(lease).values(until=0)).rowcount
    )
    await deliver(other)
    assert receiver.types == [*CALL, "call.tapped"]

    await world.tell(Told(2, kiosk="kiosk-2").ended())
    one._duty._until = 0.0  # it wakes up, and asks before it tells
    await deliver(one)
    assert len(receiver.got) == 4
    await deliver(other)
    assert len(receiver.got) == 5


async def test_a_long_stretch_with_nothing_to_tell_is_left_behind(
    world: WebhookWorld, receiver: Receiver
) -> None:
    hook = await world.hook(receiver.url)
    told = Told(1)
    await world.tell(told.tapped())
    for _ in range(12):
        await world.tell([event for _ in range(50) for event in told.wrapped_up()], step=1)
    node = world.node()
    await deliver(node)
    assert (await world.again(hook)).cursor == 601
    assert receiver.types == ["call.tapped"]


async def test_attempts_are_kept_for_a_while_only(world: WebhookWorld, receiver: Receiver) -> None:
    hook = await world.hook(receiver.url)
    for number in range(1, KEPT_ATTEMPTS // 3 + 4):
        await world.tell(Told(number).whole())
    await deliver(world.node())
    assert len(receiver.got) > KEPT_ATTEMPTS
    attempts = await world.records.webhooks.attempts(hook.id)
    assert len(attempts) == KEPT_ATTEMPTS
    assert attempts[0].message == receiver.ids[-1]


async def test_alarms_are_told_to_those_who_want_alarms(world: WebhookWorld, receiver: Receiver) -> None:
    await world.hook(receiver.url, stream=Stream.ALARMS)
    dark = Subject(kind=AlarmKind.KIOSK_DARK, id="kiosk-1")
    await world.records.alarms.change([AlarmChange(subject=dark, raised=True)], at=NOON)
    await world.records.alarms.change([AlarmChange(subject=dark, raised=False)], at=NOON + 5)
    await world.tell(Told(1).whole())
    await deliver(world.node())
    assert receiver.types == ["alarm.raised", "alarm.cleared"]
    assert receiver.got[1].json["data"] == {"kind": "kiosk_dark", "subject": "kiosk-1", "since": NOON}


@pytest.mark.parametrize(
    "url",
    [
        "https://169.254.169.254/latest/meta-data/", "https://127.0.0.1/", "https://[::1]/",
        "https://[::ffff:127.0.0.1]/", "https://localhost/", "https://10.0.0.1/", "https://0x7f000001/",
        "https://[64:ff9b::a9fe:a9fe]/", "https://168.63.129.16/", "https://0.0.0.0/",
        "https://[fd00:ec2::254]/", "https://[64:ff9b:1::a9fe:a9fe]/", "https://[::10.0.0.1]/",
        "https://[fec0::1]/", "http://93.184.215.14/",
    ],
)  # fmt: skip
async def test_nobody_inside_is_reached(sqlite_store: str, url: str) -> None:
    async with webhook_world(sqlite_store) as world:
        hook = await world.hook(url)
        await world.tell(Told(1).tapped())
        await deliver(world.node(reach=Reach()))
        [attempt] = await world.records.webhooks.attempts(hook.id)
        assert attempt.fault is DeliveryFault.FORBIDDEN_ADDRESS


async def test_an_address_written_as_one_number_is_none(sqlite_store: str) -> None:
    async with webhook_world(sqlite_store) as world:
        hook = await world.hook("http://2130706433/")
        await world.tell(Told(1).tapped())
        await deliver(world.node())
        [attempt] = await world.records.webhooks.attempts(hook.id)
        assert attempt.fault is DeliveryFault.UNREACHABLE


@pytest.mark.parametrize("answered", [False, True], ids=["before the answer", "after it"])
async def test_killed_between_commit_and_delivery_it_is_told_at_least_once(
    sqlite_store: str, *, answered: bool
) -> None:
    """F2: the process dies with a message on its way, or told and not written down."""
    async with webhook_world(sqlite_store) as world, receiving() as receiver:
        await world.hook(receiver.url)
        await world.tell(Told(1).whole())
        killed = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.guide_server.delivering", sqlite_store, cwd=ROOT
        )

        async def kill(_: object) -> web.StreamResponse:
            killed.kill()
            await killed.wait()
            return web.Response(status=204)

        receiver.behaviours = [answers(204), kill] if answered else [kill]
        await killed.wait()
        before = list(receiver.ids)
        await world.database.write(
            lambda connection: connection.execute(update(lease).values(until=0)).rowcount
        )
        await deliver(world.node())
        assert list(dict.fromkeys(receiver.ids)) == [f"call_{POOL}_{seq}" for seq in _told_seqs()]
        assert receiver.ids.count(before[-1]) == 2


def _told_seqs() -> list[int]:
    return [
        entry.seq
        for entry in entries(Told(1).whole())
        if entry.event.type in {"call_tapped", "call_live", "call_ended"}
    ]


async def test_a_receiver_of_the_house_is_reached_where_the_settings_say_so_by_its_certificate(
    sqlite_store: str, tmp_path: Path
) -> None:
    certificate = certificate_in(tmp_path)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate.file, certificate.key)
    house = Reach((ip_network("127.0.0.1/32"),))
    async with webhook_world(sqlite_store) as world, receiving(tls=tls) as receiver:
        hook = await world.hook(receiver.url)
        await world.tell(Told(1).tapped())
        await deliver(world.node(reach=house))
        [attempt] = await world.records.webhooks.attempts(hook.id)
        assert attempt.fault is DeliveryFault.UNTRUSTED

        trusting = Sender(house, clock=world.clock, agent="Vagvisare/0", trust=certificate.file)
        answer = await trusting.post(await world.again(hook), _any_message())
        await trusting.close()
        assert answer.attempt.status == 204


def _any_message() -> Posted:
    return Posted("ping_1", b"{}")


async def test_the_name_is_judged_by_where_it_leads_each_time(
    sqlite_store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the first answer is public, the second one is not."""
    async with webhook_world(sqlite_store) as world, receiving() as receiver:
        port = receiver.url.rpartition(":")[2].partition("/")[0]
        hook = await world.hook(f"http://rebound.example:{port}/")
        leads = iter(["127.0.0.1", "169.254.169.254"])

        async def getaddrinfo(*_: object, **__: object) -> list[object]:
            return [(2, 1, 6, "", (next(leads), int(port)))]

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
        sender = Sender(LOOPBACK, clock=world.clock, agent="Vagvisare/0")
        first = await sender.post(hook, _any_message())
        await sender.close()
        second = await sender.post(hook, _any_message())
        await sender.close()
        assert (first.attempt.status, second.attempt.fault) == (204, DeliveryFault.FORBIDDEN_ADDRESS)
