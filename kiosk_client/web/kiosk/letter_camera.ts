/** The camera that looks at a paper: a second one where the kiosk has it, the resident's own where not. */
import { findSheet, MOST_PIXELS, type Sheet, WHOLE_PHOTO, WIDEST_SHEET } from "../../../signaling/client";

/** A4 at 200 dpi is 1654 × 2339: as many pixels as the camera gives. */
const WISH = { width: { ideal: 4_096 }, height: { ideal: 3_072 } };
/** A camera that takes longer over a still gives the picture it shows instead. */
const PATIENCE = 700;
/** One that shows none for so long, in ms, has been unplugged or hangs. */
const FRAME_PATIENCE = 3_000;
/** JPEG: print stays sharp. */
const QUALITY = 0.88;
/** The sheet is looked for in a copy so wide. */
const LOOK = 240;

/** Chromium's still pictures (W3C MediaStream Image Capture §3), which TypeScript's library does not have. */
declare class ImageCapture {
  constructor(track: MediaStreamTrack);
  takePhoto(): Promise<Blob>;
}

/** `open` it, show `stream`, `photograph` as often as wanted, and `end` it: its light goes out. */
export class LetterCamera {
  #stream: MediaStream | null = null;
  #ended = false;

  /** `own` is the track of the resident's camera. Resolves with what the camera sees; null where there is none. */
  async open(own: MediaStreamTrack | null): Promise<MediaStream | null> {
    const stream = (await second(own)) ?? (own === null ? null : new MediaStream([own.clone()]));
    this.#stream = stream;
    if (this.#ended) this.end();
    return stream;
  }

  /** A sharp still of what lies there. Rejects where the camera gives none. */
  async photograph(): Promise<Sheet> {
    const [track] = this.#stream?.getVideoTracks() ?? [];
    if (track === undefined) throw new Error("No camera is open.");
    const bitmap = await still(track);
    const { width, height } = fitted(bitmap);
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, width, height);
    bitmap.close();
    const picture = await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
    const id = crypto.randomUUID();
    return { id, document: id, page: 1, pages: 1, picture, width, height, corners: cornersIn(canvas) };
  }

  end(): void {
    this.#ended = true;
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
  }
}

async function second(own: MediaStreamTrack | null): Promise<MediaStream | null> {
  const known = own?.getSettings().deviceId;
  const devices = await navigator.mediaDevices.enumerateDevices();
  const other = devices.find(({ kind, deviceId }) => kind === "videoinput" && deviceId !== known);
  if (other === undefined) return null;
  const wish = { deviceId: { exact: other.deviceId }, ...WISH };
  return navigator.mediaDevices.getUserMedia({ video: wish }).catch(() => null);
}

async function still(track: MediaStreamTrack): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(await within(PATIENCE, new ImageCapture(track).takePhoto()));
  } catch {
    return within(FRAME_PATIENCE, frameOf(track));
  }
}

async function within<T>(patience: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The camera takes too long.")), patience);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function frameOf(track: MediaStreamTrack): Promise<ImageBitmap> {
  const video = document.createElement("video");
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  await video.play();
  const bitmap = await createImageBitmap(video);
  video.srcObject = null;
  return bitmap;
}

function fitted({ width, height }: ImageBitmap): { width: number; height: number } {
  const scale = Math.min(
    1,
    WIDEST_SHEET / Math.max(width, height),
    Math.sqrt(MOST_PIXELS / (width * height)),
  );
  return { width: Math.floor(width * scale), height: Math.floor(height * scale) };
}

function cornersIn(photo: OffscreenCanvas): Sheet["corners"] {
  const height = Math.max(1, Math.round((photo.height / photo.width) * LOOK));
  const context = new OffscreenCanvas(LOOK, height).getContext("2d");
  if (context === null) return WHOLE_PHOTO;
  context.drawImage(photo, 0, 0, LOOK, height);
  return findSheet(context.getImageData(0, 0, LOOK, height));
}
