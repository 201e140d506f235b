"""From the wire to the core."""

import pytest

from signaling.core import commands as core
from signaling.core.choices import Choice
from signaling.core.errors import TooLate, UnknownLanguage
from signaling.core.ids import UND, GuideId, KioskId, Party
from signaling.core.quality import MediaFigures
from signaling.core.vocabulary import AwayReason, ChoiceKind, Grade, GuideStatus
from signaling.wire import messages as wire
from signaling.wire.translate import desk_command, kiosk_command, language_of, refusal

CALL = "01936f2a-7c3e-7b1d-9a53-3f1c2b7e9d10"
KIOSK, GUIDE = KioskId("k1"), GuideId("g1")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (
            wire.Call(call=CALL, language="ar-SE", tapped_at=5),
            core.StartCall(call=CALL, kiosk=KIOSK, language="ar", tapped_at=5),  # type: ignore[arg-type]
        ),
        (wire.HangUp(call=CALL), core.HangUp(call=CALL, by=Party.kiosk(KIOSK))),  # type: ignore[arg-type]
        (
            wire.MediaUp(call=CALL, epoch=2),
            core.ReportMediaUp(call=CALL, epoch=2, by=Party.kiosk(KIOSK)),  # type: ignore[arg-type]
        ),
        (
            wire.MediaDown(call=CALL, epoch=2),
            core.ReportMediaDown(call=CALL, epoch=2, by=Party.kiosk(KIOSK)),  # type: ignore[arg-type]
        ),
        (
            wire.MediaGrade(call=CALL, grade="poor", frames=6, loss=14, round_trip=None, kilobits=310),
            core.ReportGrade(
                call=CALL,  # type: ignore[arg-type]
                by=Party.kiosk(KIOSK),
                grade=Grade.POOR,
                figures=MediaFigures(frames=6, loss=14, round_trip=None, kilobits=310),
            ),
        ),
    ],
)
def test_what_a_kiosk_says(said: wire.KioskCommand, meant: core.Command) -> None:
    assert kiosk_command(said, KIOSK, ticket="482913") == meant


def test_a_kiosk_names_further_languages_and_comes_back_with_a_ticket() -> None:
    said = wire.Call(call=CALL, language="und", tapped_at=0, also=("sr-Cyrl", "sv"), ticket="482913")
    meant = kiosk_command(said, KIOSK, ticket="000000")
    assert isinstance(meant, core.StartCall)
    assert (meant.language, meant.also, meant.ticket) == (UND, ("sr", "sv"), "482913")


def test_only_a_ticket_gets_a_number() -> None:
    ticket, phone = (
        kiosk_command(wire.Choose(call=CALL, choice=kind), KIOSK, ticket="482913")
        for kind in ("ticket", "phone")
    )
    assert isinstance(ticket, core.Choose)
    assert isinstance(phone, core.Choose)
    assert (ticket.choice, ticket.code) == (Choice(ChoiceKind.TICKET), "482913")
    assert (phone.choice, phone.code) == (Choice(ChoiceKind.PHONE), None)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (
            wire.SetStatus(status="away", reason="lunch"),
            core.SetStatus(guide=GUIDE, status=GuideStatus.AWAY, reason=AwayReason.LUNCH),
        ),
        (wire.SetStatus(status="available"), core.SetStatus(guide=GUIDE, status=GuideStatus.AVAILABLE)),
        (wire.Take(call=CALL, epoch=3), core.TakeRing(call=CALL, guide=GUIDE, epoch=3)),  # type: ignore[arg-type]
        (wire.Pass(call=CALL, epoch=3), core.PassRing(call=CALL, guide=GUIDE, epoch=3)),  # type: ignore[arg-type]
        (wire.HangUp(call=CALL), core.HangUp(call=CALL, by=Party.guide(GUIDE))),  # type: ignore[arg-type]
        (
            wire.FinishWrapUp(call=CALL, topic="form", disposition="solved"),
            core.FinishWrapUp(guide=GUIDE, call=CALL, topic="form", disposition="solved"),  # type: ignore[arg-type]
        ),
        (
            wire.FinishWrapUp(call=CALL, topic="form", disposition="referred", referred_to="tax_agency"),
            core.FinishWrapUp(
                guide=GUIDE,
                call=CALL,  # type: ignore[arg-type]
                topic="form",  # type: ignore[arg-type]
                disposition="referred",  # type: ignore[arg-type]
                referred_to="tax_agency",  # type: ignore[arg-type]
            ),
        ),
        (wire.ExtendWrapUp(call=CALL), core.ExtendWrapUp(guide=GUIDE, call=CALL)),  # type: ignore[arg-type]
    ],
)
def test_what_a_desk_says(said: wire.DeskCommand, meant: core.Command) -> None:
    assert desk_command(said, GUIDE) == meant


def test_a_tag_that_names_no_language_is_refused() -> None:
    with pytest.raises(UnknownLanguage):
        language_of("mis")


def test_a_refusal_keeps_its_id_and_sentence() -> None:
    error = refusal(TooLate()).error
    assert (error.id, error.category) == ("too_late", "refused")
    assert error.message == str(TooLate())
