/** The words of the check before the shift. */
import { computed } from "@preact/signals";
import { LANGUAGES } from "../../../signaling/client/types";
import { type KeyOf, type Say, speakers } from "../../../signaling/theme/i18n";
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

export function nameOfLanguage(tag: string): string {
  const found = LANGUAGES.find((offered) => offered.tag === tag);
  if (found === undefined) return tag === "und" ? say.value("language.und") : tag;
  return language.value === "sv" ? found.swedish : found.english;
}
