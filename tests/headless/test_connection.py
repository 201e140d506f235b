"""Who offers, who answers, and what is done about words that come at the wrong time."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest

from signaling.headless.connection import Connection, ConnectionOptions, Sequel
from signaling.headless.media import Sink
from signaling.wire.messages import Candidate, Candidates, Description, RelayBody


class Side:
    """A connection and what it said."""

    def __init__(self, *, polite: bool) -> None:
        self.said: list[RelayBody] = []
        self.sink = Sink()
        self.connection = Connection(
            ConnectionOptions(
                polite=polite,
                ice=None,
                relay_only=False,
                is_open=lambda: True,
                sink=self.sink,
                send=self._send,
            )
        )

    async def _send(self, body: RelayBody) -> None:
        self.said.append(body)

    async def hear(self, other: "Side") -> list[Sequel]:
        """Everything that `other` said so far."""
        said, other.said = other.said, []
        return [await self.connection.receive(body) for body in said]

    @property
    def description(self) -> Description:
        (description,) = (body for body in self.said if isinstance(body, Description))
        return description


@pytest.fixture
async def kiosk() -> AsyncIterator[Side]:
    side = Side(polite=False)
    yield side
    await side.connection.close()


@pytest.fixture
async def guide() -> AsyncIterator[Side]:
    side = Side(polite=True)
    yield side
    await side.connection.close()


async def paired(kiosk: Side, guide: Side) -> Description:
    """The offer that joined them."""
    await kiosk.connection.offer()
    offer = kiosk.description
    assert set(await guide.hear(kiosk)) == {Sequel.NOTHING}
    assert set(await kiosk.hear(guide)) == {Sequel.NOTHING}
    assert kiosk.connection.is_paired
    assert guide.connection.is_paired
    return offer


async def test_an_offer_and_its_answer_bring_pictures_both_ways(kiosk: Side, guide: Side) -> None:
    await paired(kiosk, guide)
    while not (kiosk.sink.lit_frames and guide.sink.lit_frames):  # noqa: ASYNC110 - sinks only count
        await asyncio.sleep(0.02)


async def test_candidates_said_in_the_first_section_alone_are_used(kiosk: Side, guide: Side) -> None:
    """As a browser says them that found them before it described itself: nothing else comes from there."""
    await kiosk.connection.offer()
    offer = kiosk.description
    session, first, *others = re.split(r"(?=^m=)", offer.sdp, flags=re.MULTILINE)
    bare = [re.sub(r"^a=(candidate|end-of-candidates).*\r\n", "", one, flags=re.MULTILINE) for one in others]
    sdp = "".join((session, first, *bare))
    assert sdp.count("a=end-of-candidates") == 1
    await guide.connection.receive(offer.model_copy(update={"sdp": sdp}))
    answer = guide.description
    without = re.sub(r"^a=(candidate|end-of-candidates).*\r\n", "", answer.sdp, flags=re.MULTILINE)
    await kiosk.connection.receive(answer.model_copy(update={"sdp": without}))  # so that it cannot call first
    while not (kiosk.sink.lit_frames and guide.sink.lit_frames):  # noqa: ASYNC110 - sinks only count
        await asyncio.sleep(0.02)


async def test_an_answer_names_the_connection_it_answers(kiosk: Side, guide: Side) -> None:
    await kiosk.connection.offer()
    await guide.hear(kiosk)
    assert guide.description.to_pc == kiosk.connection.id


async def test_a_restart_of_ice_is_answered_by_beginning_anew(kiosk: Side, guide: Side) -> None:
    offer = await paired(kiosk, guide)
    restart = offer.model_copy(update={"to_pc": guide.connection.id})
    assert await guide.connection.receive(restart) is Sequel.OFFER_ANEW


async def test_an_offer_from_a_connection_not_seen_before_is_answered_by_a_new_one(
    kiosk: Side, guide: Side
) -> None:
    offer = await paired(kiosk, guide)
    reloaded = offer.model_copy(update={"pc": "another"})
    assert await guide.connection.receive(reloaded) is Sequel.ANSWER_ANEW


async def test_when_both_offer_the_guide_yields(kiosk: Side, guide: Side) -> None:
    await asyncio.gather(kiosk.connection.offer(), guide.connection.offer())
    assert await kiosk.connection.receive(guide.description) is Sequel.NOTHING
    assert not kiosk.connection.is_paired
    assert await guide.connection.receive(kiosk.description) is Sequel.ANSWER_ANEW


async def test_words_for_another_connection_are_dropped(kiosk: Side, guide: Side) -> None:
    await kiosk.connection.offer()
    stale = kiosk.description.model_copy(update={"to_pc": "gone"})
    assert await guide.connection.receive(stale) is Sequel.NOTHING
    assert not guide.connection.is_paired


async def test_an_answer_nobody_asked_for_is_dropped(kiosk: Side, guide: Side) -> None:
    await kiosk.connection.offer()
    answer = kiosk.description.model_copy(update={"type": "answer"})
    assert await guide.connection.receive(answer) is Sequel.NOTHING
    assert not guide.connection.is_paired


@pytest.mark.parametrize("sdp", ["v=0\r\n", "nonsense", "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"])
async def test_a_description_that_makes_no_sense_harms_nothing(guide: Side, sdp: str) -> None:
    offer = Description(pc="a", to_pc=None, type="offer", sdp=sdp)
    assert await guide.connection.receive(offer) is Sequel.NOTHING


async def test_candidates_that_make_no_sense_harm_nothing(kiosk: Side, guide: Side) -> None:
    offer = await paired(kiosk, guide)
    lines = (
        "",
        "candidate:",
        "candidate:1 1 udp x 1.2.3.4 5 typ host",
        "candidate:1 1 tcp 1 1.2.3.4 9 typ host",
    )
    found = tuple(
        Candidate(candidate=line, sdp_mid="0", sdp_m_line_index=0, username_fragment=None) for line in lines
    )
    body = Candidates(pc=offer.pc, candidates=found, end=False)
    assert await guide.connection.receive(body) is Sequel.NOTHING


async def test_closing_in_the_middle_of_an_offer_leaves_nothing_behind() -> None:
    side = Side(polite=False)
    offering = asyncio.create_task(side.connection.offer())
    await asyncio.sleep(0)
    offering.cancel()
    await asyncio.gather(offering, return_exceptions=True)
    await side.connection.close()
    await side.connection.close()
    assert side.connection.state == "closed"
