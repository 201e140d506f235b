import { expect, test } from "vitest";
import { placeOf } from "../../../guide_server/web/admin/place";
import { sayChange, sayMeasure } from "../../../guide_server/web/admin/statistics/measures";
import { daysOf, hasFile, lastMonth, monthAfter } from "../../../guide_server/web/admin/statistics/months";
import { statisticsQuery } from "../../../guide_server/web/admin/statistics/query";
import type { Measures } from "../../../guide_server/web/api_types";

const MEASURES: Measures = {
  taps: 1200,
  offered: 1100,
  handled: 1000,
  abandoned: 80,
  short_abandoned: 5,
  turned_away: 100,
  within_target: 900,
  service_level: 0.804,
  average_wait: 31_000,
  median_wait: null,
  p90_wait: 125_000,
  average_talk: 282_000,
  average_wrap_up: 61_000,
  occupancy: 0.436,
};

test("a month has its own last day", () => {
  expect(daysOf("2024-02")).toEqual({ from: "2024-02-01", to: "2024-02-29" });
  expect(daysOf("2026-12")).toEqual({ from: "2026-12-01", to: "2026-12-31" });
});

test("months go on over the year", () => {
  expect(monthAfter("2026-12", 1)).toBe("2027-01");
  expect(monthAfter("2026-01", -1)).toBe("2025-12");
  expect(lastMonth(Date.UTC(2026, 0, 31, 22, 59))).toBe("2025-12");
  expect(lastMonth(Date.UTC(2026, 0, 31, 23)), "it is February in Stockholm").toBe("2026-01");
});

test("where files are of whole months, there is none of other days or of a month that goes on", () => {
  const november = Date.UTC(2026, 10, 26);
  const file = (start: string | null, end: string | null, files_of_months = true) =>
    hasFile({ start, end, files_of_months }, november);
  expect(file("2026-09-01", "2026-10-31")).toBe(true);
  expect(file("2026-10-01", "2026-10-30")).toBe(false);
  expect(file("2026-10-02", "2026-10-31")).toBe(false);
  expect(file("2026-11-01", "2026-11-30")).toBe(false);
  expect(file(null, null)).toBe(false);
  expect(file("2026-10-02", "2026-10-03", false)).toBe(true);
});

test("a change of a share is that of the shares as they are shown", () => {
  const before = { ...MEASURES, service_level: 0.788, occupancy: 0.461 };
  expect(sayChange("service_level", MEASURES, before)).toContain("+1");
  expect(sayChange("occupancy", MEASURES, before)).toContain("\u22122");
});

test("what no call has is a dash, and so is its change", () => {
  expect(sayMeasure("median_wait", MEASURES)).toBe("–");
  expect(sayChange("median_wait", MEASURES, MEASURES)).toBe("–");
  expect(sayChange("p90_wait", MEASURES, { ...MEASURES, p90_wait: 120_000 })).toBe("+0:05");
  expect(sayChange("taps", MEASURES, MEASURES)).toBe("±0");
});

test("days that are chosen half are not asked for", () => {
  const half = placeOf("?view=statistics&versus=chosen&versus_from=2026-01-01");
  expect(statisticsQuery(half)).toMatchObject({ versus: null, versus_from: null, versus_to: null });
  expect(statisticsQuery(placeOf("?view=statistics"))).toMatchObject({ versus: "previous" });
  expect(statisticsQuery(placeOf("?view=statistics&versus=nothing"))).toMatchObject({ versus: null });
});
