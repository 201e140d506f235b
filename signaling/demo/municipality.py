"""A municipality that does not exist. Every name says that it is a demonstration."""

from dataclasses import dataclass

from guide_server.http.access import StaffRole
from guide_server.sign_in.passwords import Passwords
from signaling.core.ids import UND, KioskId, NeighbourhoodId, SiteId
from signaling.core.languages import spoken
from signaling.ports import Clock
from signaling.settings import Settings
from signaling.store.directory import Neighbourhood, Site, SqlDirectory
from signaling.store.engine import Database
from signaling.store.staff import Staff

PASSWORD = "demo-vagvisare"  # noqa: S105 - printed at every start; the demo listens on this machine only
KIOSK = KioskId("demo-library")
"""The kiosk that the demo runs."""
PHONE = "08-000 00 00"


@dataclass(frozen=True, slots=True)
class Person:
    login: str
    name: str
    role: StaffRole
    languages: tuple[str, ...] = ()


PROGRAM = Person("demo-program", "Demo program", StaffRole.GUIDE)
"""The program that answers where no person does. It is given every language of the pool."""
PEOPLE = (
    Person("guide", "Guide One (demo)", StaffRole.GUIDE, ("sv", "en", "ar", "so", "ti")),
    Person("guide2", "Guide Two (demo)", StaffRole.GUIDE, ("sv", "en", "fi", "fa", "prs")),
    Person("leader", "Leader (demo)", StaffRole.LEADER),
    Person("admin", "Admin (demo)", StaffRole.ADMIN),
)
PLACES = (
    (
        "demo-north",
        "Norra demoområdet",
        (("demo-library", "Demobiblioteket"), ("demo-centre", "Democentrum")),
    ),
    ("demo-south", "Södra demoområdet", (("demo-school", "Demoskolan"),)),
)


def id_of(login: str) -> str:
    """The id of one of the demo's people: the same in every demo, and it says what it is."""
    return f"demo-{login}"


async def settle(settings: Settings, clock: Clock) -> str | None:
    """Fill an empty store with the demo. Returns a one-time code for its kiosk until that is enrolled."""
    database = Database(settings.store.url.get_secret_value())
    try:
        directory = SqlDirectory(database, clock=clock)
        if not (await directory.catalogue()).neighbourhoods:
            await _add_places(directory)
            await _add_people(Staff(database, clock=clock), settings)
        kiosk = await directory.kiosk(KIOSK)
        if kiosk is not None and kiosk.public_key is not None and not kiosk.revoked:
            return None
        return (await directory.make_enrolment_code(KIOSK)).code
    finally:
        await database.close()


async def _add_places(directory: SqlDirectory) -> None:
    for neighbourhood, name, sites in PLACES:
        await directory.add_neighbourhood(Neighbourhood(id=NeighbourhoodId(neighbourhood), name=name))
        for site, site_name in sites:
            await directory.add_site(
                Site(
                    id=SiteId(site), name=site_name, neighbourhood=NeighbourhoodId(neighbourhood), phone=PHONE
                )
            )
            await directory.add_kiosk(KioskId(site), name=f"Skärm, {site_name}", at_site=SiteId(site))


async def _add_people(staff: Staff, settings: Settings) -> None:
    passwords = Passwords()
    try:
        kept = await passwords.hash(PASSWORD)
    finally:
        passwords.close()
    for person in (*PEOPLE, PROGRAM):
        tags = settings.pool.languages if person is PROGRAM else person.languages
        await staff.add(
            staff_id=id_of(person.login),
            login=person.login,
            name=person.name,
            password_hash=kept,
            roles=[person.role],
            languages=[UND if tag == UND else spoken(tag) for tag in tags],
        )
