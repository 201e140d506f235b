import type { Quality, Shared } from "../../../signaling/client";
import { KIOSK } from "../../../signaling/client";
import type { DeskCall } from "../../../signaling/client/types";
import { say, sayCode } from "./texts";

export type Grade = "good" | "fair" | "poor";
type Signs = Shared["signs"][number];

/**
 * In words, by what a person notices: below 10 frames a second a face freezes, above 400 ms people interrupt each
 * other. Where no picture is meant to be `seen` none is missed.
 */
export function gradeOf(
  quality: Pick<Quality, "flowing" | "framesPerSecond" | "loss" | "roundTrip">,
  seen = true,
): Grade {
  const frames = seen ? quality.framesPerSecond : Number.POSITIVE_INFINITY;
  const delay = quality.roundTrip ?? 0;
  if (!quality.flowing || frames < 10 || quality.loss > 10 || delay > 800) return "poor";
  if (frames < 20 || quality.loss > 3 || delay > 400) return "fair";
  return "good";
}

/** How this desk comes through to the other side, as that side tells. */
export function theirGradeOf({ frames, loss, delay }: Signs, cameraOn: boolean): Grade {
  return gradeOf({ flowing: true, framesPerSecond: frames, loss, roundTrip: delay }, cameraOn);
}

const DOT: Readonly<Record<Grade, string>> = {
  good: "dot dot--free",
  fair: "dot dot--busy",
  poor: "dot dot--danger",
};

/** The worse of both ends in a word, beside the time. `seen`: a picture is meant to come. */
export function QualityLine({
  quality,
  signs,
  cameraOn,
  seen,
}: {
  quality: Quality | null;
  signs: Shared["signs"];
  cameraOn: boolean;
  seen: boolean;
}) {
  if (quality === null || quality.route === null) return null;
  const kiosk = signs.find(({ number }) => number === KIOSK);
  const here = gradeOf(quality, seen);
  const there = kiosk === undefined ? null : theirGradeOf(kiosk, cameraOn);
  return (
    <span class="quality">
      <span class={DOT[here]}>{say.value(`quality.${here}`)}</span>
      {there !== null && there !== "good" && (
        <span class={DOT[there]}>{say.value(`quality.there_${there}`)}</span>
      )}
    </span>
  );
}

interface EndsProps {
  quality: Quality | null;
  signs: Shared["signs"];
  call: DeskCall;
  cameraOn: boolean;
}

/** Both ends in words and figures: what I get, what the resident gets, and by which way. */
export function BothEnds({ quality, signs, call, cameraOn }: EndsProps) {
  const kiosk = signs.find(({ number }) => number === KIOSK);
  return (
    <section class="panel" aria-labelledby="quality-heading">
      <h2 class="panel__heading" id="quality-heading">
        {say.value("quality.heading")}
      </h2>
      <dl class="facts facts--small">
        <dt>{say.value("quality.here")}</dt>
        <dd>
          {quality === null || quality.route === null || call.held_since !== null ? (
            say.value("quality.unknown")
          ) : (
            <Here quality={quality} />
          )}
        </dd>
        <dt>{say.value("quality.there")}</dt>
        <dd>
          {kiosk === undefined || call.held_since !== null ? (
            say.value("quality.unknown")
          ) : (
            <There signs={kiosk} cameraOn={cameraOn} />
          )}
        </dd>
      </dl>
    </section>
  );
}

function Here({ quality }: { quality: Quality }) {
  const grade = gradeOf(quality);
  const relayed = quality.route?.local === "relay" || quality.route?.remote === "relay";
  return (
    <>
      <span class={DOT[grade]}>{say.value(`quality.${grade}`)}</span>
      <span class="quality__details">
        {figures(quality.framesPerSecond, quality.roundTrip ?? 0, quality.loss)} ·{" "}
        {say.value(relayed ? "quality.relay" : "quality.direct")} ({quality.route?.protocol.toUpperCase()})
      </span>
    </>
  );
}

function There({ signs, cameraOn }: { signs: Signs; cameraOn: boolean }) {
  const grade = theirGradeOf(signs, cameraOn);
  const faults = [
    signs.microphone === "on" ? null : sayCode("there.microphone", signs.microphone),
    signs.camera === "on" ? null : sayCode("there.camera", signs.camera),
    signs.sending === "on" ? null : sayCode("there.sending", signs.sending),
  ].filter((fault) => fault !== null);
  return (
    <>
      <span class={DOT[grade]}>{say.value(`quality.${grade}`)}</span>
      <span class="quality__details">{figures(signs.frames, signs.delay, signs.loss)}</span>
      {faults.map((fault) => (
        <span key={fault} class="quality__fault">
          {fault}
        </span>
      ))}
    </>
  );
}

function figures(frames: number, delay: number, loss: number): string {
  return say.value("quality.figures", {
    fps: Math.round(frames),
    delay: Math.round(delay),
    loss: Math.round(loss),
  });
}
