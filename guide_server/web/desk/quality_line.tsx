import type { Quality } from "../../../signaling/client";
import { say } from "./texts";

export type Grade = "good" | "fair" | "poor";

/** In words, by what a person notices: below 10 frames a second a face freezes, above 400 ms people interrupt each other. */
export function gradeOf(quality: Quality, seen = true): Grade {
  const frames = seen ? quality.framesPerSecond : Number.POSITIVE_INFINITY;
  const delay = quality.roundTrip ?? 0;
  if (!quality.flowing || frames < 10 || quality.loss > 10 || delay > 800) return "poor";
  if (frames < 20 || quality.loss > 3 || delay > 400) return "fair";
  return "good";
}

const DOT: Readonly<Record<Grade, string>> = {
  good: "dot dot--free",
  fair: "dot dot--busy",
  poor: "dot dot--danger",
};

/** `seen`: a picture is meant to come. */
export function QualityLine({ quality, seen }: { quality: Quality | null; seen: boolean }) {
  if (quality === null || quality.route === null) return null;
  const grade = gradeOf(quality, seen);
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
