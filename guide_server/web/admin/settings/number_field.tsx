import { useSignal } from "@preact/signals";
import { say } from "../texts";
import { longestUnit, SECONDS_IN, UNITS, type Unit } from "./durations";
import { Field } from "./field";

interface Numbered {
  label: string;
  quiet?: boolean;
  help?: string;
  fault: string | null;
  value: number | null;
  /** `null` where the field was emptied. */
  change: (value: number | null) => void;
}

/** A whole number. What is no number yet is nothing. */
export function NumberField({ value, change, ...labelled }: Numbered) {
  return (
    <Field {...labelled}>
      {(bound) => (
        <input
          {...bound}
          class="settings__number"
          type="number"
          inputMode="numeric"
          min={0}
          value={value ?? ""}
          onInput={({ currentTarget }) => change(wholeIn(currentTarget.value))}
        />
      )}
    </Field>
  );
}

interface Lasting extends Numbered {
  /** What the number is kept in; the reader may choose a longer one. */
  keptIn: Unit;
}

/** A length of time, in the longest unit that says it wholly. */
export function DurationField({ keptIn, value, change, ...labelled }: Lasting) {
  const kept = SECONDS_IN[keptIn];
  const unit = useSignal<Unit>(longestUnit(value, keptIn));
  const shown = value === null ? null : (value * kept) / SECONDS_IN[unit.value];
  const units = UNITS.filter((each) => SECONDS_IN[each] >= kept);
  const turn = (chosen: Unit) => {
    if (shown !== null) change(Math.max(1, Math.round((shown * SECONDS_IN[chosen]) / kept)));
    unit.value = chosen;
  };
  return (
    <Field {...labelled}>
      {(bound) => (
        <span class="settings__duration">
          <input
            {...bound}
            class="settings__number"
            type="number"
            inputMode="numeric"
            min={1}
            step="any"
            value={shown ?? ""}
            onInput={({ currentTarget }) => {
              const given = currentTarget.valueAsNumber;
              change(Number.isNaN(given) ? null : Math.round((given * SECONDS_IN[unit.value]) / kept));
            }}
          />
          <select
            aria-label={say.value("settings.unit_of", { label: labelled.label })}
            value={unit.value}
            onChange={({ currentTarget }) => turn(currentTarget.value as Unit)}
          >
            {units.map((each) => (
              <option key={each} value={each} selected={each === unit.value}>
                {say.value(`settings.unit.${each}`, { count: shown ?? 0 })}
              </option>
            ))}
          </select>
        </span>
      )}
    </Field>
  );
}

function wholeIn(text: string): number | null {
  const number = Number(text);
  return text.trim() === "" || Number.isNaN(number) ? null : Math.round(number);
}
