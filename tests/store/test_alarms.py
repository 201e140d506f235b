"""Alarms last once each, and their notices are numbered without gaps."""

import asyncio

from signaling.store.alarms import AlarmChange, AlarmKind, Alarms, MailState, Subject
from signaling.store.engine import Database
from tests.fakes import NOON

DARK = Subject(kind=AlarmKind.KIOSK_DARK, id="kiosk-1")
QUEUE = Subject(kind=AlarmKind.QUEUE_LONG)


def raised(*subjects: Subject) -> list[AlarmChange]:
    return [AlarmChange(subject=subject, raised=True) for subject in subjects]


def cleared(*subjects: Subject) -> list[AlarmChange]:
    return [AlarmChange(subject=subject, raised=False) for subject in subjects]


async def test_an_alarm_begins_and_ends_once(database: Database) -> None:
    alarms = Alarms(database)
    await alarms.change(raised(DARK, QUEUE), at=NOON)
    await alarms.change(raised(DARK), at=NOON + 1)
    assert {alarm.subject for alarm in await alarms.lasting()} == {DARK, QUEUE}
    await alarms.change(cleared(DARK), at=NOON + 2)
    await alarms.change(cleared(DARK), at=NOON + 3)
    [over] = await alarms.over(limit=10)
    assert (over.subject, over.since, over.until) == (DARK, NOON, NOON + 2)
    await alarms.change(raised(DARK), at=NOON + 4)
    assert {alarm.since for alarm in await alarms.lasting()} == {NOON, NOON + 4}


async def test_each_beginning_and_end_has_one_notice(database: Database) -> None:
    alarms = Alarms(database)
    await alarms.change(raised(DARK), at=NOON)
    await alarms.change([*raised(DARK, QUEUE), *cleared(DARK)], at=NOON + 1)
    notices = await alarms.notices(0, limit=10)
    assert [(notice.seq, notice.raised, notice.alarm.subject) for notice in notices] == [
        (1, True, DARK), (2, True, QUEUE), (3, False, DARK),
    ]  # fmt: skip
    assert [notice.seq for notice in await alarms.notices(1, limit=1)] == [2]


async def test_two_who_raise_the_same_at_once_raise_it_once(address: str) -> None:
    databases = [Database(address) for _ in range(4)]
    try:
        await asyncio.gather(
            *(Alarms(each).change(raised(DARK), at=NOON) for each in databases), return_exceptions=True
        )
        assert len(await Alarms(databases[0]).lasting()) == 1
        assert len(await Alarms(databases[0]).notices(0, limit=10)) == 1
    finally:
        for each in databases:
            await each.close()


async def test_how_far_notices_were_mailed_is_kept(database: Database) -> None:
    alarms = Alarms(database)
    assert await alarms.mail_state() == MailState(cursor=0, failures=0, failing_since=None, next_at=0)
    state = MailState(cursor=7, failures=2, failing_since=NOON, next_at=NOON + 1)
    await alarms.set_mail_state(state)
    assert await alarms.mail_state() == state
