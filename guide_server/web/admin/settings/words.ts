/** Finding among the kiosk's words. Pure. */

export type Words = Readonly<Record<string, string>>;

export interface Word {
  key: string;
  shipped: string;
  /** The municipality's own; null where the shipped one stands. */
  own: string | null;
}

const PLACE = /\{\{\s*(\w+)\s*\}\}/g;

/** Such as `["count"]`: what the page fills in. */
export function placesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(PLACE)].map(([, name]) => name ?? ""))];
}

/** Those in which every word of `wish` is found, in the key or in either text; of all, or of the changed ones. */
export function wordsFor(shipped: Words, own: Words, wish: string, changedOnly: boolean): readonly Word[] {
  const wished = plain(wish).split(/\s+/).filter(Boolean);
  return [...new Set([...Object.keys(shipped), ...Object.keys(own)])]
    .map((key) => ({ key, shipped: shipped[key] ?? "", own: own[key] ?? null }))
    .filter((word) => !changedOnly || word.own !== null)
    .filter(({ key, shipped: text, own: other }) => {
      const all = plain(`${key} ${text} ${other ?? ""}`);
      return wished.every((part) => all.includes(part));
    });
}

function plain(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
}
