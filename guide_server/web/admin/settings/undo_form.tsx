import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { say } from "../texts";
import { ChangesTable } from "./changes_table";
import type { Area } from "./contents";
import type { Difference } from "./differences";
import type { Names } from "./editing";
import { NoteField } from "./note_field";

interface Undoing {
  area: Area;
  names: Names;
  title: string;
  /** From what is in force to what will be. */
  changes: readonly Difference[];
  /** Whether it was done. */
  undo: (note: string) => Promise<boolean>;
  close: () => void;
}

/** The way back, with all that it changes: what came after the version goes too. */
export function UndoForm({ area, names, title, changes, undo, close }: Undoing) {
  const heading = useRef<HTMLHeadingElement>(null);
  const note = useSignal("");
  useEffect(() => heading.current?.focus(), []);
  return (
    <form
      class="undo card"
      onSubmit={(event) => {
        event.preventDefault();
        void undo(note.peek().trim()).then((done) => done && close());
      }}
    >
      <h4 ref={heading} tabIndex={-1}>
        {title}
      </h4>
      {changes.length === 0 ? (
        <p>{say.value("settings.undo_nothing")}</p>
      ) : (
        <ChangesTable area={area} changes={changes} names={names} caption={title} />
      )}
      <NoteField note={note} />
      <div class="guide-form__foot">
        <button type="submit" class="button button--primary" disabled={changes.length === 0}>
          {say.value("settings.undo")}
        </button>
        <button type="button" class="button" onClick={close}>
          {say.value("guides.cancel")}
        </button>
      </div>
    </form>
  );
}
