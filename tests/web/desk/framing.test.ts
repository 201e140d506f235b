import { expect, test } from "vitest";
import {
  AS_IT_COMES,
  CLOSEST,
  fitted,
  moved,
  movedByKey,
  styleOf,
  zoomed,
} from "../../../guide_server/web/desk/framing";

const near = zoomed(zoomed(AS_IT_COMES, 1), 1);

test("steps closer end at the closest, and steps back at the picture as it comes", () => {
  let framing = AS_IT_COMES;
  for (let step = 0; step < 20; step++) framing = zoomed(framing, 1);
  expect(framing.zoom).toBe(CLOSEST);
  for (let step = 0; step < 20; step++) framing = zoomed(framing, -1);
  expect(framing).toEqual(AS_IT_COMES);
});

test("one looks around only while it is close, and never beside the picture", () => {
  expect(moved(AS_IT_COMES, 1, 1)).toEqual(AS_IT_COMES);
  expect(moved(near, 5, -5)).toMatchObject({ x: 1, y: -1 });
  expect(movedByKey(near, "ArrowRight")?.x).toBeGreaterThan(0);
  expect(movedByKey(near, "a")).toBeNull();
});

test("stepping back all the way forgets where one looked", () => {
  const back = zoomed(zoomed(moved(near, 0.5, 0.5), -1), -1);
  expect(back).toEqual(AS_IT_COMES);
});

test("the whole picture is one press away, and a filled frame another", () => {
  expect(fitted(moved(near, 1, 0))).toEqual(AS_IT_COMES);
  expect(fitted(AS_IT_COMES).whole).toBe(false);
  expect(fitted(fitted(AS_IT_COMES)).whole).toBe(true);
});

test("the style shows what is meant", () => {
  expect(styleOf(AS_IT_COMES)).toEqual({ objectFit: "contain", transform: "none" });
  expect(styleOf(moved({ ...near, whole: false, zoom: 2 }, 1, 0))).toEqual({
    objectFit: "cover",
    transform: "translate(-50.0%, 0.0%) scale(2.000)",
  });
});
