/** What a file is, by its first bytes alone: name and declared type are anybody's to choose. Pure. */
import { DocumentUnreadable } from "./problems";

export type PictureKind = "jpeg" | "png" | "webp";
export type Kind = "pdf" | PictureKind;

export interface Size {
  width: number;
  height: number;
}

export const LARGEST_FILE = 30 * 1024 * 1024;
/** A picture of 50 million pixels, as telephones take them, is 200 MB once it is unpacked. */
export const MOST_PIXELS_READ = 50_000_000;

const SIGNATURES: readonly (readonly [kind: Kind, at: number, bytes: readonly number[]])[] = [
  ["pdf", 0, [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ["jpeg", 0, [0xff, 0xd8, 0xff]],
  ["png", 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["webp", 8, [0x57, 0x45, 0x42, 0x50]],
];

/** Throws DocumentUnreadable for what is not shown here. */
export function kindOf(bytes: Uint8Array): Kind {
  if (bytes.length === 0) throw new DocumentUnreadable("document_empty");
  if (bytes.length > LARGEST_FILE) throw new DocumentUnreadable("document_too_large");
  const found = SIGNATURES.find(([, at, signature]) =>
    signature.every((byte, place) => bytes[at + place] === byte),
  );
  if (found === undefined) throw new DocumentUnreadable("document_unknown_kind");
  return found[0];
}

/** How large the picture says that it is, before anything is unpacked. Throws DocumentUnreadable. */
export function pictureSize(kind: PictureKind, bytes: Uint8Array): Size {
  const size = sizeIn(kind, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (size === null || size.width === 0 || size.height === 0) throw new DocumentUnreadable("document_broken");
  if (size.width * size.height > MOST_PIXELS_READ) throw new DocumentUnreadable("document_too_many_pixels");
  return size;
}

function sizeIn(kind: PictureKind, view: DataView): Size | null {
  try {
    switch (kind) {
      case "png":
        return { width: view.getUint32(16), height: view.getUint32(20) };
      case "jpeg":
        return sizeInJpeg(view);
      case "webp":
        return sizeInWebp(view);
    }
  } catch {
    // It ends before it has said so.
    return null;
  }
}

/** From the first frame header (ITU-T T.81 §B.2.2): C0 to CF, but for tables, extension and arithmetic coding. */
function sizeInJpeg(view: DataView): Size | null {
  for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
  }
  return null;
}

/** From the first chunk (RFC 9649 §2.5 to §2.7): extended, lossy or lossless. */
function sizeInWebp(view: DataView): Size | null {
  switch (view.getUint32(12)) {
    case 0x56503858:
      return { width: 1 + threeBytes(view, 24), height: 1 + threeBytes(view, 27) };
    case 0x56503820:
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 0x5650384c: {
      const packed = view.getUint32(21, true);
      return { width: 1 + (packed & 0x3fff), height: 1 + ((packed >>> 14) & 0x3fff) };
    }
    default:
      return null;
  }
}

function threeBytes(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}
