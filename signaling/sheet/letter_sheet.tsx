/** A photographed letter laid straight, with what everybody draws on it and points at. For the kiosk and the desk. */
import { useEffect, useRef, useState } from "preact/hooks";
import {
  type Letter,
  type Point,
  type Quad,
  type Stroke,
  straighten,
  straightSize,
  WIDEST_LETTER,
} from "../client";

/** Pixels of the longer side: 200 dpi of an A4 sheet. */
const SHARP = 2_340;
/** Points closer than this, as a share of the sheet, are one. */
const STEP = 0.004;

export type SheetTool = "draw" | "point";

export interface LetterSheetProps {
  letter: Letter;
  strokes: readonly Stroke[];
  pointer: { by: number; at: Point } | null;
  /** One's own number in the call: own strokes and those of others look different. */
  own: number;
  tool: SheetTool;
  label: string;
  onStroke(stroke: string, points: readonly Point[]): void;
  onPoint(at: Point | null): void;
}

export function LetterSheet(props: LetterSheetProps) {
  const { letter, strokes, pointer, own, tool, label, onStroke, onPoint } = props;
  const drawing = useRef<{ id: string; last: Point } | null>(null);
  const canvas = usePhotograph(letter, letter.corners);
  const began = (event: PointerEvent): void => {
    const at = placeOf(event);
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    if (tool === "point") {
      onPoint(at);
      return;
    }
    drawing.current = { id: crypto.randomUUID(), last: at };
    onStroke(drawing.current.id, [at]);
  };
  const moved = (event: PointerEvent): void => {
    if (!(event.currentTarget as Element).hasPointerCapture(event.pointerId)) return;
    const at = placeOf(event);
    if (tool === "point") {
      onPoint(at);
      return;
    }
    const stroke = drawing.current;
    if (stroke === null || Math.hypot(at[0] - stroke.last[0], at[1] - stroke.last[1]) < STEP) return;
    stroke.last = at;
    onStroke(stroke.id, [at]);
  };
  const ended = (): void => {
    drawing.current = null;
    if (tool === "point") onPoint(null);
  };
  return (
    <div class="sheet" data-tool={tool}>
      <canvas class="sheet__paper" ref={canvas} role="img" aria-label={label} />
      <svg
        class="sheet__marks"
        viewBox="0 0 1 1"
        preserveAspectRatio="none"
        aria-hidden="true"
        onPointerDown={began}
        onPointerMove={moved}
        onPointerUp={ended}
        onPointerCancel={ended}
      >
        {strokes.map(({ id, by, points }) => (
          <polyline
            key={`${by} ${id}`}
            class="sheet__stroke"
            data-own={by === own}
            points={dotted(points)
              .map((point) => point.join())
              .join(" ")}
          />
        ))}
      </svg>
      {pointer !== null && (
        <span
          class="sheet__pointer"
          data-own={pointer.by === own}
          style={{ left: `${100 * pointer.at[0]}%`, top: `${100 * pointer.at[1]}%` }}
        />
      )}
    </div>
  );
}

export interface SheetCornersProps {
  letter: Letter;
  /** Names of the four handles, from the upper left on clockwise. */
  labels: readonly [string, string, string, string];
  corners: Quad;
  onCorners(corners: Quad): void;
}

const NUDGES: Readonly<Record<string, Point>> = {
  ArrowLeft: [-0.01, 0],
  ArrowRight: [0.01, 0],
  ArrowUp: [0, -0.01],
  ArrowDown: [0, 0.01],
};

/** The photograph as it was taken, with a handle on each corner of the sheet: by pointer, or by the arrow keys. */
export function SheetCorners({ letter, labels, corners, onCorners }: SheetCornersProps) {
  const canvas = usePhotograph(letter, null);
  const move = (place: number, [x, y]: Point): void => {
    onCorners(corners.map((corner, at) => (at === place ? [share(x), share(y)] : corner)) as unknown as Quad);
  };
  return (
    <div class="sheet sheet--corners">
      <canvas class="sheet__paper" ref={canvas} />
      <svg class="sheet__marks" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
        <polygon class="sheet__edge" points={corners.map((corner) => corner.join()).join(" ")} />
      </svg>
      {corners.map((corner, place) => (
        <button
          key={labels[place]}
          type="button"
          class="sheet__handle"
          aria-label={labels[place]}
          style={{ left: `${100 * corner[0]}%`, top: `${100 * corner[1]}%` }}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={(event) => {
            const sheet = event.currentTarget.parentElement;
            if (sheet && event.currentTarget.hasPointerCapture(event.pointerId)) {
              move(place, placeIn(sheet, event));
            }
          }}
          onKeyDown={(event) => {
            const nudge = NUDGES[event.key];
            if (nudge === undefined) return;
            event.preventDefault();
            move(place, [corner[0] + nudge[0], corner[1] + nudge[1]]);
          }}
        />
      ))}
    </div>
  );
}

/** Paint the letter on a canvas: laid straight by `corners`, or as it was photographed. A broken picture stays white. */
function usePhotograph(letter: Letter, corners: Quad | null) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [photo, setPhoto] = useState<ImageData | null>(null);
  useEffect(() => {
    let wanted = true;
    void pixelsOf(letter.picture).then((pixels) => wanted && setPhoto(pixels));
    return () => {
      wanted = false;
    };
  }, [letter.picture]);
  useEffect(() => {
    if (photo !== null && canvas.current !== null) paint(canvas.current, photo, corners);
  }, [photo, corners]);
  return canvas;
}

async function pixelsOf(picture: Blob): Promise<ImageData | null> {
  try {
    const bitmap = await createImageBitmap(picture);
    const { width, height } = bitmap;
    if (Math.max(width, height) > WIDEST_LETTER) return null;
    const context = new OffscreenCanvas(width, height).getContext("2d");
    context?.drawImage(bitmap, 0, 0);
    bitmap.close();
    return context?.getImageData(0, 0, width, height) ?? null;
  } catch {
    return null;
  }
}

function paint(canvas: HTMLCanvasElement, photo: ImageData, corners: Quad | null): void {
  const { width, height } = corners === null ? photo : straightSize(corners, photo, SHARP);
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  if (context === null) return;
  if (corners === null) {
    context.putImageData(photo, 0, 0);
    return;
  }
  const sheet = context.createImageData(width, height);
  straighten(photo, corners, sheet);
  context.putImageData(sheet, 0, 0);
}

/** A tap alone is a dot: a line of no length, with round ends. */
function dotted(points: readonly Point[]): readonly Point[] {
  return points.length === 1 ? [...points, ...points] : points;
}

function placeOf(event: PointerEvent): Point {
  return placeIn(event.currentTarget as Element, event);
}

function placeIn(element: Element, { clientX, clientY }: PointerEvent): Point {
  const box = element.getBoundingClientRect();
  return [share((clientX - box.left) / box.width), share((clientY - box.top) / box.height)];
}

/** Four digits are finer than any screen. */
function share(value: number): number {
  return Math.round(Math.min(Math.max(value, 0), 1) * 10_000) / 10_000;
}
