import type { Signal } from "@preact/signals";
import type { LanguageTag } from "../../api_types";
import { say } from "../texts";
import { languageIn, type Names } from "./editing";
import { Field } from "./field";

/** What is spoken in Sweden by many. */
const MANY = (
  "aii am ar az bg bn bs ckb cs da de el en es et fa fi fit fr hi hr hu hy is it ja ka kmr ko lt lv mk mn my ne nl " +
  "no om pa pl prs ps pt rmn ro ru se sk sl so sq sr sv sw swl ta th ti tl tr ug uk ur uz vi yue zh"
).split(" ");

interface Choosing {
  label: string;
  names: Names;
  chosen: Signal<LanguageTag>;
  /** Not offered any more. */
  taken?: readonly LanguageTag[];
  /** Said of a last choice, for a language that is not on the list. */
  other?: { value: string; label: string };
}

/** A language by its name in the page's language. */
export function LanguageSelect({ label, names, chosen, taken = [], other }: Choosing) {
  const known = [...new Set([...names.languages.map(({ tag }) => tag), ...MANY])];
  const choices = known
    .filter((tag) => !taken.includes(tag))
    .map((tag) => [tag, languageIn(tag, names)] as const)
    .sort(([, one], [, two]) => one.localeCompare(two, say.value.language));
  return (
    <Field label={label} fault={null}>
      {(bound) => (
        <select
          {...bound}
          value={chosen.value}
          onChange={({ currentTarget }) => {
            chosen.value = currentTarget.value;
          }}
        >
          <option value="">{say.value("settings.choose")}</option>
          {choices.map(([tag, name]) => (
            <option key={tag} value={tag} selected={tag === chosen.value}>
              {name}
            </option>
          ))}
          {other !== undefined && (
            <option value={other.value} selected={chosen.value === other.value}>
              {other.label}
            </option>
          )}
        </select>
      )}
    </Field>
  );
}
