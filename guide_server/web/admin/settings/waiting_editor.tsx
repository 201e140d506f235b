import { say } from "../texts";
import { TIMES, type WaitingContent } from "./contents";
import { type Editing, faultAt } from "./editing";
import { DurationField } from "./number_field";

/** How long each step of a call may take. */
export function WaitingEditor({ content, edit, faults }: Editing<WaitingContent>) {
  return (
    <section class="settings__part times">
      {TIMES.map((name) => (
        <DurationField
          key={name}
          label={say.value(`settings.waiting.${name}`)}
          help={say.value(`settings.waiting_help.${name}`)}
          keptIn={name.endsWith("_minutes") ? "minutes" : "seconds"}
          value={content[name]}
          fault={faultAt(faults, [name])}
          change={(value) => edit({ ...content, [name]: value })}
        />
      ))}
    </section>
  );
}
