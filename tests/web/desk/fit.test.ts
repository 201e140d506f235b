import { describe, expect, test } from "vitest";
import { agreedOf, fitOf, headingOf } from "../../../guide_server/web/desk/fit";
import type { DeskRing, DeskView, PartyLine } from "../../../signaling/client/types";

const VIEW = {
  skills: [
    { language: "prs", level: "good", mode: "speak" },
    { language: "swl", level: "fluent", mode: "sign" },
    { language: "und", level: "fluent", mode: "speak" },
  ],
} as unknown as DeskView;

function ring(language: string, spoken: string, how: string, more: Partial<DeskRing> = {}): DeskRing {
  return { language, spoken: { language: spoken, how }, role: "guide", parties: [], ...more } as DeskRing;
}

describe("the ring's card", () => {
  test("names the language that will be spoken, and how well the guide speaks it", () => {
    const close = ring("fa", "prs", "substitute");
    expect(headingOf(close)).toBe("Det ringer på dari");
    expect(fitOf(close, VIEW)).toBe("Du talar det: bra");
    expect(fitOf(ring("swl", "swl", "asked"), VIEW)).toBe("Du tecknar det: flytande");
  });

  test("says what the resident agreed to", () => {
    expect(agreedOf(ring("fa", "prs", "substitute"))).toBe(
      "Invånaren valde persiska och sa ja till dari, som är närliggande.",
    );
    expect(agreedOf(ring("so", "ar", "also"))).toBe("Invånaren valde somaliska och talar också arabiska.");
    expect(agreedOf(ring("ar", "ar", "asked"))).toBeNull();
  });

  test("tells the guide, and not the interpreter, that somebody interprets", () => {
    const parties = [{ role: "interpreter", guide: { id: "s", name: "Sara" } }] as unknown as PartyLine[];
    expect(agreedOf(ring("ti", "ti", "asked", { parties }))).toContain("Sara rings upp samtidigt");
    expect(agreedOf(ring("ti", "ti", "asked", { parties, role: "interpreter" }))).toBeNull();
  });

  test("says that a language is not known, and no level of it", () => {
    const triage = ring("und", "und", "asked");
    expect(headingOf(triage)).toBe("Det ringer. Språket är inte känt");
    expect(fitOf(triage, VIEW)).toBeNull();
    expect(agreedOf(triage)).toContain("hittade inte sitt språk");
  });
});
