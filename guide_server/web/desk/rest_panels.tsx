/** The right side between calls: one's own day, which nobody else is shown, and what the last shift left. */
import { useState } from "preact/hooks";
import type { NoteTerms, OwnDay, ShiftNotes } from "../api_types";
import { NoteField } from "./note_field";
import { personalDataIn } from "./personal_data";
import type { Records } from "./records";
import { dateOf, nameOfLanguage, say, sayCode, spokenDuration, timeOfDay } from "./texts";

export function RestPanels({ records }: { records: Records }) {
  const day = records.day.state.value.value;
  const notes = records.notes.state.value.value;
  return (
    <>
      {day !== null && <Day day={day} />}
      {notes !== null && notes.terms !== null && (
        <Shift notes={notes} terms={notes.terms} records={records} />
      )}
    </>
  );
}

function Day({ day: { taken, talk, passed, missed, languages } }: { day: OwnDay }) {
  return (
    <section class="panel" aria-labelledby="day-heading">
      <h2 class="panel__heading" id="day-heading">
        {say.value("day.heading")}
      </h2>
      <dl class="day">
        <div>
          <dt>{say.value("day.taken")}</dt>
          <dd>{taken}</dd>
        </div>
        <div>
          <dt>{say.value("day.talk")}</dt>
          <dd>{spokenDuration(talk)}</dd>
        </div>
        <div>
          <dt>{say.value("day.passed")}</dt>
          <dd>{passed}</dd>
        </div>
        <div>
          <dt>{say.value("day.missed")}</dt>
          <dd>{missed}</dd>
        </div>
      </dl>
      {languages.length > 0 && (
        <ul class="tags">
          {languages.map(({ language, calls }) => (
            <li key={language}>
              {nameOfLanguage(language)} {calls}
            </li>
          ))}
        </ul>
      )}
      <p class="text__hint">{say.value("day.private")}</p>
    </section>
  );
}

interface ShiftProps {
  notes: ShiftNotes;
  terms: NoteTerms;
  records: Records;
}

function Shift({ notes, terms, records }: ShiftProps) {
  const [text, setText] = useState("");
  const refused = records.refused.value;
  const leave = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (await records.leaveNote(text.trim())) setText("");
  };
  return (
    <section class="panel" aria-labelledby="shift-heading">
      <h2 class="panel__heading" id="shift-heading">
        {say.value("shift.heading")}
      </h2>
      {notes.notes.length === 0 && <p class="panel__empty">{say.value("shift.none")}</p>}
      <ul class="shift">
        {notes.notes.map((note) => (
          <li key={note.at}>
            <p dir="auto">{note.text}</p>
            <p class="text__hint">
              <bdi>{note.guide_name}</bdi>, {dateOf(note.at)} {timeOfDay(note.at)}
            </p>
          </li>
        ))}
      </ul>
      <form class="shift__form" onSubmit={(event) => void leave(event)}>
        <NoteField
          id="shift-note"
          label={say.value("shift.write")}
          text={text}
          terms={terms}
          write={setText}
        />
        <button
          type="submit"
          class="button"
          data-act="shift-note"
          disabled={text.trim() === "" || personalDataIn(text).length > 0}
        >
          {say.value("shift.leave")}
        </button>
        {refused !== null && (
          <p class="field__fault" role="alert">
            {sayCode("note_refused", refused)}
          </p>
        )}
      </form>
    </section>
  );
}
