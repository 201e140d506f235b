"""A kept note as a person reads it."""

from guide_server.desk.models import KeptNote
from guide_server.names import Names
from signaling.store.notes import Note
from signaling.wire.scalars import displayable


def note_of(note: Note, names: Names) -> KeptNote:
    return KeptNote(
        guide_name=names.guide(note.by) or note.by,
        at=note.at,
        until=note.until,
        text=displayable(note.text, limit=500),
    )
