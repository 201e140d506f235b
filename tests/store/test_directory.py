"""Places, kiosks and guides: read from a copy that is never old, changed with an audit row."""

import asyncio

import pytest
from sqlalchemy import select

from signaling.core.ids import GuideId, KioskId, Language, NeighbourhoodId, SiteId
from signaling.core.skills import Skill
from signaling.core.vocabulary import Level, Mode
from signaling.store import engine
from signaling.store.audit import Actor, AuditAction, AuditLog
from signaling.store.directory import (
    CODE_LIFETIME,
    FRESH,
    AlreadyThere,
    Catalogue,
    KioskState,
    Neighbourhood,
    Site,
    SqlDirectory,
    UnknownKiosk,
    kiosk_state,
)
from signaling.store.engine import Database, StoreUnavailable
from signaling.store.staff import Staff, StaffChange
from signaling.store.tables import enrolment_code
from tests.fakes import ManualClock

ANNA = Actor(who="anna", why="test")
VARBY = Neighbourhood(id=NeighbourhoodId("varby"), name="Vårby")
LIBRARY = Site(id=SiteId("library"), name="Biblioteket", neighbourhood=VARBY.id, phone="08-123 45 67")
DOOR = KioskId("door")
KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))


@pytest.fixture
async def directory(database: Database, clock: ManualClock) -> SqlDirectory:
    directory = SqlDirectory(database, clock=clock)
    await directory.add_neighbourhood(VARBY)
    await directory.add_site(LIBRARY)
    await directory.add_kiosk(DOOR, name="Vid dörren", at_site=LIBRARY.id)
    return directory


async def test_a_kiosk_is_known_with_its_place(directory: SqlDirectory) -> None:
    kiosk = await directory.kiosk(DOOR)
    assert kiosk is not None
    assert (kiosk.name, kiosk.site_name, kiosk.neighbourhood_name) == ("Vid dörren", "Biblioteket", "Vårby")
    assert (kiosk.phone, kiosk.public_key, kiosk.revoked) == ("08-123 45 67", None, False)
    assert kiosk_state(kiosk) is KioskState.AWAITS_ENROLMENT
    assert await directory.kiosk(KioskId("elsewhere")) is None


async def test_a_code_enrols_once(directory: SqlDirectory) -> None:
    made = await directory.make_enrolment_code(DOOR, by=ANNA)
    enrolled = await directory.enrol(made.code, KEY)
    assert enrolled is not None
    assert (enrolled.id, enrolled.public_key, kiosk_state(enrolled)) == (DOOR, KEY, KioskState.ENROLLED)
    assert await directory.enrol(made.code, OTHER_KEY) is None
    assert await directory.kiosk(DOOR) == enrolled


async def test_of_many_who_try_one_code_at_once_one_gets_in(address: str, directory: SqlDirectory) -> None:
    made = await directory.make_enrolment_code(DOOR)
    databases = [Database(address) for _ in range(3)]
    doors = [SqlDirectory(database, clock=ManualClock()) for database in databases]
    got = await asyncio.gather(*(door.enrol(made.code, bytes([n] * 32)) for n, door in enumerate(doors)))
    assert sum(profile is not None for profile in got) == 1
    await asyncio.gather(*(database.close() for database in databases))


@pytest.mark.parametrize("typed", ["{code}", " {code} ", "{small}", "{bare}", "{letters}"])
async def test_a_code_is_read_as_people_type_it(directory: SqlDirectory, typed: str) -> None:
    code = (await directory.make_enrolment_code(DOOR)).code
    letters = code.replace("0", "O").replace("1", "l")
    said = typed.format(code=code, small=code.lower(), bare=code.replace("-", ""), letters=letters)
    assert await directory.enrol(said, KEY) is not None


@pytest.mark.parametrize("code", ["", "0000-0000-0000", "' OR 1=1 --", "\0", "\ud800", "å" * 10_000])
async def test_another_code_enrols_nobody(directory: SqlDirectory, code: str) -> None:
    await directory.make_enrolment_code(DOOR)
    assert await directory.enrol(code, KEY) is None


@pytest.mark.parametrize("key", [b"", b"short", bytes(33)])
async def test_a_key_that_is_none_is_refused(directory: SqlDirectory, key: bytes) -> None:
    code = (await directory.make_enrolment_code(DOOR)).code
    with pytest.raises(ValueError, match="Ed25519"):
        await directory.enrol(code, key)
    assert await directory.enrol(code, KEY) is not None, "the code is not spent by it"


async def test_a_code_lasts_a_day(directory: SqlDirectory, clock: ManualClock) -> None:
    late, just = await directory.make_enrolment_code(DOOR), None
    clock.advance(CODE_LIFETIME)
    assert await directory.enrol(late.code, KEY) is None
    just = await directory.make_enrolment_code(DOOR)
    clock.advance(CODE_LIFETIME - 1)
    assert await directory.enrol(just.code, KEY) is not None


async def test_enrolling_and_revoking_spend_every_open_code(directory: SqlDirectory) -> None:
    first, second, third = [await directory.make_enrolment_code(DOOR) for _ in range(3)]
    assert await directory.enrol(second.code, KEY) is not None
    assert await directory.enrol(first.code, OTHER_KEY) is None
    fourth = await directory.make_enrolment_code(DOOR)
    await directory.revoke_kiosk(DOOR)
    for code in (third, fourth):
        assert await directory.enrol(code.code, OTHER_KEY) is None


async def test_a_revoked_kiosk_is_good_again_with_a_new_code(directory: SqlDirectory) -> None:
    await directory.revoke_kiosk(DOOR, by=ANNA)
    revoked = await directory.kiosk(DOOR)
    assert revoked is not None
    assert kiosk_state(revoked) is KioskState.REVOKED
    again = await directory.enrol((await directory.make_enrolment_code(DOOR)).code, OTHER_KEY)
    assert again is not None
    assert kiosk_state(again) is KioskState.ENROLLED


async def test_only_the_hash_of_a_code_is_kept(directory: SqlDirectory, database: Database) -> None:
    code = (await directory.make_enrolment_code(DOOR)).code
    kept = await database.read(lambda connection: repr(connection.execute(select(enrolment_code)).all()))
    assert code not in kept
    assert code.replace("-", "") not in kept


async def test_what_belongs_nowhere_or_is_there_already_is_refused(directory: SqlDirectory) -> None:
    with pytest.raises(AlreadyThere):
        await directory.add_neighbourhood(VARBY)
    with pytest.raises(AlreadyThere):
        await directory.add_site(
            Site(id=SiteId("x"), name="X", neighbourhood=NeighbourhoodId("no"), phone="")
        )
    with pytest.raises(AlreadyThere):
        await directory.add_kiosk(KioskId("x"), name="X", at_site=SiteId("no"))
    for act in (directory.make_enrolment_code, directory.revoke_kiosk):
        with pytest.raises(UnknownKiosk):
            await act(KioskId("no"))


async def test_another_node_sees_a_revocation_within_two_seconds(
    address: str, directory: SqlDirectory, clock: ManualClock
) -> None:
    elsewhere = Database(address)
    copy = SqlDirectory(elsewhere, clock=clock)
    before = await copy.kiosk(DOOR)
    assert before is not None
    assert not before.revoked
    await directory.revoke_kiosk(DOOR)
    clock.advance(FRESH)
    after = await copy.kiosk(DOOR)
    assert after is not None
    assert after.revoked
    await elsewhere.close()


async def test_the_last_copy_serves_while_the_database_is_away(
    directory: SqlDirectory, database: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = await directory.kiosk(DOOR)

    async def away(*_: object) -> None:
        raise StoreUnavailable("away")

    monkeypatch.setattr(engine.Database, "read", away)
    clock.advance(60_000)
    assert await directory.kiosk(DOOR) == known
    with pytest.raises(StoreUnavailable):
        await SqlDirectory(database, clock=clock).kiosk(DOOR)


async def test_a_guide_is_known_while_the_account_is_good(
    directory: SqlDirectory, database: Database, clock: ManualClock
) -> None:
    staff = Staff(database, clock=clock)
    speaks = (Language("sv"), Language("ti"))
    guide = await staff.add(login="saba", name="Saba", password_hash=None, roles=["guide"], languages=speaks)
    admin = await staff.add(login="eva", name="Eva", password_hash=None, roles=["admin"])
    clock.advance(FRESH)
    found = await directory.guide(GuideId(guide.id))
    assert found is not None
    assert (found.name, found.languages) == ("Saba", speaks)
    assert await directory.guide(GuideId(admin.id)) is None
    await staff.change(guide.id, StaffChange(active=False))
    clock.advance(FRESH)
    assert await directory.guide(GuideId(guide.id)) is None
    assert GuideId(guide.id) in (await directory.catalogue()).guides, "the log still names them"


async def test_every_change_is_audited(
    directory: SqlDirectory, database: Database, clock: ManualClock
) -> None:
    code = await directory.make_enrolment_code(DOOR, by=ANNA)
    await directory.enrol(code.code, KEY)
    await directory.revoke_kiosk(DOOR, by=ANNA)
    rows = await AuditLog(database, clock=clock).page(ANNA)
    assert [(row.who, row.what, dict(row.filter)) for row in rows] == [
        ("anna", AuditAction.REVOKE_KIOSK, {"kiosk": "door"}),
        ("door", AuditAction.ENROL_KIOSK, {"kiosk": "door"}),
        ("anna", AuditAction.MAKE_ENROLMENT_CODE, {"kiosk": "door"}),
        ("set_up", AuditAction.ADD_PLACE, {"id": "door"}),
        ("set_up", AuditAction.ADD_PLACE, {"id": "library"}),
        ("set_up", AuditAction.ADD_PLACE, {"id": "varby"}),
    ]


async def test_a_guide_serves_what_was_chosen_until_the_shift_is_over(
    directory: SqlDirectory, database: Database, clock: ManualClock
) -> None:
    staff = Staff(database, clock=clock)
    skills = tuple(Skill(Language(tag), Level.GOOD, Mode.SPEAK) for tag in ("sv", "ti", "ar"))
    languages = [skill.language for skill in skills]
    guide = GuideId(
        (
            await staff.add(
                login="saba", name="Saba", password_hash=None, roles=["guide"],
                languages=languages, skills=skills,
            )
        ).id
    )  # fmt: skip
    await directory.choose_shift(guide, [Language("ti"), Language("sv")], until=clock.now() + 3_600_000)
    today = await directory.guide(guide)
    assert today is not None
    assert (today.languages, [skill.language for skill in today.skills]) == (("sv", "ti"), ["sv", "ti"])
    assert (await directory.catalogue()).guides[guide].languages == ("sv", "ti", "ar"), "the admin sees all"
    await directory.choose_shift(guide, [Language("fi")], until=clock.now() + 3_600_000)
    none_left = await directory.guide(guide)
    assert none_left is not None
    assert none_left.languages == ("sv", "ti", "ar"), "what was chosen is not among them any more"
    await directory.choose_shift(guide, [Language("ti")], until=clock.now() + 3_600_000)
    clock.advance(3_600_000)
    tomorrow = await directory.guide(guide)
    assert tomorrow is not None
    assert tomorrow.languages == ("sv", "ti", "ar")


async def test_a_change_while_the_copy_is_compared_is_seen_at_once(
    directory: SqlDirectory, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read before the change is old already, however lately it was read."""
    compare = directory._compare

    async def overtaken(known: Catalogue | None) -> Catalogue:
        found = await compare(known)
        monkeypatch.undo()
        await directory.revoke_kiosk(DOOR)
        return found

    await directory.kiosk(DOOR)
    clock.advance(FRESH)
    monkeypatch.setattr(directory, "_compare", overtaken)
    await directory.kiosk(DOOR)
    kiosk = await directory.kiosk(DOOR)
    assert kiosk is not None
    assert kiosk.revoked
