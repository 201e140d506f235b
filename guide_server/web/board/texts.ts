/** The board's words, in Swedish and English. */
import { computed } from "@preact/signals";
import { type KeyOf, type Say, speakers } from "../../../signaling/theme/i18n";
import type { Board } from "../api_types";
import { formatsOf, timesIn } from "../local_time";
import { language } from "../staff_language";
import en from "./texts/en.json";
import sv from "./texts/sv.json";

export type Key = KeyOf<typeof sv>;

const speakerOf = speakers<typeof sv>("sv", { sv, en });

export const say = computed<Say<Key>>(() => speakerOf(language.value));

/** A text whose key holds a code of the server's; the code itself where no text has been written for it. */
export function sayCode(prefix: string, code: string): string {
  const key = `${prefix}.${code}`;
  return key in sv ? say.value(key as Key) : code.replaceAll("_", " ");
}

export function nameOfLanguage(tag: string, { names }: Board): string {
  const found = names.find((known) => known.tag === tag);
  if (found === undefined) return new Intl.DisplayNames(language.value, { type: "language" }).of(tag) ?? tag;
  return language.value === "sv" ? found.swedish : found.english;
}

/** A length of time as a clock shows it: “0:12”, “1:04:20”. */
export function clockDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, "0"))).join(":");
}

export function timeOfDay(at: number, zone: string): string {
  return timesIn(zone, language.value).short(at);
}

export function percent(share: number): string {
  return new Intl.NumberFormat(formatsOf(language.value), {
    style: "percent",
    maximumFractionDigits: 0,
  }).format(share);
}
