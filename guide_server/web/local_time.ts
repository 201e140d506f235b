/** Days and times as staff read them: by the municipality's own clock, wherever the browser is. */
import { signal } from "@preact/signals";
import type { StaffLanguage } from "./staff_language";

/** The municipality's time zone, an IANA name, on pages whose data brings none; until the server has told it, Sweden's. */
export const ownZone = signal("Europe/Stockholm");

/** As a language writes figures and days here: “26 december 2026”, “26 December 2026”. */
export function formatsOf(language: StaffLanguage): string {
  return language === "sv" ? "sv-SE" : "en-GB";
}

/** The day of an instant by the municipality's clock, as `yyyy-mm-dd`. */
export function ownDay(at: number): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: ownZone.value }).format(at);
}

/** Instants in `zone`, in milliseconds since 1970 UTC, as `language` says them. */
export function timesIn(zone: string, language: StaffLanguage) {
  const format = (options: Intl.DateTimeFormatOptions) => (at: number) =>
    new Intl.DateTimeFormat(formatsOf(language), { timeZone: zone, ...options }).format(at);
  const year = format({ year: "numeric" });
  return {
    moment: (at: number) =>
      format({
        ...(year(at) === year(Date.now()) ? {} : { year: "numeric" }),
        day: "numeric",
        month: "short",
        hour: "2-digit",
        minute: "2-digit",
      })(at),
    short: format({ hour: "2-digit", minute: "2-digit" }),
    clock: format({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
    long: format({ day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" }),
    date: format({ day: "numeric", month: "long", year: "numeric" }),
  };
}
