/**
 * Texts 40 % longer than the Swedish, in brackets, with marks above and below: whatever overflows, is cut off or is not a
 * text shows at once. Asked for as `rtl` they run from right to left, still in letters that anyone here can read.
 */
import type { Say } from "../../../kiosk_client/web/kiosk/texts";

const MARKED: Readonly<Record<string, string>> = {
  a: "å̱",
  e: "ë",
  i: "ï",
  o: "ø̂",
  u: "ů",
  y: "ÿ",
  n: "ñ",
  s: "š",
  c: "ç",
  g: "ğ",
};

export function pseudo(say: Say, direction: string | null): Say {
  const mirrored = direction === "rtl";
  const speak = (...asked: Parameters<Say>): string => {
    const text = `[${stretch(say(...asked))}]`;
    return mirrored ? `${RIGHT_TO_LEFT_OVERRIDE}${text}${END_OF_OVERRIDE}` : text;
  };
  return Object.assign(speak, { language: say.language, direction: mirrored ? "rtl" : "ltr" } as const);
}

/** Unicode UAX #9, 2.2. */
const RIGHT_TO_LEFT_OVERRIDE = "\u202e";
const END_OF_OVERRIDE = "\u202c";

/** Every word grows, so that lines break where they would in a longer language. */
function stretch(text: string): string {
  return text.replace(/\p{L}+/gu, (word) => {
    const longer = word + word.slice(-Math.ceil(word.length * 0.4));
    return [...longer].map((letter) => MARKED[letter] ?? letter).join("");
  });
}
