/** Where something lies in a picture that two parties look at together. */

/** A place on a sheet: both from 0 to 1, from the upper left corner of what was photographed or straightened. */
export type Point = readonly [x: number, y: number];
/** A sheet's corners in the photograph: upper left, upper right, lower right, lower left. */
export type Quad = readonly [Point, Point, Point, Point];

/** Which part of a picture is seen: so many times closer, about this place of the whole. */
export interface Framing {
  zoom: number;
  at: Point;
}

export const WHOLE_PICTURE: Framing = { zoom: 1, at: [0.5, 0.5] };
/** Closer than this neither a kiosk's camera nor a sheet shows anything more. */
export const CLOSEST = 3;
