import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../../../signaling/theme/icons";
import type { SettingsPreview } from "../../api_types";
import { say } from "../texts";
import { ChangesTable } from "./changes_table";
import type { Area } from "./contents";
import { differences } from "./differences";
import type { Names } from "./editing";
import { EffectsList } from "./effects_list";
import { NoteField } from "./note_field";
import type { SettingsModel } from "./settings_model";
import { told } from "./told";

interface Drafting {
  model: SettingsModel;
  area: Area;
  names: Names;
  /** Do it, and say what becomes of it. */
  attempt: (deed: () => Promise<void>) => Promise<boolean>;
  apply: (note: string) => Promise<boolean>;
}

/** What becomes of a draft: looked at, and then applied or thrown away. Stays in view while one edits. */
export function DraftPart({ model, area, names, attempt, apply }: Drafting) {
  const draft = model.draft.value;
  const preview = model.preview.value;
  if (draft === null) return null;
  if (preview !== null)
    return <Preview model={model} area={area} names={names} preview={preview} apply={apply} />;
  const count = told(differences(draft.base.content, draft.content)).length;
  return (
    <section class="draft card" aria-label={say.value("settings.draft")}>
      <p class="draft__said">{say.value("settings.unsaved", { count })}</p>
      <button type="button" class="button button--primary" onClick={() => void attempt(() => model.tryOut())}>
        <Icon name="eye" />
        {say.value("settings.preview")}
      </button>
      <button type="button" class="button" onClick={() => model.discard()}>
        {say.value("settings.discard")}
      </button>
    </section>
  );
}

interface Previewing extends Pick<Drafting, "model" | "area" | "names" | "apply"> {
  preview: SettingsPreview;
}

/** What the draft changes, and what was found that it leads to. */
function Preview({ model, area, names, preview, apply }: Previewing) {
  const form = useRef<HTMLFormElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const note = useSignal("");
  const busy = useSignal(false);
  useEffect(() => {
    heading.current?.focus();
    form.current?.scrollIntoView({ block: "nearest" });
  }, [preview]);
  const changes = preview.changes.map((change) => ({ ...change, path: change.path.split(".") }));
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.peek()) return;
    busy.value = true;
    await apply(note.peek().trim());
    busy.value = false;
  };
  return (
    <form ref={form} class="preview card" onSubmit={(event) => void submit(event)}>
      <h3 ref={heading} tabIndex={-1}>
        {say.value("settings.preview_title")}
      </h3>
      <ChangesTable
        area={area}
        changes={changes}
        names={names}
        caption={say.value("settings.preview_title")}
      />
      <EffectsList preview={preview} names={names} />
      <NoteField note={note} />
      <div class="guide-form__foot">
        <button type="submit" class="button button--primary" aria-disabled={busy.value}>
          {say.value(preview.waits ? "settings.ask" : "settings.apply")}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => {
            model.preview.value = null;
          }}
        >
          {say.value("settings.go_on")}
        </button>
        <button type="button" class="button" onClick={() => model.discard()}>
          {say.value("settings.discard")}
        </button>
      </div>
    </form>
  );
}
