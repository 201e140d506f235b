/** The admin page's words, and times and figures as a person reads them. */
import { computed } from "@preact/signals";
import { type KeyOf, type Say, speakers } from "../../../signaling/theme/i18n";
import type { LanguageName, LanguageTag, Step } from "../api_types";
import { formatsOf, ownZone, timesIn } from "../local_time";
import notedEn from "../noted/en.json";
import notedSv from "../noted/sv.json";
import { ownName } from "../own_names";
import { language } from "../staff_language";
import ownEn from "./texts/en.json";
import ownSv from "./texts/sv.json";

export { isolated } from "../../../signaling/theme/i18n";

/** What a guide notes of a call is called the same wherever it is read. */
const sv = { ...notedSv, ...ownSv };
const en = { ...notedEn, ...ownEn };

export type Key = KeyOf<typeof sv>;

const speakerOf = speakers<typeof sv>("sv", { sv, en });

export const say = computed<Say<Key>>(() => speakerOf(language.value));

/** A text whose key holds a code of the server's; the code itself where no text has been written for it. */
export function sayCode(prefix: string, code: string, values: Record<string, string> = {}): string {
  return sayKnown(prefix, code, values) ?? code.replaceAll("_", " ");
}

/** As `sayCode`; null where no text has been written for the code. */
export function sayKnown(prefix: string, code: string, values: Record<string, string> = {}): string | null {
  const key = `${prefix}.${code}`;
  const shipped = key in sv ? say.value(key as Key, values) : null;
  return ownName(prefix, code, language.value, shipped) ?? shipped;
}

export function nameOfLanguage(tag: LanguageTag, known: readonly LanguageName[]): string {
  const found = known.find((offered) => offered.tag === tag);
  if (found === undefined) return new Intl.DisplayNames(formats.value, { type: "language" }).of(tag) ?? tag;
  return language.value === "sv" ? found.swedish : found.english;
}

const LONGEST_NAME = 23;

/** A name that has room beside a drawing; what stands in brackets goes first. */
export function shortName(name: string): string {
  const bare = name.length > LONGEST_NAME ? name.replace(/ \(.*\)$/, "") : name;
  return bare.length > LONGEST_NAME ? `${bare.slice(0, LONGEST_NAME - 1)}…` : bare;
}

/** A length of time as one says it: “12 seconds”, “4 minutes”. */
export function spokenDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds < 100) return say.value("duration.seconds", { count: seconds });
  const minutes = Math.round(seconds / 60);
  if (minutes < 100) return say.value("duration.minutes", { count: minutes });
  const hours = Math.round(minutes / 60);
  if (hours < 48) return say.value("duration.hours", { count: hours });
  return say.value("duration.days", { count: Math.round(hours / 24) });
}

/** A length of time as a clock shows it: “0:12”, “1:04:20”. */
export function clockDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, "0"))).join(":");
}

const formats = computed(() => formatsOf(language.value));

export function count(figure: number): string {
  return new Intl.NumberFormat(formats.value).format(figure);
}

/** A measured figure, as exact as anybody needs it. */
export function shortFigure(figure: number): string {
  return new Intl.NumberFormat(formats.value, { maximumFractionDigits: 1 }).format(figure);
}

export function percent(share: number): string {
  return new Intl.NumberFormat(formats.value, { style: "percent", maximumFractionDigits: 0 }).format(share);
}

/** Instants by the municipality's own clock, wherever the browser is. */
export const times = computed(() => timesIn(ownZone.value, language.value));

/** Monday is 0. */
export function nameOfWeekday(weekday: number, length: "short" | "long"): string {
  const monday = Date.UTC(2024, 0, 1);
  const format = new Intl.DateTimeFormat(formats.value, { weekday: length, timeZone: "UTC" });
  return format.format(new Date(monday + weekday * 86_400_000));
}

/** The first day of a day, week or month, as short as an axis needs it. */
export function dayInShort(day: string, step: Step): string {
  const options: Intl.DateTimeFormatOptions =
    step === "month" ? { month: "short", year: "2-digit" } : { day: "numeric", month: "short" };
  return new Intl.DateTimeFormat(formats.value, { ...options, timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** A month such as “2026-10” in words. */
export function monthInWords(month: string): string {
  const options: Intl.DateTimeFormatOptions = { month: "long", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(formats.value, options).format(new Date(`${month}-01T00:00:00Z`));
}

/** A day such as “2026-11-23” in words. */
export function dayInWords(day: string): string {
  const options: Intl.DateTimeFormatOptions = {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  };
  return new Intl.DateTimeFormat(formats.value, options).format(new Date(`${day}T00:00:00Z`));
}

/** A day without its year: “23 nov.” */
export function dayAndMonth(day: string): string {
  const options: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", timeZone: "UTC" };
  return new Intl.DateTimeFormat(formats.value, options).format(new Date(`${day}T00:00:00Z`));
}
