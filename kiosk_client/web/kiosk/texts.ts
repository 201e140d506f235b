/** The page's texts, and the few facts about languages that every screen needs. */
import { LANGUAGES } from "../../../signaling/client/types";
import {
  type Direction,
  type KeyOf,
  type Say as SayOf,
  speakers,
  type Texts,
} from "../../../signaling/theme/i18n";
import { addGreeting } from "./greetings";
import aii from "./texts/aii.json";
import ar from "./texts/ar.json";
import bn from "./texts/bn.json";
import bs from "./texts/bs.json";
import ckb from "./texts/ckb.json";
import el from "./texts/el.json";
import en from "./texts/en.json";
import es from "./texts/es.json";
import fa from "./texts/fa.json";
import fi from "./texts/fi.json";
import kmr from "./texts/kmr.json";
import pl from "./texts/pl.json";
import prs from "./texts/prs.json";
import ru from "./texts/ru.json";
import so from "./texts/so.json";
import sv from "./texts/sv.json";
import ti from "./texts/ti.json";
import tr from "./texts/tr.json";
import uk from "./texts/uk.json";

export type TextKey = KeyOf<typeof sv>;
export type Say = SayOf<TextKey>;

/** What the page says before a resident has chosen, and where a language has no texts yet. */
export const HOUSE_LANGUAGE = "sv";

const SHIPPED: Readonly<Record<string, Texts>> = {
  sv,
  en,
  fi,
  ar,
  so,
  tr,
  ti,
  fa,
  prs,
  ckb,
  kmr,
  es,
  pl,
  ru,
  uk,
  bs,
  aii,
  el,
  bn,
};

let speakerOf = speakers<typeof sv>(HOUSE_LANGUAGE, SHIPPED);

export function sayIn(language: string): Say {
  return speakerOf(language);
}

interface LanguageName {
  /** Its own name for itself. */
  endonym: string;
  swedish: string;
  direction: "ltr" | "rtl";
}

const names = new Map<string, LanguageName>(LANGUAGES.map((language) => [language.tag, language]));

/** How a language names itself. A tag that nobody has named stands for itself. */
export function nameOf(tag: string): LanguageName {
  return names.get(tag) ?? { endonym: tag, swedish: tag, direction: "ltr" };
}

/**
 * Lay a municipality's own words over the page's: changed texts, and languages that this build does not have.
 *
 * Before the first screen, for nothing is drawn anew. The agent has checked them.
 */
export function addTexts(local: Readonly<Record<string, Texts>>): void {
  const all: Record<string, Texts> = { ...SHIPPED };
  for (const [tag, own] of Object.entries(local)) {
    all[tag] = { ...SHIPPED[tag], ...own };
    const { endonym, swedish, direction } = nameOf(tag);
    names.set(tag, {
      endonym: own["language.endonym"] ?? endonym,
      swedish: own["language.swedish"] ?? swedish,
      direction: (own["language.direction"] as Direction | undefined) ?? direction,
    });
    addGreeting(tag, own["language.welcome"], own["language.spoken"]);
  }
  speakerOf = speakers<typeof sv>(HOUSE_LANGUAGE, all);
}
