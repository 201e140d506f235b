/**
 * Real-time text as ITU-T T.140 writes it: characters as they are typed, and a backspace that takes the last one back.
 *
 * T.140 can only add and take back at the end. A change in the middle is therefore sent by taking back to where the two
 * texts part and typing anew, which the reader sees as just that.
 */
const BACKSPACE = "\b";
/** T.140 §8.1's preferred new line. */
const NEW_LINE = "\u2028";
/** Something may have been lost here (T.140 §8.1, RFC 8865 §5.4). */
export const LOST = "\uFFFD";

/** Of what one person typed in a call so much is kept and shown, in code points. */
export const LONGEST = 4_000;

/** What turns `before` into `after` for whoever reads along. */
export function typed(before: string, after: string): string {
  const [old, now] = [[...before], [...after]];
  let same = 0;
  while (same < old.length && old[same] === now[same]) same++;
  const added = now.slice(same).join("").replaceAll("\n", NEW_LINE);
  return BACKSPACE.repeat(old.length - same) + added;
}

/** What gives `text` to a reader who may have missed anything: all that can be there is taken back, and typed anew. */
export function anew(text: string): string {
  return BACKSPACE.repeat(LONGEST) + typed("", text);
}

/** What is shown after `received` came, where `shown` was. Never longer than `LONGEST`; harmless whatever came. */
export function read(shown: string, received: string): string {
  const text = [...shown];
  for (const character of harmless(received)) {
    if (character === BACKSPACE) text.pop();
    else text.push(character);
  }
  return text.slice(-LONGEST).join("");
}

/** What may stand in somebody else's text: no controls, no marks that turn the direction of what stands around it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about.
const HARMFUL = /[\u0000-\u0007\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;

function harmless(received: string): string {
  return received.replace(/\r\n?|\u2028|\u2029/g, "\n").replace(HARMFUL, "");
}

/** `text` as one may send or show it: of this length at most, in code points, with nothing harmful in it. */
export function tame(text: string, longest: number): string {
  return [...harmless(text).replaceAll(BACKSPACE, "")].slice(0, longest).join("");
}
