/** Which form of a text a number asks for, by CLDR. The build and the browser ask here, so that they agree. */
export type PluralForm = "zero" | "one" | "two" | "few" | "many" | "other";

/** Where CLDR has the language under another name, or its rules under a relative's. */
const RULES_OF: Readonly<Record<string, string>> = { aii: "syr", kmr: "ku", prs: "fa" };

const rules = new Map<string, Intl.PluralRules>();

export function pluralForm(language: string, count: number): PluralForm {
  return rulesOf(language).select(count);
}

export function pluralForms(language: string): PluralForm[] {
  return rulesOf(language).resolvedOptions().pluralCategories as PluralForm[];
}

function rulesOf(language: string): Intl.PluralRules {
  let found = rules.get(language);
  if (found === undefined) {
    found = new Intl.PluralRules(RULES_OF[language] ?? language);
    rules.set(language, found);
  }
  return found;
}
