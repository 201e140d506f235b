"""Accounts and signed-in browsers."""

import pytest

from signaling.core.ids import Language
from signaling.store.audit import Actor, AuditLog
from signaling.store.engine import Database
from signaling.store.staff import (
    Account,
    LoginTaken,
    Reason,
    Staff,
    StaffChange,
    StaffChanged,
    UnknownStaff,
)
from signaling.store.staff_versions import StaffVersions
from tests.fakes import NOON, ManualClock

HOUR = 3_600_000


@pytest.fixture
def staff(database: Database, clock: ManualClock) -> Staff:
    return Staff(database, clock=clock)


@pytest.fixture
async def saba(staff: Staff) -> Account:
    languages = (Language("sv"), Language("ti"))
    return await staff.add(
        login="saba", name="Saba ሳባ", password_hash="$argon2id$…", roles=["guide"], languages=languages
    )


async def test_an_account_is_found_by_its_login(staff: Staff, saba: Account) -> None:
    assert await staff.account("saba") == saba
    assert await staff.account("SABA") is None
    assert await staff.account("") is None
    assert saba.active
    assert saba.languages == ("sv", "ti")


async def test_a_login_belongs_to_one_account(staff: Staff, saba: Account) -> None:
    with pytest.raises(LoginTaken):
        await staff.add(login="saba", name="Another", password_hash=None, roles=[])
    assert await staff.accounts() == (saba,)


async def test_accounts_come_by_name_also_those_that_are_closed(staff: Staff, saba: Account) -> None:
    eva = await staff.add(login="eva", name="Eva", password_hash=None, roles=["admin"])
    await staff.change(saba.id, StaffChange(active=False))
    assert [account.id for account in await staff.accounts()] == [eva.id, saba.id]


async def test_a_change_changes_what_it_names(staff: Staff, saba: Account) -> None:
    await staff.change(saba.id, StaffChange(languages=[Language("ti")]))
    await staff.change(saba.id, StaffChange())
    changed = await staff.account("saba")
    assert changed is not None
    assert (changed.languages, changed.name, changed.roles) == (("ti",), saba.name, saba.roles)
    with pytest.raises(UnknownStaff):
        await staff.change("nobody", StaffChange(active=True))


async def sign_in(staff: Staff, account: Account, token: str = "hash") -> None:
    await staff.start_session(token, account.id, csrf="csrf", at=NOON, expires_at=NOON + HOUR)


async def test_a_session_carries_its_account(staff: Staff, saba: Account) -> None:
    await sign_in(staff, saba)
    session = await staff.session("hash")
    assert session is not None
    assert session.account == saba
    assert (session.csrf, session.created_at, session.seen_at, session.expires_at) == (
        "csrf", NOON, NOON, NOON + HOUR,
    )  # fmt: skip
    await staff.touch_session("hash", at=NOON + 60_000)
    touched = await staff.session("hash")
    assert touched is not None
    assert touched.seen_at == NOON + 60_000


async def test_a_session_ends_alone_or_with_the_others(staff: Staff, saba: Account) -> None:
    for token in ("one", "two", "three"):
        await sign_in(staff, saba, token)
    await staff.end_session("one")
    assert await staff.session("one") is None
    assert await staff.session("two") is not None
    await staff.end_sessions_of(saba.id)
    assert await staff.session("two") is await staff.session("three") is None


async def test_whoever_changes_the_own_password_stays_signed_in_here_alone(
    staff: Staff, saba: Account
) -> None:
    for token in ("here", "elsewhere"):
        await sign_in(staff, saba, token)
    await staff.change(saba.id, StaffChange(password_hash="new"), keep="here")
    assert await staff.session("here") is not None
    assert await staff.session("elsewhere") is None


@pytest.mark.parametrize(
    ("change", "signed_out"),
    [
        (StaffChange(active=False), True),
        (StaffChange(password_hash="new"), True),
        (StaffChange(languages=[]), False),
        (StaffChange(active=True), False),
    ],
)
async def test_a_closed_account_and_a_new_password_sign_out_everywhere(
    staff: Staff, saba: Account, change: StaffChange, signed_out: bool
) -> None:
    await sign_in(staff, saba)
    await staff.change(saba.id, change)
    assert (await staff.session("hash") is None) == signed_out


async def test_the_audit_names_what_was_changed_and_no_secret(
    staff: Staff, saba: Account, database: Database, clock: ManualClock
) -> None:
    eva = Actor(who="eva", why="forgot it")
    await staff.change(saba.id, StaffChange(password_hash="$secret", active=True), by=eva)
    newest = (await AuditLog(database, clock=clock).page(eva))[0]
    assert (newest.who, newest.why, newest.at) == ("eva", "forgot it", NOON)
    assert newest.filter == {"staff": saba.id, "changed": "password_hash active"}


async def test_each_change_keeps_what_was_before_and_never_a_password(
    staff: Staff, saba: Account, database: Database
) -> None:
    why = Actor(who="admin-1", why="Back from leave")
    await staff.change(saba.id, StaffChange(languages=(Language("ti"),), roles=["guide"]), by=why)
    await staff.change(saba.id, StaffChange(password_hash="$argon2id$another"), by=Actor(who=saba.id))
    await staff.change(saba.id, StaffChange(roles=["guide"], active=True), by=why)
    password, languages, added = await StaffVersions(database).page(saba.id)
    assert [each.number for each in (password, languages, added)] == [3, 2, 1], "what changes nothing is none"
    assert (languages.who, languages.note) == ("admin-1", "Back from leave")
    assert languages.before == {"languages": ["sv", "ti"]}
    assert languages.after == {"languages": ["ti"]}
    assert (password.who, password.before, password.after, password.password) == (saba.id, {}, {}, True)
    assert (added.before, added.after["roles"]) == (None, ["guide"])
    assert "argon2" not in str((password, languages, added))
    assert [each.number for each in await StaffVersions(database).page(saba.id, before=3, limit=1)] == [2]


async def test_a_change_on_what_is_not_the_newest_any_more_changes_nothing(
    staff: Staff, saba: Account
) -> None:
    await staff.change(saba.id, StaffChange(roles=["leader"]), reason=Reason(base=1))
    with pytest.raises(StaffChanged):
        await staff.change(saba.id, StaffChange(active=False), reason=Reason(base=1))
    account = await staff.account_of(saba.id)
    assert account is not None
    assert (account.roles, account.active) == (("leader",), True)
