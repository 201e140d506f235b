import type { Quality, Shared } from "../../../signaling/client";
import { gradeOf, KIOSK } from "../../../signaling/client";
import type { DeskCall, Grade } from "../../../signaling/client/types";
import { say, sayCode } from "./texts";

type Signs = Shared["signs"][number];

/** How this desk comes through to the other side, by the figures that it tells. */
export function theirGradeOf({ frames, loss, delay }: Signs, cameraOn: boolean): Grade {
  const told = { flowing: true, framesPerSecond: frames, loss, roundTrip: delay };
  return gradeOf(told, cameraOn ? "on" : "off");
}

const DOT: Readonly<Record<Grade, string>> = {
  good: "dot dot--free",
  fair: "dot dot--busy",
  audio_only: "dot dot--busy",
  poor: "dot dot--danger",
  none: "dot dot--danger",
};

interface EndsProps {
  quality: Quality | null;
  /** How the resident comes through, as it lasts; null before anything has. */
  grade: Grade | null;
  signs: Shared["signs"];
  call: DeskCall;
  cameraOn: boolean;
}

/** Both ends in a word, beside the time; the resident's only where it is not good. */
export function QualityLine({ quality, grade, signs, call, cameraOn }: EndsProps) {
  if (quality === null || quality.route === null || call.held_since !== null) return null;
  const kiosk = signs.find(({ number }) => number === KIOSK);
  const here = hereOf(quality, grade, kiosk);
  const there = thereOf(call, kiosk, cameraOn);
  return (
    <span class="quality">
      <span class={DOT[here]}>{say.value(`quality.${here}`)}</span>
      {there !== null && there !== "good" && (
        <span class={DOT[there]}>{say.value(`quality.there_${there}`)}</span>
      )}
    </span>
  );
}

/** What lasts at this end; before anything has, by the newest figures. */
function hereOf(quality: Quality, grade: Grade | null, kiosk: Signs | undefined): Grade {
  return grade ?? gradeOf(quality, kiosk?.sending ?? "on");
}

/** What lasts at the resident's end, as the kiosk told the server; before it has, by its newest figures. */
function thereOf(call: DeskCall, kiosk: Signs | undefined, cameraOn: boolean): Grade | null {
  return call.kiosk_grade ?? (kiosk === undefined ? null : theirGradeOf(kiosk, cameraOn));
}

/** Both ends in words and figures: what I get, what the resident gets, and by which way. */
export function BothEnds({ quality, grade, signs, call, cameraOn }: EndsProps) {
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
            <Here quality={quality} grade={hereOf(quality, grade, kiosk)} />
          )}
        </dd>
        <dt>{say.value("quality.there")}</dt>
        <dd>
          {kiosk === undefined || call.held_since !== null ? (
            say.value("quality.unknown")
          ) : (
            <There signs={kiosk} grade={call.kiosk_grade ?? theirGradeOf(kiosk, cameraOn)} />
          )}
        </dd>
      </dl>
    </section>
  );
}

function Here({ quality, grade }: { quality: Quality; grade: Grade }) {
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

function There({ signs, grade }: { signs: Signs; grade: Grade }) {
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
