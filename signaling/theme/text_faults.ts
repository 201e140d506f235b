/** What is wrong with a page's text files, in sentences. An empty list is a page that may be built. */
import type { PluralForm, Texts } from "./i18n";

/** `original` was written in that language; `missing` shows the reference language instead. */
export type ReviewState = "original" | "reviewed" | "unreviewed" | "missing";

export interface TextFiles {
  reference: string;
  /** `texts/<tag>.json`, by tag. */
  texts: Readonly<Record<string, Texts>>;
  /** `texts/status.json`: every language a resident can choose, and who has read its texts. */
  status: Readonly<Record<string, ReviewState>>;
}

const FORM = /_(zero|one|two|few|many|other)$/;
const PLACE = /\{\{\s*(\w+)[^}]*\}\}/g;

export function textFaults({ reference, texts, status }: TextFiles): string[] {
  const model = texts[reference];
  if (model === undefined) return [`${reference}.json is missing, which all others are compared with.`];
  const faults = Object.entries(texts).flatMap(([tag, file]) => [
    ...keyFaults(tag, file, model),
    ...placeFaults(tag, file, model),
    ...(status[tag] === undefined || status[tag] === "missing"
      ? [`status.json does not know ${tag}.json.`]
      : []),
  ]);
  const absent = Object.entries(status).filter(([tag, state]) => state !== "missing" && !(tag in texts));
  return [
    ...faults,
    ...absent.map(([tag, state]) => `status.json calls ${tag} ${state}, but there is no file.`),
  ];
}

function keyFaults(tag: string, file: Texts, model: Texts): string[] {
  const wanted = new Set(Object.keys(model).flatMap((key) => keysIn(tag, key, model)));
  return [
    ...[...wanted].filter((key) => !file[key]?.trim()).map((key) => `${tag}.json lacks “${key}”.`),
    ...Object.keys(file)
      .filter((key) => !wanted.has(key))
      .map((key) => `${tag}.json has “${key}”, which nothing asks for.`),
  ];
}

function placeFaults(tag: string, file: Texts, model: Texts): string[] {
  return Object.keys(file)
    .filter((key) => placesOf(file[key]) !== placesOf(modelOf(key, model)))
    .filter((key) => !mayDropCount(key))
    .map((key) => `${tag}.json: the places in “${key}” are not those of the reference language.`);
}

/** “One person” needs no figure. */
function mayDropCount(key: string): boolean {
  return /_(zero|one|two)$/.test(key);
}

/** The keys of language `tag` that stand for the model's `key`: its own plural forms, or the key itself. */
function keysIn(tag: string, key: string, model: Texts): string[] {
  const base = key.replace(FORM, "");
  if (base === key || model[`${base}_other`] === undefined) return [key];
  return pluralForms(tag).map((form) => `${base}_${form}`);
}

function modelOf(key: string, model: Texts): string | undefined {
  return model[key] ?? model[`${key.replace(FORM, "")}_other`];
}

function placesOf(text = ""): string {
  return [...new Set([...text.matchAll(PLACE)].map(([, name]) => name))].sort().join(" ");
}

/** By CLDR, as the browser that chooses between them knows it. */
function pluralForms(tag: string): PluralForm[] {
  return new Intl.PluralRules(tag).resolvedOptions().pluralCategories as PluralForm[];
}
