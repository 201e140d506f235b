/** The page's texts, and the few facts about languages that every screen needs. */
import { LANGUAGES, type OfferedLanguage } from "../../../signaling/client/types";
import { type KeyOf, type Say as SayOf, speakers } from "../../../signaling/theme/i18n";
import ar from "./texts/ar.json";
import en from "./texts/en.json";
import fi from "./texts/fi.json";
import so from "./texts/so.json";
import sv from "./texts/sv.json";
import ti from "./texts/ti.json";

export type TextKey = KeyOf<typeof sv>;
export type Say = SayOf<TextKey>;

/** What the page says before a resident has chosen, and where a language has no texts yet. */
export const HOUSE_LANGUAGE = "sv";

export const sayIn = speakers<typeof sv>(HOUSE_LANGUAGE, { sv, en, fi, ar, so, ti });

const BY_TAG = new Map<string, OfferedLanguage>(LANGUAGES.map((language) => [language.tag, language]));

/** How a language names itself. A tag that this build does not know stands for itself. */
export function nameOf(tag: string): { endonym: string; swedish: string; direction: "ltr" | "rtl" } {
  return BY_TAG.get(tag) ?? { endonym: tag, swedish: tag, direction: "ltr" };
}
