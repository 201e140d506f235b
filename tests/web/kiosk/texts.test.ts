// @vitest-environment node
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { greetingOf } from "../../../kiosk_client/web/kiosk/greetings";
import { addTexts, nameOf, sayIn } from "../../../kiosk_client/web/kiosk/texts";
import { LANGUAGES } from "../../../signaling/client/types";
import { speakers } from "../../../signaling/theme/i18n";
import { textFaults } from "../../../signaling/theme/text_faults";
import { readTexts } from "../../../signaling/theme/texts_plugin";

const FOLDERS = [
  "kiosk_client/web/kiosk",
  "guide_server/web/desk",
  "guide_server/web/signin",
  "guide_server/web/account",
  "guide_server/web/check",
  "guide_server/web/admin",
  "guide_server/web/service",
];
const textsOf = (page: string) => readTexts(join(import.meta.dirname, "../../..", page, "texts"));
const kiosk = textsOf("kiosk_client/web/kiosk");

test.each(FOLDERS)("%s has every text in every language it has texts in", (folder) => {
  expect(textFaults(textsOf(folder))).toEqual([]);
});

test("the status file names every language that a resident can choose", () => {
  expect(Object.keys(kiosk.status).sort()).toEqual(LANGUAGES.map(({ tag }) => tag as string).sort());
});

test("every language has its welcome", () => {
  expect(LANGUAGES.map(({ tag }) => tag).filter((tag) => greetingOf(tag) === undefined)).toEqual([]);
});

test("a language without texts is answered in Swedish, and said to be so", () => {
  const say = sayIn("swl");
  expect([say.language, say.direction, say("talk.title")]).toEqual(["sv", "ltr", "Prata med en vägledare"]);
});

test("Arabic counts in its own way", () => {
  const say = sayIn("ar");
  expect(say.direction).toBe("rtl");
  expect(say("still.lead", { count: 2 })).toContain("ثانيتين");
  expect(say("still.lead", { count: 3 })).toContain("3 ثوانٍ");
  expect(say("still.lead", { count: 11 })).toContain("11 ثانية");
});

test("a language counts in its own numerals, and takes over what is typed as it is", () => {
  const say = speakers("sv", {
    sv: { wait_one: "{{count}} minut", wait_other: "{{count}} minuter", ring: "Ring {{phone}}" },
    bn: { wait_one: "{{count}} মিনিট", wait_other: "{{count}} মিনিট" },
  })("bn");
  expect(say("wait", { count: 12 })).toBe("১২ মিনিট");
  expect(say("ring", { phone: "08-535" })).toBe("Ring 08-535");
});

describe("a build is stopped by", () => {
  const sv = { greet: "Hej {{name}}", wait_one: "{{count}} person", wait_other: "{{count}} personer" };
  const status = { sv: "original", pl: "unreviewed" } as const;
  const faultsOf = (pl: Record<string, string>) => textFaults({ reference: "sv", texts: { sv, pl }, status });
  const whole = {
    greet: "Cześć {{name}}",
    wait_one: "jedna osoba",
    wait_few: "{{count}} osoby",
    wait_many: "{{count}} osób",
    wait_other: "{{count}} osoby",
  };

  test("nothing where all is there", () => expect(faultsOf(whole)).toEqual([]));
  test("a missing text", () =>
    expect(faultsOf({ ...whole, greet: " " })).toContain("pl.json lacks “greet”."));
  test("a missing plural form of that language", () => {
    const { wait_many: _, ...rest } = whole;
    expect(faultsOf(rest)).toEqual(["pl.json lacks “wait_many”."]);
  });
  test("a text that nothing asks for", () =>
    expect(faultsOf({ ...whole, bye: "Pa" })).toEqual(["pl.json has “bye”, which nothing asks for."]));
  test("a lost place", () =>
    expect(faultsOf({ ...whole, greet: "Cześć" })).toEqual([
      "pl.json: the places in “greet” are not those of the reference language.",
    ]));
  test("no text that is asked of the translators", () => {
    const { greet: _, ...rest } = whole;
    const files = { reference: "sv", texts: { sv, pl: rest }, status };
    expect(textFaults({ ...files, awaited: ["greet"] })).toEqual([]);
    expect(textFaults({ ...files, awaited: ["wait"] })).toEqual([
      "pl.json lacks “greet”.",
      "awaited.json has “wait”, which every language has.",
    ]);
  });
  test("a file that the status does not know", () =>
    expect(textFaults({ reference: "sv", texts: { sv }, status: {} })).toEqual([
      "status.json does not know sv.json.",
    ]));
});

test("a municipality's own words are laid over the page's, and may add a language", () => {
  addTexts({
    sv: { "talk.title": "Prata med Huddinge" },
    et: {
      "language.endonym": "Eesti",
      "language.swedish": "estniska",
      "language.direction": "ltr",
      "language.welcome": "Tere tulemast",
      "waiting.next": "Teie olete järgmine",
      "still.lead_other": "{{count}} sekundi pärast",
    },
  });
  expect(sayIn("sv")("talk.title")).toBe("Prata med Huddinge");
  const say = sayIn("et");
  expect([say.language, say.direction, say("waiting.next")]).toEqual(["et", "ltr", "Teie olete järgmine"]);
  expect(say("still.lead", { count: 1 })).toBe("1 sekundi pärast");
  expect(say("talk.title")).toBe("Prata med Huddinge");
  expect([nameOf("et").endonym, greetingOf("et")?.welcome]).toEqual(["Eesti", "Tere tulemast"]);
  addTexts({});
  expect(sayIn("et").language).toBe("sv");
});
