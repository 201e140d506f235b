import { say } from "../texts";
import type { RetentionContent, Rule } from "./contents";
import { type Editing, type Fault, faultAt } from "./editing";
import { Field } from "./field";
import { NumberField } from "./number_field";

const KINDS = ["calls", "audit", "self_tests", "operations", "sessions"] as const;
const LONGEST_DECISION = 200;

/** How long each kind of record is kept, and by which decision. */
export function RetentionEditor({ content, edit, faults }: Editing<RetentionContent>) {
  const { notes } = content;
  return (
    <>
      <section class="settings__part">
        <h3>{say.value("review.plan")}</h3>
        <p class="help">{say.value("settings.retention_help")}</p>
        {KINDS.map((kind) => (
          <RuleFields
            key={kind}
            kind={kind}
            rule={content[kind]}
            faults={faults}
            change={(rule) => edit({ ...content, [kind]: rule })}
          />
        ))}
      </section>
      <section class="settings__part">
        <h3>{say.value("review.kind.notes")}</h3>
        <p class="help">{say.value("settings.notes_help")}</p>
        <label class="languages__choice">
          <input
            type="checkbox"
            checked={notes.keep}
            onChange={({ currentTarget }) =>
              edit({ ...content, notes: { ...notes, keep: currentTarget.checked } })
            }
          />
          <span>{say.value("settings.retention.keep")}</span>
        </label>
        <RuleFields
          kind="notes"
          rule={notes}
          faults={faults}
          change={({ days, decision }) =>
            edit({ ...content, notes: { ...notes, days: days as number, decision } })
          }
        />
      </section>
    </>
  );
}

interface Ruled {
  kind: keyof RetentionContent;
  rule: Rule;
  faults: readonly Fault[];
  change: (rule: Rule) => void;
}

function RuleFields({ kind, rule, faults, change }: Ruled) {
  const whole = faultAt(faults, [kind]);
  return (
    <fieldset class="rule">
      <legend class={kind === "notes" ? "visually-hidden" : ""}>{say.value(`review.kind.${kind}`)}</legend>
      <NumberField
        label={say.value("settings.retention.days")}
        value={rule.days}
        fault={faultAt(faults, [kind, "days"])}
        change={(days) => change({ ...rule, days })}
      />
      <Field
        label={say.value("settings.retention.decision")}
        fault={faultAt(faults, [kind, "decision"]) ?? whole}
      >
        {(bound) => (
          <input
            {...bound}
            value={rule.decision}
            maxLength={LONGEST_DECISION}
            onInput={({ currentTarget }) => change({ ...rule, decision: currentTarget.value })}
          />
        )}
      </Field>
    </fieldset>
  );
}
