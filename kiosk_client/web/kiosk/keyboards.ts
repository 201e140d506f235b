/** Which keys a language is written with, and what a press of one does. The layouts are files beside this one. */
import arabic from "./keyboards/arabic.json";
import bengali from "./keyboards/bengali.json";
import cyrillic from "./keyboards/cyrillic.json";
import geez from "./keyboards/geez.json";
import greek from "./keyboards/greek.json";
import latin from "./keyboards/latin.json";
import pashto from "./keyboards/pashto.json";
import persian from "./keyboards/persian.json";
import sorani from "./keyboards/sorani.json";
import syriac from "./keyboards/syriac.json";
import urdu from "./keyboards/urdu.json";

/** One layout file. Keys stand apart by spaces; a key may type several characters. */
interface Layout {
  /** On the key that changes to it: letters that tell it at a glance. */
  name: string;
  rows: readonly string[];
  /** What else is needed, on a second page. */
  more: readonly string[];
  /** Letters that one language needs often, in a row of their own above the others. */
  extras?: Readonly<Record<string, string>>;
  capitals?: boolean;
  /** A syllabary: so many forms of each letter follow it in Unicode, and a form is chosen after the letter. */
  forms?: number;
  /** On the key for `ZWNJ`: what those who write the language call it. */
  zwnj?: string;
}

export type Page = "letters" | "capitals" | "more" | "signs";

export interface Keyboard {
  language: string;
  layout: Layout;
}

const LAYOUTS: Readonly<Record<string, Layout>> = {
  ar: arabic,
  fa: persian,
  prs: persian,
  ckb: sorani,
  ur: urdu,
  ps: pashto,
  ti: geez,
  am: geez,
  ru: cyrillic,
  uk: cyrillic,
  sr: cyrillic,
  bg: cyrillic,
  aii: syriac,
  el: greek,
  bn: bengali,
};

/** The zero-width non-joiner (Unicode 23.2): parts two letters of one word that would else join, as in “می‌خواهم”. */
export const ZWNJ = "\u200c";
const SIGNS = ["1 2 3 4 5 6 7 8 9 0", ". , ? ! : ; - _ ( )", "@ / & + = % \" ' * #"];
/** Names and addresses in Sweden are written with these, whatever one speaks. */
const HOUSE = "sv";

/** The keyboards for `language`, its own first; a person who writes another script finds Latin beside it. */
export function keyboardsFor(language: string): readonly Keyboard[] {
  const layout = LAYOUTS[language];
  if (layout === undefined) return [{ language, layout: latin }];
  return [
    { language, layout },
    { language: HOUSE, layout: latin },
  ];
}

/** The keys of one page, row by row. */
export function rowsOf({ language, layout }: Keyboard, page: Page): readonly (readonly string[])[] {
  if (page === "signs") return SIGNS.map(keysIn);
  if (page === "more") return layout.more.map(keysIn);
  const extras = layout.extras?.[language];
  const rows = [...(extras === undefined ? [] : [extras]), ...layout.rows].map(keysIn);
  if (page === "letters") return rows;
  return rows.map((row) => row.map((key) => key.toLocaleUpperCase(language)));
}

function keysIn(row: string): readonly string[] {
  return row.split(" ").filter((key) => key !== "");
}

/** The other forms of the letter that `text` ends with; none where its script has none. */
export function formsOf({ layout }: Keyboard, text: string): readonly string[] {
  const last = [...text].at(-1)?.codePointAt(0);
  if (layout.forms === undefined || last === undefined) return [];
  const first = last - (last % layout.forms);
  if (!isSyllable(first)) return [];
  return Array.from({ length: layout.forms }, (_, order) => String.fromCodePoint(first + order)).filter(
    (form) => /\p{L}/u.test(form),
  );
}

/** Ethiopic syllables (Unicode block 1200–135A) stand in eights: one letter, its vowels in their order. */
function isSyllable(code: number): boolean {
  return code >= 0x1200 && code <= 0x135a;
}

/** `text` with its last letter in another form. */
export function withForm(text: string, form: string): string {
  return [...text].slice(0, -1).join("") + form;
}

const graphemes = new Intl.Segmenter();

/** `text` without what a person sees as its last letter, or without the sign after it that nobody sees. */
export function withoutLast(text: string): string {
  if (text.endsWith(ZWNJ)) return text.slice(0, -ZWNJ.length);
  const last = [...graphemes.segment(text)].at(-1);
  return last === undefined ? text : text.slice(0, last.index);
}
