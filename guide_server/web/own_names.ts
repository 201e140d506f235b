/** What the municipality itself calls its topics, outcomes and referrals: before the words that the pages come with. */
import { signal } from "@preact/signals";
import type { OwnNames } from "./api_types";

export const ownNames = signal<OwnNames>({ topic: {}, topic_group: {}, disposition: {}, referral: {} });

type Kind = keyof OwnNames;

/**
 * The own name of a code; null where the municipality gave none. One without English is read in Swedish, unless
 * `shipped` says it in English.
 */
export function ownName(
  prefix: string,
  code: string,
  language: "sv" | "en",
  shipped: string | null,
): string | null {
  if (!isKind(prefix)) return null;
  const own = ownNames.value[prefix][code];
  if (own === undefined) return null;
  return language === "sv" ? own.sv : (own.en ?? shipped ?? own.sv);
}

function isKind(prefix: string): prefix is Kind {
  return prefix in ownNames.peek();
}
