/** A sheet that all look at, on its way from whoever laid it to one other party: in pieces, over a channel of its own. */

import type { Quad } from "./geometry";
import { plainJpegSize } from "./jpeg";
import type { Line, Said } from "./line";
import { nameOf, quadOf, type SheetFault } from "./table_messages";

/** A photographed letter, or one page of a document. */
export interface Sheet {
  id: string;
  /** What it is a page of: marks stay while its pages are turned. A letter's own id. */
  document: string;
  /** From 1 to `pages`; a letter has one. */
  page: number;
  pages: number;
  /** A JPEG without anything but the picture. */
  picture: Blob;
  width: number;
  height: number;
  /** Where the sheet lies in the picture. */
  corners: Quad;
}

/** A4 at 300 dpi takes about two million bytes. */
export const LARGEST_SHEET = 8 * 1024 * 1024;
/** Pixels of a side, and of all of it: 64 MiB once it is decoded. */
export const WIDEST_SHEET = 8_192;
export const MOST_PIXELS = 16 * 1024 * 1024;
export const MOST_PAGES = 200;
/** RFC 8831 §6.6: more than so much in one message is not safe everywhere. */
const PIECE = 16 * 1024;
/** A sender that cuts a sheet into more pieces than this means no good. */
const MOST_PIECES = LARGEST_SHEET / 1_024;
const LONGEST_HEADER = 1_024;
/** Said in place of a header: nothing of the sender's lies there. */
export const BARE = "null";

interface Wishes {
  isWanted(): boolean;
  /** From 0 to 1: how much was handed over. */
  onProgress(share: number): void;
}

/** Resolves when all was handed over; false where the line went down, or the sheet is not wanted any more. */
export async function sendSheet(
  line: Line,
  sheet: Sheet,
  { isWanted, onProgress }: Wishes,
): Promise<boolean> {
  const { picture, ...facts } = sheet;
  if (picture.size > LARGEST_SHEET) return false;
  const bytes = await picture.arrayBuffer();
  const header = JSON.stringify({ ...facts, bytes: bytes.byteLength, sha256: await digestOf(bytes) });
  if (!isWanted() || !(await line.push(header))) return false;
  for (let at = 0; at < bytes.byteLength; at += PIECE) {
    if (!isWanted() || !(await line.push(bytes.slice(at, at + PIECE)))) return false;
    onProgress(Math.min(1, (at + PIECE) / bytes.byteLength));
  }
  return true;
}

export type Header = Omit<Sheet, "picture"> & { bytes: number; sha256: string };

/** What came of a message: a sheet that is on its way, all of it, or less than was said. */
export type Arrival =
  | { kind: "bare" }
  | { kind: "coming"; header: Header; share: number }
  | { kind: "whole"; header: Header; bytes: Uint8Array<ArrayBuffer> }
  | { kind: "dropped"; header: Header };

/** Puts the pieces together. A header begins anew; what does not fit its header is dropped. */
export class SheetReader {
  #header: Header | null = null;
  #pieces: ArrayBuffer[] = [];
  #came = 0;

  /** What is on its way; null between two sheets. */
  get header(): Header | null {
    return this.#header;
  }

  read(said: Said): Arrival | null {
    if (typeof said === "string") return this.#announced(said);
    const header = this.#header;
    if (header === null) return null;
    this.#pieces.push(said);
    this.#came += said.byteLength;
    if (this.#came > header.bytes || this.#pieces.length > MOST_PIECES) {
      this.drop();
      return { kind: "dropped", header };
    }
    if (this.#came < header.bytes) return { kind: "coming", header, share: this.#came / header.bytes };
    return { kind: "whole", header, bytes: this.#whole() };
  }

  /** Forget what has come so far. */
  drop(): void {
    this.#header = null;
    this.#pieces = [];
    this.#came = 0;
  }

  #announced(said: string): Arrival | null {
    this.drop();
    if (said === BARE) return { kind: "bare" };
    this.#header = headerOf(said);
    return this.#header && { kind: "coming", header: this.#header, share: 0 };
  }

  #whole(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#came);
    let at = 0;
    for (const piece of this.#pieces) {
      bytes.set(new Uint8Array(piece), at);
      at += piece.byteLength;
    }
    this.drop();
    return bytes;
  }
}

/** What may be shown of bytes that came: the sheet, or what is the matter with them. */
export async function judged(header: Header, bytes: Uint8Array<ArrayBuffer>): Promise<Sheet | SheetFault> {
  const { bytes: _, sha256, ...facts } = header;
  if ((await digestOf(bytes)) !== sha256) return "damaged";
  const size = plainJpegSize(bytes);
  if (size === null || size.width !== header.width || size.height !== header.height) return "foreign";
  return { ...facts, picture: new Blob([bytes], { type: "image/jpeg" }) };
}

function headerOf(said: string): Header | null {
  if (said.length > LONGEST_HEADER) return null;
  try {
    const fields: unknown = JSON.parse(said);
    return typeof fields === "object" && fields !== null ? fitting(fields) : null;
  } catch {
    return null;
  }
}

type Fields = { readonly [name in keyof Header]?: unknown };

function fitting(fields: Fields): Header | null {
  const { bytes, width, height, page, pages, sha256 } = fields;
  const [id, document, corners] = [nameOf(fields.id), nameOf(fields.document), quadOf(fields.corners)];
  if (id === null || document === null || corners === null) return null;
  if (!upTo(bytes, LARGEST_SHEET) || !upTo(width, WIDEST_SHEET) || !upTo(height, WIDEST_SHEET)) return null;
  if (width * height > MOST_PIXELS || !upTo(pages, MOST_PAGES) || !upTo(page, pages)) return null;
  if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) return null;
  return { id, document, page, pages, bytes, width, height, corners, sha256 };
}

function upTo(given: unknown, most: number): given is number {
  return Number.isInteger(given) && (given as number) > 0 && (given as number) <= most;
}

async function digestOf(bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
