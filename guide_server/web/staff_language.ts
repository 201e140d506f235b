/** The language in which staff read the pages: Swedish or English, chosen once for this browser. */
import { effect, signal } from "@preact/signals";

export const STAFF_LANGUAGES = ["sv", "en"] as const;
export type StaffLanguage = (typeof STAFF_LANGUAGES)[number];

const KEY = "desk.language";

export const language = signal<StaffLanguage>(remembered());

export function switchLanguage(): void {
  language.value = language.value === "sv" ? "en" : "sv";
  localStorage.setItem(KEY, language.value);
}

/** Keep `lang` of the document true. */
export function followLanguage(): void {
  effect(() => {
    document.documentElement.lang = language.value;
  });
}

function remembered(): StaffLanguage {
  const kept = localStorage.getItem(KEY);
  return STAFF_LANGUAGES.find((known) => known === kept) ?? "sv";
}
