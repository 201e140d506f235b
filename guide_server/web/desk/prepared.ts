/** What is prepared for guides: phrases to write and information to hand over, in the resident's language where it is. */
import cards from "./cards.json";
import phrases from "./phrases.json";

export interface Prepared {
  key: string;
  /** By language; `sv` and `en` always. */
  texts: Readonly<{ sv: string; en: string }> & Readonly<Record<string, string>>;
}

export interface Card extends Prepared {
  link: string;
}

const PHRASES: readonly Prepared[] = Object.entries(phrases).map(([key, texts]) => ({ key, texts }));
const CARDS: readonly Card[] = Object.entries(cards).map(([key, card]) => ({ key, ...card }));

/** Those whose Swedish or English has a word that begins with `wish`. */
export function phrasesIn(wish: string): readonly Prepared[] {
  return PHRASES.filter((phrase) => fits(phrase, wish));
}

export function cardsIn(wish: string): readonly Card[] {
  return CARDS.filter((card) => fits(card, wish));
}

/** In `language`, or in Swedish where it has not been translated. */
export function textIn({ texts }: Prepared, language: string): string {
  return texts[language] ?? texts.sv;
}

function fits({ texts }: Prepared, wish: string): boolean {
  const sought = wish.trim().toLocaleLowerCase("sv");
  return [texts.sv, texts.en].some((text) =>
    text
      .toLocaleLowerCase("sv")
      .split(/[^\p{L}\p{N}]+/u)
      .some((word) => word.startsWith(sought)),
  );
}
