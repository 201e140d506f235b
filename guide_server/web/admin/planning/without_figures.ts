/** Why a language has no figures in the plan. Pure. */
import type { PlanningPage, ScarceLanguage } from "../../api_types";

interface WithoutFigures {
  /** Too few taps to reckon with. */
  few: readonly ScarceLanguage[];
  /** Of which it is not told how many tapped: it may be many, where their number would give a small one away. */
  keptBack: readonly ScarceLanguage[];
}

export function withoutFigures({
  scarce,
  as_published,
}: Pick<PlanningPage, "scarce" | "as_published">): WithoutFigures {
  const isKeptBack = ({ taps }: ScarceLanguage) => as_published && taps === null;
  return { few: scarce.filter((line) => !isKeptBack(line)), keptBack: scarce.filter(isKeptBack) };
}
