import type { Quality } from "../../../signaling/client";
import { say } from "./texts";

export type Grade = "good" | "fair" | "poor";

/** In words, by what a person notices: below 10 frames a second a face freezes, above 400 ms people interrupt each other. */
export function gradeOf(quality: Quality): Grade {
  const delay = quality.roundTrip ?? 0;
  if (!quality.flowing || quality.framesPerSecond < 10 || quality.loss > 10 || delay > 800) return "poor";
  if (quality.framesPerSecond < 20 || quality.loss > 3 || delay > 400) return "fair";
  return "good";
}

const DOT: Readonly<Record<Grade, string>> = {
  good: "dot dot--free",
  fair: "dot dot--busy",
  poor: "dot dot--danger",
};

export function QualityLine({ quality }: { quality: Quality | null }) {
  if (quality === null || quality.route === null) return null;
  const grade = gradeOf(quality);
  const relayed = quality.route.local === "relay" || quality.route.remote === "relay";
  const details = say.value("quality.details", {
    fps: Math.round(quality.framesPerSecond),
    delay: Math.round(quality.roundTrip ?? 0),
    loss: Math.round(quality.loss),
    route: say.value(relayed ? "quality.relay" : "quality.direct"),
  });
  return (
    <span class="quality">
      <span class={DOT[grade]}>{say.value(`quality.${grade}`)}</span>
      <span class="quality__details">{details}</span>
    </span>
  );
}
