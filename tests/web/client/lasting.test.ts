/** What lasts is shown, what only passes is not. */
import { expect, test } from "vitest";
import { ABSENT, LASTING, lasting } from "../../../signaling/client/lasting";

function shown(looks: readonly boolean[], every: number): boolean[] {
  let sign = ABSENT;
  return looks.map((seen, look) => {
    sign = lasting(sign, seen, look * every);
    return sign.shown;
  });
}

test("a sign comes once it was seen for long enough, and goes once it was not", () => {
  const [long, every] = [LASTING / 1_000 + 1, 1_000];
  const looks = [...Array(long).fill(true), ...Array(long).fill(false)];
  const expected = looks.map((_, look) => look >= long - 1 && look < looks.length - 1);
  expect(shown(looks, every)).toEqual(expected);
});

test("one that wavers never comes, and one that is there never goes", () => {
  const wavering = Array.from({ length: 100 }, (_, look) => look % 2 === 0);
  expect(shown(wavering, LASTING / 2)).not.toContain(true);
  const after = shown([...Array(10).fill(true), ...wavering], LASTING / 2).slice(10);
  expect(after).not.toContain(false);
});
