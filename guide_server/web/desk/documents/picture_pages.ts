/** A picture as a document of one page, drawn anew: neither place, camera nor anything else that a file carries stays. */
import { type PictureKind, pictureSize } from "./kinds";
import { type Pages, scaleOf } from "./pages";
import { DocumentUnreadable } from "./problems";

export async function openPicture(kind: PictureKind, file: Uint8Array<ArrayBuffer>): Promise<Pages> {
  pictureSize(kind, file);
  const canvas = await drawn(new Blob([file], { type: `image/${kind}` }));
  return { count: 1, draw: async () => canvas };
}

async function drawn(file: Blob): Promise<OffscreenCanvas> {
  try {
    const bitmap = await createImageBitmap(file);
    const scale = scaleOf(bitmap.width, bitmap.height, 1);
    const [width, height] = [bitmap.width, bitmap.height].map((side) =>
      Math.max(1, Math.round(side * scale)),
    );
    const canvas = new OffscreenCanvas(width ?? 1, height ?? 1);
    const context = canvas.getContext("2d", { alpha: false });
    if (context === null) throw new DocumentUnreadable("document_broken");
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return canvas;
  } catch {
    throw new DocumentUnreadable("document_broken");
  }
}
