/**
 * Numbers as a language writes them: CLDR's default numerals, as data because a browser lacks some of these languages.
 *
 * For counts, dates and hours in a sentence. What a person will type (a telephone number, a ticket) stays as it is typed.
 */
const DIGITS: Readonly<Record<string, string>> = {
  fa: "۰۱۲۳۴۵۶۷۸۹",
  prs: "۰۱۲۳۴۵۶۷۸۹",
  ps: "۰۱۲۳۴۵۶۷۸۹",
  ckb: "٠١٢٣٤٥٦٧٨٩",
  bn: "০১২৩৪৫৬৭৮৯",
};

export function withNumerals(text: string, language: string): string {
  const digits = DIGITS[language];
  return digits === undefined ? text : text.replace(/[0-9]/g, (digit) => digits[Number(digit)] ?? digit);
}
