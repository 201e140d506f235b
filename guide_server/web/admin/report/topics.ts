/** What a month's talks were about. Pure. */
import type { StatisticsPage } from "../../api_types";

interface Topics {
  /** The share of all talks, the largest first. */
  told: readonly { key: string; share: number }[];
  /** The topics of which no figure may be shown, however many talks were about them. */
  keptBack: readonly string[];
}

/** Shares are of all talks, also of those whose topic nobody noted or is kept back: else what is shown would seem more. */
export function topicsOf({ topics, total }: Pick<StatisticsPage, "topics" | "total">): Topics {
  const named = topics.filter(({ key }) => key !== "");
  const whole = total.handled ?? total.offered;
  return {
    told:
      whole === 0
        ? []
        : named
            .flatMap(({ key, measures }) =>
              measures === null ? [] : [{ key, share: (measures.handled ?? measures.offered) / whole }],
            )
            .toSorted((a, b) => b.share - a.share),
    keptBack: named.filter((line) => line.kept_back).map(({ key }) => key),
  };
}
