"""What a desk asks for beside its socket: the place of a call, one's own day, notes where they are allowed.

A guide sees their own figures here and nobody else's; no endpoint gives a guide's day to anyone but them.
"""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from guide_server.desk.models import (
    NewNote,
    NoteTerms,
    OwnDay,
    OwnLanguage,
    PlaceCard,
    RecentTopic,
    ShiftNotes,
)
from guide_server.desk.notes import note_of
from guide_server.desk.personal_data import found_in
from guide_server.http.access import Access
from guide_server.http.endpoint import ID, Asked, Endpoint, Nothing
from guide_server.http.problems import FieldProblem, NotesNotKept, NotFound, PersonalData
from guide_server.names import Names
from signaling.core.ids import UND, CallId, GuideId, Instant, KioskId, Milliseconds, SiteId
from signaling.core.pool import Pool
from signaling.days import day_of, start_of
from signaling.ports import Clock
from signaling.settings import NotesPart, SitesPart
from signaling.store.audit import AuditAction, Looks
from signaling.store.desk_records import DeskRecords
from signaling.store.directory import SqlDirectory
from signaling.store.notes import Notes

DAY: Milliseconds = 24 * 3_600_000


class DeskApi:
    def __init__(  # noqa: PLR0913 - the desk asks for so many things
        self,
        *,
        records: DeskRecords,
        looks: Looks,
        notes: Notes,
        directory: SqlDirectory,
        pool: Callable[[], Pool],
        rule: Callable[[], NotesPart],
        sites: Callable[[], SitesPart],
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        self._records = records
        self._looks = looks
        self._notes = notes
        self._directory = directory
        self._pool = pool
        self._rule = rule
        self._sites = sites
        self._clock = clock
        self._zone = zone

    async def read_place(self, asked: Asked[Nothing]) -> PlaceCard:
        """Tell what a guide should know of a kiosk's place."""
        kiosk = KioskId(asked.path("kiosk"))
        known = (await self._directory.catalogue()).kiosks.get(kiosk)
        if known is None:
            raise NotFound
        site = SiteId(known.site)
        recent = await self._records.topics_at(kiosk)
        await self._looks.note(asked.who.staff, AuditAction.READ_PLACE, rows=len(recent), of=kiosk)
        return PlaceCard(
            information=self._sites().information_at(site),
            closes_at=self._closes_at(site),
            recent=tuple(RecentTopic(topic=each.topic, at=each.at) for each in recent),
        )

    async def read_own_day(self, asked: Asked[Nothing]) -> OwnDay:
        """Count what the guide who asks did today."""
        today = day_of(self._clock.now(), self._zone)
        day = await self._records.day_of(GuideId(asked.who.staff), start_of(today, self._zone))
        return OwnDay(
            taken=day.taken,
            passed=day.passed,
            missed=day.missed,
            talk=day.talk,
            languages=tuple(
                OwnLanguage(language=language, calls=calls)
                for language, calls in sorted(day.languages.items(), key=lambda line: (-line[1], line[0]))
            ),
        )

    async def read_notes(self, asked: Asked[Nothing]) -> ShiftNotes:
        """Say whether notes are kept, and what was left for this shift."""
        rule = self._rule()
        if not rule.keep:
            return ShiftNotes(terms=None, notes=())
        names = Names(await self._directory.catalogue())
        notes = await self._notes.of_shifts()
        await self._looks.note(asked.who.staff, AuditAction.READ_NOTES, rows=len(notes))
        return ShiftNotes(
            terms=NoteTerms(days=rule.days, decision=rule.decision),
            notes=tuple(note_of(note, names) for note in notes),
        )

    async def leave_note(self, asked: Asked[NewNote]) -> Nothing:
        """Leave a note for the next shift."""
        life = self._life(asked.question)
        await self._notes.for_next_shift(asked.question.text, by=GuideId(asked.who.staff), life=life)
        return Nothing()

    async def note_call(self, asked: Asked[NewNote]) -> Nothing:
        """Keep a note about a call that the guide took part in, in the place of an earlier one."""
        life = self._life(asked.question)
        call, by = CallId(asked.path("call")), GuideId(asked.who.staff)
        if not await self._notes.about_call(call, asked.question.text, by=by, life=life):
            raise NotFound
        return Nothing()

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint("GET", f"/api/desk/places/{{kiosk:{ID}}}", Access.DESK, self.read_place),
            Endpoint("GET", "/api/desk/day", Access.DESK, self.read_own_day),
            Endpoint("GET", "/api/desk/notes", Access.DESK, self.read_notes),
            Endpoint("POST", "/api/desk/notes", Access.DESK, self.leave_note),
            Endpoint("PUT", "/api/desk/calls/{call:[0-9a-f-]{36}}/note", Access.DESK, self.note_call),
        )

    def _life(self, note: NewNote) -> Milliseconds:
        """For how long the note may be kept. Raises `NotesNotKept` or `PersonalData`."""
        rule = self._rule()
        if not rule.keep:
            raise NotesNotKept
        found = found_in(note.text)
        if found:
            raise PersonalData(*(FieldProblem(field="text", message=kind.value) for kind in sorted(found)))
        return rule.days * DAY

    def _closes_at(self, site: SiteId) -> Instant | None:
        hours = self._pool().hours
        return None if hours is None else hours.closes_at(site, UND, self._clock.now())
