import type { NoteTerms } from "../api_types";
import { personalDataIn } from "./personal_data";
import { dateOf, say, sayCode } from "./texts";

/** As the server takes it: one line of so many characters. */
const LONGEST = 500;
const DAY = 24 * 3_600_000;

interface Props {
  id: string;
  label: string;
  text: string;
  terms: NoteTerms;
  write(text: string): void;
}

/** A place for a few words, with what must not stand in it and how long it is kept always in view. */
export function NoteField({ id, label, text, terms, write }: Props) {
  const found = personalDataIn(text);
  return (
    <div class="field note-field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        dir="auto"
        rows={2}
        maxLength={LONGEST}
        value={text}
        aria-invalid={found.length > 0}
        aria-describedby={`${id}-found ${id}-kept`}
        onInput={({ currentTarget }) => write(currentTarget.value.replace(/[\r\n]+/g, " "))}
      />
      <p class="field__fault" id={`${id}-found`} role="status">
        {found.length > 0 &&
          say.value("note_field.found", {
            what: found.map((kind) => sayCode("personal", kind)).join(", "),
          })}
      </p>
      <p class="text__hint" id={`${id}-kept`}>
        {say.value("note_field.hint")}{" "}
        {say.value("note_field.kept", {
          date: dateOf(Date.now() + terms.days * DAY),
          decision: terms.decision,
        })}
      </p>
    </div>
  );
}
