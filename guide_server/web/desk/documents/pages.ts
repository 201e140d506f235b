/** What the worker and the page say to each other, and what a document is in the worker: pages that can be drawn. */
import type { DocumentProblem } from "./problems";

/** A page as it goes to the resident: a JPEG, whatever the file was. */
export interface Raster {
  bytes: ArrayBuffer;
  width: number;
  height: number;
}

export interface Pages {
  count: number;
  /** Draw page `page`, from 1 on. Throws DocumentUnreadable. */
  draw(page: number): Promise<OffscreenCanvas>;
}

/** Open a file once, then ask for pages. Each is answered in turn. */
export type Request = { id: number } & ({ file: ArrayBuffer } | { page: number });
export type Answer = { id: number } & ({ count: number } | { raster: Raster } | { problem: DocumentProblem });

/** Pixels of the longer side of a page: 200 dpi of an A4 sheet. */
export const SHARP = 2_340;
/** A page that is thinner than this is none. */
export const THINNEST = 16;

/** How many times larger or smaller a page of this size is drawn, so that it is sharp and no larger than that. */
export function scaleOf(width: number, height: number, largest = Number.POSITIVE_INFINITY): number {
  return Math.min(largest, SHARP / Math.max(width, height));
}
