import type { MomentFigures } from "../../api_types";
import { count, say } from "../texts";

/** By what an end graded what it received, in one line. */
export function figuresOf({ frames, loss, round_trip, kilobits }: MomentFigures): string {
  const told = [
    say.value("figures.frames", { count: frames }),
    say.value("figures.loss", { share: String(loss) }),
    ...(round_trip === null ? [] : [say.value("figures.delay", { delay: count(round_trip) })]),
    say.value("figures.rate", { rate: count(kilobits) }),
  ];
  return told.join(" · ");
}
