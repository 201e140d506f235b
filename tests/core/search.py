"""A small world searched to its end: every order of what people, networks and crashes do to a few calls.

From every state that can be reached every command is tried, the late and the doubled ones too. Time passes
only by going to the next deadline; a crash (every socket lost, the pool folded anew) may come anywhere. Two
states are alike when they differ only by names, by numbers that only grow, or by how long ago all of it was,
so that the search ends by itself. `check` looks at every state, `check_step` at many a step,
`check_history` at journals that led there, and a second node follows every step.

    python -m tests.core.search --states 1000000
"""

import argparse
import multiprocessing
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import reduce
from itertools import permutations

from signaling.core.commands import (
    AnswerHelp,
    AskForHelp,
    Assign,
    Command,
    Configure,
    ConnectGuide,
    ConnectKiosk,
    Dismiss,
    FinishWrapUp,
    HandOver,
    HangUp,
    Hold,
    Invite,
    Join,
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
    Transfer,
    WithdrawHelp,
)
from signaling.core.deadlines import next_deadline
from signaling.core.decide import settle
from signaling.core.errors import Refused
from signaling.core.events import Entry
from signaling.core.evolve import evolve
from signaling.core.ids import AdminId, CallId, GuideId, Instant, KioskId, Party, PoolId
from signaling.core.parties import Wanted
from signaling.core.pool import Guide, Pool
from signaling.core.pool_settings import PoolSettings
from signaling.core.vocabulary import CallState, GuideStatus
from tests.core.invariants import check, check_history
from tests.core.steps import check_step
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
    miss_back_off=1,
    unreachable_back_off=1,
    wanted_wait=1,
    guide_absence=1,
    wait_limit=3,
    call_limit=3,
    setup_attempts=2,
)


@dataclass(frozen=True, slots=True)
class Trail:
    """How a state was come by."""

    before: "Trail | None"
    entries: Sequence[Entry]

    def journal(self) -> list[Entry]:
        path: list[Sequence[Entry]] = []
        trail: Trail | None = self
        while trail is not None:
            path.append(trail.entries)
            trail = trail.before
        return [entry for entries in reversed(path) for entry in entries]


@dataclass(frozen=True, slots=True)
class Reached:
    """A state, and the command that led there from the one before."""

    pool: Pool
    now: Instant
    trail: Trail
    command: Command


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


def conferences(pool: Pool) -> Iterator[Command]:
    """Talks are held, sent on, joined by a colleague, and handed over."""
    for call in pool.calls.values():
        if call.guide is None:
            continue
        yield Hold(call=call.id, guide=call.guide, on=not call.on_hold)
        yield Transfer(call=call.id, guide=call.guide, to=Wanted(language=SV))
        for other in pool.guides:
            if other != call.guide:
                yield Transfer(call=call.id, guide=call.guide, to=Wanted(guide=other))
                yield Invite(call=call.id, guide=call.guide, to=Wanted(guide=other))
        for guest in call.guests:
            yield TakeRing(call=call.id, guide=guest.guide, epoch=guest.epoch)
            yield PassRing(call=call.id, guide=guest.guide, epoch=guest.epoch)
            yield HandOver(call=call.id, guide=call.guide, epoch=guest.epoch)
            yield Dismiss(call=call.id, guide=call.guide, epoch=guest.epoch)
            yield HangUp(call=call.id, by=Party.guide(guest.guide))
            for party in (Party.kiosk(call.kiosk), Party.guide(guest.guide)):
                yield ReportMediaUp(call=call.id, epoch=guest.epoch, by=party)


def leaders(pool: Pool) -> Iterator[Command]:
    """Every guide leads, too: assigns every call to all, joins every talk, and answers who asks for help."""
    for helper in pool.guides.values():
        leader = Party.leader(AdminId(helper.id))
        for call in pool.calls.values():
            for other in pool.guides:
                yield Assign(call=call.id, guide=other, by=leader)
            yield Join(call=call.id, leader=helper.id)
            yield HangUp(call=call.id, by=Party.guide(helper.id))
            for guest in call.guests:
                for party in (Party.kiosk(call.kiosk), Party.guide(guest.guide)):
                    yield ReportMediaUp(call=call.id, epoch=guest.epoch, by=party)
        yield AskForHelp(guide=helper.id)
        yield WithdrawHelp(guide=helper.id)
        yield AnswerHelp(guide=helper.id, by=leader)


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
    return Reached(pool, 0, Trail(None, journal), opening[-1])


@dataclass(frozen=True)
class Found:
    states: int
    complete: bool
    """Whether these are all."""


def search(first: Reached, *wishes: Wishes, most: int, report: Callable[[str], None] | None = None) -> Found:
    """Look at up to `most` distinct states, the nearest first; raises what breaks in any."""
    seen = {hash(likeness(first.pool, first.now))}
    frontier = deque([first])
    while frontier and len(seen) < most:
        state = frontier.popleft()
        for reached in _steps(state, wishes):
            key = hash(likeness(reached.pool, reached.now))
            if key in seen:
                continue
            seen.add(key)
            frontier.append(reached)
            check(reached.pool)
            if len(seen) % 5 == 0:
                check_step(state.pool, reached.command, reached.trail.entries, reached.pool)
            _follow_on_another_node(state, reached)
            if len(seen) % 200 == 0:
                retrace(reached)
            if report is not None and len(seen) % 50_000 == 0:
                report(f"{len(seen)} states, {len(frontier)} of them still to go on from")
    return Found(len(seen), not frontier)


def _follow_on_another_node(state: Reached, reached: Reached) -> None:
    """A second node was about to do the same: the number is taken, so it reads, folds and decides anew."""
    entries = reached.trail.entries
    assert entries[0].seq == state.pool.seq + 1 <= reached.pool.seq
    followed = reduce(evolve, entries, state.pool)
    assert followed == reached.pool, "two nodes that follow one journal hold one pool"
    try:
        again, _ = settle(followed, reached.command, reached.now)
    except Refused:
        return
    assert not again or again[0].seq == reached.pool.seq + 1


def retrace(reached: Reached) -> None:
    journal = reached.trail.journal()
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
                yield Reached(pool, state.now, Trail(state.trail, entries), command)
    due = next_deadline(state.pool)
    if due is not None:
        now = max(state.now, due)
        entries, pool = settle(state.pool, Tick(), now)
        assert entries, "a deadline that came must have an effect"
        yield Reached(pool, now, Trail(state.trail, entries), Tick())


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
        helper.reason or "",
        idle.get(helper.id, -1),
        -1 if helper.call is None else place[helper.call],
        -1 if helper.until is None else helper.until - now,
        -1 if helper.leaves_at is None else max(0, helper.leaves_at - now),
        0 if helper.help is None else 1 + (helper.help.by is not None),
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
        call.dropped,
        call.on_hold,
        call.rank,
        bool(call.choices),
        call.wanted is not None,
        -1 if call.line_since is None else min(3, now - call.line_since),
        tuple(
            (
                names[guest.guide],
                guest.role,
                guest.state,
                guest.bound,
                guest.heard,
                guest.kiosk_media,
                -1 if guest.until is None else guest.until - now,
            )
            for guest in call.guests
        ),
        tuple((names[past.guide], min(1, now - past.at)) for past in call.tries),
    )


SHORT = replace(BRIEF, setup_attempts=1, wait_limit=2, call_limit=2)
PLAIN = (sockets, residents, desks, media, crashes)
EVERYTHING = (*PLAIN, conferences, leaders)


@dataclass(frozen=True)
class Whole:
    """One of the large worlds that share the work."""

    calls: int
    guides: int
    settings: PoolSettings
    wishes: tuple[Wishes, ...]


WHOLES = {
    "three calls, two guides, everything": Whole(3, 2, BRIEF, EVERYTHING),
    "three calls, two guides, one attempt, short waits": Whole(3, 2, SHORT, EVERYTHING),
}


def look_at(name: str, most: int) -> Found:
    """Search one of `WHOLES`."""

    def report(line: str) -> None:
        sys.stdout.write(f"{name}: {line}\n")
        sys.stdout.flush()

    whole = WHOLES[name]
    first = start(whole.calls, whole.guides, whole.settings)
    return search(first, *whole.wishes, most=most, report=report)


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.core.search")
    options.add_argument("--states", type=int, default=1_000_000, help="in all, shared by the worlds")
    states: int = options.parse_args().states
    began = time.monotonic()
    each = states // len(WHOLES)
    with ProcessPoolExecutor(len(WHOLES), mp_context=multiprocessing.get_context("spawn")) as workers:
        found = list(workers.map(look_at, WHOLES, [each] * len(WHOLES)))
    for name, result in zip(WHOLES, found, strict=True):
        sys.stdout.write(f"{name}: {result.states} states{', all of them' if result.complete else ''}\n")
    total = sum(result.states for result in found)
    sys.stdout.write(f"{total} distinct states, no promise broken, {time.monotonic() - began:.0f} s\n")


if __name__ == "__main__":
    main()
