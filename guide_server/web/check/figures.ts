/** What was measured, in words, for the page and for the report. */
import type { CallFigures, Findings, Line, Trial } from "./findings";
import { AUDIBLE } from "./findings";
import { say, sayCode } from "./texts";

export function figuresOf(found: Findings, line: Line): string[] {
  switch (line) {
    case "browser":
      return found.missing.map((part) => sayCode("missing", part));
    case "camera":
      return told(found.camera, ({ width, height }) => [`${width} × ${height}`]);
    case "microphone":
      return told(found.microphone, ({ heard }) => [say.value(heard ? "sound.heard" : "sound.nothing")]);
    case "speaker":
      return told(found.speaker, ({ heard }) => [say.value(heard ? "speaker.heard" : "speaker.silent")]);
    case "socket":
      return told(found.socket, ({ roundTrip }) => [inMilliseconds(roundTrip)]);
    case "relays":
      return toldOfRelays(found.relays);
    case "call":
      return told(found.call, toldOfCall);
  }
}

function toldOfRelays(relays: Findings["relays"]): string[] {
  if (relays === null) return [];
  if (relays.length === 0) return [say.value("relays.none")];
  return relays.map(({ route, trial }) => {
    const found = told(trial, ({ after }) => [inMilliseconds(after)]).join("");
    return `${route.toUpperCase()} ${found || "…"}`;
  });
}

function toldOfCall({
  framesPerSecond,
  roundTrip,
  loss,
  loudness,
  width,
  height,
  route,
}: CallFigures): string[] {
  return [
    say.value("figure.pictures", { count: Math.round(framesPerSecond) }),
    ...(width > 0 ? [`${width} × ${height}`] : []),
    ...(roundTrip === null ? [] : [say.value("figure.round_trip", { time: inMilliseconds(roundTrip) })]),
    say.value("figure.loss", { share: loss.toFixed(loss < 10 ? 1 : 0) }),
    say.value(loudness >= AUDIBLE ? "figure.sound" : "figure.no_sound"),
    say.value(`route.${route}`),
  ];
}

function told<Result>(trial: Trial<Result>, tell: (result: Result) => string[]): string[] {
  if (trial.state === "done") return tell(trial.result);
  return trial.state === "failed" ? [sayCode("why", trial.why)] : [];
}

function inMilliseconds(time: number): string {
  return `${Math.max(1, Math.round(time))} ms`;
}
