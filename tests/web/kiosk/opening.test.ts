/** A resident hears when it opens in the words of the day. */
import { describe, expect, test } from "vitest";
import { clockLine, hoursLines, opensLine } from "../../../kiosk_client/web/kiosk/opening";
import { sayIn } from "../../../kiosk_client/web/kiosk/texts";
import { dayLine } from "../../../signaling/theme/calendar";

const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime();
const said = (opens: number) => opensLine(opens, at(23, 18), sayIn("en"));

describe("when it opens again", () => {
  test("today and tomorrow are called so", () => {
    expect(said(at(23, 19, 30))).toBe("Closed now. Opens today at 19:30.");
    expect(said(at(24, 8))).toBe("Closed now. Opens tomorrow at 08:00.");
  });

  test("a later day is named by its date", () => {
    expect(said(at(30, 8, 5))).toBe("Closed now. Opens on Monday 30 November at 08:05.");
  });

  test("numbers are those of the language", () => {
    const say = sayIn("ckb");
    expect(opensLine(at(30, 8, 5), at(23, 18), say)).toContain("دووشەممە، ٣٠ی تشرینی دووەم");
    expect(opensLine(at(24, 8), at(23, 18), say)).toContain("٠٨:٠٠");
  });
});

describe("the hours that a screen keeps for when there is no server", () => {
  const hours = [23, 24, 25, 26].map((day) => ({ opens: at(day, 8), closes: at(day, 16, 30) }));

  test("are those that come, each with its day", () => {
    expect(hoursLines(hours, at(23, 12), "en", 2)).toEqual([
      "Monday 23 November 08:00\u2060–\u206016:30",
      "Tuesday 24 November 08:00\u2060–\u206016:30",
    ]);
    expect(hoursLines(hours, at(23, 18), "en", 1)).toEqual(["Tuesday 24 November 08:00\u2060–\u206016:30"]);
  });

  test("are none where it never closes, and where all that was heard is past", () => {
    expect(hoursLines([{ opens: at(1, 0), closes: at(30, 0) }], at(23, 12), "en", 3)).toEqual([]);
    expect(hoursLines(hours, at(27, 0), "en", 3)).toEqual([]);
  });
});

describe("days that a browser does not know are those of CLDR", () => {
  // Node has all of CLDR. Bosnian and Kurmanji take the case that a date asks for, which CLDR gives with the day only.
  const names = (language: string, locale: string, part: "weekday" | "month") =>
    Array.from({ length: 12 }, (_, month) => new Date(2026, month, 8 + month)).filter((date) => {
      const name = new Intl.DateTimeFormat(locale, { [part]: "long", calendar: "gregory" }).format(date);
      return !dayLine(date.getTime(), language).includes(name);
    });

  test.each([
    ["so", "so"],
    ["ti", "ti"],
    ["aii", "syr"],
    ["bs", "bs"],
  ])("%s: weekdays", (language, locale) => expect(names(language, locale, "weekday")).toEqual([]));

  test.each([
    ["so", "so"],
    ["ti", "ti"],
    ["aii", "syr"],
  ])("%s: months", (language, locale) => expect(names(language, locale, "month")).toEqual([]));
});

test("a clock names the day only where it is another", () => {
  expect(clockLine(at(23, 19, 5), at(23, 18), "sv")).toBe("19:05");
  expect(clockLine(at(24, 8), at(23, 18), "sv")).toBe(`${dayLine(at(24, 8), "sv")} 08:00`);
});
