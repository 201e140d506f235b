/** What a guide and a resident have in common, in words: which language, how well, and what was agreed to. */
import type { DeskRing, DeskView } from "../../../signaling/client/types";
import { nameOfLanguage, say, sayCode, UNDETERMINED } from "./texts";

export function headingOf({ spoken }: DeskRing): string {
  if (spoken.language === UNDETERMINED) return say.value("ring.heading_triage");
  return say.value("ring.heading", { language: nameOfLanguage(spoken.language) });
}

/** How well the guide speaks what is to be spoken; null where it is not the guide who speaks it. */
export function fitOf(ring: DeskRing, view: DeskView): string | null {
  const { language } = ring.spoken;
  const skill = view.skills.find((known) => known.language === language);
  if (skill === undefined || language === UNDETERMINED) return null;
  return say.value(skill.mode === "sign" ? "ring.you_sign" : "ring.you_speak", {
    level: sayCode("level", skill.level),
  });
}

/** What the resident said yes to on the screen. */
export function agreedOf({ language, spoken, role, parties }: DeskRing): string | null {
  const names = { asked: nameOfLanguage(language), spoken: nameOfLanguage(spoken.language) };
  if (language === UNDETERMINED) return say.value("ring.triage");
  if (spoken.how === "also") return say.value("ring.agreed_also", names);
  if (spoken.how === "substitute") return say.value("ring.agreed_substitute", names);
  const interpreter = parties.find((party) => party.role === "interpreter");
  if (role === "guide" && interpreter !== undefined) {
    return say.value("ring.agreed_interpreter", { name: interpreter.guide?.name ?? "" });
  }
  return null;
}
