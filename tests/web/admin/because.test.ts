/** The reasons that the core writes, each in the page's language; `tests/core` has them at their source. */
import { describe, expect, it } from "vitest";
import { becauseInWords } from "../../../guide_server/web/admin/parts/because";
import { language } from "../../../guide_server/web/staff_language";

const KNOWN = [
  { tag: "ar", swedish: "arabiska", english: "Arabic", endonym: "العربية" },
  { tag: "ti", swedish: "tigrinja", english: "Tigrinya", endonym: "ትግርኛ" },
] as never;

describe("why a desk rang", () => {
  it("says each clause with names for codes", () => {
    language.value = "sv";
    expect(becauseInWords("ar fluent; of 3 free guides; idle 7 min; spares the only ti", KNOWN)).toBe(
      "talar arabiska, flytande · en av 3 lediga vägledare · ledig i 7 min · sparar den enda som talar tigrinja",
    );
  });

  it("leaves a clause that it does not know as it was written", () => {
    language.value = "sv";
    expect(becauseInWords("emergency; moon in the seventh house", KNOWN)).toBe(
      "nödläge · moon in the seventh house",
    );
    expect(becauseInWords("", KNOWN)).toBe("");
  });

  it.each([
    "the only free guide",
    "longest idle, 4 min",
    "longest idle of those with at most 3 languages",
    "spares 2 who carried much",
    "spares ti",
    "though to be spared, as nobody else is free",
    "next in turn",
    "4 calls so far, the fewest",
    "drawn by lot",
    "before an older call in ar, which more guides speak",
    "2 before it wait for guides who have not just passed on or missed them",
    "rung again, as no other guide is free",
    "was invited by the guide",
    "was invited as somebody who knows housing",
    "was invited as somebody who interprets ti",
    "was invited as somebody who speaks ti",
    "was sent on to somebody who knows housing",
    "was sent on to this guide",
    "speaks ar",
    "ar with an interpreter for ti, as agreed",
    "was assigned by a leader",
    "joined as the leader",
    "longest idle",
  ])("has words of its own for “%s”", (clause) => {
    language.value = "sv";
    const told = becauseInWords(clause, KNOWN);
    expect(told).not.toBe(clause);
    expect(told).not.toContain("{{");
  });
});
