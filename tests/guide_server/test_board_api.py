"""The board: the live pool, with names, for leaders and admins; and what a leader does from it."""

from signaling.core.events import (
    CallLive,
    CallTapped,
    GuideConnected,
    GuideStatusChanged,
    HelpAsked,
    HelpWithdrawn,
    KioskConnected,
    KioskLost,
    MediaDown,
    MediaUp,
    Rang,
    RingEnded,
    RingTaken,
)
from signaling.core.ids import CallId, GuideId, KioskId, Language, NeighbourhoodId, Party, SiteId
from signaling.core.vocabulary import AwayReason, Grade, GuideStatus, RingOutcome
from signaling.store.audit import Actor, AuditAction
from tests.guide_server.office import Office
from tests.store.histories import call_id, graded


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


async def test_the_board_counts_the_same_kiosks_dark_as_the_page_of_the_fleet(office: Office) -> None:
    """The journal remembers kiosks too that are none: one revoked, and one that no machine ever was."""
    site, place = SiteId("varby-library"), NeighbourhoodId("varby")
    lost, gone, here = [await office.enrolled(kiosk) for kiosk in ("lost", "gone", "here")]
    nobody = KioskId("nobody")
    known = (lost, gone, here, nobody)
    await office.tell(
        [
            *(KioskConnected(kiosk=one, epoch=1, site=site, neighbourhood=place) for one in known),
            *(KioskLost(kiosk=one, epoch=1) for one in (lost, gone, nobody)),
        ]
    )
    await office.directory.revoke_kiosk(gone)
    admin = await office.signed_in("admin-1")
    fleet = (await admin.get("/api/fleet"))["kiosks"]
    assert (await admin.get("/api/board"))["dark_kiosks"] == ["lost"]
    assert [row["kiosk"] for row in fleet if not row["connected"] and row["since"] is not None] == ["lost"]


async def test_a_guide_may_not_see_the_board(office: Office) -> None:
    answer = await (await office.signed_in("guide-1")).ask("GET", "/api/board")
    assert answer.status == 403


async def test_looking_at_the_board_is_noted_once_an_hour(office: Office) -> None:
    """It is asked for every few seconds: a row for each would bury the audit."""
    leader = await office.signed_in("leader-1")

    async def looks() -> int:
        rows = await office.audit.page(Actor(who="inspector"))
        return sum(row.what is AuditAction.READ_BOARD and row.who == "leader-1" for row in rows)

    for minute in range(59):
        await leader.get("/api/board")
        office.clock.advance(60_000 if minute < 58 else 0)
    assert await looks() == 1
    office.clock.advance(2 * 60_000)
    await leader.get("/api/board")
    assert await looks() == 2


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


KIOSK, SITE, PLACE = KioskId("kiosk-1"), SiteId("varby-library"), NeighbourhoodId("varby")
AMAL, SV = GuideId("guide-1"), Language("sv")


async def _waiting_for_amal(office: Office) -> CallId:
    """Amal passed on the call a moment ago: she is free, and spared it for a while."""
    call = call_id(1)
    await office.tell(
        (
            KioskConnected(kiosk=KIOSK, epoch=1, site=SITE, neighbourhood=PLACE),
            GuideConnected(guide=AMAL, epoch=1, languages=(SV,)),
            GuideStatusChanged(guide=AMAL, status=GuideStatus.AVAILABLE),
            CallTapped(call=call, kiosk=KIOSK, site=SITE, neighbourhood=PLACE, language=SV, tapped_at=0),
            Rang(call=call, guide=AMAL, epoch=1, until=10**13, because="sv; the only free guide"),
            RingEnded(call=call, guide=AMAL, epoch=1, outcome=RingOutcome.DECLINED),
            GuideStatusChanged(guide=AMAL, status=GuideStatus.AVAILABLE),
        )
    )
    return call


async def test_a_leader_assigns_a_call_and_the_ring_says_who_did(office: Office) -> None:
    call = await _waiting_for_amal(office)
    leader = await office.signed_in("leader-1")
    (shown,) = (await leader.get("/api/board"))["calls"]
    assert shown["takers"] == [{"id": "guide-1", "name": "Guide One"}]
    to_amal = {"guide": "guide-1"}
    assert (await leader.ask("POST", f"/api/calls/{call}/assignment", json=to_amal)).status == 204
    (shown,) = (await leader.get("/api/board"))["calls"]
    assert (shown["state"], shown["because"]) == ("ringing", "was assigned by a leader")
    admin = await office.signed_in("admin-1")
    moments = (await admin.get(f"/api/log/{call}", why="follow_up"))["moments"]
    assert [moment["by"] for moment in moments if moment["type"] == "rang"] == [None, "leader"]


async def test_what_cannot_be_assigned_is_refused_with_its_reason(office: Office) -> None:
    call = await _waiting_for_amal(office)
    sara = GuideId("guide-2")
    await office.tell(
        (
            GuideConnected(guide=sara, epoch=1, languages=(Language("so"),)),
            GuideStatusChanged(guide=sara, status=GuideStatus.AVAILABLE),
            GuideStatusChanged(guide=AMAL, status=GuideStatus.AWAY),
        )
    )
    leader = await office.signed_in("leader-1")
    answers = [
        (await leader.ask("POST", f"/api/calls/{where}/assignment", json={"guide": to})).status
        for where, to in ((call, sara), (call, AMAL), (call, "nobody"), (call_id(2), AMAL))
    ]
    assert answers == [409, 409, 404, 404]
    assert office.pool.calls[call].ring is None


async def test_a_leader_answers_a_guide_who_asks_for_help(office: Office) -> None:
    await _waiting_for_amal(office)
    await office.tell((HelpAsked(guide=AMAL),))
    leader = await office.signed_in("leader-1")
    (amal,) = (await leader.get("/api/board"))["guides"]
    assert amal["help"]["coming"] is None
    assert (await leader.ask("POST", "/api/guides/guide-1/help")).status == 204
    (amal,) = (await leader.get("/api/board"))["guides"]
    assert amal["help"]["coming"] == "Leader One"
    await office.tell((HelpWithdrawn(guide=AMAL),))
    assert (await leader.ask("POST", "/api/guides/guide-1/help")).status == 409


async def test_a_leader_sets_a_status_but_makes_no_emergency(office: Office) -> None:
    call = await _waiting_for_amal(office)
    leader = await office.signed_in("leader-1")
    away = {"status": "away"}
    assert (await leader.ask("POST", "/api/guides/guide-1/status", json=away)).status == 204
    assert office.pool.guides[AMAL].reason is AwayReason.BY_ADMIN
    assert (await leader.ask("POST", f"/api/calls/{call}/priority")).status == 403


async def test_the_board_says_how_the_day_goes_and_what_each_end_of_a_talk_reports(office: Office) -> None:
    call = call_id(1)
    await office.tell(
        (
            KioskConnected(kiosk=KIOSK, epoch=1, site=SITE, neighbourhood=PLACE),
            GuideConnected(guide=AMAL, epoch=1, languages=(SV,)),
            GuideStatusChanged(guide=AMAL, status=GuideStatus.AVAILABLE),
            CallTapped(call=call, kiosk=KIOSK, site=SITE, neighbourhood=PLACE, language=SV, tapped_at=0),
            Rang(call=call, guide=AMAL, epoch=1, until=10**13, because="sv; the only free guide"),
            RingTaken(call=call, guide=AMAL, epoch=1),
            MediaUp(call=call, epoch=1, by=Party.kiosk(KIOSK)),
            MediaUp(call=call, epoch=1, by=Party.guide(AMAL)),
            RingEnded(call=call, guide=AMAL, epoch=1, outcome=RingOutcome.ACCEPTED),
            CallLive(call=call, epoch=1),
            MediaDown(call=call, epoch=1, by=Party.guide(AMAL)),
            graded(call, Party.kiosk(KIOSK), Grade.POOR),
        )
    )
    board = await (await office.signed_in("leader-1")).get("/api/board")
    assert board["today"] == {"decided": 1, "within_target": 1, "abandoned": 0}
    assert board["target"] == 120_000
    (shown,) = board["calls"]
    assert shown["kiosk_end"] == {"connected": True, "receives": True, "grade": "poor"}
    assert shown["guide_end"] == {"connected": True, "receives": False, "grade": None}
