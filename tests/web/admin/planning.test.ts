import { describe, expect, it } from "vitest";
import { shortest, tapsShort } from "../../../guide_server/web/admin/planning/shortage";
import { wishOf } from "../../../guide_server/web/admin/planning/trial_form";
import { lacking, weekOf } from "../../../guide_server/web/admin/planning/week";
import { withoutFigures } from "../../../guide_server/web/admin/planning/without_figures";
import type { PlanningHour, PlanningLanguage } from "../../../guide_server/web/api_types";

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

describe("a language without figures", () => {
  const scarce = [
    { language: "el", taps: null },
    { language: "pl", taps: 12 },
  ];

  it("had few taps, where single calls may be read", () => {
    expect(withoutFigures({ scarce, as_published: false })).toEqual({ few: scarce, keptBack: [] });
  });

  it("may have had many, where its number is only kept back", () => {
    const { few, keptBack } = withoutFigures({ scarce, as_published: true });
    expect([few, keptBack]).toEqual([[scarce[1]], [scarce[0]]]);
  });
});

describe("a shortage", () => {
  function line(language: string, ...hours: PlanningHour[]): PlanningLanguage {
    return { language, lacking: 0, hours } as unknown as PlanningLanguage;
  }
  const tapped = (value: number, needed: number, onDuty: number): PlanningHour => ({
    ...hour(0, 9, needed, onDuty),
    taps: { value, low: value, high: value },
  });

  it("is the taps of an hour, as large a share as is missing of the need", () => {
    expect(tapsShort(line("so", tapped(4, 2, 1), tapped(6, 3, 3), tapped(1, 1, 0)))).toBe(3);
    expect(tapsShort(line("so", tapped(4, 1, 5), tapped(0, 0, 0)))).toBe(0);
  });

  it("names the language in which most meet too few, not the one that lacks most hours", () => {
    const rare = line("bn", ...Array.from({ length: 40 }, () => tapped(0.08, 1, 0)));
    const many = line("so", tapped(6, 2, 1), tapped(6, 2, 1));
    expect(shortest([rare, many])).toEqual({ line: many, taps: 6 });
  });

  it("is none where hardly a tap meets it", () => {
    expect(shortest([line("sv", tapped(0.4, 1, 0))])).toBeNull();
    expect(shortest([])).toBeNull();
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
