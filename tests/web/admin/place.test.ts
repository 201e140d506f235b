import { expect, test } from "vitest";
import { weekOf } from "../../../guide_server/web/admin/parts/period";
import {
  isNarrowed,
  narrowed,
  placeOf,
  savedAs,
  searchOf,
  sortedBy,
  VIEWS,
  viewsOf,
} from "../../../guide_server/web/admin/place";

const START = placeOf("");

test("an empty address is the whole log, newest first", () => {
  expect(START).toMatchObject({
    view: "log",
    call: null,
    log: { sort: "queued_at", order: "desc", page: 1 },
  });
  expect(searchOf(START)).toBe("");
});

test("each role has its own views, and whoever has none sees none", () => {
  expect(viewsOf(["admin"])).toEqual([...VIEWS]);
  expect(viewsOf(["analyst"])).toEqual(["statistics", "equality"]);
  expect(viewsOf(["technician"])).toEqual(["kiosks", "alarms"]);
  expect(viewsOf(["technician", "leader"])).toEqual([
    "statistics",
    "equality",
    "planning",
    "kiosks",
    "alarms",
  ]);
  expect(viewsOf(["guide"])).toEqual([]);
  expect(viewsOf([])).toEqual([]);
});

test.each([
  "?view=kiosks",
  "?view=kiosks&only=unwell",
  "?from=2026-11-01&to=2026-11-30&neighbourhood=varby&site=s&kiosk=k&language=ar&spoken=prs&how=substitute&waited=longer&ticket=returned&topic=school&quality=poor&outcome=completed&guide=g",
  "?period=last_week&record=public",
  "?why=complaint&sort=wait_ms&order=asc&page=3",
  "?view=statistics&from=2026-10-01&to=2026-10-31&step=week&versus=chosen&versus_from=2025-10-01&versus_to=2025-10-31",
  "?view=statistics&versus=nothing",
  "?view=report&month=2026-10",
  "?view=settings&area=hours",
  "?language=ar&call=00000001-0000-7000-8000-000000000000",
])("%s leads to a place whose address it is", (search) => {
  expect(searchOf(placeOf(search))).toBe(search);
});

test.each([
  "?view=nowhere",
  "?page=0",
  "?page=-1",
  "?page=1.5",
  "?page=x",
  "?sort=password",
  "?order=random",
  "?outcome=open",
  "?why=because",
  "?from=",
  "?from=2026-02-30",
  "?from=soon",
  "?versus=yesterday",
  "?step=hour",
  "?month=2026-13",
  "?period=next_week",
  "?record=all",
  "?only=some",
  "?unknown=1",
])("%s is read as if it were not there", (search) => {
  expect(placeOf(search)).toEqual(START);
});

test("a period has a name or days, not both", () => {
  expect(searchOf(placeOf("?period=last_week&from=2026-11-01"))).toBe("?period=last_week");
});

test("a saved selection is gone to for the purpose of today", () => {
  const place = placeOf("?why=fault&language=ar&page=7");
  expect(searchOf(savedAs(place, { kiosk: "k", period: "this_month" }))).toBe(
    "?period=this_month&kiosk=k&why=fault",
  );
});

test.each([
  ["2026-11-23", 48],
  ["2026-11-29", 48],
  ["2026-12-31", 53],
  ["2027-01-03", 53],
  ["2027-01-04", 1],
  ["2024-12-30", 1],
  ["2023-01-01", 52],
])("%s is in week %i", (day, week) => {
  expect(weekOf(day)).toBe(week);
});

test("another selection begins at its first page and keeps the rest", () => {
  const place = placeOf("?language=ar&page=4&sort=wait_ms");
  expect(searchOf(narrowed(place, { kiosk: "k" }))).toBe("?kiosk=k&language=ar&sort=wait_ms");
  expect(isNarrowed(place)).toBe(true);
  expect(isNarrowed(placeOf("?why=fault&page=2"))).toBe(false);
});

test("sorting begins with the greatest time and the first name, and turns when asked again", () => {
  const byWait = sortedBy(START, "wait_ms");
  expect(byWait.log).toMatchObject({ sort: "wait_ms", order: "desc", page: 1 });
  expect(sortedBy(byWait, "wait_ms").log.order).toBe("asc");
  expect(sortedBy(byWait, "language").log).toMatchObject({ sort: "language", order: "asc" });
});
