/** UK32, UK33 at the desk: what the guide is told of the kiosk, and what the guide may ask its camera for. */
import { describe, expect, test } from "vitest";
import { moved } from "../../../guide_server/web/desk/kiosk_framing";
import { isSlow, isUnseen, residentSign } from "../../../guide_server/web/desk/resident_signs";
import { CLOSEST, NOTHING_SHARED, type Shared, WHOLE_PICTURE } from "../../../signaling/client";

const WELL: Shared["signs"][number] = {
  number: 0,
  picture: true,
  microphone: "on",
  camera: "on",
  sending: "on",
  frames: 25,
  loss: 0,
  delay: 40,
};

function told(signs: Partial<typeof WELL>) {
  return residentSign({ ...NOTHING_SHARED, signs: [{ ...WELL, ...signs }] });
}

describe("a guide is told", () => {
  test("nothing while all is well, or nothing is known", () => {
    expect(told({})).toBeNull();
    expect(residentSign(NOTHING_SHARED)).toBeNull();
    expect(told({ number: 2, camera: "lost" })).toBeNull();
  });

  test("of a device that went away, and why there is no picture", () => {
    expect(told({ microphone: "lost" })).toBe("signs.no_sound");
    expect(told({ camera: "lost", sending: "off" })).toBe("signs.no_camera");
    expect(told({ sending: "network" })).toBe("signs.sound_only");
    expect(told({ sending: "off" })).toBe("signs.camera_off");
  });

  test("of too few pictures only where hands speak", () => {
    const slow = (frames: number, language: string): boolean =>
      isSlow({ ...NOTHING_SHARED, signs: [{ ...WELL, frames }] }, language);
    expect([slow(19, "swl"), slow(20, "swl"), slow(0, "swl"), slow(19, "so")]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(isSlow(NOTHING_SHARED, "swl")).toBe(false);
    expect(residentSign({ ...NOTHING_SHARED, signs: [WELL] }, true)).toBe("signs.slow");
    expect(residentSign({ ...NOTHING_SHARED, signs: [{ ...WELL, sending: "network" }] }, true)).toBe(
      "signs.sound_only",
    );
  });
});

test("whoever is not seen is not shown as they last were", () => {
  const unseen = (signs: Partial<typeof WELL>): boolean =>
    isUnseen({ ...NOTHING_SHARED, signs: [{ ...WELL, ...signs }] });
  expect([unseen({ sending: "off" }), unseen({ sending: "network", microphone: "lost" })]).toEqual([
    true,
    true,
  ]);
  expect([unseen({}), unseen({ microphone: "lost" }), isUnseen(NOTHING_SHARED)]).toEqual([
    false,
    false,
    false,
  ]);
});

describe("the part of the picture that a guide asks for", () => {
  test("comes closer to an end, goes lower to an edge, and back to the whole", () => {
    let framing = WHOLE_PICTURE;
    for (let press = 0; press < 9; press += 1) framing = moved(framing, "closer");
    expect(framing).toEqual({ zoom: CLOSEST, at: [0.5, 0.5] });
    for (let press = 0; press < 20; press += 1) framing = moved(framing, "lower");
    expect(framing.at[1]).toBeCloseTo(1 - 0.5 / CLOSEST);
    expect(moved(framing, "whole")).toEqual(WHOLE_PICTURE);
  });

  test("is lower with one press, for whoever sits", () => {
    const framing = moved(WHOLE_PICTURE, "lower");
    expect(framing.zoom).toBeGreaterThan(1);
    expect(framing.at[1]).toBeGreaterThan(0.5);
  });
});
