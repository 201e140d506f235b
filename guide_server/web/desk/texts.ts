/** The desk's words, in the languages that guides work in. */
import { computed } from "@preact/signals";
import type { Language } from "../../../signaling/client/types";
import { LANGUAGES } from "../../../signaling/client/types";
import { type KeyOf, type Say, speakers } from "../../../signaling/theme/i18n";
import { ownZone, timesIn } from "../local_time";
import notedEn from "../noted/en.json";
import notedSv from "../noted/sv.json";
import { ownName } from "../own_names";
import { language } from "../staff_language";
import ownEn from "./texts/en.json";
import ownSv from "./texts/sv.json";

export { language, switchLanguage } from "../staff_language";

/** The language that nobody knows yet: a guide on triage finds it. */
export const UNDETERMINED = "und";

/** What a guide notes of a call is called the same wherever it is read. */
const sv = { ...notedSv, ...ownSv };
const en = { ...notedEn, ...ownEn };

export type Key = KeyOf<typeof sv>;

const speakerOf = speakers<typeof sv>("sv", { sv, en });

export const say = computed<Say<Key>>(() => speakerOf(language.value));

/** What a resident's language is called in the language of the desk. */
export function nameOfLanguage(tag: Language): string {
  const found = LANGUAGES.find((offered) => offered.tag === tag);
  if (found === undefined) return tag === UNDETERMINED ? say.value("language.und") : tag;
  return language.value === "sv" ? found.swedish : found.english;
}

/** A text whose key is made at run time, such as a topic from the municipality's list; the code itself where unknown. */
export function sayCode(prefix: string, code: string): string {
  const key = `${prefix}.${code}`;
  const shipped = key in sv ? say.value(key as Key) : null;
  return ownName(prefix, code, language.value, shipped) ?? shipped ?? code.replaceAll("_", " ");
}

/** A length of time as a person says it: "40 seconds", "3 minutes". */
export function spokenDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  if (seconds < 60) return say.value("duration.seconds", { count: seconds });
  return say.value("duration.minutes", { count: Math.round(seconds / 60) });
}

/** A running time as a clock shows it: "2:05", "1:02:05". */
export function clockDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const padded = String(seconds % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${padded}` : `${minutes}:${padded}`;
}

/** A time of day by the municipality's clock: "09:05". */
export function timeOfDay(instant: number): string {
  return timesIn(ownZone.value, language.value).short(instant);
}

/** A day as it is said in the language of the desk: "26 december 2026". */
export function dateOf(instant: number): string {
  return timesIn(ownZone.value, language.value).date(instant);
}
