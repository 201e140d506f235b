import { describe, expect, it } from "vitest";
import { wishOf } from "../../../guide_server/web/admin/planning/trial_form";
import { lacking, weekOf } from "../../../guide_server/web/admin/planning/week";
import type { PlanningHour } from "../../../guide_server/web/api_types";

function hour(weekday: number, of: number, needed = 2, onDuty = 2): PlanningHour {
  return {
    weekday,
    hour: of,
    taps: { value: 4, low: 3, high: 5 },
    own: true,
    needed,
    needed_low: needed,
    needed_high: needed,
    on_duty: onDuty,
  };
}

describe("the week", () => {
  it("shows only the weekdays and hours in which it was open", () => {
    const week = weekOf([hour(4, 9), hour(0, 15), hour(0, 9)]);
    expect(week.weekdays).toEqual([0, 4]);
    expect(week.hours).toEqual([9, 15]);
    expect(week.at(4, 9)?.needed).toBe(2);
    expect(week.at(4, 15)).toBeUndefined();
  });

  it("leaves out the night, in which nobody works and nobody is needed", () => {
    const day = Array.from({ length: 24 }, (_, at) => (at < 8 || at > 17 ? hour(0, at, 0, 0) : hour(0, at)));
    expect(weekOf(day).hours).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
    expect(weekOf([hour(0, 9), hour(0, 10, 0, 0), hour(0, 11)]).hours).toEqual([9, 10, 11]);
    expect(weekOf([hour(0, 9, 0, 0)]).hours).toEqual([9]);
  });

  it("counts whole guides that are missing", () => {
    expect(lacking(hour(0, 9, 3, 2.6))).toBe(0);
    expect(lacking(hour(0, 9, 3, 1.4))).toBe(2);
    expect(lacking(hour(0, 9, 1, 4))).toBe(0);
  });
});

describe("a wish", () => {
  it("is what the form says", () => {
    const form = new FormData();
    for (const [name, value] of [
      ["languages", "so"],
      ["languages", "ti"],
      ["weekdays", "0"],
      ["weekdays", "4"],
      ["begins", "09:30"],
      ["ends", "16:00"],
    ] as const)
      form.append(name, value);
    expect(wishOf("extra_guide", form)).toEqual({
      kind: "extra_guide",
      languages: ["so", "ti"],
      weekdays: [0, 4],
      begins: 570,
      ends: 960,
    });
    expect(wishOf("find_skill", form)).toEqual({ kind: "find_skill" });
  });
});
