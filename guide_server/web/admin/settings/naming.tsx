import { say } from "../texts";
import type { CodeName } from "./contents";
import { Field } from "./field";

const LONGEST = 80;

interface Naming {
  /** What it is called where nothing is written. */
  of: string;
  name: CodeName | undefined;
  fault: string | null;
  /** `null`: no name of our own. */
  change: (name: CodeName | null) => void;
}

/** The municipality's own name of a code, in each language that staff read; folded away. */
export function NamingFields({ of, name, fault, change }: Naming) {
  const write = (sv: string, en: string) =>
    change(sv === "" && en === "" ? null : { sv, en: en === "" ? null : en });
  return (
    <details class="naming" open={fault !== null}>
      <summary aria-label={say.value("settings.name_of", { of })}>{say.value("settings.own_name")}</summary>
      <div class="settings__pair">
        <Field label={say.value("settings.name_sv", { of })} fault={fault}>
          {(bound) => (
            <input
              {...bound}
              lang="sv"
              maxLength={LONGEST}
              autocomplete="off"
              value={name?.sv ?? ""}
              onInput={({ currentTarget }) => write(currentTarget.value, name?.en ?? "")}
            />
          )}
        </Field>
        <Field label={say.value("settings.name_en", { of })} fault={null}>
          {(bound) => (
            <input
              {...bound}
              lang="en"
              maxLength={LONGEST}
              autocomplete="off"
              value={name?.en ?? ""}
              onInput={({ currentTarget }) => write(name?.sv ?? "", currentTarget.value)}
            />
          )}
        </Field>
      </div>
    </details>
  );
}
