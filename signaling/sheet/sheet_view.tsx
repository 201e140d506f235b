/** A sheet laid straight, with what everybody draws on it and points at. For the kiosk and the desk. */
import { useEffect, useRef, useState } from "preact/hooks";
import {
  type Framing,
  type Laid,
  type Point,
  type Quad,
  type SheetFault,
  type Stroke,
  straighten,
  straightSize,
  WHOLE_PHOTO,
} from "../client";
import { moved } from "./look";

/** Pixels of the longer side: 200 dpi of an A4 sheet. */
const SHARP = 2_340;
/** Points closer than this, as a share of the sheet, are one. */
const STEP = 0.004;
/** How far an arrow key moves what is pointed at; with Shift, what is looked at. */
const NUDGE = 0.02;
const LOOK_ELSEWHERE = 5;
/** So many pixels of a wheel lead from one edge to the other. */
const WHEEL = 1_500;

export type SheetTool = "draw" | "point";

export interface SheetViewProps {
  sheet: Laid;
  strokes: readonly Stroke[];
  pointer: { by: number; at: Point } | null;
  look: Framing;
  /** One's own number in the call: own strokes and those of others look different. */
  own: number;
  tool: SheetTool;
  label: string;
  /** Whether arrow keys point, for whoever has a keyboard. */
  keys?: boolean;
  /** Where what is seen may be moved from here: by wheel, or by Shift and the arrow keys. */
  onLook?(look: Framing): void;
  onStroke(stroke: string, points: readonly Point[]): void;
  onPoint(at: Point | null): void;
  /** It is on the screen, or cannot be. */
  onWitness(sheet: string, fault: SheetFault | null): void;
}

export function SheetView(props: SheetViewProps) {
  const { sheet, strokes, pointer, look, own, tool, label, onLook } = props;
  const canvas = usePicture(sheet, sheet.corners, props.onWitness);
  const hand = useHand(props);
  const wheel = (event: WheelEvent): void => {
    if (look.zoom === 1 || event.ctrlKey || onLook === undefined) return;
    event.preventDefault();
    onLook(moved(look, event.deltaX / WHEEL, event.deltaY / WHEEL));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: no set of fields, but a group that is pointed at and looked around in.
    <div class="sheet" data-tool={tool} role="group" aria-label={label} onWheel={wheel} {...keysOf(props)}>
      <div class="sheet__near" style={seen(look)}>
        <canvas class="sheet__paper" ref={canvas} role="img" aria-label={label} />
        <svg class="sheet__marks" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true" {...hand}>
          {strokes
            .filter((stroke) => stroke.sheet === sheet.id)
            .map(({ id, by, points }) => (
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
            style={{
              left: `${100 * pointer.at[0]}%`,
              top: `${100 * pointer.at[1]}%`,
              scale: String(1 / look.zoom),
            }}
          />
        )}
      </div>
    </div>
  );
}

/** What keys do on the sheet, where there are any. */
function keysOf({ keys, look, pointer, own, onPoint, onLook }: SheetViewProps) {
  if (!keys) return {};
  const press = (event: KeyboardEvent): void => {
    const nudge = event.altKey || event.ctrlKey ? undefined : NUDGES[event.key];
    if (nudge !== undefined) {
      event.preventDefault();
      const [x, y] = nudge;
      if (event.shiftKey) onLook?.(moved(look, LOOK_ELSEWHERE * x, LOOK_ELSEWHERE * y));
      else onPoint(beside(pointer?.by === own ? pointer.at : look.at, nudge));
    } else if (event.key === "Escape") {
      onPoint(null);
    }
  };
  return { tabIndex: 0, onKeyDown: press, onBlur: () => onPoint(null) };
}

function beside([x, y]: Point, [across, down]: Point): Point {
  return [share(x + across), share(y + down)];
}

/** What a finger or a mouse does on the sheet. */
function useHand({ tool, onStroke, onPoint }: SheetViewProps) {
  const drawing = useRef<{ id: string; last: Point } | null>(null);
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
  const went = (event: PointerEvent): void => {
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
  return { onPointerDown: began, onPointerMove: went, onPointerUp: ended, onPointerCancel: ended };
}

export interface SheetCornersProps {
  sheet: Laid;
  /** Names of the four handles, from the upper left on clockwise. */
  labels: readonly [string, string, string, string];
  corners: Quad;
  onCorners(corners: Quad): void;
}

const NUDGES: Readonly<Record<string, Point>> = {
  ArrowLeft: [-NUDGE, 0],
  ArrowRight: [NUDGE, 0],
  ArrowUp: [0, -NUDGE],
  ArrowDown: [0, NUDGE],
};

/** The photograph as it was taken, with a handle on each corner of the sheet: by pointer, or by the arrow keys. */
export function SheetCorners({ sheet, labels, corners, onCorners }: SheetCornersProps) {
  const canvas = usePicture(sheet, null);
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
            const around = event.currentTarget.parentElement;
            if (around && event.currentTarget.hasPointerCapture(event.pointerId)) {
              move(place, placeIn(around, event));
            }
          }}
          onKeyDown={(event) => {
            const nudge = NUDGES[event.key];
            if (nudge === undefined) return;
            event.preventDefault();
            move(place, [corner[0] + nudge[0] / 2, corner[1] + nudge[1] / 2]);
          }}
        />
      ))}
    </div>
  );
}

const UNHEARD = (): void => {};

/** Paint the sheet on a canvas: laid straight by `corners`, or as it came. A broken picture stays white. */
function usePicture(sheet: Laid, corners: Quad | null, witness: SheetViewProps["onWitness"] = UNHEARD) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [shown, setShown] = useState<{ id: string; pixels: ImageData } | null>(null);
  useEffect(() => {
    let wanted = true;
    void pixelsOf(sheet).then((pixels) => {
      if (!wanted) return;
      setShown(pixels && { id: sheet.id, pixels });
      if (pixels === null) witness(sheet.id, "foreign");
    });
    return () => {
      wanted = false;
    };
  }, [sheet.picture]);
  useEffect(() => {
    if (shown === null || canvas.current === null) return;
    paint(canvas.current, shown.pixels, corners);
    witness(shown.id, null);
  }, [shown, corners]);
  return canvas;
}

/** The picture decoded; null where it is none, or not of the size that was said. */
async function pixelsOf({ picture, width, height }: Laid): Promise<ImageData | null> {
  try {
    const bitmap = await createImageBitmap(picture);
    const isAsSaid = bitmap.width === width && bitmap.height === height;
    const context = isAsSaid ? new OffscreenCanvas(width, height).getContext("2d") : null;
    context?.drawImage(bitmap, 0, 0);
    bitmap.close();
    return context?.getImageData(0, 0, width, height) ?? null;
  } catch {
    return null;
  }
}

function paint(canvas: HTMLCanvasElement, pixels: ImageData, corners: Quad | null): void {
  const isWhole =
    corners === null || corners.every((corner, at) => corner.join() === WHOLE_PHOTO[at]?.join());
  const { width, height } = isWhole ? pixels : straightSize(corners, pixels, SHARP);
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  if (context === null) return;
  if (isWhole) {
    context.putImageData(pixels, 0, 0);
    return;
  }
  const straight = context.createImageData(width, height);
  straighten(pixels, corners, straight);
  context.putImageData(straight, 0, 0);
}

/** Closer about a place that itself stays where it is, so that no edge of the paper comes in. */
function seen({ zoom, at: [x, y] }: Framing): Record<string, string> {
  return { transformOrigin: `${100 * x}% ${100 * y}%`, transform: zoom === 1 ? "none" : `scale(${zoom})` };
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
