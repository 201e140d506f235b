import { useSignal } from "@preact/signals";
import { Icon } from "../../../../signaling/theme/icons";
import { say } from "../texts";
import { Field } from "./field";

const CODE = /^[a-z][a-z0-9_]{0,39}$/;

interface Adding {
  label: string;
  known: readonly string[];
  /** The code, and what was typed. */
  add: (code: string, typed: string) => void;
}

/** A word for the log: what is typed becomes one, so that “Vård & skola” is `vard_skola`. */
export function AddCode({ label, known, add }: Adding) {
  const typed = useSignal("");
  const fault = useSignal<string | null>(null);
  const settle = () => {
    const code = codeOf(typed.value);
    if (!CODE.test(code)) fault.value = say.value("settings.code_wrong");
    else if (known.includes(code)) fault.value = say.value("settings.code_known");
    else {
      add(code, typed.value.trim());
      typed.value = "";
      fault.value = null;
    }
  };
  return (
    <div class="settings__add">
      <Field label={label} fault={fault.value}>
        {(bound) => (
          <input
            {...bound}
            value={typed.value}
            maxLength={40}
            autocomplete="off"
            onInput={({ currentTarget }) => {
              typed.value = currentTarget.value;
              fault.value = null;
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter") {
                event.preventDefault();
                settle();
              }
            }}
          />
        )}
      </Field>
      <button type="button" class="button" onClick={settle}>
        <Icon name="plus" />
        {say.value("settings.add")}
      </button>
    </div>
  );
}

export function codeOf(typed: string): string {
  return typed
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "");
}
