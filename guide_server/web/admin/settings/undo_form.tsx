import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Refused } from "../../api";
import type { SettingsArea, SettingsPreview } from "../../api_types";
import { problemText } from "../parts/trouble";
import { say } from "../texts";
import { ChangesTable } from "./changes_table";
import type { Area } from "./contents";
import { differences } from "./differences";
import type { Names } from "./editing";
import { EffectsList } from "./effects_list";
import { NoteField } from "./note_field";
import type { SettingsModel } from "./settings_model";

interface Undoing {
  area: Area;
  names: Names;
  title: string;
  /** What else goes with it, where something does. */
  also?: string | null;
  /** What will be in force. */
  wished: SettingsArea["content"];
  model: SettingsModel;
  /** What the button says. */
  yes: string;
  /** Whether it was done. */
  undo: (note: string) => Promise<boolean>;
  close: () => void;
}

/** The way back, with all that it changes and leads to, before anything is done. */
export function UndoForm({ area, names, title, also = null, wished, model, yes, undo, close }: Undoing) {
  const heading = useRef<HTMLHeadingElement>(null);
  const note = useSignal("");
  const foreseen = useSignal<SettingsPreview | null>(null);
  const fault = useSignal<string | null>(null);
  const current = model.current.value;
  const changes = current === null ? [] : differences(current.content, wished);
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => {
    if (changes.length === 0) return;
    foreseen.value = null;
    model.foresee(wished).then(
      (preview) => {
        foreseen.value = preview;
      },
      (refused: unknown) => {
        fault.value = refusalInWords(refused);
      },
    );
  }, [current?.version]);
  return (
    <form
      class="undo card"
      onSubmit={(event) => {
        event.preventDefault();
        if (foreseen.peek() !== null) void undo(note.peek().trim()).then((done) => done && close());
      }}
    >
      <h4 ref={heading} tabIndex={-1}>
        {title}
      </h4>
      {also !== null && changes.length > 0 && <p>{also}</p>}
      {changes.length === 0 ? (
        <p>{say.value("settings.undo_nothing")}</p>
      ) : (
        <ChangesTable area={area} changes={changes} names={names} caption={title} />
      )}
      {foreseen.value !== null && <EffectsList preview={foreseen.value} names={names} />}
      <div role="alert" class="trouble">
        {fault.value !== null && <p class="notice notice--danger">{fault.value}</p>}
      </div>
      <NoteField note={note} />
      <div class="guide-form__foot">
        <button
          type="submit"
          class="button button--primary"
          disabled={changes.length === 0 || foreseen.value === null}
        >
          {foreseen.value?.waits === true ? say.value("settings.ask") : yes}
        </button>
        <button type="button" class="button" onClick={close}>
          {say.value("guides.cancel")}
        </button>
      </div>
    </form>
  );
}

function refusalInWords(refused: unknown): string {
  const id = refused instanceof Refused ? refused.id : "other";
  if (id === "settings_changed") return say.value("settings.changed_meanwhile");
  return id === "invalid_settings" ? say.value("settings.undo_unusable") : problemText(id);
}
