/** What an area's editor is given: what stands in the draft, how to change it, and what is amiss with it. */
import type { LanguageName, LanguageTag, Named } from "../../api_types";
import { nameOfLanguage, say, sayKnown } from "../texts";
import type { Path } from "./differences";

export interface Fault {
  path: Path;
  /** Of the reason, where it has one. */
  id: string | null;
  /** The server's own sentence, in English. */
  message: string;
}

/** In the page's language where the reason is known. */
export function faultInWords({ id, message }: Fault): string {
  return sayKnown("settings.fault", id ?? "") ?? message;
}

/** The names that the page knows. */
export interface Names {
  languages: readonly LanguageName[];
  sites: readonly Named[];
}

export interface Editing<Content> {
  content: Content;
  edit: (content: Content) => void;
  faults: readonly Fault[];
  names: Names;
}

/** A tag that is no tag is shown as it was typed. */
export function languageIn(tag: LanguageTag, { languages }: Names): string {
  if (tag === "und") return say.value("settings.other_language");
  try {
    return nameOfLanguage(tag, languages);
  } catch (fault) {
    if (fault instanceof RangeError) return tag;
    throw fault;
  }
}

/** Whether the browser speaks the language: of others it would give the name in its own. */
function isKnown(tag: LanguageTag): boolean {
  try {
    return Intl.DisplayNames.supportedLocalesOf(tag).length > 0;
  } catch (fault) {
    if (fault instanceof RangeError) return false;
    throw fault;
  }
}

/** A language's name for itself; the empty text where nobody knows it. */
export function endonymOf(tag: LanguageTag, { languages }: Names): string {
  const found = languages.find((known) => known.tag === tag);
  if (found !== undefined) return found.endonym;
  return isKnown(tag) ? (new Intl.DisplayNames(tag, { type: "language" }).of(tag) ?? "") : "";
}

export function siteIn(id: string, { sites }: Names): string {
  return sites.find((site) => site.id === id)?.name ?? id;
}

/** What is amiss at this path, or below it where no field of its own says so. */
export function faultAt(faults: readonly Fault[], path: Path, below = false): string | null {
  const here = faults.find(
    (fault) =>
      path.every((name, index) => fault.path[index] === name) && (below || fault.path.length === path.length),
  );
  return here === undefined ? null : faultInWords(here);
}
