/**
 * Texts in many languages: flat JSON files, one for each language, with i18next's plurals and `{{places}}`.
 *
 * Keys are typed from the reference language's file, so a wrong key does not compile; that every other file has the same
 * keys, the plural forms of its own language and the same places is checked when a page is built (see text_faults.ts).
 */
import { createInstance } from "i18next";

export type Texts = Readonly<Record<string, string>>;

export type PluralForm = "zero" | "one" | "two" | "few" | "many" | "other";

/** The keys that code may ask for: `position_one` and `position_other` are one key, `position`. */
export type KeyOf<T> = keyof T extends infer Key
  ? Key extends `${infer Base}_${PluralForm}`
    ? Base
    : Key & string
  : never;

export type Values = Readonly<Record<string, string | number>>;

/** Says texts in one language. `count` among the values chooses the plural form. */
export interface Say<Key extends string = string> {
  (key: Key, values?: Values): string;
  /** The language of what is said, for `lang`; the reference language where the wished one has no texts. */
  readonly language: string;
  readonly direction: Direction;
}

export type Direction = "ltr" | "rtl";

const RIGHT_TO_LEFT = new Set(["ar", "fa", "prs", "ckb", "ur", "ps", "aii", "syr", "yi", "he"]);

export function directionOf(language: string): Direction {
  return RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr";
}

/**
 * A speaker for each language of `texts`, which has the `reference` language among them.
 *
 * Ask it for any language: one without texts is answered by the speaker of `reference`.
 */
export function speakers<Reference extends Texts>(
  reference: string,
  texts: Readonly<Record<string, Texts>>,
): (language: string) => Say<KeyOf<Reference>> {
  const i18n = createInstance();
  void i18n.init({
    initAsync: false,
    resources: Object.fromEntries(
      Object.entries(texts).map(([language, translation]) => [language, { translation }]),
    ),
    fallbackLng: reference,
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
  });
  const speakerOf = (language: string): Say<KeyOf<Reference>> => {
    const translate = i18n.getFixedT(language);
    const say = (key: string, values: Values = {}): string => translate(key, values);
    return Object.assign(say, { language, direction: directionOf(language) });
  };
  const all = new Map(Object.keys(texts).map((language) => [language, speakerOf(language)]));
  const fallback = speakerOf(reference);
  return (wished) => all.get(wished) ?? fallback;
}
