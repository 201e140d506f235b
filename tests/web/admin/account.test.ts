import { describe, expect, it } from "vitest";
import {
  accountEffectInWords,
  changesInWords,
} from "../../../guide_server/web/admin/guides/account_in_words";
import { puttingBack } from "../../../guide_server/web/admin/guides/account_model";
import type {
  Guide,
  GuideDifference,
  GuideEffect,
  GuideVersion,
  LanguageName,
  Skill,
} from "../../../guide_server/web/api_types";

const LANGUAGES = [
  { tag: "sv", swedish: "svenska", english: "Swedish", endonym: "Svenska", direction: "ltr" },
  { tag: "ti", swedish: "tigrinja", english: "Tigrinya", endonym: "ትግርኛ", direction: "ltr" },
] as LanguageName[];

const fluent = (language: string): Skill => ({ language, level: "fluent", mode: "speak" });

const AMAL: Guide = {
  id: "amal",
  login: "amal",
  name: "Amal",
  languages: ["sv"],
  skills: [fluent("sv")],
  interprets: [],
  topics: ["school"],
  active: true,
  second_step: false,
  roles: ["guide"],
  asked_roles: null,
};

function version(...changes: GuideDifference[]): GuideVersion {
  return {
    number: 3,
    at: 0,
    who: "Admin One",
    approved_by: null,
    note: "",
    undoes: null,
    is_new: false,
    changes,
    password: false,
  };
}

const OFFERED = { languages: ["sv", "ti"], topics: ["school"] };

describe("putting a change back", () => {
  it("touches what it changed and nothing else", () => {
    const roles: GuideDifference = { field: "roles", before: ["guide"], after: ["admin", "guide"] };
    expect(puttingBack(version(roles), AMAL, OFFERED)).toEqual({ undoes: 3, roles: ["guide"] });
    const closed: GuideDifference = { field: "active", before: false, after: true };
    expect(puttingBack(version(closed), AMAL, OFFERED)).toEqual({ undoes: 3, active: false });
  });

  it("gives languages back with their levels, and leaves out what is not offered any more", () => {
    const good: Skill = { language: "ti", level: "good", mode: "speak" };
    const wish = puttingBack(
      version(
        { field: "languages", before: ["sv", "ti", "xx"], after: ["sv"] },
        { field: "skills", before: [fluent("sv"), good, fluent("xx")], after: [fluent("sv")] },
        { field: "topics", before: ["astrology"], after: ["school"] },
      ),
      AMAL,
      OFFERED,
    );
    expect(wish).toEqual({ undoes: 3, languages: ["sv", "ti"], skills: [fluent("sv"), good], topics: [] });
  });

  it("is nothing where the account was added, or only the password was replaced", () => {
    expect(puttingBack({ ...version(), password: true }, AMAL, OFFERED)).toBeNull();
    const added = version({ field: "roles", before: null, after: ["guide"] });
    expect(puttingBack({ ...added, is_new: true }, AMAL, OFFERED)).toBeNull();
  });
});

describe("in words", () => {
  it("a change is told part by part, and a level only where it is another", () => {
    const told = changesInWords(
      [
        { field: "languages", before: ["sv"], after: ["sv", "ti"] },
        {
          field: "skills",
          before: [fluent("sv")],
          after: [{ ...fluent("sv"), level: "good" }, fluent("ti")],
        },
        { field: "active", before: true, after: false },
      ],
      LANGUAGES,
    );
    expect(told).toEqual([
      { what: "Språk", before: "svenska", after: "svenska, tigrinja" },
      { what: "Hur väl", before: "svenska: flytande", after: "svenska: god" },
      { what: "Konto", before: "Kan logga in", after: "Avstängd" },
    ]);
  });

  it("each consequence is a sentence with its figures", () => {
    const said = (id: GuideEffect["id"], params: GuideEffect["params"] = {}) =>
      accountEffectInWords({ id, params }, "Amal", LANGUAGES);
    expect(said("last_speaker", { language: "ti", calls: 0 })).toBe("Ingen annan vägledare talar tigrinja.");
    expect(said("last_speaker", { language: "ti", calls: 1 })).toBe(
      "Ingen annan vägledare talar tigrinja. Ett samtal väntar på det just nu.",
    );
    expect(said("last_speaker", { language: "ti", calls: 3 })).toContain("3 samtal väntar på det just nu.");
    expect(said("last_interpreter", { language: "ti" })).toBe("Ingen annan tolkar tigrinja.");
    expect(said("at_work")).toBe("Amal är vid sin arbetsplats nu.");
    expect(said("in_call")).toContain("Amal är i ett samtal nu");
    expect(said("one_admin_left")).toContain("En enda administratör blir kvar.");
  });
});
