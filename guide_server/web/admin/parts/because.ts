/**
 * Why a desk rang, in the page's language.
 *
 * The journal keeps the matcher's reasons as one line of English, clause by clause (`signaling/core/matcher.py`). A clause
 * that is not known here stands as it was written, so nothing is lost where the matcher learns a new reason.
 */
import type { LanguageName } from "../../api_types";
import { type Key, nameOfLanguage, say, sayCode } from "../texts";

const CLAUSES: readonly (readonly [RegExp, Key])[] = [
  [/^(?<language>[\w-]+) (?<level>basic|good|fluent)$/, "because.speaks_well"],
  [/^emergency$/, "because.emergency"],
  [/^the only free guide$/, "because.only_free"],
  [/^of (?<count>\d+) free guides$/, "because.of_free"],
  [/^idle (?<count>\d+) min$/, "because.idle"],
  [/^longest idle, (?<count>\d+) min$/, "because.longest_idle_for"],
  [/^longest idle$/, "because.longest_idle"],
  [/^longest idle of those with at most (?<count>\d+) languages$/, "because.few_languages"],
  [/^spares the only (?<language>[a-z][\w-]*)$/, "because.spares_only"],
  [/^spares (?<count>\d+) who carried much$/, "because.spares_weary"],
  [/^spares (?<language>[a-z][\w-]*)$/, "because.spares"],
  [/^though to be spared, as nobody else is free$/, "because.though_weary"],
  [/^next in turn$/, "because.in_turn"],
  [/^(?<count>\d+) calls so far, the fewest$/, "because.fewest"],
  [/^drawn by lot$/, "because.by_lot"],
  [/^before an older call in (?<language>[\w-]+), which more guides speak$/, "because.before_older"],
  [
    /^(?<count>\d+) before it wait for guides who have not just passed on or missed them$/,
    "because.others_wait",
  ],
  [/^rung again, as no other guide is free$/, "because.again"],
  [/^was invited by the guide$/, "because.invited"],
  [/^was invited as somebody who knows (?<topic>\w+)$/, "because.invited_for_topic"],
  [/^was invited as somebody who interprets (?<language>[\w-]+)$/, "because.invited_to_interpret"],
  [/^was invited as somebody who speaks (?<language>[\w-]+)$/, "because.invited_to_speak"],
  [/^was sent on to somebody who knows (?<topic>\w+)$/, "because.sent_for_topic"],
  [/^was sent on to this guide$/, "because.sent_to_guide"],
  [/^speaks (?<language>[\w-]+)$/, "because.speaks"],
  [/^(?<bridge>[\w-]+) with an interpreter for (?<language>[\w-]+), as agreed$/, "because.interpreted"],
  [/^was assigned by a leader$/, "because.assigned"],
  [/^joined as the leader$/, "because.joined"],
];

/** `because` as the journal has it, empty where there was no reason to tell. */
export function becauseInWords(because: string, known: readonly LanguageName[]): string {
  return because
    .split("; ")
    .map((clause) => inWords(clause, known))
    .join(" · ");
}

function inWords(clause: string, known: readonly LanguageName[]): string {
  for (const [form, key] of CLAUSES) {
    const match = form.exec(clause);
    if (match !== null) return say.value(key, named(match.groups ?? {}, known));
  }
  return clause;
}

/** What stands in a clause as codes, as names. */
function named(
  codes: Readonly<Record<string, string>>,
  known: readonly LanguageName[],
): Record<string, string> {
  const { language, bridge, level, topic, count } = codes;
  return {
    ...(language && { language: nameOfLanguage(language, known) }),
    ...(bridge && { bridge: nameOfLanguage(bridge, known) }),
    ...(level && { level: sayCode("level", level) }),
    ...(topic && { topic: sayCode("topic", topic).toLocaleLowerCase() }),
    ...(count && { count }),
  };
}
