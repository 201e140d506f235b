"""Any order of commands, faults and time, as hypothesis finds it: no promise breaks."""

from dataclasses import replace
from functools import reduce
from random import Random

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from signaling.core.choices import Choice
from signaling.core.commands import (
    Choose,
    Command,
    Configure,
    ConnectGuide,
    ConnectKiosk,
    ExtendWrapUp,
    FinishWrapUp,
    HangUp,
    LoseGuide,
    LoseKiosk,
    PassRing,
    Prioritise,
    Recover,
    ReportMediaDown,
    ReportMediaUp,
    ReportTap,
    SetStatus,
    StartCall,
    TakeRing,
    Tick,
    WitnessMedia,
)
from signaling.core.deadlines import next_deadline
from signaling.core.decide import settle
from signaling.core.errors import Refused
from signaling.core.events import Entry
from signaling.core.evolve import evolve
from signaling.core.ids import AdminId, CallId, GuideId, KioskId, Language, Party, PoolId
from signaling.core.pool import Pool, restore, snapshot
from signaling.core.skills import Skill
from signaling.core.substitutes import Substitute, Substitutes
from signaling.core.views import touched, view
from signaling.core.vocabulary import AwayReason, ChoiceKind, GuideStatus, Level, Mode
from tests.core.invariants import check, check_history
from tests.core.random_worlds import CAST
from tests.core.repertoire import Imagination
from tests.core.steps import check_step
from tests.core.world import (
    AR,
    DISPOSITION,
    NEIGHBOURHOOD,
    SETTINGS,
    SITE,
    SO,
    SV,
    TOPIC,
    fold,
    guide,
    kiosk,
)

KIOSKS = st.sampled_from([kiosk(name) for name in "abcd"])
GUIDES = st.sampled_from([guide(name) for name in ("amal", "björn", "cilla")])
NUMBERS = st.integers(0, 14)
CALLS = st.builds("{} call {}".format, KIOSKS, NUMBERS).map(CallId)
LANGUAGES = st.sampled_from([SV, AR, SO])
SHIFTS = st.lists(LANGUAGES, max_size=3).map(tuple)
SKILLS = st.lists(st.builds(Skill, LANGUAGES, st.sampled_from(Level), st.sampled_from(Mode)), max_size=3).map(
    tuple
)
SUBSTITUTES = Substitutes("1", (Substitute(AR, SO, Level.GOOD), Substitute(SO, AR, Level.BASIC)))
EPOCHS = st.integers(0, 4)
CODES = st.sampled_from(["000000", "123456"])
STATUSES = st.sampled_from(GuideStatus)
REASONS = st.none() | st.sampled_from(AwayReason)
ADMIN = Party.admin(AdminId("anna"))
PARTIES = KIOSKS.map(Party.kiosk) | GUIDES.map(Party.guide) | st.just(ADMIN)
PAUSES = st.sampled_from([0, 1, 2_999, 3_000, 10_000, 20_000, 60_000, 3_600_000])


class Municipality(RuleBasedStateMachine):
    """Sockets have growing epochs, as the gateway gives them; all else may come in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.pool = Pool.empty(PoolId("huddinge"))
        self.now = 0
        self.entries: list[Entry] = []
        self.epoch = 0
        self.past: list[Command] = []

    def do(self, command: Command) -> None:
        before, mirror = self.pool, snapshot(self.pool)
        self.past.append(command)
        try:
            entries, settled = settle(self.pool, command, self.now)
        except Refused:
            assert snapshot(before) == mirror
            return
        check_step(before, command, entries, settled)
        self.pool = reduce(evolve, entries, self.pool)
        assert self.pool == settled
        assert snapshot(before) == mirror
        for party in touched(entries, self.pool):
            view(self.pool, party)
        self.entries += entries

    @initialize(capacity=st.sampled_from([1, 2, 10_000]), attempts=st.integers(1, 3))
    def configure(self, capacity: int, attempts: int) -> None:
        self.do(
            Configure(
                settings=replace(
                    SETTINGS, waiting_capacity=capacity, setup_attempts=attempts, substitutes=SUBSTITUTES
                )
            )
        )

    @rule(kiosk=KIOSKS)
    def kiosk_connects(self, kiosk: KioskId) -> None:
        self.epoch += 1
        self.do(ConnectKiosk(kiosk=kiosk, epoch=self.epoch, site=SITE, neighbourhood=NEIGHBOURHOOD))

    @rule(kiosk=KIOSKS)
    def kiosk_vanishes(self, kiosk: KioskId) -> None:
        known = self.pool.kiosks.get(kiosk)
        self.do(LoseKiosk(kiosk=kiosk, epoch=0 if known is None else known.epoch))

    @rule(guide=GUIDES, languages=SHIFTS)
    def desk_connects(self, guide: GuideId, languages: tuple[Language, ...]) -> None:
        self.epoch += 1
        self.do(ConnectGuide(guide=guide, epoch=self.epoch, languages=languages))

    @rule(guide=GUIDES)
    def desk_vanishes(self, guide: GuideId) -> None:
        known = self.pool.guides.get(guide)
        self.do(LoseGuide(guide=guide, epoch=0 if known is None else known.epoch))

    @rule(guide=GUIDES, status=STATUSES, reason=REASONS)
    def status_is_set(self, guide: GuideId, status: GuideStatus, reason: AwayReason | None) -> None:
        self.do(SetStatus(guide=guide, status=status, reason=reason))

    @rule(guide=GUIDES, languages=st.just((SV, AR, SO)))
    def guide_comes_to_work(self, guide: GuideId, languages: tuple[Language, ...]) -> None:
        self.desk_connects(guide, languages)
        self.do(SetStatus(guide=guide, status=GuideStatus.AVAILABLE))

    @rule(guide=GUIDES, skills=SKILLS)
    def guide_comes_with_other_skills(self, guide: GuideId, skills: tuple[Skill, ...]) -> None:
        self.epoch += 1
        self.do(ConnectGuide(guide=guide, epoch=self.epoch, skills=skills))
        self.do(SetStatus(guide=guide, status=GuideStatus.AVAILABLE))

    @rule(kiosk=KIOSKS, number=NUMBERS, language=LANGUAGES, also=SHIFTS)
    def resident_taps(
        self, kiosk: KioskId, number: int, language: Language, also: tuple[Language, ...]
    ) -> None:
        call = CallId(f"{kiosk} call {number}")
        self.do(StartCall(call=call, kiosk=kiosk, language=language, tapped_at=self.now, also=also))

    @rule(call=CALLS, kiosk=KIOSKS, kind=st.sampled_from(ChoiceKind), language=LANGUAGES, code=CODES)
    def someone_chooses(
        self, call: CallId, kiosk: KioskId, kind: ChoiceKind, language: Language, code: str
    ) -> None:
        self.do(Choose(call=call, kiosk=kiosk, choice=Choice(kind, language), code=code))

    @rule(kiosk=KIOSKS, kind=st.sampled_from(ChoiceKind), language=LANGUAGES, code=CODES)
    def a_waiting_resident_chooses(
        self, kiosk: KioskId, kind: ChoiceKind, language: Language, code: str
    ) -> None:
        known = self.pool.kiosks.get(kiosk)
        if known is not None and known.call is not None:
            self.someone_chooses(known.call, kiosk, kind, language, code)

    @rule(kiosk=KIOSKS, number=NUMBERS, code=CODES)
    def resident_returns_with_a_ticket(self, kiosk: KioskId, number: int, code: str) -> None:
        call = CallId(f"{kiosk} call {number}")
        self.do(StartCall(call=call, kiosk=kiosk, language=SV, tapped_at=self.now, ticket=code))

    @rule(call=CALLS, by=PARTIES)
    def a_call_is_an_emergency(self, call: CallId, by: Party) -> None:
        self.do(Prioritise(call=call, by=by))

    @rule(kiosk=KIOSKS, number=NUMBERS)
    def tap_is_reported_late(self, kiosk: KioskId, number: int) -> None:
        call = CallId(f"{kiosk} call {number}")
        self.do(
            ReportTap(
                call=call, kiosk=kiosk, site=SITE, neighbourhood=NEIGHBOURHOOD, language=SV, tapped_at=0
            )
        )

    @rule(call=CALLS, guide=GUIDES, epoch=EPOCHS)
    def someone_takes(self, call: CallId, guide: GuideId, epoch: int) -> None:
        self.do(TakeRing(call=call, guide=guide, epoch=epoch))

    @rule(guide=GUIDES)
    def the_rung_guide_takes(self, guide: GuideId) -> None:
        known = self.pool.guides.get(guide)
        if known is not None and known.call is not None:
            call = self.pool.calls[known.call]
            self.do(TakeRing(call=call.id, guide=guide, epoch=call.epoch))

    @rule(guide=GUIDES)
    def the_rung_guide_passes(self, guide: GuideId) -> None:
        known = self.pool.guides.get(guide)
        if known is not None and known.call is not None:
            call = self.pool.calls[known.call]
            self.do(PassRing(call=call.id, guide=guide, epoch=call.epoch))

    @rule(guide=GUIDES)
    def media_comes_up_on_both_sides(self, guide: GuideId) -> None:
        known = self.pool.guides.get(guide)
        if known is not None and known.call is not None:
            call = self.pool.calls[known.call]
            for party in (Party.kiosk(call.kiosk), Party.guide(guide)):
                self.do(ReportMediaUp(call=call.id, epoch=call.epoch, by=party))

    @rule(call=CALLS, epoch=EPOCHS, by=PARTIES, up=st.booleans())
    def media_is_reported(self, call: CallId, epoch: int, by: Party, *, up: bool) -> None:
        known = self.pool.calls.get(call)
        present = epoch if known is None else known.epoch
        report = ReportMediaUp if up else ReportMediaDown
        self.do(report(call=call, epoch=present, by=by))

    @rule(call=CALLS, by=PARTIES)
    def media_is_witnessed(self, call: CallId, by: Party) -> None:
        self.do(WitnessMedia(call=call, by=by))

    @rule(call=CALLS, by=PARTIES)
    def someone_hangs_up(self, call: CallId, by: Party) -> None:
        self.do(HangUp(call=call, by=by))

    @rule(guide=GUIDES, finish=st.booleans())
    def wrap_up_goes_on(self, guide: GuideId, *, finish: bool) -> None:
        known = self.pool.guides.get(guide)
        if known is None or known.wrap_up is None:
            return
        call = known.wrap_up.call
        if finish:
            self.do(FinishWrapUp(guide=guide, call=call, topic=TOPIC, disposition=DISPOSITION))
        else:
            self.do(ExtendWrapUp(guide=guide, call=call))

    @rule(random=st.randoms(use_true_random=False))
    def anybody_sends_anything(self, random: Random) -> None:
        self.do(Imagination(CAST, self.pool, self.now, random).command())

    @rule(age=st.integers(0, 30))
    def an_old_command_arrives_again(self, age: int) -> None:
        if age < len(self.past):
            self.do(self.past[-1 - age])

    @rule(pause=PAUSES)
    def time_passes(self, pause: int) -> None:
        end = self.now + pause
        ticks = 0
        while (due := next_deadline(self.pool)) is not None and due <= end:
            self.now = max(self.now, due)
            before = self.pool
            self.do(Tick())
            assert self.pool is not before, "a deadline that came must have an effect"
            ticks += 1
            assert ticks < 1_000
        self.now = end

    @rule(pause=PAUSES)
    def the_server_is_away(self, pause: int) -> None:
        self.now += pause
        self.pool = fold(self.entries)
        self.do(Recover())

    @rule()
    def the_clock_goes_back(self) -> None:
        self.now = max(0, self.now - 5_000)

    @rule(at=st.floats(0, 1))
    def a_snapshot_bounds_the_replay(self, at: float) -> None:
        cut = int(at * len(self.entries))
        resumed = restore(snapshot(fold(self.entries[:cut])))
        assert reduce(evolve, self.entries[cut:], resumed) == self.pool

    @invariant()
    def promises_are_kept(self) -> None:
        check(self.pool)

    def teardown(self) -> None:
        check_history(self.entries, self.pool)
        assert fold(self.entries) == self.pool


TestMunicipality = Municipality.TestCase
TestMunicipality.settings = settings(max_examples=100, stateful_step_count=50, deadline=None)
