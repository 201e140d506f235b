/** The words of the page about one's own way in. */
import { computed } from "@preact/signals";
import { type KeyOf, type Say, speakers } from "../../../signaling/theme/i18n";
import { language } from "../staff_language";
import en from "./texts/en.json";
import sv from "./texts/sv.json";

export type Key = KeyOf<typeof sv>;

const speakerOf = speakers<typeof sv>("sv", { sv, en });

export const say = computed<Say<Key>>(() => speakerOf(language.value));

export function dayOf(instant: number): string {
  const format = language.value === "sv" ? "sv-SE" : "en-GB";
  return new Date(instant).toLocaleDateString(format, { dateStyle: "long" });
}
