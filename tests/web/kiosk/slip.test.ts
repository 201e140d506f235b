/** UK22, UK23: what goes on paper is whole, in every script. */
import { expect, test } from "vitest";
import { directionOf, wrapped } from "../../../kiosk_client/web/kiosk/slip";

const letters = (text: string): number => [...text].length;

test("words stay whole where they fit, and nothing is wider than the paper", () => {
  expect(wrapped("Ta med brevet och din legitimation", 12, letters)).toEqual([
    "Ta med",
    "brevet och",
    "din",
    "legitimation",
  ]);
  expect(wrapped("https://example.org/blankett", 10, letters)).toEqual([
    "https://ex",
    "ample.org/",
    "blankett",
  ]);
  expect(wrapped("a\n\nb", 10, letters)).toEqual(["a", "", "b"]);
});

test("not a word is lost", () => {
  const text = "ሰነድኩም ምሳኹም ኣምጽኡ ክሳብ ሰዓት 16 ክፉት ኣሎ 👩‍👧 Donaudampfschiffahrtsgesellschaftskapitän";
  for (const width of [3, 7, 20, 400]) {
    const lines = wrapped(text, width, letters);
    expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
    expect(Math.max(...lines.map(letters))).toBeLessThanOrEqual(width);
  }
});

test("each text runs as its first letter does", () => {
  expect(["سلام", "«12 سلام»", "ܫܠܡܐ"].map(directionOf)).toEqual(["rtl", "rtl", "rtl"]);
  expect(["Hej", "12:30", "ሰላም", "Hej سلام"].map(directionOf)).toEqual(["ltr", "ltr", "ltr", "ltr"]);
});
