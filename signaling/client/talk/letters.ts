/** A photographed letter on its way from the kiosk to one other party, in pieces over its own channel. */
import type { Line } from "./line";
import { nameOf, type Quad, quadOf } from "./table_messages";

export interface Letter {
  id: string;
  /** JPEG, as it was photographed. */
  picture: Blob;
  width: number;
  height: number;
  /** Where the sheet lies in it. */
  corners: Quad;
}

/** A4 at 300 dpi takes about two million bytes. */
export const LARGEST_LETTER = 8 * 1024 * 1024;
/** Pixels of a side. */
export const WIDEST_LETTER = 8_192;
/** RFC 8831 §6.6: more than so much in one message is not safe everywhere. */
const PIECE = 16 * 1024;
const LONGEST_HEADER = 1_024;

/** Resolves when all was handed over; false where the line went down, or another letter was begun. */
export async function sendLetter(line: Line, letter: Letter, isWanted: () => boolean): Promise<boolean> {
  const { id, picture, width, height, corners } = letter;
  if (picture.size > LARGEST_LETTER) return false;
  const bytes = await picture.arrayBuffer();
  const header = JSON.stringify({ id, bytes: bytes.byteLength, width, height, corners });
  if (!(await line.push(header))) return false;
  for (let at = 0; at < bytes.byteLength; at += PIECE) {
    if (!isWanted() || !(await line.push(bytes.slice(at, at + PIECE)))) return false;
  }
  return true;
}

type Header = Omit<Letter, "picture"> & { bytes: number };

/** Puts the pieces together. A header begins anew; what does not fit its header is dropped. */
export class LetterReader {
  #header: Header | null = null;
  #pieces: ArrayBuffer[] = [];
  #came = 0;

  /** The letter, when `said` was its last piece. */
  read(said: string | ArrayBuffer): Letter | null {
    if (typeof said === "string") {
      this.#begin(headerOf(said));
      return null;
    }
    if (this.#header === null) return null;
    this.#pieces.push(said);
    this.#came += said.byteLength;
    if (this.#came > this.#header.bytes || this.#pieces.length > LARGEST_LETTER / 1_024) this.#begin(null);
    return this.#came > 0 && this.#came === this.#header?.bytes ? this.#whole(this.#header) : null;
  }

  #whole({ bytes: _, ...facts }: Header): Letter {
    const picture = new Blob(this.#pieces, { type: "image/jpeg" });
    this.#begin(null);
    return { ...facts, picture };
  }

  #begin(header: Header | null): void {
    this.#header = header;
    this.#pieces = [];
    this.#came = 0;
  }
}

function headerOf(said: string): Header | null {
  if (said.length > LONGEST_HEADER) return null;
  try {
    const fields: unknown = JSON.parse(said);
    if (typeof fields !== "object" || fields === null) return null;
    const { id, bytes, width, height, corners } = fields as Record<string, unknown>;
    const [name, quad] = [nameOf(id), quadOf(corners)];
    if (name === null || quad === null) return null;
    if (!upTo(bytes, LARGEST_LETTER) || !upTo(width, WIDEST_LETTER) || !upTo(height, WIDEST_LETTER)) {
      return null;
    }
    return { id: name, bytes, width, height, corners: quad };
  } catch {
    return null;
  }
}

function upTo(given: unknown, most: number): given is number {
  return Number.isInteger(given) && (given as number) > 0 && (given as number) <= most;
}
