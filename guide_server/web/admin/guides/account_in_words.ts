/** What changed about an account, and what that leads to, as one says it. Pure but for the page's language. */
import type { GuideDifference, GuideEffect, LanguageName, Skill } from "../../api_types";
import { nameOfLanguage, say, sayCode } from "../texts";

export interface ChangeInWords {
  what: string;
  before: string;
  after: string;
}

const NOTHING = "–";
const FIELDS = {
  name: "guides.name",
  roles: "guides.roles",
  languages: "guides.languages",
  skills: "guides.how_well",
  interprets: "guides.interprets",
  topics: "guides.topics",
  active: "guides.state",
} as const;

export function changesInWords(
  changes: readonly GuideDifference[],
  languages: readonly LanguageName[],
): ChangeInWords[] {
  return changes.flatMap(({ field, before, after }) => {
    const values = field === "skills" ? levelsThatDiffer(before, after) : [before, after];
    if (values === null) return [];
    const [was = "", is = ""] = values.map((value) => inWords(field, value, languages));
    return was === is ? [] : [{ what: say.value(FIELDS[field]), before: was, after: is }];
  });
}

/** The levels of the languages on both sides; of a new account those that are not fluent. */
function levelsThatDiffer(before: unknown, after: unknown): [unknown, unknown] | null {
  const [was, is] = [(before ?? []) as Skill[], (after ?? []) as Skill[]];
  const isTold = (skill: Skill) => {
    const old = was.find(({ language }) => language === skill.language);
    return before === null ? skill.level !== "fluent" : old !== undefined && old.level !== skill.level;
  };
  const told = is.filter(isTold);
  if (told.length === 0) return null;
  return [was.filter(({ language }) => told.some((skill) => skill.language === language)), told];
}

function inWords(
  field: GuideDifference["field"],
  value: unknown,
  languages: readonly LanguageName[],
): string {
  if (value === null || value === undefined) return NOTHING;
  if (typeof value === "boolean") return say.value(value ? "guides.active" : "guides.inactive");
  if (!Array.isArray(value)) return String(value);
  return value.map((one) => partInWords(field, one, languages)).join(", ") || NOTHING;
}

function partInWords(
  field: GuideDifference["field"],
  part: unknown,
  languages: readonly LanguageName[],
): string {
  switch (field) {
    case "roles":
      return sayCode("guides.role_name", String(part));
    case "skills": {
      const { language, level } = part as Skill;
      return `${nameOfLanguage(language, languages)}: ${sayCode("level", level)}`;
    }
    case "topics":
      return sayCode("topic", String(part));
    default:
      return nameOfLanguage(String(part), languages);
  }
}

export function accountEffectInWords(
  { id, params }: GuideEffect,
  name: string,
  languages: readonly LanguageName[],
): string {
  const text = (key: string) => String(params[key] ?? "");
  const language = text("language") === "" ? "" : nameOfLanguage(text("language"), languages);
  const calls = Number(text("calls"));
  const alone = say.value(`guides.effect.${id}`, { name, language, count: Number(text("guides")) });
  return (id === "last_speaker" || id === "first_speaker") && calls > 0
    ? `${alone} ${say.value("guides.effect.waiting", { count: calls })}`
    : alone;
}
