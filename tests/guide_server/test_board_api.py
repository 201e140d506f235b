"""The board: the live pool, with names, for admins alone."""

from signaling.core.events import CallTapped, GuideConnected, GuideStatusChanged, KioskConnected, Rang
from signaling.core.ids import GuideId, KioskId, Language, NeighbourhoodId, SiteId
from signaling.core.vocabulary import AwayReason, GuideStatus
from tests.guide_server.office import Office
from tests.store.histories import call_id


async def test_the_board_says_who_waits_who_works_and_why_a_desk_rang(office: Office) -> None:
    kiosk, site, place = KioskId("kiosk-1"), SiteId("varby-library"), NeighbourhoodId("varby")
    amal, call = GuideId("guide-1"), call_id(1)
    await office.tell(
        (
            KioskConnected(kiosk=kiosk, epoch=1, site=site, neighbourhood=place),
            GuideConnected(guide=amal, epoch=2, languages=(Language("sv"), Language("ar"))),
            GuideStatusChanged(guide=amal, status=GuideStatus.AVAILABLE),
            CallTapped(
                call=call, kiosk=kiosk, site=site, neighbourhood=place, language=Language("ar"), tapped_at=0
            ),
            Rang(call=call, guide=amal, epoch=1, until=10**13, because="ar; the only free guide"),
        )
    )
    board = await (await office.signed_in("admin-1")).get("/api/board")
    (shown,) = board["calls"]
    assert (shown["kiosk_name"], shown["neighbourhood_name"], shown["state"]) == (
        "Entrén", "Vårby", "ringing",
    )  # fmt: skip
    assert shown["because"] == "ar; the only free guide"
    assert [(guide["id"], guide["status"]) for guide in board["guides"]] == [("guide-1", "ringing")]
    assert {line["language"]: line["waiting"] for line in board["languages"]} == {"sv": 0, "ar": 1}


async def test_a_guide_may_not_see_the_board(office: Office) -> None:
    answer = await (await office.signed_in("guide-1")).ask("GET", "/api/board")
    assert answer.status == 403


async def test_looking_at_the_board_reads_no_record(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    before = await admin.get("/api/audit", why="follow_up")
    await admin.get("/api/board")
    after = await admin.get("/api/audit", why="follow_up")
    assert len(after["rows"]) == len(before["rows"]) + 1, "only the reading of the audit itself"


async def test_an_admin_lets_an_emergency_go_first_and_the_log_says_so(office: Office) -> None:
    kiosk, site, place = KioskId("kiosk-1"), SiteId("varby-library"), NeighbourhoodId("varby")
    call, language = call_id(1), Language("ar")
    await office.tell(
        (
            KioskConnected(kiosk=kiosk, epoch=1, site=site, neighbourhood=place),
            CallTapped(
                call=call, kiosk=kiosk, site=site, neighbourhood=place, language=language, tapped_at=0
            ),
        )
    )
    admin = await office.signed_in("admin-1")
    assert (await admin.ask("POST", f"/api/calls/{call}/priority")).status in (200, 204)
    assert office.pool.calls[call].rank < 0
    assert (await admin.ask("POST", f"/api/calls/{call_id(2)}/priority")).status == 404
    guide = await office.signed_in("guide-1")
    assert (await guide.ask("POST", f"/api/calls/{call}/priority")).status == 403


async def test_an_admin_sets_a_guide_away_and_the_guide_sees_by_whom(office: Office) -> None:
    amal = GuideId("guide-1")
    await office.tell(
        (
            GuideConnected(guide=amal, epoch=1, languages=(Language("sv"),)),
            GuideStatusChanged(guide=amal, status=GuideStatus.AVAILABLE),
        )
    )
    admin = await office.signed_in("admin-1")
    away = {"status": "away"}
    assert (await admin.ask("POST", "/api/guides/guide-1/status", json=away)).status == 204
    assert (office.pool.guides[amal].status, office.pool.guides[amal].reason) == (
        GuideStatus.AWAY,
        AwayReason.BY_ADMIN,
    )
    assert (await admin.ask("POST", "/api/guides/nobody/status", json=away)).status == 404
    assert (await admin.ask("POST", "/api/guides/guide-1/status", json={"status": "ringing"})).status == 400
