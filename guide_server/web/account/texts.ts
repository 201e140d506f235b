/** The words of the page about one's own way in. */
import { computed } from "@preact/signals";
import { type KeyOf, type Say, speakers } from "../../../signaling/theme/i18n";
import { ownZone, timesIn } from "../local_time";
import { language } from "../staff_language";
import en from "./texts/en.json";
import sv from "./texts/sv.json";

export type Key = KeyOf<typeof sv>;

const speakerOf = speakers<typeof sv>("sv", { sv, en });

export const say = computed<Say<Key>>(() => speakerOf(language.value));

export function dayOf(instant: number): string {
  return timesIn(ownZone.value, language.value).date(instant);
}
