/** The desk tells times by the municipality's clock, as the admin pages do, wherever its own machine is. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { times } from "../../../guide_server/web/admin/texts";
import { Records } from "../../../guide_server/web/desk/records";
import { dateOf, timeOfDay } from "../../../guide_server/web/desk/texts";
import { ownZone } from "../../../guide_server/web/local_time";
import { language } from "../../../guide_server/web/staff_language";

/** In winter thirteen hours ahead of UTC: no machine that tests this is likely to stand there. */
const AUCKLAND = "Pacific/Auckland";
const NEW_YEARS_EVE = Date.UTC(2026, 11, 31, 20, 5);

beforeEach(() => {
  ownZone.value = AUCKLAND;
  language.value = "sv";
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("the time and the day are the municipality's", () => {
  expect(timeOfDay(NEW_YEARS_EVE)).toBe("09:05");
  expect(dateOf(NEW_YEARS_EVE)).toBe("1 januari 2027");
});

test("and in the language of the page", () => {
  language.value = "en";
  expect(timeOfDay(NEW_YEARS_EVE)).toBe("09:05");
  expect(dateOf(NEW_YEARS_EVE)).toBe("1 January 2027");
});

test("the admin pages say the same", () => {
  expect(times.value.short(NEW_YEARS_EVE)).toBe(timeOfDay(NEW_YEARS_EVE));
  expect(times.value.date(NEW_YEARS_EVE)).toBe(dateOf(NEW_YEARS_EVE));
});

test("whether a year goes without saying is told by the municipality's year", () => {
  vi.useFakeTimers({ now: NEW_YEARS_EVE });
  expect(times.value.moment(NEW_YEARS_EVE)).not.toContain("2027");
  expect(times.value.moment(NEW_YEARS_EVE - 86_400_000)).toContain("2026");
  ownZone.value = "UTC";
  expect(times.value.moment(NEW_YEARS_EVE)).not.toContain("2026");
});

test("the server says which zone that is; what it does not answer changes nothing", async () => {
  const answer = (status: number, body: object) =>
    vi.stubGlobal("fetch", async () => new Response(JSON.stringify(body), { status }));
  answer(500, {});
  await new Records().readZone();
  expect(ownZone.value).toBe(AUCKLAND);
  answer(200, { zone: "America/Nuuk" });
  await new Records().readZone();
  expect(ownZone.value).toBe("America/Nuuk");
});
