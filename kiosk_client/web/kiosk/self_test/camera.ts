/** What a camera's pictures are like, from a few of them, small and grey. */
import { pause } from "./pause";

const WIDTH = 64;
const HEIGHT = 48;
const PICTURES = 12;
const BETWEEN = 150;
/** The first pictures of a camera that wakes up are dark. */
const WARM_UP = 1_500;

export interface CameraSeen {
  /** Mean brightness, 0 to 255. */
  luma: number;
  /** Standard deviation of brightness within a picture. */
  contrast: number;
  /** Greatest mean difference between two pictures that follow each other: noise alone makes some. */
  motion: number;
}

export async function watch(stream: MediaStream): Promise<CameraSeen> {
  const video = document.createElement("video");
  video.muted = true;
  video.srcObject = stream;
  await video.play();
  await pause(WARM_UP);
  const pictures: Float32Array[] = [];
  while (pictures.length < PICTURES) {
    pictures.push(grey(video));
    await pause(BETWEEN);
  }
  const moves = pictures.slice(1).map((picture, at) => difference(picture, pictures[at] ?? picture));
  return {
    luma: mean(pictures.map((picture) => mean([...picture]))),
    contrast: mean(pictures.map(deviation)),
    motion: Math.max(...moves),
  };
}

function grey(video: HTMLVideoElement): Float32Array {
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("There is no canvas.");
  context.drawImage(video, 0, 0, WIDTH, HEIGHT);
  const { data } = context.getImageData(0, 0, WIDTH, HEIGHT);
  return Float32Array.from(
    { length: WIDTH * HEIGHT },
    (_, at) =>
      0.299 * (data[4 * at] ?? 0) + 0.587 * (data[4 * at + 1] ?? 0) + 0.114 * (data[4 * at + 2] ?? 0),
  );
}

function difference(one: Float32Array, other: Float32Array): number {
  return mean([...one].map((value, at) => Math.abs(value - (other[at] ?? value))));
}

function deviation(picture: Float32Array): number {
  const middle = mean([...picture]);
  return Math.sqrt(mean([...picture].map((value) => (value - middle) ** 2)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
