/** Prepared phrases: what guides write most often, in the resident's language where it is known. */
import phrases from "./phrases.json";

export interface Phrase {
  key: string;
  /** By language; `sv` always. */
  texts: Readonly<{ sv: string; en: string }> & Readonly<Record<string, string>>;
}

const ALL: readonly Phrase[] = Object.entries(phrases).map(([key, texts]) => ({ key, texts }));

/** Those whose Swedish or English has a word that begins with `wish`. */
export function phrasesIn(wish: string): readonly Phrase[] {
  const sought = wish.toLocaleLowerCase("sv");
  return ALL.filter(({ texts }) =>
    [texts.sv, texts.en].some((text) =>
      text
        .toLocaleLowerCase("sv")
        .split(/[^\p{L}]+/u)
        .some((word) => word.startsWith(sought)),
    ),
  );
}

/** The phrase in `language`, or in Swedish where it has not been translated. */
export function phraseFor({ texts }: Phrase, language: string): string {
  return texts[language] ?? texts.sv;
}
