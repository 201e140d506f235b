/**
 * Texts in many languages: flat JSON files, one for each language, with a key for each plural form and `{{places}}`.
 *
 * Keys are typed from the reference language's file, so a wrong key does not compile; that every other file has the same
 * keys, the plural forms of its own language and the same places is checked when a page is built (see text_faults.ts).
 */

import { withNumerals } from "./numerals";
import { type PluralForm, pluralForm } from "./plurals";

export type Texts = Readonly<Record<string, string>>;

/** The keys that code may ask for: `position_one` and `position_other` are one key, `position`. */
export type KeyOf<T> = keyof T extends infer Key
  ? Key extends `${infer Base}_${PluralForm}`
    ? Base
    : Key & string
  : never;

export type Values = Readonly<Record<string, string | number>>;

/**
 * Says texts in one language. `count` among the values chooses the plural form; a number is written in the language's
 * own numerals, a string as it is.
 */
export interface Say<Key extends string = string> {
  (key: Key, values?: Values): string;
  /** The language of what is said, for `lang`; the reference language where the wished one has no texts. */
  readonly language: string;
  readonly direction: Direction;
}

export type Direction = "ltr" | "rtl";

const RIGHT_TO_LEFT = new Set(["ar", "fa", "prs", "ckb", "ur", "ps", "aii", "syr", "yi", "he"]);
const PLACE = /\{\{\s*(\w+)\s*\}\}/g;

export function directionOf(language: string, { "language.direction": own }: Texts = {}): Direction {
  if (own === "ltr" || own === "rtl") return own;
  return RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr";
}

/**
 * A speaker for each language of `texts`, which has the `reference` language among them.
 *
 * Ask it for any language: one without texts is answered by the speaker of `reference`, and so is a single text that a
 * language still lacks.
 */
export function speakers<Reference extends Texts>(
  reference: string,
  texts: Readonly<Record<string, Texts>>,
): (language: string) => Say<KeyOf<Reference>> {
  const house = texts[reference] ?? {};
  const speakerOf = (language: string, own: Texts): Say<KeyOf<Reference>> => {
    const say = (key: string, values: Values = {}): string => {
      const [text, spoken] = find(own, key, values, language) ?? find(house, key, values, reference) ?? [key];
      return filled(text, values, spoken ?? language);
    };
    return Object.assign(say, { language, direction: directionOf(language, own) });
  };
  const all = new Map(
    Object.entries(texts).map(([language, own]) => [language, speakerOf(language, own)] as const),
  );
  const fallback = all.get(reference) ?? speakerOf(reference, house);
  return (wished) => all.get(wished) ?? fallback;
}

/** The text under `key`, in the plural form that `count` asks for, and the language that it is in. */
function find(
  texts: Texts,
  key: string,
  { count }: Values,
  language: string,
): readonly [text: string, language: string] | undefined {
  const form = typeof count === "number" ? texts[`${key}_${pluralForm(language, count)}`] : undefined;
  const text = form ?? texts[`${key}_other`] ?? texts[key];
  return text === undefined ? undefined : [text, language];
}

function filled(text: string, values: Values, language: string): string {
  return text.replace(PLACE, (place, name: string) => {
    const value = values[name];
    return typeof value === "number" ? withNumerals(String(value), language) : (value ?? place);
  });
}

/** A name within a sentence: its own direction does not turn the rest around (UAX #9, first strong isolate). */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}
