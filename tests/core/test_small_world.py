"""A small world searched to its end: every order of what people, networks and crashes do to a few calls.

From every state that can be reached every command is tried, the late and the doubled ones too. Time passes
only by going to the next deadline; a crash (every socket lost, the pool folded anew) may come anywhere. Two
states are alike when they differ only by names, by numbers that only grow, or by how long ago all of it was,
so that the search ends by itself. `check` looks at every state, `check_history` at the journals that led
there.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import permutations

import pytest

from signaling.core.commands import (
    Command,
    Configure,
    ConnectGuide,
    ConnectKiosk,
    FinishWrapUp,
    HangUp,
    LoseGuide,
    LoseKiosk,
    PassRing,
    Recover,
    ReportMediaDown,
    ReportMediaUp,
    SetStatus,
    StartCall,
    TakeRing,
    Tick,
)
from signaling.core.deadlines import next_deadline
from signaling.core.decide import settle
from signaling.core.errors import Refused
from signaling.core.events import Entry
from signaling.core.evolve import evolve
from signaling.core.ids import CallId, GuideId, Instant, KioskId, Party, PoolId
from signaling.core.pool import Guide, Pool
from signaling.core.pool_settings import PoolSettings
from signaling.core.vocabulary import CallState, GuideStatus
from tests.core.invariants import check, check_history
from tests.core.world import DISPOSITION, NEIGHBOURHOOD, SITE, SV, TOPIC, guide, kiosk

BRIEF = PoolSettings(
    languages=(SV,),
    topics=(TOPIC,),
    dispositions=(DISPOSITION,),
    ring=1,
    setup=1,
    hold=1,
    media_silence=1,
    interruption=1,
    wrap_up=1,
    pass_back_off=1,
    guide_absence=1,
    wait_limit=3,
    call_limit=3,
    setup_attempts=2,
)


@dataclass(frozen=True)
class Reached:
    """A state, and how it was come by."""

    pool: Pool
    now: Instant
    before: "Reached | None"
    entries: Sequence[Entry]

    def journal(self) -> list[Entry]:
        path: list[Sequence[Entry]] = []
        state: Reached | None = self
        while state is not None:
            path.append(state.entries)
            state = state.before
        return [entry for entries in reversed(path) for entry in entries]


Wishes = Callable[[Pool], Iterator[Command]]


def call_of(of: KioskId) -> CallId:
    return CallId(f"call of {of}")


def sockets(pool: Pool) -> Iterator[Command]:
    """Kiosks and desks come and go."""
    for known in pool.kiosks.values():
        if known.connected:
            yield LoseKiosk(kiosk=known.id, epoch=known.epoch)
        else:
            yield ConnectKiosk(kiosk=known.id, epoch=known.epoch + 1, site=SITE, neighbourhood=NEIGHBOURHOOD)
    for helper in pool.guides.values():
        if helper.connected:
            yield LoseGuide(guide=helper.id, epoch=helper.epoch)
        yield ConnectGuide(guide=helper.id, epoch=helper.epoch + 1, languages=(SV,))


def residents(pool: Pool) -> Iterator[Command]:
    """Each kiosk taps once, repeats it at any time, and leaves, perhaps twice."""
    for known in pool.kiosks.values():
        yield StartCall(call=call_of(known.id), kiosk=known.id, language=SV, tapped_at=0)
        yield HangUp(call=call_of(known.id), by=Party.kiosk(known.id))


def desks(pool: Pool) -> Iterator[Command]:
    """Each guide answers each ring, the present one and the last, theirs or not; and takes breaks."""
    for helper in pool.guides.values():
        for call in pool.calls.values():
            for epoch in (call.epoch, call.epoch - 1):
                yield TakeRing(call=call.id, guide=helper.id, epoch=epoch)
                yield PassRing(call=call.id, guide=helper.id, epoch=epoch)
            yield HangUp(call=call.id, by=Party.guide(helper.id))
        if helper.wrap_up is not None:
            yield FinishWrapUp(
                guide=helper.id, call=helper.wrap_up.call, topic=TOPIC, disposition=DISPOSITION
            )
        yield SetStatus(guide=helper.id, status=GuideStatus.AVAILABLE)
        yield SetStatus(guide=helper.id, status=GuideStatus.AWAY)


def answers(pool: Pool) -> Iterator[Command]:
    """Each guide answers the present ring, and comes back to work."""
    for helper in pool.guides.values():
        for call in pool.calls.values():
            if call.desk is not None:
                yield TakeRing(call=call.id, guide=helper.id, epoch=call.epoch)
                yield PassRing(call=call.id, guide=helper.id, epoch=call.epoch)
        yield SetStatus(guide=helper.id, status=GuideStatus.AVAILABLE)


def media(pool: Pool) -> Iterator[Command]:
    """Media comes and goes at both ends."""
    for call in pool.calls.values():
        parties = [Party.kiosk(call.kiosk)] + ([] if call.desk is None else [Party.guide(call.desk)])
        for party in parties:
            yield ReportMediaUp(call=call.id, epoch=call.epoch, by=party)
            yield ReportMediaDown(call=call.id, epoch=call.epoch, by=party)


def crashes(pool: Pool) -> Iterator[Command]:
    yield Recover()


def start(kiosks: int, guides: int, settings: PoolSettings) -> Reached:
    opening: list[Command] = [Configure(settings=settings)]
    opening += [
        ConnectKiosk(kiosk=kiosk(name), epoch=1, site=SITE, neighbourhood=NEIGHBOURHOOD)
        for name in "abc"[:kiosks]
    ]
    for name in ("amal", "björn")[:guides]:
        opening.append(ConnectGuide(guide=guide(name), epoch=1, languages=(SV,)))
        opening.append(SetStatus(guide=guide(name), status=GuideStatus.AVAILABLE))
    pool, journal = Pool.empty(PoolId("small")), list[Entry]()
    for command in opening:
        entries, pool = settle(pool, command, 0)
        journal += entries
    return Reached(pool, 0, None, journal)


def search(first: Reached, *wishes: Wishes, most: int) -> tuple[int, bool]:
    """How many states were seen, and whether these are all."""
    seen = {likeness(first.pool, first.now)}
    frontier = deque([first])
    while frontier and len(seen) < most:
        state = frontier.popleft()
        for reached in _steps(state, wishes):
            key = likeness(reached.pool, reached.now)
            if key not in seen:
                seen.add(key)
                check(reached.pool)
                frontier.append(reached)
                if len(seen) % 50 == 0:
                    retrace(reached)
    return len(seen), not frontier


def retrace(reached: Reached) -> None:
    journal = reached.journal()
    check_history(journal, reached.pool)
    assert reduce(evolve, journal, Pool.empty(PoolId("small"))) == reached.pool


def _steps(state: Reached, wishes: Sequence[Wishes]) -> Iterator[Reached]:
    for wish in wishes:
        for command in wish(state.pool):
            try:
                entries, pool = settle(state.pool, command, state.now)
            except Refused:
                continue
            if entries:
                yield Reached(pool, state.now, state, entries)
    due = next_deadline(state.pool)
    if due is not None:
        now = max(state.now, due)
        entries, pool = settle(state.pool, Tick(), now)
        assert entries, "a deadline that came must have an effect"
        yield Reached(pool, now, state, entries)


def likeness(pool: Pool, now: Instant) -> object:
    """What tells states apart. Kiosks and guides are interchangeable: the least of all namings is taken."""
    idle = {helper: place for place, (_, helper) in enumerate(pool.lane(SV).idle)}
    line = sorted((call.place, call.id) for call in pool.calls.values())
    place = {call: rank for rank, (_, call) in enumerate(line)}
    return min(
        (
            tuple(_guide_likeness(pool.guides[name], place, idle, now) for name in order),
            tuple(sorted(_kiosk_likeness(pool, known, names, place, now) for known in pool.kiosks)),
        )
        for order in permutations(sorted(pool.guides))
        for names in [{name: str(number) for number, name in enumerate(order)}]
    )


def _guide_likeness(
    helper: Guide, place: dict[CallId, int], idle: dict[GuideId, int], now: Instant
) -> tuple[object, ...]:
    return (
        helper.connected,
        helper.status,
        helper.next_status or "",
        idle.get(helper.id, -1),
        -1 if helper.call is None else place[helper.call],
        -1 if helper.until is None else helper.until - now,
        -1 if helper.leaves_at is None else max(0, helper.leaves_at - now),
    )


def _kiosk_likeness(
    pool: Pool, known: KioskId, names: dict[GuideId, str], place: dict[CallId, int], now: Instant
) -> tuple[object, ...]:
    entity = pool.kiosks[known]
    if entity.call is None:
        return (entity.connected, bool(entity.past))
    call = pool.calls[entity.call]
    limit = call.live_since if call.state in (CallState.LIVE, CallState.INTERRUPTED) else call.queued_at
    return (
        entity.connected,
        False,
        place[call.id],
        call.state,
        "" if call.desk is None else names[call.desk],
        call.until - now,
        -1 if limit is None else min(3, now - limit),
        call.kiosk_media,
        call.guide_media,
        call.evidence_at is not None,
        call.setup_failures,
        tuple((names[past.guide], min(1, now - past.at)) for past in call.tries),
    )


SHORT = replace(BRIEF, setup_attempts=1, wait_limit=2, call_limit=2)
EVERYTHING = (sockets, residents, desks, media, crashes)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("calls", "guides", "wishes"),
    [
        pytest.param(1, 1, EVERYTHING, id="one call, one guide, everything"),
        pytest.param(1, 2, EVERYTHING, id="one call, two guides, everything"),
        pytest.param(3, 2, (residents, desks), id="three calls, two guides, late and doubled answers"),
        pytest.param(3, 2, (residents, answers, crashes), id="three calls, two guides, crashes"),
    ],
)
def test_no_order_of_events_breaks_a_promise(calls: int, guides: int, wishes: tuple[Wishes, ...]) -> None:
    states, complete = search(start(calls, guides, SHORT), *wishes, most=100_000)
    assert complete, f"more than {states} states"


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_first_thousands_of_states_of_the_whole_small_world() -> None:
    search(start(3, 2, BRIEF), *EVERYTHING, most=5_000)


@pytest.mark.soak
@pytest.mark.timeout(7_200)
def test_very_many_states_of_the_whole_small_world() -> None:
    search(start(3, 2, BRIEF), *EVERYTHING, most=500_000)
