/** What is wrong with a page's text files, in sentences. An empty list is a page that may be built. */
import type { Texts } from "./i18n";
import { pluralForms } from "./plurals.ts";

/**
 * Who has read a language's texts. `original` was written in that language, `reviewed` was read by somebody whose language
 * it is, `unreviewed` by nobody yet. `reference` and `missing` show the reference language: on purpose, or for want of a file.
 */
export type ReviewState = "original" | "reviewed" | "unreviewed" | "reference" | "missing";

export interface TextFiles {
  reference: string;
  /** `texts/<tag>.json`, by tag. */
  texts: Readonly<Record<string, Texts>>;
  /** `texts/status.json`: every language a resident can choose, and who has read its texts. */
  status: Readonly<Record<string, ReviewState>>;
  /** `texts/awaited.json`: new keys whose translations are asked for; until then a page says them in the reference language. */
  awaited?: readonly string[];
}

const FORM = /_(zero|one|two|few|many|other)$/;
const WITHOUT_FILE = new Set<ReviewState | undefined>([undefined, "missing", "reference"]);
const PLACE = /\{\{\s*(\w+)[^}]*\}\}/g;

export function textFaults({ reference, texts, status, awaited = [] }: TextFiles): string[] {
  const model = texts[reference];
  if (model === undefined) return [`${reference}.json is missing, which all others are compared with.`];
  const faults = Object.entries(texts).flatMap(([tag, file]) => [
    ...keyFaults(tag, file, model, status[tag] === "original" ? [] : awaited),
    ...placeFaults(tag, file, model),
    ...(WITHOUT_FILE.has(status[tag]) ? [`status.json does not know ${tag}.json.`] : []),
  ]);
  const absent = Object.entries(status).filter(([tag, state]) => !WITHOUT_FILE.has(state) && !(tag in texts));
  return [
    ...faults,
    ...awaited
      .filter((key) =>
        Object.entries(texts).every(([tag, file]) => lacking(tag, file, model, key).length === 0),
      )
      .map((key) => `awaited.json has “${key}”, which every language has.`),
    ...absent.map(([tag, state]) => `status.json calls ${tag} ${state}, but there is no file.`),
  ];
}

function keyFaults(tag: string, file: Texts, model: Texts, awaited: readonly string[]): string[] {
  const bases = new Set(Object.keys(model).map((key) => baseOf(key, model)));
  const wanted = new Set([...bases].flatMap((base) => keysIn(tag, base, model)));
  return [
    ...[...bases]
      .filter((base) => !awaited.includes(base))
      .flatMap((base) => lacking(tag, file, model, base))
      .map((key) => `${tag}.json lacks “${key}”.`),
    ...Object.keys(file)
      .filter((key) => !wanted.has(key))
      .map((key) => `${tag}.json has “${key}”, which nothing asks for.`),
  ];
}

function lacking(tag: string, file: Texts, model: Texts, base: string): string[] {
  return keysIn(tag, base, model).filter((key) => !file[key]?.trim());
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

/** What code asks for: the key without its plural form. */
function baseOf(key: string, model: Texts): string {
  const base = key.replace(FORM, "");
  return model[`${base}_other`] === undefined ? key : base;
}

/** The keys of language `tag` that stand for `base`: one for each of its own plural forms, or `base` itself. */
function keysIn(tag: string, base: string, model: Texts): string[] {
  if (model[`${base}_other`] === undefined) return [base];
  return pluralForms(tag).map((form) => `${base}_${form}`);
}

function modelOf(key: string, model: Texts): string | undefined {
  return model[key] ?? model[`${key.replace(FORM, "")}_other`];
}

function placesOf(text = ""): string {
  return [...new Set([...text.matchAll(PLACE)].map(([, name]) => name))].sort().join(" ");
}
