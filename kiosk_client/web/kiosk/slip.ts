/** A slip of paper to take home, drawn as a picture: so it has our own letters in every script, whatever the printer. */

export interface Slip {
  /** Large, on top. */
  title: string;
  /** Paragraphs, each in its own direction. */
  paragraphs: readonly string[];
  /** The modules of a QR code, row by row. */
  code: readonly string[] | null;
}

/** What 80 mm paper shows at 203 dpi. */
const WIDTH = 576;
const MARGIN = 24;
const CODE = 360;
const QUIET = 4;
/** A printer stops a metre away: so do we. */
const LONGEST = 7_000;
const STYLES = { title: { size: 44, weight: 700 }, text: { size: 28, weight: 400 } } as const;
/** Ge'ez and Bengali stand taller than Latin. */
const LINE = 1.6;

/** The words of `text` in lines, none wider than `width` by `measure`; a word that is wider is broken. */
export function wrapped(text: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(/\s+/u)) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (measure(longer) <= width) {
        line = longer;
        continue;
      }
      if (line !== "") lines.push(line);
      const pieces = broken(word, width, measure);
      line = pieces.pop() ?? "";
      lines.push(...pieces);
    }
    lines.push(line);
  }
  return lines;
}

function broken(word: string, width: number, measure: (text: string) => number): string[] {
  const pieces: string[] = [];
  let piece = "";
  for (const letter of word) {
    if (piece !== "" && measure(piece + letter) > width) {
      pieces.push(piece);
      piece = "";
    }
    piece += letter;
  }
  return [...pieces, piece];
}

const RIGHT_TO_LEFT = /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Hebrew}]/u;

/** By its first letter, as `dir="auto"` has it. */
export function directionOf(text: string): CanvasDirection {
  return RIGHT_TO_LEFT.test(text) ? "rtl" : "ltr";
}

/** The slip as a PNG. */
export async function pictureOf({ title, paragraphs, code }: Slip): Promise<Blob> {
  const long = new OffscreenCanvas(WIDTH, LONGEST);
  const brush = long.getContext("2d");
  if (brush === null) throw new Error("There is no canvas.");
  brush.fillStyle = "white";
  brush.fillRect(0, 0, WIDTH, LONGEST);
  brush.fillStyle = "black";
  let at = write(brush, title, MARGIN, STYLES.title) + MARGIN / 2;
  for (const paragraph of paragraphs) at = write(brush, paragraph, at, STYLES.text) + MARGIN / 2;
  if (code !== null) at = draw(brush, code, at);
  const height = Math.min(Math.ceil(at) + MARGIN, LONGEST);
  const slip = new OffscreenCanvas(WIDTH, height);
  slip.getContext("2d")?.drawImage(long, 0, 0);
  return slip.convertToBlob({ type: "image/png" });
}

/** Writes from `top` down. Answers where it ended. */
function write(
  brush: OffscreenCanvasRenderingContext2D,
  text: string,
  top: number,
  { size, weight }: { size: number; weight: number },
): number {
  brush.font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
  brush.direction = directionOf(text);
  brush.textAlign = "start";
  brush.textBaseline = "middle";
  const start = brush.direction === "rtl" ? WIDTH - MARGIN : MARGIN;
  const lines = wrapped(text, WIDTH - 2 * MARGIN, (words) => brush.measureText(words).width);
  for (const [number, line] of lines.entries())
    brush.fillText(line, start, top + (number + 0.5) * size * LINE);
  return top + lines.length * size * LINE;
}

function draw(brush: OffscreenCanvasRenderingContext2D, code: readonly string[], top: number): number {
  const module = Math.max(2, Math.floor(CODE / (code.length + 2 * QUIET)));
  const side = module * (code.length + 2 * QUIET);
  const left = Math.floor((WIDTH - side) / 2);
  for (const [y, row] of code.entries()) {
    for (const [x, dark] of [...row].entries()) {
      if (dark !== "1") continue;
      brush.fillRect(left + (x + QUIET) * module, top + (y + QUIET) * module, module, module);
    }
  }
  return top + side;
}
