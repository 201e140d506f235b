"""Kiosks and guides as admins manage them."""

from guide_server.sign_in.passwords import LONGEST
from signaling.core.ids import GuideId
from signaling.store.audit import Actor, AuditAction
from tests.guide_server.office import PASSWORD, Office


async def test_the_directory_names_everything_that_the_page_chooses_from(office: Office) -> None:
    directory = await (await office.signed_in("admin-1")).get("/api/directory")
    assert directory["kiosks"] == [
        {
            "id": "kiosk-1", "name": "Entrén", "site": "varby-library", "site_name": "Vårby bibliotek",
            "neighbourhood": "varby", "neighbourhood_name": "Vårby", "phone": "08-000 00 00",
            "state": "awaits_enrolment",
        }
    ]  # fmt: skip
    assert [guide["login"] for guide in directory["guides"]] == [
        "admin-1", "analyst-1", "guide-1", "leader-1", "technician-1",
    ]  # fmt: skip
    assert [language["tag"] for language in directory["languages"]] == ["sv", "ar", "so"]
    assert directory["languages"][1]["direction"] == "rtl"
    assert directory["zone"] == "Europe/Stockholm"


async def test_no_hash_of_a_password_leaves_the_server(office: Office) -> None:
    answer = await (await office.signed_in("admin-1")).ask("GET", "/api/directory")
    assert "argon2" not in await answer.text()


async def test_an_enrolment_code_binds_a_machine_once(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    made = await (await admin.ask("POST", "/api/kiosks/kiosk-1/enrolment-code")).json()
    assert await office.directory.enrol(made["code"], b"k" * 32) is not None
    assert await office.directory.enrol(made["code"], b"l" * 32) is None
    assert (await admin.get("/api/directory"))["kiosks"][0]["state"] == "enrolled"


async def test_a_revoked_kiosk_stays_revoked_until_it_is_enrolled_again(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    assert (await admin.ask("POST", "/api/kiosks/kiosk-1/revocation")).status == 204
    assert (await admin.get("/api/directory"))["kiosks"][0]["state"] == "revoked"
    rows = await office.audit.page(Actor(who="inspector"))
    assert ("admin-1", AuditAction.REVOKE_KIOSK) in {(row.who, row.what) for row in rows}


async def test_a_new_guide_can_sign_in_and_is_no_admin(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    wish = {"login": "sara", "name": " سارة ", "password": "x" * LONGEST, "languages": ["ar", "so", "ar"]}
    made = await (await admin.ask("POST", "/api/guides", json=wish)).json()
    assert (made["name"], made["languages"]) == ("سارة", ["ar", "so"])
    sara = office.browser()
    welcome = await (await sara.sign_in("sara", "x" * LONGEST)).json()
    assert welcome["me"]["roles"] == ["guide"]


async def test_a_new_password_shuts_the_old_sessions(office: Office) -> None:
    admin, guide = await office.signed_in("admin-1"), await office.signed_in("guide-1")
    change = {"password": "another long one", "languages": ["so"]}
    assert (await admin.ask("PATCH", "/api/guides/guide-1", json=change)).status == 200
    assert (await guide.ask("GET", "/api/me")).status == 401
    assert (await office.browser().sign_in("guide-1", PASSWORD)).status == 401
    assert (await office.browser().sign_in("guide-1", "another long one")).status == 200
    office.clock.advance(2_000)
    guides = {guide["id"]: guide for guide in (await admin.get("/api/directory"))["guides"]}
    assert guides["guide-1"]["languages"] == ["so"]


async def test_a_guides_topics_are_kept_and_are_of_the_pools_list(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    assert (await admin.ask("PATCH", "/api/guides/guide-1", json={"topics": ["school"]})).status == 200
    office.clock.advance(2_000)
    guides = (await admin.get("/api/directory"))["guides"]
    assert [guide["topics"] for guide in guides if guide["id"] == "guide-1"] == [["school"]]
    assert (await office.directory.catalogue()).guides[GuideId("guide-1")].topics == ("school",)
    answer = await admin.ask("PATCH", "/api/guides/guide-1", json={"topics": ["astrology"]})
    assert (answer.status, "astrology" in await answer.text()) == (400, True)


async def test_no_admin_takes_over_the_account_of_another(office: Office) -> None:
    """Who could set a colleague's password would be both pairs of eyes."""
    await office.add_person("admin-2", "Admin Two", ["admin"])
    admin = await office.signed_in("admin-1")
    for whose in ("admin-1", "admin-2"):
        answer = await admin.ask("PATCH", f"/api/guides/{whose}", json={"password": "taken over now"})
        assert (answer.status, (await answer.json())["id"]) == (403, "not_allowed")
        assert (await admin.ask("DELETE", f"/api/guides/{whose}/second-step")).status == 403
        assert (await office.browser().sign_in(whose)).status == 200


async def test_an_admin_says_who_has_which_role(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    guide = await office.signed_in("guide-1")
    assert (await guide.ask("GET", "/api/board")).status == 403
    both = {"roles": ["guide", "leader"]}
    assert (await admin.ask("PATCH", "/api/guides/guide-1", json=both)).status == 200
    assert (await guide.ask("GET", "/api/board")).status == 200
    office.clock.advance(2_000)
    profile = await office.directory.guide(GuideId("guide-1"))
    assert profile is not None
    assert profile.leads
    for roles in ([], ["boss"], ["guide", "boss"]):
        refused = await admin.ask("PATCH", "/api/guides/guide-1", json={"roles": roles})
        assert refused.status == 400, roles


async def test_a_leader_who_is_no_guide_has_a_desk_without_languages(office: Office) -> None:
    await office.add_person("lena", "Lena", ["leader"], ["sv", "ar"])
    profile = await office.directory.guide(GuideId("lena"))
    assert profile is not None
    assert (profile.leads, profile.languages, profile.skills) == (True, (), ())


async def test_roles_are_given_and_taken_with_effect_at_once(office: Office) -> None:
    await office.add_person("both", "Both", ["guide", "admin"])
    admin, both = await office.signed_in("admin-1"), await office.signed_in("both")
    for roles in (["analyst", "guide"], ["technician"], ["admin", "guide", "leader"]):
        answer = await admin.ask("PATCH", "/api/guides/both", json={"roles": roles})
        assert (answer.status, await answer.json()) == (200, {"waits": False})
        assert (await both.get("/api/me"))["roles"] == roles
