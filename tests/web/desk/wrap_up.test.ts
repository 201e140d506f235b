import { beforeEach, describe, expect, test } from "vitest";
import { EMPTY_DRAFT, forgetDraft, keepDraft, readDraft } from "../../../guide_server/web/desk/draft";
import { personalDataIn } from "../../../guide_server/web/desk/personal_data";
import { countTopic, topicCounts } from "../../../guide_server/web/desk/topic_counts";
import { found, groupsOf, oftenOf } from "../../../guide_server/web/desk/topics";
import EXAMPLES from "../../personal_data.json";

const GROUPS = [
  { group: "children", topics: ["school", "childcare"] },
  { group: "daily_life", topics: ["health", "money"] },
];
const NAMES: Readonly<Record<string, string>> = {
  children: "Barn och familj",
  daily_life: "Vardagen",
  school: "Skola",
  childcare: "Förskola",
  health: "Vård och hälsa",
  money: "Pengar och bidrag",
};
const nameOf = (_: string, code: string): string => NAMES[code] ?? code;
const search = (wish: string): string[] => found(GROUPS, wish, nameOf).flatMap(({ topics }) => topics);

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});

describe("the topics", () => {
  test("are found by the beginning of any word, with or without their marks", () => {
    expect(search("halsa")).toEqual(["health"]);
    expect(search("bid")).toEqual(["money"]);
    expect(search("barn sko")).toEqual(["school"]);
    expect(search("kola")).toEqual([]);
    expect(search("  ")).toHaveLength(4);
  });

  test("are one group where none are set", () => {
    expect(groupsOf(["a", "b"], [])).toEqual([{ group: "all", topics: ["a", "b"] }]);
    expect(groupsOf(["school"], GROUPS)).toBe(GROUPS);
  });

  test("that a guide chooses often come first, while they are on the list", () => {
    for (const topic of ["money", "school", "school", "gone"]) countTopic(topic);
    expect(oftenOf(topicCounts(), ["school", "childcare", "health", "money"])).toEqual(["school", "money"]);
  });

  test("are counted anew where the browser holds something else", () => {
    localStorage.setItem("desk.topics", "[");
    expect(topicCounts()).toEqual({});
    localStorage.setItem("desk.topics", '{"school": "many"}');
    expect(topicCounts()).toEqual({});
  });
});

describe("a draft", () => {
  const DRAFT = { topic: "school", disposition: null, referredTo: "other", note: "about the form" };

  test("outlives a reload, for its own call", () => {
    keepDraft("one", DRAFT);
    expect(readDraft("one")).toEqual(DRAFT);
    expect(readDraft("two")).toEqual(EMPTY_DRAFT);
  });

  test("is gone once it is sent", () => {
    keepDraft("one", DRAFT);
    forgetDraft();
    expect(sessionStorage.length).toBe(0);
    expect(readDraft("one")).toEqual(EMPTY_DRAFT);
  });

  test("that cannot be read is an empty one", () => {
    sessionStorage.setItem("desk.draft", "no JSON");
    expect(readDraft("one")).toEqual(EMPTY_DRAFT);
    sessionStorage.setItem("desk.draft", '{"call": "one", "topic": 3, "note": null}');
    expect(readDraft("one")).toEqual(EMPTY_DRAFT);
  });
});

describe("personal data", () => {
  test.each(EXAMPLES as unknown as [string, string[]][])("in %j is %j", (text, kinds) => {
    expect([...personalDataIn(text)].sort()).toEqual([...kinds].sort());
  });
});
