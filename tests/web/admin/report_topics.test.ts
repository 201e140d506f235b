import { expect, test } from "vitest";
import { topicsOf } from "../../../guide_server/web/admin/report/topics";
import type { Measures, StatisticsLine } from "../../../guide_server/web/api_types";

const measures = (handled: number | null, offered = handled ?? 0) => ({ handled, offered }) as Measures;

function line(key: string, handled: number | null, offered?: number): StatisticsLine {
  return { key, name: key, kept_back: false, measures: measures(handled, offered), before: null };
}

const kept = (key: string): StatisticsLine => ({ ...line(key, 0), kept_back: true, measures: null });

test("shares are of all talks, whichever topics may be shown", () => {
  const total = measures(1_000, 1_200);
  const all = topicsOf({ total, topics: [line("letter", 400), line("housing", 80), line("", 100)] });
  const fewer = topicsOf({ total, topics: [kept("letter"), line("housing", 80), line("", 100)] });
  expect(all.told.find(({ key }) => key === "housing")?.share).toBe(0.08);
  expect(fewer).toEqual({ told: [{ key: "housing", share: 0.08 }], keptBack: ["letter"] });
});

test("where it is not told how many talked, it is how many asked, and the largest comes first", () => {
  const topics = [line("tax", null, 50), line("school", null, 150)];
  const { told } = topicsOf({ total: measures(500), topics });
  expect(told).toEqual([
    { key: "school", share: 0.3 },
    { key: "tax", share: 0.1 },
  ]);
});

test("a month without a talk has no topics", () => {
  expect(topicsOf({ total: measures(0), topics: [] })).toEqual({ told: [], keptBack: [] });
});
