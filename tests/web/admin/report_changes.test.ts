import { expect, test } from "vitest";
import { changes } from "../../../guide_server/web/admin/report/changes";
import { say } from "../../../guide_server/web/admin/texts";
import type { PublishedLine, PublishedMonth, StatisticsPage } from "../../../guide_server/web/api_types";

const PAGE = { total: { offered: 100 }, before: null, hours: [] } as unknown as StatisticsPage;

function month(lines: Record<string, [offered: number | null, within: number | null]>): PublishedMonth {
  const languages = Object.entries(lines).map(
    ([key, [offered, within_percent]]): PublishedLine => ({
      key,
      name: key,
      offered,
      within_percent,
      left_percent: null,
      p90_wait: null,
    }),
  );
  return { languages, names: [] } as unknown as PublishedMonth;
}

function said(now: PublishedMonth, before: PublishedMonth | null): string[] {
  return changes(PAGE, now, before);
}

test("what chance may have made is not told as a change", () => {
  const before = month({ ckb: [140, 53], bs: [110, 49] });
  expect(said(month({ ckb: [145, 48], bs: [108, 61] }), before)).toEqual([
    say.value("report.languages_same"),
  ]);
});

test("the language that got worse most and the one that got better most are named, with both shares", () => {
  const before = month({ ar: [1_000, 80], so: [600, 50], ti: [400, 70], sv: [2_000, 95] });
  const told = said(month({ ar: [1_000, 60], so: [600, 70], ti: [400, 58], sv: [2_000, 95] }), before);
  expect(told).toHaveLength(2);
  expect(told[0]).toMatch(/somaliska.* 70\s%.* 50\s%/);
  expect(told[1]).toMatch(/arabiska.* 60\s%.* 80\s%/);
});

test("a difference that is sure but small is no news", () => {
  const told = said(month({ sv: [90_000, 96] }), month({ sv: [90_000, 94] }));
  expect(told).toEqual([say.value("report.languages_same")]);
});

test("nothing is said of what is kept back, of few calls, or without a month before", () => {
  const now = month({ el: [null, null], bn: [30, 10] });
  expect(said(now, month({ el: [500, 90], bn: [30, 90] }))).toEqual([]);
  expect(said(now, null)).toEqual([]);
});

test("shares of none and of all differ for sure, and like ones do not", () => {
  expect(said(month({ fi: [60, 100] }), month({ fi: [60, 0] }))[0]).toContain("finska");
  expect(said(month({ fi: [60, 100] }), month({ fi: [60, 100] }))).toEqual([
    say.value("report.languages_same"),
  ]);
});
