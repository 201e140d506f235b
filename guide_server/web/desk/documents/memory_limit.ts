/**
 * An end to what a file may unpack to. pdf.js has none: some kilobytes can ask for gigabytes, and with the worker the
 * whole desk would fall, and the call with it.
 */

/** Bytes: a sheet scanned at 600 dpi in colour is a hundred million. */
const LARGEST_PIECE = 128 * 1024 * 1024;
/** Of all larger pieces together, for one page. */
const MOST_TOGETHER = 2 * 1024 * 1024 * 1024;
const COUNTED_FROM = 1024 * 1024;

let together = 0;
let exceeded = false;

/** Handed to the browser's unpacker at a time: deflate makes it at most a thousand times as much. */
const MOUTHFUL = 16 * 1024;

/** For a worker that does nothing but read files; before anything in it takes memory. */
export function limitMemory(): void {
  globalThis.DecompressionStream = limitedUnpacker(DecompressionStream);
  globalThis.Uint8Array = limited(Uint8Array);
  globalThis.Uint8ClampedArray = limited(Uint8ClampedArray);
}

/** What is drawn from now on has the whole room again. */
export function beginAnew(): void {
  together = 0;
  exceeded = false;
}

/** Whether somebody asked for more than there is, and so did not get all of the file. */
export function wentBeyond(): boolean {
  return exceeded;
}

function limited<T extends Uint8ArrayConstructor | Uint8ClampedArrayConstructor>(array: T): T {
  return new Proxy(array, {
    construct(target, given, made) {
      const [size] = given;
      if (typeof size === "number" && size >= COUNTED_FROM) take(size);
      return Reflect.construct(target, given, made) as object;
    },
  });
}

/** It unpacks piece by piece, and stops once that is too much. */
function limitedUnpacker(Unpacker: typeof DecompressionStream): typeof DecompressionStream {
  return class {
    readonly readable: ReadableStream<Uint8Array<ArrayBuffer>>;
    readonly writable: WritableStream<BufferSource>;

    constructor(format: CompressionFormat) {
      let unpacked = 0;
      const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(piece, controller) {
          unpacked += piece.byteLength;
          if (unpacked > LARGEST_PIECE) take(unpacked);
          controller.enqueue(piece);
        },
      });
      const { readable, writable } = new TransformStream<BufferSource, BufferSource>({
        transform(given, controller) {
          for (const mouthful of inMouthfuls(given)) controller.enqueue(mouthful);
        },
      });
      this.writable = writable;
      this.readable = readable.pipeThrough(new Unpacker(format)).pipeThrough(counter);
    }
  };
}

function* inMouthfuls(given: BufferSource): Generator<BufferSource> {
  const [buffer, start] = ArrayBuffer.isView(given) ? [given.buffer, given.byteOffset] : [given, 0];
  const end = start + given.byteLength;
  for (let at = start; at < end; at += MOUTHFUL) {
    yield new Uint8Array(buffer, at, Math.min(MOUTHFUL, end - at));
  }
}

function take(size: number): void {
  together += size;
  if (size <= LARGEST_PIECE && together <= MOST_TOGETHER) return;
  exceeded = true;
  throw new RangeError("More than a document may unpack to.");
}
