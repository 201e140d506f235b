/** Texts 40 % longer than the Swedish, with marks above and below: whatever overflows or is not a text shows at once. */
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

export function pseudo(say: Say): Say {
  const stretched: Say = Object.assign((...asked: Parameters<Say>) => stretch(say(...asked)), {
    language: say.language,
    direction: say.direction,
  });
  return stretched;
}

/** Every word grows, so that lines break where they would in a longer language. */
function stretch(text: string): string {
  return text.replace(/\p{L}+/gu, (word) => {
    const longer = word + word.slice(-Math.ceil(word.length * 0.4));
    return [...longer].map((letter) => MARKED[letter] ?? letter).join("");
  });
}
