import type { Signal } from "@preact/signals";
import { say } from "../texts";
import { Field } from "./field";

const LONGEST = 200;

/** Why it is changed, for whoever reads the history. */
export function NoteField({
  note,
  label = say.value("settings.note"),
}: {
  note: Signal<string>;
  label?: string;
}) {
  return (
    <Field label={label} help={say.value("settings.note_help")} fault={null}>
      {(bound) => (
        <input
          {...bound}
          value={note.value}
          maxLength={LONGEST}
          autocomplete="off"
          onInput={({ currentTarget }) => {
            note.value = currentTarget.value;
          }}
        />
      )}
    </Field>
  );
}
