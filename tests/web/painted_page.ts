/** A page of print for the galleries, painted bit by bit: a PNG of black and white, nobody's document. */
const WIDTH = 840;
const HEIGHT = 1_188;
const ROW = WIDTH / 8;

/** Where there is ink: a heading, and lines of words under it. */
function isInk(x: number, y: number): boolean {
  if (x < 90 || x > 750) return false;
  if (y > 100 && y < 150) return x < 480;
  const line = Math.floor((y - 220) / 34);
  if (line < 0 || line > 24 || line % 7 === 6) return false;
  const isLetter = (y - 220) % 34 < 14 && (x + line * 61) % 97 > 16;
  return isLetter && x < 750 - ((line * 137) % 160);
}

/** Rows as PNG has them, each behind the number of its filter. */
function rows(): Uint8Array {
  const bits = new Uint8Array((ROW + 1) * HEIGHT).fill(255);
  for (let y = 0; y < HEIGHT; y++) {
    bits[y * (ROW + 1)] = 0;
    for (let x = 0; x < WIDTH; x++) {
      const at = y * (ROW + 1) + 1 + (x >> 3);
      if (isInk(x, y)) bits[at] = (bits[at] ?? 0) & ~(0x80 >> (x & 7));
    }
  }
  return bits;
}

function crc32(bytes: readonly number[]): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function adler32(bytes: Uint8Array): number {
  let [low, high] = [1, 0];
  for (const byte of bytes) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return high * 65_536 + low;
}

const four = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);

function chunk(name: string, data: readonly number[]): number[] {
  const body = [...name].map((letter) => letter.charCodeAt(0)).concat(data);
  return [...four(data.length), ...body, ...four(crc32(body))];
}

/** Deflate without deflating: stored blocks (RFC 1951 §3.2.4). */
function stored(data: Uint8Array): number[] {
  const out = [0x78, 0x01];
  for (let at = 0; at < data.length; at += 65_535) {
    const block = data.subarray(at, at + 65_535);
    const [low, high] = [block.length & 255, block.length >> 8];
    out.push(at + 65_535 >= data.length ? 1 : 0, low, high, ~low & 255, ~high & 255, ...block);
  }
  return [...out, ...four(adler32(data))];
}

export function paintedPage(): { picture: Blob; width: number; height: number } {
  const head = chunk("IHDR", [...four(WIDTH), ...four(HEIGHT), 1, 0, 0, 0, 0]);
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const bytes = [...signature, ...head, ...chunk("IDAT", stored(rows())), ...chunk("IEND", [])];
  return { picture: new Blob([Uint8Array.from(bytes)]), width: WIDTH, height: HEIGHT };
}
