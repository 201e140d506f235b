import { useSignal } from "@preact/signals";
import { Icon } from "../../../../signaling/theme/icons";
import type { LanguageTag } from "../../api_types";
import { say } from "../texts";
import type { Names } from "./editing";
import { Field } from "./field";
import { LanguageSelect } from "./language_select";

const BY_TAG = "?";

interface Choosing {
  label: string;
  names: Names;
  taken: readonly LanguageTag[];
  add: (tag: LanguageTag) => void;
}

/** Adds a language by its name, or by its BCP 47 tag where the page does not know it. */
export function LanguageChoice({ label, names, taken, add }: Choosing) {
  const chosen = useSignal("");
  const typed = useSignal("");
  const tag = chosen.value === BY_TAG ? typed.value.trim() : chosen.value;
  return (
    <div class="settings__add">
      <LanguageSelect
        label={label}
        names={names}
        chosen={chosen}
        taken={taken}
        other={{ value: BY_TAG, label: say.value("settings.by_tag") }}
      />
      {chosen.value === BY_TAG && (
        <Field label={say.value("settings.tag")} fault={null}>
          {(bound) => (
            <input
              {...bound}
              value={typed.value}
              maxLength={35}
              autocomplete="off"
              autocapitalize="none"
              onInput={({ currentTarget }) => {
                typed.value = currentTarget.value;
              }}
            />
          )}
        </Field>
      )}
      <button
        type="button"
        class="button"
        disabled={tag === "" || taken.includes(tag)}
        onClick={() => {
          add(tag);
          chosen.value = "";
          typed.value = "";
        }}
      >
        <Icon name="plus" />
        {say.value("settings.add")}
      </button>
    </div>
  );
}
