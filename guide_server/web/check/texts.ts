/** The words of the check before the shift. */
import { computed } from "@preact/signals";
import { LANGUAGES } from "../../../signaling/client/types";
import { type KeyOf, type Say, speakers } from "../../../signaling/theme/i18n";
import { ownZone, timesIn } from "../local_time";
import { language } from "../staff_language";
import en from "./texts/en.json";
import sv from "./texts/sv.json";

export type Key = KeyOf<typeof sv>;

const speakerOf = speakers<typeof sv>("sv", { sv, en });

export const say = computed<Say<Key>>(() => speakerOf(language.value));

/** A text whose key is made at run time; the code itself where there is none. */
export function sayCode(prefix: string, code: string): string {
  const key = `${prefix}.${code}`;
  return key in sv ? say.value(key as Key) : code.replaceAll("_", " ");
}

/** A day and its time by the municipality's clock: “26 december 2026 16:05”. */
export function momentOf(at: number): string {
  const times = timesIn(ownZone.value, language.value);
  return `${times.date(at)} ${times.short(at)}`;
}

export function nameOfLanguage(tag: string): string {
  const found = LANGUAGES.find((offered) => offered.tag === tag);
  if (found === undefined) return tag === "und" ? say.value("language.und") : tag;
  return language.value === "sv" ? found.swedish : found.english;
}
