import { expect, test } from "vitest";
import { isUnwell } from "../../../guide_server/web/admin/kiosks/unwell";
import type { FleetKiosk, KioskSelfTest } from "../../../guide_server/web/api_types";

const IN_USE = { state: "enrolled" } as const;
const fleet = (told: Partial<FleetKiosk> = {}) => ({ connected: true, behind: false, ...told }) as FleetKiosk;
const tried = (sound: boolean, overdue = false) => ({ newest: { sound }, overdue }) as KioskSelfTest;

test("a kiosk that has contact, runs the newest and found no fault is well", () => {
  expect(isUnwell(IN_USE, fleet(), tried(true))).toBe(false);
  expect(isUnwell(IN_USE, fleet(), undefined), "it never tried itself").toBe(false);
  expect(isUnwell(IN_USE, fleet(), { newest: null, overdue: true } as KioskSelfTest), "nor when asked").toBe(
    false,
  );
  expect(isUnwell(IN_USE, undefined, undefined), "nothing is known yet").toBe(false);
});

test("one that is dark, behind, faulty or untried for a night is to be seen to", () => {
  expect(isUnwell(IN_USE, fleet({ connected: false }), tried(true))).toBe(true);
  expect(isUnwell(IN_USE, fleet({ behind: true }), tried(true))).toBe(true);
  expect(isUnwell(IN_USE, fleet(), tried(false))).toBe(true);
  expect(isUnwell(IN_USE, fleet(), tried(true, true))).toBe(true);
});

test("a machine that is no kiosk now is left alone", () => {
  for (const state of ["awaits_enrolment", "revoked"] as const)
    expect(isUnwell({ state }, fleet({ connected: false }), tried(false))).toBe(false);
});
